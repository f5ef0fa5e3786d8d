package org.gale.engine.gicv5.cpuif;

import org.gale.engine.machine.Candidate;

/** Access of tests to the private interrupts that a PE has pending for the guest on it. */
public final class PendingPpis
{
    private PendingPpis()
    {
    }

    /**
     * Drops all of them, as a fault of a model would: the guest is not interrupted.
     *
     * @return false if the guest would be interrupted by none
     */
    public static boolean drop(final CpuInterface cpu)
    {
        final boolean isPending = cpu.virtualPpiCandidate() != Candidate.NONE;
        for (int bank = 0; isPending && bank < 2; bank++)
        {
            cpu.setPpiPending(bank, -1, false, true);
        }

        return isPending;
    }
}
