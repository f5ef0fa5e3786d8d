package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.storm.run.PrivateBook;

/** Integral of what VMs are owed over time, from their ledgers and the book. Owned by one thread. */
final class OwedTime
{
    private final Ledger[] ledgers;
    private final PrivateBook book;
    private final EventTargets targets;
    private final WideSum integral = new WideSum();
    private long owed;

    /**
     * Makes the integral at time 0, when nobody is owed anything.
     *
     * @param ledgers of the VMs
     * @param book    of their private interrupts
     * @param targets keep what each VM is owed
     */
    OwedTime(final List<Ledger> ledgers, final PrivateBook book, final EventTargets targets)
    {
        this.ledgers = ledgers.toArray(new Ledger[0]);
        this.book = book;
        this.targets = targets;
    }

    /** Takes what a VM is owed now from its ledger and the book. */
    void settle(final int vm)
    {
        final long now = ledgers[vm].offered() - ledgers[vm].settled() + book.owed(vm);
        owed += now - targets.settle(vm, now);
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
