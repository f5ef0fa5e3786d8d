package org.gale.tests.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** Interrupts of a host, and steps of its operator, on the PEs that take them. */
final class HostIrqs
{
    private final Host host;
    private final StormJob.Part part;
    private final int housekeepers;
    private final List<Deque<Irq>> queues = new ArrayList<>();
    /** Continuation of each PE, when it has served all. */
    private final Runnable[] behind;
    private final boolean[] isBusy;

    HostIrqs(final Host host, final StormJob.Part part)
    {
        this.host = host;
        this.part = part;
        housekeepers = host.job.housekeepers();
        behind = new Runnable[part.endPe() + housekeepers];
        isBusy = new boolean[behind.length];
        for (int pe = 0; pe < behind.length; pe++)
        {
            queues.add(new ArrayDeque<>());
        }
    }

    /**
     * Interrupt of the host.
     *
     * @param ns     time that it takes, drawn when it begins
     * @param effect of it, when it ends
     */
    record Irq(Agenda.Kind kind, Vcpu vcpu, int device, LongSupplier ns, Runnable effect)
    {
    }

    /** Returns the PE that takes the interrupts of a vCPU. */
    private int pe(final Vcpu vcpu)
    {
        return housekeepers > 0 ? part.endPe() + vcpu.index % housekeepers : vcpu.pe != Host.NONE ? vcpu.pe :
            part.firstPe() + vcpu.index % (part.endPe() - part.firstPe());
    }

    /** Takes an interrupt for a vCPU. */
    void take(final Irq irq)
    {
        take(pe(irq.vcpu), irq);
    }

    /** Takes a step of the operator. */
    void takeStep(final Irq irq)
    {
        take(housekeepers > 0 ? part.endPe() : part.firstPe(), irq);
    }

    private void take(final int pe, final Irq irq)
    {
        queues.get(pe).add(irq);
        final Vcpu on = pe < part.endPe() ? host.on(pe) : null;
        if (on == null && !isBusy[pe])
        {
            host.peTimes.enter(pe, PeTimes.Use.HOST, host.run.nowNs);
            behind[pe] = () -> host.idle(pe);
            serve(pe);
        }
        else if (on != null && on.isInGuest())
        {
            steal(on);
        }
    }

    private void steal(final Vcpu vcpu)
    {
        host.count("exits");
        host.guests.interrupt(vcpu);
        host.stage(vcpu, Vcpu.Stage.SIGNALLED);
        host.use(vcpu, PeTimes.Use.STOLEN);
        behind[vcpu.pe] = () -> host.guests.enter(vcpu, 0);
        host.go(vcpu, Vcpu.State.STOLEN, host.costs.of("exit", vcpu.vm), () -> serve(vcpu.pe));
    }

    private void serve(final int pe)
    {
        final Irq irq = queues.get(pe).poll();
        isBusy[pe] = irq != null;
        if (irq == null)
        {
            behind[pe].run();
            return;
        }
        final Agenda.Entry entry = host.run.agenda.add(host.run.nowNs + irq.ns.getAsLong(), irq.kind,
            irq.vcpu.vm.index(), irq.vcpu.vpe, irq.device, () ->
            {
                irq.effect.run();
                serve(pe);
            });
        if (irq.kind == Agenda.Kind.VCPU)
        {
            irq.vcpu.next = entry;
        }
    }

    /** Returns whether a PE serves an interrupt; what it does behind them is replaced by something else then. */
    boolean postpones(final int pe, final Runnable then)
    {
        if (isBusy[pe])
        {
            behind[pe] = then;
        }

        return isBusy[pe];
    }

    boolean isBusy(final int pe)
    {
        return isBusy[pe];
    }

    /** Goes on with a vCPU whose step in the host is over, behind what its PE has to serve. */
    void stepOver(final Vcpu vcpu, final Runnable then)
    {
        if (queues.get(vcpu.pe).isEmpty())
        {
            then.run();
        }
        else
        {
            behind[vcpu.pe] = then;
            serve(vcpu.pe);
        }
    }

    /** Has a vCPU exit at once for what has come for its PE while it entered. */
    void entered(final Vcpu vcpu)
    {
        if (vcpu.isInGuest() && vcpu.pe != Host.NONE && !queues.get(vcpu.pe).isEmpty())
        {
            steal(vcpu);
        }
    }
}
