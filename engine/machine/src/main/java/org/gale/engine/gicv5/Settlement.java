package org.gale.engine.gicv5;

import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.CommandDigest;

/**
 * Settlement at the end of a command: the signals follow the candidates, and a mismatch of Pending that was found gets
 * the number of the command. Owned by the machine's thread.
 */
final class Settlement
{
    private final PeSignals peSignals;
    private final PendingMismatch mismatch;
    private final CommandDigest commandDigest;

    Settlement(final PeSignals peSignals, final PendingMismatch mismatch, final CommandDigest commandDigest)
    {
        this.peSignals = peSignals;
        this.mismatch = mismatch;
        this.commandDigest = commandDigest;
    }

    /**
     * Settles the signals of every PE that the command concerned.
     *
     * @param applied number of the command, from 1, among those that the digest does not have yet
     */
    void settle(final int applied)                                              // B-CPU-19
    {
        peSignals.settle();
        if (mismatch.isFound())
        {
            mismatch.applied(commandDigest.count() + applied);
        }
    }
}
