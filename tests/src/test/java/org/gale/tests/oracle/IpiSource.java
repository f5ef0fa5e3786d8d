package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Source of the interrupts that the vCPUs of a VM send to one another. */
final class IpiSource extends DeviceSource
{
    /** vCPU of the VM that asks for a PE since the last take, or none. */
    int woken = Host.NONE;
    private final Ipis ipis;
    private final List<Integer> released;

    IpiSource(final StormJob job, final StormJob.Device device, final Ipis ipis)
    {
        this(job, device, ipis, new ArrayList<>());
    }

    private IpiSource(
        final StormJob job, final StormJob.Device device, final Ipis ipis, final List<Integer> released)
    {
        super(job, device, new Acknowledges(ipis, released));
        this.ipis = ipis;
        this.released = released;
    }

    /** Model that has no events of its own. */
    private record Acknowledges(Ipis ipis, List<Integer> released) implements Model
    {
        @Override
        public long nextNs()
        {
            return ipis.senders.get(ipis.first()).nextNs();
        }

        @Override
        public List<Integer> fire(final long nowNs)
        {
            throw new IllegalStateException("vCPUs send");
        }

        @Override
        public void acknowledged(final long nowNs, final int event)
        {
            released.addAll(ipis.acknowledged(event));
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            // A sender waits for the begin of a handler alone.
        }

        @Override
        public void witness(final Map<String, Long> counts)
        {
            counts.merge("ipi.instants", ipis.instants, Long::sum);
            counts.merge("ipi.sent", ipis.sent, Long::sum);
            counts.merge("ipi.acknowledged", ipis.acknowledged, Long::sum);
        }

        @Override
        public long completions()
        {
            return ipis.sent;
        }
    }

    @Override
    public List<Offer> take(final long nowNs)
    {
        final int vpe = ipis.first();
        final Ipis.Sender sender = ipis.senders.get(vpe);
        woken = Host.NONE;
        if (!sender.runs)
        {
            sender.hasAsked = true;
            woken = vpe;

            return List.of();
        }
        final long intendedNs = global(sender.dueNs());
        final List<Offer> offers = new ArrayList<>();
        for (final int event : ipis.send(vpe))
        {
            offers.add(new Offer(device, event, stream().vm().firstVcpu() + vpe, intendedNs));
        }
        sender.sentNs = nowNs;
        note(offers);

        return offers;
    }

    /** Takes the vCPUs that wait for nothing any more, and records for how long they have waited. */
    void takeReleased(final long nowNs, final List<Integer> vcpus, final Map<Integer, List<Long>> waits)
    {
        for (final int vpe : released)
        {
            vcpus.add(stream().vm().firstVcpu() + vpe);
            waits.computeIfAbsent(stream().vm().group().index(), group -> new ArrayList<>())
                .add(nowNs - ipis.senders.get(vpe).sentNs);
        }
        released.clear();
    }

    void running(final Vcpu vcpu, final boolean runs)
    {
        final Ipis.Sender sender = ipis.senders.get(vcpu.vpe);
        sender.runs = runs;
        sender.hasAsked &= !runs;
    }

    boolean keepsPe(final Vcpu vcpu, final long nowNs)
    {
        final Ipis.Sender sender = ipis.senders.get(vcpu.vpe);

        return !sender.waitsFor.isEmpty() || (!isStopped() && sender.dueNs() <= local(nowNs));
    }
}
