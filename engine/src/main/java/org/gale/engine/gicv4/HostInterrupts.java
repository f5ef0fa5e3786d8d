package org.gale.engine.gicv4;

import org.gale.engine.machine.Outputs;

/**
 * Interrupt handler of the host. A physical LPI that is signalled stays pending in its table until the handler takes
 * it: the LPI of an event is injected, a doorbell wakes its vCPU (V4-SW-1, V4-DB-4).
 */
final class HostInterrupts
{
    private final HostLpis lpis;
    private final Injection injection;
    private final Hardware hardware;
    private final HostSignal signal;
    private final Outputs outputs;
    private final boolean isVersion41;

    HostInterrupts(
        final HostLpis lpis,
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

    /**
     * Takes all signalled LPIs, oldest first. The LPI of an event whose lock is held waits (V4-LL-16).
     */
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

    /**
     * Returns the number of signalled LPIs that the handler has not taken.
     */
    int waiting()
    {
        return signal.count();
    }

    /**
     * Returns whether the LPI of a software-forwarded event is pending without being signalled.
     */
    boolean isStuck(final Vlpi vlpi, final int cpu)
    {
        boolean isSignalled = false;
        for (int i = 0; i < signal.count(); i++)
        {
            isSignalled |= signal.lpi(i) == vlpi.hostLpi();
        }

        return !isSignalled && hardware.redistributor(cpu).isPending(vlpi.hostLpi());
    }

    /**
     * Finds the signalled LPIs anew from the pending tables.
     */
    void restore()
    {
        signal.truncate(0);
        hardware.signalAll();
    }

    private void handle(final int lpi)
    {
        final Vlpi vlpi = lpis.vlpi(lpi);
        final Vpe vpe = lpis.vpe(lpi);
        if (vlpi != null)
        {
            injection.inject(vlpi);
        }
        else if (vpe != null)
        {
            vpe.pendingLast(true);
            if (!isVersion41)
            {
                lpis.configure(lpi, false);
                hardware.redistributor(vpe.cpu()).writeInvlpir(lpi);
            }
            outputs.doorbell(vpe.vcpu().vm().number(), vpe.vcpu().index(), lpi);
            injection.kick(vpe.vcpu());
        }
    }
}
