package org.gale.engine.device.proof;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Account of one queue over a run, also where the guest makes the queue anew. {@code posted = consumed + dropped +
 * pending}, and each interrupt that was lost or late is named. Owner: the answering thread.
 */
public final class QueueAccount
{
    private static final int NAMED_LIMIT = 16;
    private static final int DIGITS = 2;

    private final int queue;
    private final Histogram latency = new Histogram(DIGITS);
    private final List<String> named = new ArrayList<>();
    private long posted;
    private long consumed;
    private long dropped;
    private long polled;
    private long interrupts;
    private long withheld;
    private long lost;
    private long late;

    /** Makes the empty account of a queue. */
    public QueueAccount(final int queue)
    {
        this.queue = queue;
    }

    void addPosted()
    {
        posted++;
    }

    void addConsumed(final long latencyNs)
    {
        consumed++;
        latency.recordValue(Math.max(0, latencyNs));
    }

    void addDropped()
    {
        dropped++;
    }

    /** Counts a completion that the guest takes without an interrupt. */
    public void addPolled()
    {
        polled++;
    }

    /** Counts an interrupt. */
    public void addInterrupt()
    {
        interrupts++;
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

    /** Returns those of them that the guest has consumed. */
    public long consumed()
    {
        return consumed;
    }

    /** Returns those of them that a reset or the deletion of the queue has dropped. */
    public long dropped()
    {
        return dropped;
    }

    /** Returns those of them that wait for the guest. */
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
