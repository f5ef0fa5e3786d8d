package org.gale.engine.storm.law;

import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of rates: between two intended times the open streams of a storm have as many events, offered or skipped, as the
 * rates of the job give. Evenly spaced streams differ by one each, Poisson processes by what chance allows. Streams
 * with bursts have no law. Rates are read from the job anew. Owned by the thread that offers the events.
 */
final class RateLaw
{
    /** Standard deviations by which a Poisson process may differ: once in 500 million times. */
    private static final double DEVIATIONS = 6;
    /** Deviations more, for few events. */
    private static final double SKEWED = 3;
    private static final double SECOND_NS = 1e9;
    private static final double ROUNDING = 1e-9;
    private static final long NONE = -1;

    private final Topology topology;
    private final boolean isOne;
    private int phase;
    private double evenPerS;
    private double poissonPerS;
    private long evenStreams;
    private boolean hasBursts;
    private long firstNs = NONE;
    private long lastNs;
    private long before;                                            // events before the last batch
    private long last;                                              // events of it
    private long skippedFirst;
    private long skippedLast;
    private long measured;

    /** Makes the law of a storm, all of whose events may be one stream. */
    RateLaw(final Topology topology, final boolean isOne)
    {
        this.topology = topology;
        this.isOne = isOne;
        rates();
    }

    private void rates()
    {
        evenPerS = 0;
        poissonPerS = 0;
        evenStreams = 0;
        hasBursts = false;
        if (isOne)
        {
            add(topology.shape().together(), 1);
            return;
        }
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            long own = 0;
            for (int vm = topology.firstVm(group); vm < topology.firstVm(group) + shape.count(); vm++)
            {
                own += topology.isOwn(vm) ? 1 : 0;
            }
            for (int device = 0; device < shape.devices().size(); device++)
            {
                final StreamShape stream = shape.devices().get(device).stream();
                final PhaseShape.PhaseChange change = topology.shape().phases().isEmpty() ? null :
                    topology.shape().phases().get(phase).change(group, device);
                add(change == null ? stream : change.of(stream), own);
            }
        }
    }

    private void add(final StreamShape stream, final long count)
    {
        if (stream instanceof OpenStream open && count > 0)
        {
            hasBursts |= open.spacing().bursts() != null;
            final boolean isPoisson = open.spacing().isPoisson();
            poissonPerS += isPoisson ? count * open.perS() : 0;
            evenPerS += isPoisson ? 0 : count * open.perS();
            evenStreams += isPoisson ? 0 : count;
        }
    }

    /**
     * Begins a phase, whose rates count from now on.
     *
     * @return how the phase before has broken the law, or null
     */
    String phase(final int next)
    {
        final String broken = broken();
        phase = next;
        rates();
        restart();

        return broken;
    }

    /** Begins anew: clocks of streams are moved. */
    void restart()
    {
        firstNs = NONE;
        before = 0;
        last = 0;
    }

    /** Begins to measure. */
    void measure()
    {
        restart();
        measured = 0;
    }

    /**
     * Notes a batch of events of open streams.
     *
     * @param ns      intended time of the first of them
     * @param skipped events that were skipped since {@link #measure}
     */
    void batch(final long ns, final long count, final long skipped)
    {
        if (firstNs == NONE)
        {
            firstNs = ns;
            skippedFirst = skipped;
        }
        before += last;
        last = count;
        lastNs = ns;
        skippedLast = skipped;
        measured += count;
    }

    /** Returns the events of open streams that were offered since {@link #measure}. */
    long measured()
    {
        return measured;
    }

    /** {@return how the law is broken since the phase, a restart or the begin; null while it is kept} */
    String broken()
    {
        if (firstNs == NONE || hasBursts)
        {
            return null;
        }
        final double seconds = (lastNs - firstNs) / SECOND_NS;
        final double poisson = poissonPerS * seconds;
        final double due = evenPerS * seconds + poisson;
        final long skipped = skippedLast - skippedFirst;
        final long count = before + skipped;
        final double chance = poisson > 0 ? DEVIATIONS * (Math.sqrt(poisson) + SKEWED) : 0;
        final double ofRoundedNs = 2 * (poissonPerS + evenPerS) / SECOND_NS;     // both ends are whole ns
        final double allowed = chance + evenStreams + 1 + due * ROUNDING + ofRoundedNs;

        return Math.abs(count - due) <= allowed ? null : "open streams have " + NumberText.counted(count, "event") +
            " in " + NumberText.count(lastNs - firstNs) + " ns, " + NumberText.count(skipped) +
            " of them skipped, and their rates give " + NumberText.count(Math.round(due)) + " within " +
            NumberText.count((long)allowed);
    }
}
