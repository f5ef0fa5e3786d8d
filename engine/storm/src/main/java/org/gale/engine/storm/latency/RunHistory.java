package org.gale.engine.storm.latency;

import org.gale.engine.host.AgentHost;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.storm.result.StormHistory;

/** History of one run, with the thread that reads it; a run that records none has one, too. On the engine's thread. */
public final class RunHistory
{
    private final IntervalHistory intervals;
    private final IntervalHistory.FigureSource figures;
    private RunningAgent reading;
    private boolean hasWarmup;
    private boolean isRead;                                         // by the thread of the run

    /**
     * Makes the history of a run.
     *
     * @param intervals null to record none
     * @param figures   of the run
     */
    public RunHistory(final IntervalHistory intervals, final IntervalHistory.FigureSource figures)
    {
        this.intervals = intervals;
        this.figures = figures;
    }

    /**
     * Starts the thread that reads the history.
     *
     * @param warms true if the run begins with a warm-up
     */
    public void start(final AgentHost host, final boolean warms)
    {
        hasWarmup = warms;
        if (intervals != null)
        {
            intervals.prepare();
        }
        reading = intervals == null ? null : host.start(intervals, new HelperIdle());
    }

    /**
     * Reads the history on the thread of the run, where a thread of its own would change what is recorded.
     *
     * @param warms true if the run begins with a warm-up
     */
    public void startHere(final boolean warms)
    {
        hasWarmup = warms;
        isRead = true;
    }

    /** Begins with the first offer, unless the history has begun. */
    public void begin(final long firstOfferNs)
    {
        if (intervals != null && !intervals.hasBegun())
        {
            intervals.begin(firstOfferNs, hasWarmup);
        }
    }

    /**
     * Ends an interval if it is over.
     *
     * @param firstOfferNs time of the first offer; 0 if nothing was offered
     */
    public void poll(final long firstOfferNs, final long nowNs)
    {
        if (intervals != null && (firstOfferNs != 0 || isRead))
        {
            begin(firstOfferNs);
            wakeIf(intervals.poll(nowNs, figures));
        }
    }

    /** Ends the warm-up. */
    public void measure(final long firstOfferNs, final long nowNs)
    {
        poll(firstOfferNs, nowNs);
        if (intervals != null)
        {
            wakeIf(intervals.measure(nowNs, figures));
        }
    }

    /** Divides the interval in hand where the warm-up would end, after which no event comes. */
    public void divide(final long nowNs)
    {
        if (intervals != null)
        {
            wakeIf(intervals.divide(nowNs, figures));
        }
    }

    /** Ends the thread and the last interval. */
    public void end(final long nowNs)
    {
        if (reading != null)
        {
            reading.end();
            reading.checkFailure();
        }
        if (intervals != null && (reading != null || isRead))
        {
            intervals.finish(nowNs, figures);
        }
    }

    private void wakeIf(final boolean hasWork)
    {
        if (hasWork && reading != null)
        {
            reading.wake();
        }
        if (hasWork && isRead)
        {
            intervals.finishTaking();
        }
    }

    /** Returns the history after the end. */
    public StormHistory result()
    {
        return intervals == null ? StormHistory.NONE :
            new StormHistory(intervals.intervals(), intervals.heat(), intervals.dropped());
    }
}
