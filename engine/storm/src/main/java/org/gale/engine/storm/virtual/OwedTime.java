package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.storm.run.PrivateBook;

/** Integral of what VMs are owed over time, from their ledgers and the book. Owned by one thread. */
final class OwedTime
{
    private Ledger[] ledgers;                                       // by VM, once they are set up
    private final PrivateBook book;
    private final EventTargets targets;
    private final WideSum integral = new WideSum();
    private long owed;

    /**
     * Makes the integral at time 0, when nobody is owed anything.
     *
     * @param book    of their private interrupts
     * @param targets keep what each VM is owed
     */
    OwedTime(final PrivateBook book, final EventTargets targets)
    {
        this.book = book;
        this.targets = targets;
    }

    /** Begins with the ledgers of VMs that are set up. */
    void begin(final List<Ledger> ofVms)
    {
        ledgers = ofVms.toArray(new Ledger[0]);
    }

    /** Takes what a VM is owed now from its ledger and the book. */
    void settle(final int vm)
    {
        final long now = ledgers[vm].offered() - ledgers[vm].settled() + book.owed(vm);
        owed += now - targets.settle(vm, now);
    }

    /** Returns the events of a VM that merged with one that was pending. */
    long coalesced(final int vm)
    {
        return ledgers[vm].coalesced();
    }

    /** Returns the events of a VM that its ledger counts. */
    long offered(final int vm)
    {
        return ledgers[vm].offered();
    }

    /** Lets time pass, in which nobody is owed more or less. */
    void pass(final long ns)
    {
        integral.add(ns, owed);
    }

    /** Returns the integral, ns times interrupts. */
    BigInteger value()
    {
        return integral.value();
    }
}
