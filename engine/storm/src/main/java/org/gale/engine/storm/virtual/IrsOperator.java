package org.gale.engine.storm.virtual;

import java.util.concurrent.TimeUnit;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.register.IrsCr0;

/**
 * Guests of KVM that disable the IRS of their VM at times, by the clock while events come, and enable it again a slice
 * later. One VM does at a time: that of the vCPU in its guest on the next PE. This vCPU keeps its PE meanwhile, because
 * a store to the IRS needs a vCPU that runs. The other vCPUs of the VM may block, and nothing is delivered to them
 * (K-LP-4, K-LP-9). Each store is a trap. Owned by one thread.
 * <pre>
 *            a period is over, an event comes            a slice is over
 *   ENABLED ──────────────────────────────────▶ DISABLED ───────────────▶ ENABLED
 * </pre>
 */
final class IrsOperator implements Operator
{
    private static final int NONE = -1;

    private final Topology topology;
    private final CommandWriter writer;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final CostDraws costs;
    private final EventQueue queue;
    private final DueActions switches;
    private final long disabledNs;
    private long seen;
    private int lastPe;
    private int vcpu = NONE;

    /** @param model whose toggles are the times that a guest disables its IRS */
    IrsOperator(final HostParts parts, final DirectOperator.Operated operated, final HostModel model)
    {
        this.topology = operated.topology();
        this.writer = operated.writer();
        this.host = operated.host();
        this.clock = parts.clock();
        this.costs = parts.costs();
        this.queue = parts.timers().queue();
        this.switches = new DueActions(clock, topology, model.toggles());
        this.disabledNs = model.toggles().isNone() ? 0 :
            Math.min(model.sliceNs(), TimeUnit.SECONDS.toNanos(1) / model.toggles().count() / 2);
        this.lastPe = topology.endOwnPe() - 1;
    }

    @Override
    public void begin()
    {
        // The first action is due behind an event.
    }

    @Override
    public boolean isOpen()
    {
        return vcpu != NONE;
    }

    @Override
    public void sent(final long events)
    {
        // What is due begins with an event of a device.
    }

    @Override
    public void offered(final long events)
    {
        final long due = isOpen() ? seen : switches.by(events);
        if (due > seen)
        {
            seen = due;
            disable();
        }
    }

    /** {@inheritDoc} It enables the IRS. */
    @Override
    public void step()
    {
        final int enables = vcpu;
        vcpu = NONE;
        store(enables, IrsCr0.IRSEN.mask());
        host.keep(HostPes.NONE);
        host.trap(enables, costs.trap(enables));
        final int vm = topology.vmOfVpe(enables);
        for (int vpe = 0; vpe < topology.vpes(vm); vpe++)
        {
            host.changed(topology.vpeIndex(vm, vpe));
        }
    }

    /** Disables the IRS of the VM that is in its guest on the next PE; a switch is missed where none is. */
    private void disable()
    {
        final int first = topology.firstOwnPe();
        final int pes = topology.endOwnPe() - first;
        for (int i = 1; i <= pes && vcpu == NONE; i++)
        {
            final int pe = first + (lastPe - first + i) % pes;
            vcpu = host.inGuest(pe);
            lastPe = vcpu == NONE ? lastPe : pe;
        }
        if (vcpu != NONE)
        {
            store(vcpu, 0);
            host.keep(lastPe);
            host.trap(vcpu, costs.trap(vcpu));
            queue.add(clock.nanoTime() + disabledNs, EventQueue.order(QueuedKind.OPERATOR, topology.vmOfVpe(vcpu),
                topology.vpeId(vcpu), 0), HostIrqs.NONE, 0);
        }
    }

    private void store(final int ofVcpu, final long cr0)
    {
        writer.time();
        final int offset = writer.at();
        writer.apply(KvmVerb.MMIO_WRITE.encode(
            writer.frame(), offset, Integer.BYTES, topology.vmOfVpe(ofVcpu), 0, IrsCr0.OFFSET, cr0));
        writer.checkOk(KvmVerb.MMIO_WRITE.spelling());
    }
}
