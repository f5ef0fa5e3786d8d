package org.gale.engine.storm.virtual;

import java.util.BitSet;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Span of a run: its warm-up, the judged part that follows, and the limits of both. A warm-up has the time of its
 * setting. That of an answer's run ends itself behind a tenth of the count or of the duration, once each vCPU that
 * events can reach has handled an interrupt. It is no longer than the judged part, and no shorter than its setting.
 * Count and duration are those of the judged part then. Owned by one thread.
 */
final class RunSpan
{
    /** Time of an end that has not come. */
    static final long NOT_YET = Long.MAX_VALUE;

    private static final int TENTH = 10;

    private final long warmupNs;
    private final long count;                                       // of the judged part
    private final long durationNs;
    private final long skipped;                                     // judged parts behind the warm-up
    private final boolean isSelfEnding;
    private final BitSet cold;                                      // vCPUs that events reach, and that handled none
    private final BitSet begun = new BitSet();
    private final BitSet begunInWarmup = new BitSet();
    private Warmup.Past warmup = Warmup.Past.NONE;
    private long countLimit;
    private long endNs;
    private long warmNs = NOT_YET;
    private long warmOffered;
    private boolean isJudged;

    /**
     * Makes a span.
     *
     * @param countLimit of the events of the partition
     * @param reached    vCPUs that events can reach
     */
    RunSpan(final SettingValues settings, final long countLimit, final long durationNs, final BitSet reached)
    {
        this.warmupNs = Math.max(0, settings.valueOrDefault(MeasureSettings.WARMUP));
        this.isSelfEnding = JudgedSettings.isSelfEnding(settings);
        final long lengths = settings.valueOr(JudgedSettings.LENGTHS, 1L);
        this.skipped = settings.valueOr(JudgedSettings.SKIPPED, 0L);
        this.count = countLimit == StormSettings.COUNT_UNLIMITED ? countLimit : countLimit * lengths;
        this.durationNs = durationNs == Long.MAX_VALUE ? durationNs : durationNs * lengths;
        this.cold = reached;
        this.countLimit = isSelfEnding ? StormSettings.COUNT_UNLIMITED : count;
        this.endNs = isSelfEnding ? Long.MAX_VALUE : this.durationNs;
        this.isJudged = warmupNs == 0 && !isSelfEnding;
    }

    /**
     * Makes the span of a partition.
     *
     * @param countLimit of its events
     * @param targets    of its events
     */
    static RunSpan of(final RunOptions options, final long countLimit, final EventTargets targets)
    {
        final SettingValues settings = options.measurement().settings();
        final long durationNs = options.config().value(StormSettings.DURATION);

        return new RunSpan(settings, countLimit,
            durationNs == StormSettings.DURATION_UNLIMITED_NS ? Long.MAX_VALUE : durationNs,
            JudgedSettings.isSelfEnding(settings) ? targets.reached() : new BitSet());
    }

    /** Returns whether the judged part has begun. */
    boolean isJudged()
    {
        return isJudged;
    }

    /** Returns whether the warm-up ends itself. */
    boolean isSelfEnding()
    {
        return isSelfEnding;
    }

    /** Returns the limit of the events that are offered. */
    long countLimit()
    {
        return countLimit;
    }

    /** Returns the time from which no event is offered, ns. */
    long endNs()
    {
        return endNs;
    }

    /** Returns the warm-up as it was. */
    Warmup.Past warmup()
    {
        return warmup;
    }

    /** Notes that a vCPU has handled an interrupt, for which a warm-up that ends itself waits. */
    void handled(final int vcpu)
    {
        if (isSelfEnding)
        {
            cold.clear(vcpu);
            begun.set(vcpu);
        }
    }

    /**
     * Returns when the warm-up ends, by what happened before a time.
     *
     * @param nextNs  time to which the clock jumps
     * @param offered events before it
     * @return ns; {@link #NOT_YET} if it goes on, or has ended
     */
    long warmupEndNs(final long nextNs, final long offered)
    {
        if (isJudged || nextNs < warmupNs)
        {
            return NOT_YET;
        }
        if (!isSelfEnding)
        {
            return warmupNs;
        }
        final boolean isTenth = offered >= count / TENTH || nextNs >= durationNs / TENTH;
        final boolean isLong = offered >= count || nextNs >= durationNs;
        if (warmNs == NOT_YET && ((isTenth && cold.isEmpty()) || isLong))
        {
            warmNs = nextNs;
            warmOffered = offered;
        }
        final boolean isOver = warmNs != NOT_YET && (skipped == 0 ||
            (offered - warmOffered) / skipped >= count || (nextNs - warmNs) / skipped >= durationNs);

        return isOver ? nextNs : NOT_YET;
    }

    /**
     * Begins the judged part.
     *
     * @param nowNs     end of the warm-up
     * @param offered   events before it
     * @param delivered interrupts before it
     */
    void judge(final long nowNs, final long offered, final long delivered)
    {
        isJudged = true;
        warmup = new Warmup.Past(Warmup.Ending.ASKED, nowNs, offered, delivered);
        if (isSelfEnding)
        {
            begunInWarmup.or(begun);
            countLimit = count == StormSettings.COUNT_UNLIMITED ? count : offered + count;
            endNs = durationNs == Long.MAX_VALUE ? durationNs : nowNs + durationNs;
        }
    }

    /** Returns the vCPUs that handled interrupts, and those of them that began in the judged part. */
    WarmedUp.Starts starts()
    {
        return new WarmedUp.Starts(begun.cardinality() - begunInWarmup.cardinality(), begun.cardinality());
    }
}
