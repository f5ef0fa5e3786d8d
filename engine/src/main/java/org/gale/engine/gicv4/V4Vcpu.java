package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * A vCPU of a VM.
 * <pre>
 *              E1 … E6                       D2 … D10
 *   SOFTWARE ----------&gt; ENABLING -&gt; DIRECT ----------&gt; DISABLING -&gt; SOFTWARE
 * </pre>
 * A loaded vCPU is in the guest unless it is held out by a transition or a move.
 */
final class V4Vcpu
{
    /** CPU number of a vCPU that is not loaded. */
    static final int NOT_LOADED = -1;

    /** Whether the vCPU's interrupts are injected directly. */
    enum State
    {
        SOFTWARE(0), ENABLING(1), DIRECT(2), DISABLING(3);

        private final int code;

        State(final int code)
        {
            this.code = code;
        }

        private static State of(final int code)
        {
            State found = SOFTWARE;
            for (final State candidate : values())
            {
                found = candidate.code == code ? candidate : found;
            }

            return found;
        }
    }

    private final V4Vm vm;
    private final int index;
    private final ActiveStack active = new ActiveStack();
    private final PendingList list;
    private State state = State.SOFTWARE;
    private V4Vpe vpe;
    private int cpu = NOT_LOADED;
    private int holds;
    private boolean inGuest;
    private boolean blocked;
    private boolean woken;

    V4Vcpu(final V4Vm vm, final int index, final PriorityIndex queue)
    {
        this.vm = vm;
        this.index = index;
        this.list = new PendingList(vm, queue);
    }

    V4Vm vm()
    {
        return vm;
    }

    int index()
    {
        return index;
    }

    ActiveStack active()
    {
        return active;
    }

    PendingList list()
    {
        return list;
    }

    State state()
    {
        return state;
    }

    void state(final State next)
    {
        state = next;
    }

    boolean isDirect()
    {
        return state == State.DIRECT;
    }

    /**
     * Returns the vPE that the vCPU owns, or null.
     */
    V4Vpe vpe()
    {
        return vpe;
    }

    void vpe(final V4Vpe owned)
    {
        vpe = owned;
    }

    /**
     * Returns the number of the CPU where the vCPU is loaded, or {@link #NOT_LOADED}.
     */
    int cpu()
    {
        return cpu;
    }

    void cpu(final int number)
    {
        cpu = number;
    }

    boolean isLoaded()
    {
        return cpu != NOT_LOADED;
    }

    /**
     * Returns whether the vCPU is held out of the guest.
     */
    boolean isHeld()
    {
        return holds != 0;
    }

    void hold()
    {
        holds++;
    }

    void release()
    {
        holds--;
    }

    boolean isInGuest()
    {
        return inGuest;
    }

    void inGuest(final boolean isRunning)
    {
        inGuest = isRunning;
    }

    boolean isBlocked()
    {
        return blocked;
    }

    void blocked(final boolean isBlocked)
    {
        blocked = isBlocked;
    }

    /**
     * Returns whether a doorbell or kick came since the vCPU was blocked.
     */
    boolean isWoken()
    {
        return woken;
    }

    void woken(final boolean isWoken)
    {
        woken = isWoken;
    }

    void state(final StateStream stream)
    {
        state = State.of(stream.word32(state.code));
        cpu = stream.word32(cpu);
        holds = stream.word32(holds);
        inGuest = stream.flag(inGuest);
        blocked = stream.flag(blocked);
        woken = stream.flag(woken);
        active.state(stream);
        list.state(stream);
    }
}
