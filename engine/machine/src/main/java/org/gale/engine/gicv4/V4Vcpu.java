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

    final V4Vm vm;
    final int index;
    final ActiveStack active = new ActiveStack();
    final PendingList list;
    State state = State.SOFTWARE;
    /** vPE that the vCPU owns, or null. */
    V4Vpe vpe;
    /** Number of the CPU where the vCPU is loaded, or {@link #NOT_LOADED}. */
    int cpu = NOT_LOADED;
    private int holds;
    boolean isInGuest;
    boolean isBlocked;
    /** True if a doorbell or kick came since the vCPU was blocked. */
    boolean isWoken;

    V4Vcpu(final V4Vm vm, final int index, final PriorityIndex queue)
    {
        this.vm = vm;
        this.index = index;
        this.list = new PendingList(vm, queue);
    }

    /** Returns the id of an SGI of the vCPU in the accounting of its VM. */
    int sgiAccountId(final int sgi)
    {
        return index * MappedVpe.SGI_COUNT + sgi;
    }

    boolean isDirect()
    {
        return state == State.DIRECT;
    }

    boolean isLoaded()
    {
        return cpu != NOT_LOADED;
    }

    /** Returns whether the vCPU is held out of the guest. */
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

    void state(final StateStream stream)
    {
        state = State.of(stream.word32(state.code));
        cpu = stream.word32(cpu);
        holds = stream.word32(holds);
        isInGuest = stream.flag(isInGuest);
        isBlocked = stream.flag(isBlocked);
        isWoken = stream.flag(isWoken);
        active.state(stream);
        list.state(stream);
    }
}
