package org.gale.engine.storm.flow;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;

/**
 * Events that a generator offers, batch by batch, each batch after a TIME. An event that the lane refuses is offered
 * again in a later batch. Owned by the thread that runs the generator.
 */
public abstract class Traffic implements SourceBooks
{
    /**
     * Capacity of the lane of an open loop. Events wait in it while the host keeps the engine from its core: for 65 ms
     * at 16 M/s. In a lane for 4 ms the generator would be late at each stall.
     */
    public static final int LANE_WORDS = 1 << 20;

    /** The most events of a batch. */
    static final int BATCH = 256;

    /** Number of words in flight beyond which the engine is busy for some microseconds. */
    static final int BUSY_WORDS = 64;
    /** Time for which events are gathered into a batch while the engine is busy and they would wait, ns. */
    static final long GATHER_NS = 5_000;
    /**
     * Time for which they are gathered behind more words than the engine takes in a cycle, ns. These words take it some
     * 80 microseconds.
     */
    static final long LONG_GATHER_NS = 50_000;

    private static final long LAG_LIMIT_NS = 60_000_000_000L;

    final long durationNs;
    final long countLimit;
    final NanoClock clock;
    final LaneProducer lane;
    private final Laws laws;
    private final ItsDeal deal;
    private final UnsafeBuffer time = new UnsafeBuffer(new byte[CommandWord.TIME_WORDS * Long.BYTES]);
    private final Histogram lag = new Histogram(LAG_LIMIT_NS, 3);
    private final PaceMeter pace;
    private boolean isRefused;
    private long refusals;
    private long sent;
    private final long[] offeredWords = new long[BATCH];            // the last events, as they were sent in one word
    private int offeredCount;                                       // of those, events that the laws have not seen
    private long offerNs;                                           // of the batch in hand

    Traffic(final StormConfig config, final Topology topology, final Laws laws, final PaceMeter pace,
        final LaneProducer lane, final NanoClock clock)
    {
        this.laws = laws;
        this.deal = topology.deal();
        this.durationNs = config.value(StormSettings.DURATION);
        this.countLimit = config.value(StormSettings.COUNT);
        this.clock = clock;
        this.lane = lane;
        this.pace = pace;
    }

    /** Returns the capacity of the lane that the traffic of a storm needs, words. */
    public static int laneWords(final StormConfig config, final ItsDeal deal)
    {
        final int words = config.isClosedLoop() ? Lane.CAPACITY_WORDS_DEFAULT : LANE_WORDS;

        return deal.areShort() ? words : 2 * words;                             // a window counts events
    }

    /**
     * Resumes behind the events of an earlier part of the storm.
     *
     * @param offered  events of that part
     * @param position at which streams continue
     */
    void resume(final long offered, final ResumePosition position)
    {
        sent = offered;
    }

    @Override
    public final Laws laws()
    {
        return laws;
    }

    /** Begins the traffic: durations and intended times count from now on. */
    public abstract void begin(long nowNs);

    /** Sets the taker of events that are wires. */
    void wires(final WireSink sink)
    {
        throw new IllegalStateException("no event is a wire");
    }

    /** Returns whether the duration is over, or the count reached. */
    abstract boolean isDone(long nowNs);

    /**
     * Offers and publishes at most one batch.
     *
     * @return events that the lane has taken; 0 if none is due, or the lane is full
     */
    abstract int offer(long nowNs);

    /** Sets a limit of the events in flight, beyond which those that are due are skipped. Without one, none is. */
    void limitInFlight(final long limit)
    {
        throw new IllegalStateException("a closed loop has its window: " + limit);
    }

    /**
     * Says what the next frame takes from the lane. Only of a lane that generator and engine fill and drain in turns.
     *
     * @param limitWords   words that it takes at most
     * @param offeredWords words that wait for it
     */
    void frame(final int limitWords, final int offeredWords)
    {
        // Only what a vCPU sends has to be in a certain frame.
    }

    /** Returns what guests call of the models of devices; null without models. */
    ModelFeedback feedback()
    {
        return null;
    }

    /** Begins a warm-up, which {@link #measure} ends. */
    public abstract void warmUp();

    /** Returns the events offered in all, those of an earlier part included. */
    public final long sent()
    {
        return sent;
    }

    /** Returns the words of the lane that are offered and not completed. */
    final long inFlightWords()
    {
        return lane.position() - lane.completed();
    }

    /**
     * Returns whether events that are due are kept for a larger batch. A batch of one takes three words, and a queue of
     * such batches takes the engine twice as long as one of full batches. None is kept for as long as it would wait.
     */
    final boolean isGathering(final long dueNs, final long nowNs)
    {
        final long lateNs = nowNs - dueNs;

        return lateNs < LONG_GATHER_NS &&
            inFlightWords() > (lateNs < GATHER_NS ? BUSY_WORDS : DrainLimit.WORDS);
    }

    /** Lets the clock of the traffic start anew in a warm-up. */
    public abstract void restart(long nowNs);

    /** Begins to measure: lag and pace so far are forgotten. */
    public void measure(final long nowNs)
    {
        lag.reset();
        pace.begin(nowNs);
        laws.measured();
    }

    /**
     * Offers and publishes at most one batch, and notes the pace.
     *
     * @return events that the lane has taken; 0 if none is due, or the lane is full
     */
    public final int offerPaced(final long nowNs)
    {
        isRefused = false;
        offerNs = nowNs;
        final int offered = offer(nowNs);
        noteOffered();
        pace.offered(nowNs, paced(offered));
        pace.full(nowNs, isRefused);
        refusals += isRefused ? 1 : 0;

        return offered;
    }

    /** Returns the batches that the lane refused, in whole or from an event on. */
    final long refusals()
    {
        return refusals;
    }

    /** Returns how many events of the last batch follow a clock, or all where none does. */
    int paced(final int offered)
    {
        return offered;
    }

    /** Returns the pace since {@link #measure}. */
    final PaceMeter pace()
    {
        return pace;
    }

    /** Returns the lag of the generator against its clock, or without a rate against the room that it had, ns. */
    public final Histogram lag()
    {
        return lag;
    }

    final boolean offerTime(final long baseNs, final long nowNs)
    {
        Commands.time(time, 0, baseNs, nowNs);

        isRefused = !lane.offer(time, 0, CommandWord.TIME_WORDS);

        return !isRefused;
    }

    /**
     * Offers an event.
     *
     * @param word event as an MSI word, with its time since the base of the batch
     * @return false if the lane refused it
     */
    final boolean offerEvent(final long word)
    {
        if (!(deal.areShort() ? lane.offer(deal.shortWord(word)) :
            lane.offer(deal.longWord(word), deal.longOperand(word))))
        {
            isRefused = true;
            return false;
        }
        sent++;
        offeredWords[offeredCount++] = word;
        if (offeredCount == BATCH)
        {
            noteOffered();
        }

        return true;
    }

    /**
     * Offers events whose time is the base of the batch, up to the first that the lane refuses.
     *
     * @param from  index of the first of them
     * @param count number of events, at most {@link #BATCH}
     * @return the number of events that the lane took
     */
    final int offerEvents(final EventSource events, final int from, final int count)
    {
        int offered = 0;
        if (deal.areShort())
        {
            noteOffered();
            for (int i = 0; i < count; i++)
            {
                offeredWords[i] = deal.shortWord(events.word(from + i));
            }
            offered = lane.offer(offeredWords, count);
            isRefused = offered < count;
            offeredCount = offered;
            sent += offered;

            return offered;
        }
        while (offered < count && offerEvent(events.word(from + offered)))
        {
            offered++;
        }

        return offered;
    }

    /** Has the laws note the events of a batch together, which costs less than one by one. */
    private void noteOffered()
    {
        laws.offered(offeredWords, offeredCount, offerNs);
        offeredCount = 0;
    }

    /**
     * Offers an event that a vCPU sends.
     *
     * @param pe    of the vCPU
     * @param intid that it makes pending
     * @return false if the lane refused it
     */
    final boolean offerSent(final int pe, final int intid)
    {
        Commands.insn(time, 0, pe, Commands.VEL1, GicInstruction.CDPEND.code(), GicCdPend.of(intid, true));

        return offerInstruction();
    }

    /**
     * Offers an event that the host injects.
     *
     * @param lpi    numbered within the VM
     * @param timeNs since the base of the batch
     * @return false if the lane refused it
     */
    final boolean offerInjected(final Topology topology, final int vm, final int lpi, final long timeNs)
    {
        GuestIpis.inject(time, 0, topology, vm, lpi, timeNs);

        return offerInstruction();
    }

    private boolean offerInstruction()
    {
        isRefused = !lane.offer(time, 0, CommandWord.TIME_WORDS);
        sent += isRefused ? 0 : 1;

        return !isRefused;
    }

    /** Counts an event that needs no lane. */
    final void offeredBeside()
    {
        sent++;
    }

    final void recordLag(final long lagNs, final int count)
    {
        if (count > 0)
        {
            lag.recordValueWithCount(Math.min(LAG_LIMIT_NS, Math.max(0, lagNs)), count);
        }
    }
}
