package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Route;
import org.gale.engine.storm.latency.SampledInterrupt;
import org.gale.engine.storm.result.InterruptPath;

/**
 * Interrupt that waits, is handled or has been handled, with its stamps. {@link PendingLpis} uses the stamps again for
 * a later interrupt, so that those of all that wait lie close together. The stages add up to the time since it was
 * intended.
 */
final class PendingLpi
{
    /** MSI command word of its event. */
    long word;
    int vm;
    /** vCPU that it was raised for, and from the acknowledge on the one that handles it. */
    int vcpu;
    /** LPI, numbered within the VM. */
    int lpi;
    int phase;
    /** Number of the command that raised it. */
    long command;
    /** Null where a machine has no routes. */
    Route route;
    InterruptPath path;
    long intendedNs;
    /** Time for which the vCPU that has sent it had no PE, or waited for others. */
    long heldNs;
    /** Time at which the handler began. */
    long beganNs;
    /** Time until it was signalled, with what software does before it is raised. */
    long signalledNs;
    long wokenNs;
    /** Time for which others had the PE, of the vCPU that takes it or of the one that sent it. */
    long waitingNs;
    /** Time for which handlers in front of it ran. */
    long acknowledgedNs;
    /** Time of its own handler. */
    long deactivatedNs;
    /** Time at which it was raised. */
    long sinceNs;
    /** True if another vCPU handles it than the one that it was raised for. */
    boolean isMoved;
    /** True if it is that of a line which was high when it was deactivated. */
    boolean isAgain;
    /** True if its guest has dropped it, and runs no handler for it. */
    boolean isDropped;
    /** Readings of the clock of its vCPU, when it was raised. */
    final long[] raised = new long[StageClocks.COUNT];
    /** Readings when its handler began. */
    final long[] begun = new long[StageClocks.COUNT];
    /** Place of its stamps among all. */
    final int place;

    PendingLpi(final int place)
    {
        this.place = place;
    }

    /**
     * Divides its time into stages, when its handler has ended.
     *
     * @param ended readings of the clock of the vCPU that has handled it
     */
    void divide(final long[] ended, final long nowNs)
    {
        final long softwareNs = sinceNs - intendedNs - heldNs;
        deactivatedNs = ended[StageClocks.HANDLING] - begun[StageClocks.HANDLING];
        signalledNs = softwareNs + (isMoved ? 0 : since(ended, StageClocks.SIGNALLED));
        wokenNs = isMoved ? 0 : since(ended, StageClocks.WOKEN);
        acknowledgedNs = isMoved ? 0 :
            since(ended, StageClocks.QUIET) + begun[StageClocks.HANDLING] - raised[StageClocks.HANDLING];
        waitingNs = nowNs - intendedNs - signalledNs - wokenNs - acknowledgedNs - deactivatedNs;
        assert isMoved || waitingNs == heldNs + since(ended, StageClocks.WAITING) : waitingNs;
    }

    /** Describes its command, VM, times and path, when it is divided into stages. */
    void describe(final SampledInterrupt to)
    {
        to.command(command).vmId(vm).intendedNs(intendedNs)
            .modelled(path, signalledNs, wokenNs, waitingNs, acknowledgedNs, deactivatedNs);
    }

    private long since(final long[] ended, final int stage)
    {
        return ended[stage] - raised[stage];
    }
}
