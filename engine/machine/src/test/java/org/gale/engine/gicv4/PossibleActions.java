package org.gale.engine.gicv4;

import org.agrona.collections.IntArrayList;
import org.gale.engine.gicv4.Action.Kind;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Actions that are possible in the state of an {@link ExploredHost}, within the budgets of its scope.
 */
final class PossibleActions
{
    private final ExploredHost explored;
    private final Scope scope;
    private final boolean isAtomic;

    PossibleActions(final ExploredHost explored)
    {
        this.explored = explored;
        this.scope = explored.scope();
        this.isAtomic = explored.isAtomic();
    }

    /** Adds the actions that are possible now. */
    void addTo(final IntArrayList actions)
    {
        final V4Host host = explored.host();
        addSteps(actions, host, host.moves.isOpen(), host.transition.isOpen());
        for (int event = 0; event < scope.events(); event++)
        {
            addEvent(actions, event, host.moves.isOpen());
        }
        for (int cpu = 0; cpu < ExploredHost.CPUS; cpu++)
        {
            addHandler(actions, host, cpu);
        }
        for (int vcpu = 0; vcpu < ExploredHost.VCPUS; vcpu++)
        {
            addVcpu(actions, host, vcpu);
        }
    }

    private void addSteps(
        final IntArrayList actions, final V4Host host, final boolean isMoving, final boolean isOpen)
    {
        if (isMoving)
        {
            actions.addInt(Action.of(Kind.MOVING, 0, 0));
        }
        if (isMoving && !host.variant.is(Mistake.MOVE_IN_GAP))
        {
            return;                                                             // V4-P-A5
        }
        if (isOpen && !(host.transition.frees() && isDoorbellClaimed(host)))    // V4-P-D9: drains the handler
        {
            actions.addInt(Action.of(Kind.STEP, 0, 0));
            if (explored.used(Kind.FAIL) < scope.failures() && !isAtomic &&
                host.transition.failurePoint() != null)
            {
                actions.addInt(Action.of(Kind.FAIL, 0, 0));
            }
        }
        if (!isOpen && !isMoving && explored.transitions() < scope.transitions())
        {
            for (final V4Vcpu vcpu : explored.vm().vcpus)
            {
                actions.addInt(Action.of(vcpu.isDirect() ? Kind.DISABLE : Kind.ENABLE, vcpu.index, 0));
            }
        }
    }

    private boolean isDoorbellClaimed(final V4Host host)
    {
        final int doorbell = host.transition.vcpu().vpe.doorbell;

        return explored.claimed(0) == doorbell || explored.claimed(1) == doorbell;
    }

    private void addEvent(final IntArrayList actions, final int event, final boolean isMoving)
    {
        final Vlpi vlpi = explored.vlpi(event);
        if (explored.messages() < scope.messages())
        {
            actions.addInt(Action.of(Kind.MESSAGE, event, 0));
            if (!vlpi.isLocked() && !isAtomic)
            {
                actions.addInt(Action.of(Kind.INJECT, event, 0));
            }
        }
        if (!isMoving && explored.used(Kind.MOVE) < scope.moves())
        {
            actions.addInt(Action.of(Kind.MOVE, event, 1 - vlpi.target().index));
        }
        if (!isMoving && explored.used(Kind.CONFIG) < scope.configs())
        {
            actions.addInt(Action.of(Kind.CONFIG, event,
                PropertyByte.isEnabled(explored.vm().property(vlpi.vintid)) ? 0 : 1));
        }
    }

    private void addHandler(final IntArrayList actions, final V4Host host, final int cpu)
    {
        if (explored.claimed(cpu) == HostInterrupts.NONE)
        {
            boolean isWaiting = false;
            for (int i = 0; i < host.interrupts.waiting(); i++)
            {
                isWaiting |= host.interrupts.waitingCpu(i) == cpu &&
                    host.hardware.redistributor(cpu).isPending(host.interrupts.waiting(i));
            }
            if (isWaiting)
            {
                actions.addInt(Action.of(Kind.CLAIM, cpu, 0));
            }
        }
        else
        {
            final Vlpi vlpi = host.lpis.vlpi(explored.claimed(cpu));
            if (vlpi == null || !vlpi.isLocked())                               // V4-LL-16: waits for the event's lock
            {
                actions.addInt(Action.of(Kind.HANDLE, cpu, 0));
            }
        }
    }

    private void addVcpu(final IntArrayList actions, final V4Host host, final int index)
    {
        final V4Vcpu vcpu = explored.vm().vcpus[index];
        if (host.guestCpu.isSignalled(vcpu))
        {
            actions.addInt(Action.of(Kind.ACK, index, 0));
        }
        for (int cpu = 0; cpu < ExploredHost.CPUS && !vcpu.isLoaded(); cpu++)
        {
            if (host.residency.loaded(cpu) == null && (cpu == index || explored.hops() < scope.hops()))
            {
                actions.addInt(Action.of(Kind.LOAD, index, cpu));
            }
        }
        if (vcpu.isLoaded())
        {
            actions.addInt(Action.of(Kind.PUT, index, 0));
        }
        if (explored.blocks() < scope.blocks() && !vcpu.isBlocked)
        {
            actions.addInt(Action.of(Kind.BLOCK, index, 0));
            final boolean isMessageLeft = explored.messages() < scope.messages() && !isAtomic;
            for (int event = 0; event < scope.events() && isMessageLeft; event++)
            {
                actions.addInt(Action.of(Kind.BLOCK_WITH, index, event));
            }
        }
    }
}
