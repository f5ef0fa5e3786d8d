package org.gale.engine.gicv4;

import org.gale.engine.machine.Outputs;

/**
 * Interrupt handler of the host. A physical LPI that is signalled stays pending in its table until the handler takes
 * it: the LPI of an event is injected, a doorbell wakes its vCPU (V4-SW-1, V4-DB-4).
 */
final class HostInterrupts
{
    /** Returned where no LPI was claimed. */
    static final int NONE = -1;

    private final LpiPool lpis;
    private final Injection injection;
    private final Hardware hardware;
    private final HostSignal signal;
    private final Outputs outputs;
    private final boolean isVersion41;

    HostInterrupts(
        final LpiPool lpis,
        final Injection injection,
        final Hardware hardware,
        final HostSignal signal,
        final Outputs outputs,
        final boolean isVersion41)
    {
        this.lpis = lpis;
        this.injection = injection;
        this.hardware = hardware;
        this.signal = signal;
        this.outputs = outputs;
        this.isVersion41 = isVersion41;
    }

    /** Takes all signalled LPIs, oldest first. The LPI of an event whose lock is held waits (V4-LL-16). */
    void take()
    {
        int waiting = 0;
        for (int i = 0; i < signal.count(); i++)                                // taking one may signal another
        {
            final Redistributor redistributor = hardware.redistributor(signal.cpu(i));
            final int lpi = signal.lpi(i);
            final Vlpi vlpi = lpis.vlpi(lpi);
            if (vlpi != null && vlpi.isLocked() && redistributor.isPending(lpi))
            {
                signal.keep(i, waiting++);
            }
            else if (redistributor.clear(lpi))
            {
                handle(lpi);
            }
        }
        signal.truncate(waiting);
    }

    /** Returns the number of signalled LPIs that the handler has not taken. */
    int waiting()
    {
        return signal.count();
    }

    /**
     * Returns a signalled LPI that the handler has not taken.
     *
     * @param index 0 to {@link #waiting()} − 1, oldest first
     * @return the INTID of the LPI
     */
    int waiting(final int index)
    {
        return signal.lpi(index);
    }

    /**
     * Returns the CPU that a signalled LPI interrupts.
     *
     * @param index 0 to {@link #waiting()} − 1, oldest first
     * @return the number of the CPU
     */
    int waitingCpu(final int index)
    {
        return signal.cpu(index);
    }

    /**
     * Claims the oldest signalled LPI of a CPU, as the first half of its handler; {@link #handle} is the second. The
     * LPI is no longer pending.
     *
     * @return the INTID of the LPI, or {@link #NONE}
     */
    int claim(final int cpu)
    {
        int claimed = NONE;
        int kept = 0;
        for (int i = 0; i < signal.count(); i++)
        {
            final int lpi = signal.lpi(i);
            if (claimed != NONE || signal.cpu(i) != cpu)
            {
                signal.keep(i, kept++);
            }
            else if (hardware.redistributor(cpu).clear(lpi))
            {
                claimed = lpi;
            }
        }
        signal.truncate(kept);

        return claimed;
    }

    /**
     * Drops the signals of LPIs that are no longer pending, and all but the oldest of an LPI. {@link #take} drops them,
     * too; between the halves of a handler they would keep the place of a later signal.
     */
    void dropStale()
    {
        int kept = 0;
        for (int i = 0; i < signal.count(); i++)
        {
            if (hardware.redistributor(signal.cpu(i)).isPending(signal.lpi(i)) && !isBefore(kept, i))
            {
                signal.keep(i, kept++);
            }
        }
        signal.truncate(kept);
    }

    private boolean isBefore(final int end, final int index)
    {
        boolean isBefore = false;
        for (int i = 0; i < end; i++)
        {
            isBefore |= signal.lpi(i) == signal.lpi(index) && signal.cpu(i) == signal.cpu(index);
        }

        return isBefore;
    }

    /** Finds the signalled LPIs anew from the pending tables. */
    void restore()
    {
        signal.truncate(0);
        hardware.signalAll();
    }

    /** Handles an LPI that was claimed: injects the event that it forwards, or wakes the vCPU whose doorbell it is. */
    void handle(final int lpi)
    {
        final Vlpi vlpi = lpis.vlpi(lpi);
        if (vlpi != null)
        {
            injection.inject(vlpi);
            return;
        }
        final V4Vcpu vcpu = lpis.vcpu(lpi);
        if (vcpu != null)
        {
            final V4Vpe vpe = vcpu.vpe;
            vpe.isPendingLast = true;
            if (!isVersion41)
            {
                lpis.configure(lpi, false);
                hardware.redistributor(vpe.cpu).writeInvlpir(lpi);
            }
            outputs.doorbell(vcpu.vm.number, vcpu.index, lpi);
            injection.kick(vcpu);
        }
    }
}
