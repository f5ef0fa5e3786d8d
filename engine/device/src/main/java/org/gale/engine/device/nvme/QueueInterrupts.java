package org.gale.engine.device.nvme;

import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.pci.Vectors;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.device.proof.RunLimit;

/**
 * Interrupts of the queues of a controller: messages of their vectors, or the level of a pin, which is high while a
 * completion waits that has had its interrupt. What the model decides on is written, or withheld. Owner: the answering
 * thread.
 */
final class QueueInterrupts
{
    private final ConfigSpace config;
    private final Vectors vectors;
    private final Queues queues;
    private final QueueAccount[] accounts;
    private final RunLimit limit;
    private final WrongDrive wrong;
    private int mask;

    QueueInterrupts(
        final ConfigSpace config,
        final Vectors vectors,
        final Queues queues,
        final QueueAccount[] accounts,
        final RunLimit limit,
        final WrongDrive wrong)
    {
        this.config = config;
        this.vectors = vectors;
        this.queues = queues;
        this.accounts = accounts;
        this.limit = limit;
        this.wrong = wrong;
    }

    /** Returns the interrupts that the guest masks, by which only the pin goes. */
    int mask()
    {
        return mask;
    }

    void mask(final int bits)
    {
        mask = bits;
        setPin();
    }

    /** Sets the level of the pin. */
    void setPin()
    {
        if (config.hasPin())
        {
            vectors.pin().set((mask & 1) == 0 && queues.isAnySignalled());
        }
    }

    private boolean isOn(final CompletionQueue queue)
    {
        return queue != null && queue.isInterrupting() && (config.isMsixEnabled() || vectors.pin().isOn());
    }

    /**
     * Notes a completion.
     *
     * @param fromNs    submission of its request
     * @param isCounted whether it is one of the run
     */
    void posted(final CompletionQueue queue, final long fromNs, final boolean isCounted)
    {
        final boolean isJudged = isOn(queue);
        queue.proof().posted(fromNs, isCounted && isJudged);
        if (isCounted && !isJudged)
        {
            accounts[queue.id()].addPolled();
        }
    }

    /**
     * Interrupts for a queue, if somebody is to take it.
     *
     * @param dueNs     time for which the interrupt was decided, ns
     * @param isCounted whether requests of the run are on the way
     */
    void write(final int id, final long dueNs, final long nowNs, final boolean isCounted)
    {
        final CompletionQueue queue = queues.completions(id);
        if (!isOn(queue))
        {
            withhold(id);
            return;
        }
        final boolean isNew = queue.proof().signalled(dueNs, nowNs);
        if (config.hasPin())
        {
            setPin();
        }
        else
        {
            vectors.signal(queue.vector());
            wrong.interrupted(id);
        }
        if (isCounted || queue.proof().isSettling(nowNs))
        {
            accounts[id].addInterrupt(isNew, dueNs, nowNs);
        }
        else
        {
            withhold(id);
        }
    }

    /** Counts an interrupt that is not written, or not of the run. */
    void withhold(final int id)
    {
        if (!limit.isEnded())
        {
            accounts[id].addWithheld();
        }
    }

    /** Returns whether each decision of the model on a queue was carried out or withheld. */
    boolean areThose(final int id, final long decided)
    {
        return accounts[id].interrupts() + accounts[id].withheld() == decided;
    }
}
