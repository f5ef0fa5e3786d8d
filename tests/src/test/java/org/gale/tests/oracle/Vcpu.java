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
        PREEMPTED, REENTERING, STOLEN, WORKING, AWAITING, STOPPED
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
    /** Interrupts whose handlers have woken threads, in the order of these, and the one whose thread has begun. */
    final List<Interrupt> left = new ArrayList<>();
    Interrupt worked;
    final Softirqs.Queue softirqs = new Softirqs.Queue();
    State state = State.BLOCKED;
    /** When it came to its state, and whether it does softirqs there. */
    private long sinceNs;
    private boolean isInSoftirq;
    /** Processor time of softirqs, and of what else the guest does while works that handlers have left may not run. */
    private long softirqNs;
    private long betweenNs;
    /** Whether the own work of the guest goes on although handlers have left work. */
    boolean isBetween;
    int pe = -1;
    Interrupt handled;
    boolean isDirect = true;
    boolean isHeld;
    boolean isUnmasked;
    /** Whether a guest that runs out of work stays in its guest. */
    boolean isUntrapped;
    long readyNs;
    long restNs;
    /** Interrupts that list registers hold. */
    int listed;
    /** Whether the wire of the timer changed while the vCPU was in its guest, so that the guest does not see it. */
    boolean isStale;
    /** Whether a doorbell rings for the next LPI that the guest would take. */
    boolean isArmed = true;
    /** Whether it has run since it blocked in KVM, or its doorbell or its timer has woken it there. */
    boolean hasWoken;
    /** Whether the operator has kicked the vCPU since it blocked, or its doorbell has rung. */
    boolean isWoken;
    /** Whether its hardware table is resident. */
    boolean hasTable;
    /** Whether the table held anything, for all that the host knows. */
    boolean isPendingLast;
    /** Whether the host has made the vCPU resident. */
    boolean isResident;
    /** Whether it executed what is its own when it came to its state. */
    boolean wasExecuting;
    /** Whether it has been at rest since an interrupt came last, went on or was handled. */
    boolean hasRested = true;
    /** PE of its last load, or −1. */
    int loadedOn = -1;
    /** PE from which it takes its vCPU while it waits, or −1. */
    int preempts = -1;
    /** Time for which its PE polls behind its next block, and the begin of the last one. */
    long pollNs;
    long blockedNs;
    /** Time that it owes for traps, at its next entry. */
    long trapNs;
    Agenda.Entry next;
    Agenda.Entry kick;
    private final List<Span> spans = new ArrayList<>(List.of(new Span(0, Stage.QUIET)));

    Vcpu(final int index, final StormJob.Vm vm, final int vpe)
    {
        this.index = index;
        this.vm = vm;
        this.vpe = vpe;
    }

    /** Returns whether it is a vPE of a GICv4 host, whose residency has costs of its own. */
    boolean isVpe()
    {
        return isDirect && isUnmasked;
    }

    /** Comes to a state. */
    void enter(final State next, final long nowNs)
    {
        softirqNs = softirqNs(nowNs);
        betweenNs = betweenNs(nowNs);
        state = next;
        sinceNs = nowNs;
        isInSoftirq = next == State.WORKING && softirqs.isRunning;
    }

    /** Returns the processor time of softirqs until now. */
    long softirqNs(final long nowNs)
    {
        return softirqNs + (isInSoftirq ? nowNs - sinceNs : 0);
    }

    /** Returns the processor time of the guest's own work while there are works that may not run, until now. */
    long betweenNs(final long nowNs)
    {
        return betweenNs + (state == State.AWAITING ? nowNs - sinceNs : 0);
    }

    boolean isInGuest()
    {
        return isOpen() || state == State.SIGNALLED || state == State.HANDLING;
    }

    /** Returns whether it has a handler in progress, or what one has left. */
    boolean hasWork()
    {
        return handled != null || hasLeft();
    }

    /** Returns whether handlers have left work. */
    boolean hasLeft()
    {
        return !left.isEmpty() || softirqs.isAny();
    }

    /** Returns whether it is in its guest, and takes an interrupt that comes. */
    boolean isOpen()
    {
        return state == State.GUEST || state == State.WORKING || state == State.AWAITING;
    }

    /** Returns whether the state ends by itself. */
    boolean isActive()
    {
        return state != State.BLOCKED && state != State.RUNNABLE && state != State.GUEST && state != State.STOPPED;
    }

    /** Returns whether it has blocked, or is in its guest, and has nothing to take. */
    boolean isResting()
    {
        return state == State.BLOCKED || (state == State.GUEST && kick == null);
    }

    /** Returns whether it has blocked, or is in its guest with nothing to do, and nothing is on its way to it. */
    boolean isIdle()
    {
        return (state == State.BLOCKED || state == State.GUEST) && !isHeld && kick == null;
    }

    /** Returns whether the vCPU executes what is its own. */
    boolean isExecuting()
    {
        return (state == State.GUEST || state == State.SIGNALLED || state == State.AWAITING) &&
            (isBetween || !hasLeft());
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
            if (sees(interrupt) && lets(interrupt) && (best == null || interrupt.isBefore(best)))
            {
                best = interrupt;
            }
        }

        return best;
    }

    /** Returns whether the guest sees an interrupt; one that is held out sees none. */
    private boolean sees(final Interrupt interrupt)
    {
        return interrupt.isVisible && !isHeld && (hasTable || !interrupt.isInTable);
    }

    /** Asks the hardware whether the table holds anything, if it is resident. */
    void asksTable()
    {
        isPendingLast = hasTable ? pending.stream().anyMatch(interrupt -> interrupt.isInTable) : isPendingLast;
    }

    /** Goes to a stage. */
    void stage(final Stage stage, final long nowNs)
    {
        spans.add(new Span(nowNs, stage));
    }

    /** Returns the last span that begins before a time; −1 if none does. */
    private int before(final long ns)
    {
        int low = 0;
        int high = spans.size();
        while (low < high)
        {
            final int middle = (low + high) / 2;
            if (spans.get(middle).fromNs < ns)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    /** Returns for how long the vCPU was in a stage between two times. */
    long timeIn(final Stage stage, final long fromNs, final long toNs)
    {
        long sum = 0;
        long endNs = toNs;
        for (int i = before(toNs); i >= 0 && endNs > fromNs; i--)
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

    /** Returns the path of an event that is raised for the vCPU now. */
    String path()
    {
        final String route = isDirect ? "direct " : "forwarded ";

        return switch (state)
        {
            case BLOCKED, RUNG, WAKING, PUTTING -> route + "blocked";
            case RUNNABLE, LOADING, ENTERING, PREEMPTING, PREEMPTED, STOPPED -> route + "runnable";
            default -> isDirect ? "resident" : "forwarded running";
        };
    }
}
