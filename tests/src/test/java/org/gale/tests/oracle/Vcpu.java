package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;

/** vCPU of a guest, with its state and what waits for it. */
final class Vcpu
{
    /** States, by the names of the page on virtual time. */
    enum State
    {
        BLOCKED, RUNG, WAKING, RUNNABLE, LOADING, ENTERING, GUEST, SIGNALLED, HANDLING, EXITING, PUTTING, PREEMPTING,
        PREEMPTED, REENTERING
    }

    /** Stages of what waits for a vCPU. */
    enum Stage
    {
        SIGNALLED, WOKEN, WAITING, HANDLING, QUIET
    }

    /** Time from which the vCPU is in a stage. */
    private record Span(long fromNs, Stage stage)
    {
    }

    final int index;
    final StormJob.Vm vm;
    final int vpe;
    final List<Interrupt> pending = new ArrayList<>();
    State state = State.BLOCKED;
    int pe = -1;
    Interrupt handled;
    boolean isDirect = true;
    boolean isHeld;
    boolean isUnmasked;
    long readyNs;
    long restNs;
    /** Interrupts that list registers hold. */
    int listed;
    /** Whether the wire of the timer changed while the vCPU was in its guest, so that the guest does not see it. */
    boolean isStale;
    /** Whether a doorbell rings for the next LPI that the guest would take. */
    boolean isArmed = true;
    /** Whether a move of an event has kicked the vCPU since it blocked. */
    boolean isMovedTo;
    /** Whether the host has made the vCPU resident. */
    boolean isResident;
    Agenda.Entry next;
    Agenda.Entry kick;
    private final List<Span> spans = new ArrayList<>(List.of(new Span(0, Stage.QUIET)));

    Vcpu(final int index, final StormJob.Vm vm, final int vpe)
    {
        this.index = index;
        this.vm = vm;
        this.vpe = vpe;
    }

    boolean isInGuest()
    {
        return state == State.GUEST || state == State.SIGNALLED || state == State.HANDLING;
    }

    /** Returns whether the state ends by itself. */
    boolean isActive()
    {
        return state != State.BLOCKED && state != State.RUNNABLE && state != State.GUEST;
    }

    /** Returns whether the vCPU executes what is its own. */
    boolean isExecuting()
    {
        return state == State.GUEST || state == State.SIGNALLED;
    }

    boolean isWorking()
    {
        return vm.group().isWorking();
    }

    /** Returns whether the mask of the guest lets an interrupt through; that of a GICv4 host is none. */
    boolean lets(final Interrupt interrupt)
    {
        return isUnmasked || interrupt.priority <= vm.group().mask();
    }

    /** Returns the interrupt that the guest would take next, or null. */
    Interrupt best()
    {
        Interrupt best = null;
        for (final Interrupt interrupt : pending)
        {
            if (interrupt.isVisible && lets(interrupt) && (best == null || interrupt.isBefore(best)))
            {
                best = interrupt;
            }
        }

        return best;
    }

    /** Goes to a stage. */
    void stage(final Stage stage, final long nowNs)
    {
        spans.add(new Span(nowNs, stage));
    }

    /** Returns for how long the vCPU was in a stage between two times. */
    long timeIn(final Stage stage, final long fromNs, final long toNs)
    {
        long sum = 0;
        long endNs = toNs;
        for (int i = spans.size() - 1; i >= 0 && endNs > fromNs; i--)
        {
            final Span span = spans.get(i);
            if (span.fromNs < endNs)
            {
                sum += span.stage == stage ? endNs - Math.max(fromNs, span.fromNs) : 0;
                endNs = span.fromNs;
            }
        }

        return sum;
    }
}
