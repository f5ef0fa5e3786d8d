package org.gale.engine.device.proof;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * Account of one queue over a run, also where the guest makes the queue anew. {@code posted = consumed + dropped +
 * pending}, and each interrupt that was lost or late is named. An interrupt goes with the oldest completion that it is
 * for: {@code interrupts = taken + covered + lost + dropped + waiting}. Owner: the answering thread.
 */
public final class QueueAccount
{
    private static final int NAMED_LIMIT = 16;
    private static final int DIGITS = 2;

    private final int queue;
    private final DeviceHistory history;
    private final LatencyHistogram latency = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram response = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final List<String> named = new ArrayList<>();
    private long posted;
    private long consumed;
    private long dropped;
    private long polled;
    private long interrupts;
    private long withheld;
    private long lost;
    private long late;
    private long taken;
    private long covered;
    private long interruptsLost;
    private long interruptsDropped;
    private long waiting;

    /**
     * Makes the empty account of a queue.
     *
     * @param history of the run, which takes all interrupts
     */
    public QueueAccount(final int queue, final DeviceHistory history)
    {
        this.queue = queue;
        this.history = history;
    }

    void addPosted()
    {
        posted++;
        history.completed();
    }

    void addConsumed(final long latencyNs)
    {
        consumed++;
        latency.recordTime(latencyNs, 1);
    }

    /** Counts a completion that is dropped, and its interrupt if it is the oldest one of that. */
    void addDropped(final boolean isOldest, final boolean isLost)
    {
        dropped++;
        interruptsLost += isOldest && isLost ? 1 : 0;
        interruptsDropped += isOldest && !isLost ? 1 : 0;
        history.gone(isOldest ? 1 : 0);
    }

    /** Counts the interrupt of a completion that waits at the end, if it is the oldest one of that. */
    void addWaiting(final boolean isOldest, final boolean isLost)
    {
        interruptsLost += isOldest && isLost ? 1 : 0;
        waiting += isOldest && !isLost ? 1 : 0;
    }

    /** Counts an interrupt whose oldest completion the guest has consumed. */
    void addTaken(final boolean isLost, final long dueNs, final long writtenNs, final long nowNs)
    {
        if (isLost)
        {
            interruptsLost++;
            history.gone(1);
            return;
        }
        taken++;
        response.recordTime(nowNs - dueNs, 1);
        history.looked(1, queue, consumed + dropped, dueNs, writtenNs, nowNs);
    }

    /** Counts a completion that the guest takes without an interrupt. */
    public void addPolled()
    {
        polled++;
        history.completed();
    }

    /**
     * Counts an interrupt.
     *
     * @param isNew whether completions wait for it that are proved; else earlier accesses of the guest cover it
     * @param dueNs time for which it was decided, ns
     */
    public void addInterrupt(final boolean isNew, final long dueNs, final long nowNs)
    {
        interrupts++;
        covered += isNew ? 0 : 1;
        history.sent(dueNs, nowNs);
        history.gone(isNew ? 0 : 1);
    }

    /** Counts an interrupt that the model decided on, and that nobody was to take. */
    public void addWithheld()
    {
        withheld++;
    }

    void addLost(final String what)
    {
        lost++;
        name("lost: " + what);
    }

    void addLate(final String what)
    {
        late++;
        name("late: " + what);
    }

    private void name(final String what)
    {
        if (named.size() < NAMED_LIMIT)
        {
            named.add(what);
        }
    }

    /** Returns the number of the queue. */
    public int queue()
    {
        return queue;
    }

    /** Returns the completions that were posted for an interrupt. */
    public long posted()
    {
        return posted;
    }

    /** Returns the completions that the guest has consumed. */
    public long consumed()
    {
        return consumed;
    }

    /** Returns the completions that a reset or the deletion of the queue has dropped. */
    public long dropped()
    {
        return dropped;
    }

    /** Returns the completions that wait for the guest. */
    public long pending()
    {
        return posted - consumed - dropped;
    }

    /** Returns the completions that the guest takes without an interrupt. */
    public long polled()
    {
        return polled;
    }

    /** Returns the interrupts. */
    public long interrupts()
    {
        return interrupts;
    }

    /** Returns the interrupts of the model that nobody takes: of a queue that is polled, reset or not of the run. */
    public long withheld()
    {
        return withheld;
    }

    /** Returns the completions whose interrupt was lost. */
    public long lost()
    {
        return lost;
    }

    /** Returns the completions that a guest consumed late, which may have stood still. */
    public long late()
    {
        return late;
    }

    /** Returns the interrupts whose oldest completion the guest has consumed in time, or late. */
    public long taken()
    {
        return taken;
    }

    /** Returns the interrupts whose completions the guest had consumed before. */
    public long covered()
    {
        return covered;
    }

    /** Returns the interrupts that were lost. */
    public long interruptsLost()
    {
        return interruptsLost;
    }

    /** Returns the interrupts that a reset or the deletion of the queue has dropped. */
    public long interruptsDropped()
    {
        return interruptsDropped;
    }

    /** Returns the interrupts that wait for the guest at the end. */
    public long waiting()
    {
        return waiting;
    }

    /** Returns the times from when an interrupt was due until the guest consumed its oldest completion, ns. */
    public Histogram response()
    {
        return response;
    }

    /** Returns the first of those that were lost or late, a line each. */
    public List<String> named()
    {
        return named;
    }

    /** Returns the times from the submission of a request until its completion was consumed, ns. */
    public Histogram latency()
    {
        return latency;
    }
}
