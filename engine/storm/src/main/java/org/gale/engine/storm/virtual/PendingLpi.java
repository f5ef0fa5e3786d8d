package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Route;
import org.gale.engine.storm.latency.SampledInterrupt;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.scenario.LaterKind;

/**
 * Interrupt that waits, is handled or has been handled, with its stamps. {@link PendingLpis} uses the stamps again for
 * a later interrupt, so that those of all that wait lie close together. The stages up to its acknowledge add up to its
 * response.
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
    /** Time of its acknowledge, at which the handler began. */
    long beganNs;
    /** Time until it was signalled, with what software does before it is raised. */
    long signalledNs;
    long wokenNs;
    /** Time for which others had the PE, of the vCPU that takes it or of the one that sent it. */
    long waitingNs;
    /** Time for which handlers in front of it ran. */
    long acknowledgedNs;
    /** Time from the acknowledge to the end of its handler, with all that interrupts it. */
    long deactivatedNs;
    /** Place of its row in the log of samples. */
    int row;
    /** Time at which it was raised. */
    long sinceNs;
    /** True if another vCPU handles it than the one that it was raised for. */
    boolean isMoved;
    /** True if it is that of a line which was high when it was deactivated. */
    boolean isAgain;
    /** True if its guest has dropped it, and runs no handler for it. */
    boolean isDropped;
    /** True if it has lived through a migration of its VM. */
    boolean hasMigrated;
    /** Time at which its handler ended, of one whose handler has left work. */
    long endedNs;
    /** Time from which its thread may run, or its device is polled again. */
    long readyNs;
    /** True if its last poll has found as many packets as a poll takes. */
    boolean isFull;
    /** True if a timer of its guest has raised its softirq: it is no interrupt. */
    boolean isByTimer;
    /** True if its softirq is done, and its device is polled. */
    boolean isPolling;
    /** Work that its handler has left. */
    LaterKind later;
    /** Time for which its work has to run. */
    long leftNs;
    /** True if its source is notified by the work that its handler left, and not by its handler. */
    boolean isToldLater;
    /** Interrupt of the same LPI whose handler has ended later, and whose thread runs with this one; or null. */
    PendingLpi joined;
    /** Interrupt whose work is next in the order of handlers, or null. */
    PendingLpi next;
    /** Readings of the clock of its vCPU, when it was raised. */
    final long[] raised = new long[StageClocks.COUNT];
    /** Readings at its acknowledge. */
    final long[] begun = new long[StageClocks.COUNT];
    /** Place of its stamps among all. */
    final int place;

    PendingLpi(final int place)
    {
        this.place = place;
    }

    /** Divides its response into stages, when it is acknowledged. */
    void divide()
    {
        final long softwareNs = sinceNs - intendedNs - heldNs;
        signalledNs = softwareNs + (isMoved ? 0 : since(StageClocks.SIGNALLED));
        wokenNs = isMoved ? 0 : since(StageClocks.WOKEN);
        acknowledgedNs = isMoved ? 0 : since(StageClocks.QUIET) + since(StageClocks.HANDLING);
        waitingNs = beganNs - intendedNs - signalledNs - wokenNs - acknowledgedNs;
        assert isMoved || waitingNs == heldNs + since(StageClocks.WAITING) : waitingNs;
    }

    /** Describes its command, VM, stages up to the acknowledge and path. */
    void describe(final SampledInterrupt to)
    {
        to.command(command).vmId(vm).intendedNs(intendedNs).hasMigrated(hasMigrated)
            .modelled(path, signalledNs, wokenNs, waitingNs, acknowledgedNs);
    }

    private long since(final int stage)
    {
        return begun[stage] - raised[stage];
    }
}
