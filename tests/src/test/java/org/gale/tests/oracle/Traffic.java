package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Traffic of a storm: its streams and models, merged by their times and then by their places. */
final class Traffic
{
    final List<Source> sources = new ArrayList<>();
    final Map<Integer, List<Long>> senderWaits = new TreeMap<>();
    /** Requests in the order of the ends of their handlers. */
    final List<Request> requests = new ArrayList<>();
    private final StormJob job;
    /** Sources of the partition in hand. */
    private List<Source> active = List.of();

    Traffic(final StormJob job, final JournalText journal)
    {
        this.job = job;
        for (final StormJob.Stream stream : job.streams)
        {
            if (job.isOfHost && stream.index() > 0)
            {
                continue;                                           // the first one has the events of all
            }
            final List<JournalText.Message> messages = journal.messages.stream().filter(message ->
                job.isOfHost || job.devices.get(message.device()).stream().index() == stream.index()).toList();
            switch (stream.kind())
            {
                case "open" -> sources.add(new OpenSource(job, stream, messages.stream()
                    .sorted((one, other) -> Long.compare(one.intendedNs(), other.intendedNs())).toList()));
                case "closed" -> sources.add(new ClosedSource(job, stream));
                default -> addDevices(stream);
            }
        }
    }

    private void addDevices(final StormJob.Stream stream)
    {
        for (int i = 0; i < stream.count(); i++)
        {
            final StormJob.Device device = job.devices.get(stream.firstDevice() + i);
            sources.add(Models.source(job, device));
        }
    }

    /** Goes on with the sources of a partition, whose senders have not waited yet. */
    void turnTo(final StormJob.Part part, final long journalNs)
    {
        active = sources.stream().filter(source -> part.has(source.stream().vm())).toList();
        active.forEach(source -> source.beginAt(journalNs));
        senderWaits.clear();
    }

    void begin(final int phase, final long boundaryNs)
    {
        active.forEach(source -> source.begin(phase, boundaryNs));
    }

    /** Returns when the next source goes on, not before now. */
    long nextNs(final long nowNs)
    {
        final Source next = next(nowNs);

        return next == null ? Numbers.NEVER : Math.max(nowNs, next.nextNs());
    }

    /**
     * Returns the source that goes on next, or null. Of those that are due the lowest stream goes on; of devices with
     * models the one that was due first, and of these the lowest.
     */
    private Source next(final long nowNs)
    {
        Source stream = null;
        Source model = null;
        for (final Source source : active)
        {
            final long ns = source.nextNs();
            if (ns == Numbers.NEVER)
            {
                continue;
            }
            if (source.stream().isModel())
            {
                model = model == null || ns < model.nextNs() ? source : model;
            }
            else if (stream == null || Math.max(nowNs, ns) < Math.max(nowNs, stream.nextNs()))
            {
                stream = source;
            }
        }
        if (stream == null || model == null)
        {
            return stream == null ? model : stream;
        }
        final long ofStreamNs = Math.max(nowNs, stream.nextNs());
        final long ofModelNs = Math.max(nowNs, model.nextNs());
        final boolean isLower = model.stream().index() < stream.stream().index();

        return ofModelNs < ofStreamNs || (ofModelNs == ofStreamNs && isLower) ? model : stream;
    }

    List<Source.Offer> take(final long nowNs)
    {
        return next(nowNs).take(nowNs);
    }

    /** Returns what the devices of the partition with models of a group have done until now; of all groups by null. */
    Work work(final StormJob.Group group)
    {
        final List<DeviceSource> devices = active.stream().filter(DeviceSource.class::isInstance)
            .map(DeviceSource.class::cast)
            .filter(device -> group == null || device.stream().vm().group().index() == group.index()).toList();

        return new Work(devices.stream().mapToLong(device -> device.model.completions()).sum(),
            devices.stream().mapToLong(device -> device.interrupts).sum(), devices.stream().mapToLong(
                device -> device.model.heldNs("moderation") + device.model.heldNs("batch")).sum());
    }

    /** Returns what witnesses count beside the devices of all partitions, by the names of their laws. */
    Map<String, Long> witnessed()
    {
        final Map<String, Long> counts = new TreeMap<>();
        sources.stream().filter(DeviceSource.class::isInstance)
            .forEach(source -> ((DeviceSource)source).model.witness(counts));

        return counts;
    }

    /** Returns whether an open stream of the partition would go on behind the end. */
    boolean isLate()
    {
        return active.stream().anyMatch(Source::isLate);
    }

    /** Shuts down the queue of an event, or opens it again. */
    void shut(final StormJob.Device device, final int event, final boolean isShut, final long nowNs)
    {
        if (of(device) instanceof DeviceSource source)
        {
            source.model.shut(source.local(nowNs), event, isShut);
        }
    }

    boolean isQuiet(final StormJob.Device device, final int event)
    {
        return !(of(device) instanceof DeviceSource source) || source.model.isQuiet(event);
    }

    /** Returns the requests that had to wait for their queues, or those of them that still wait. */
    long waited(final boolean areWaiting)
    {
        return sources.stream().filter(DeviceSource.class::isInstance)
            .mapToLong(source -> ((DeviceSource)source).model.waited(areWaiting)).sum();
    }

    private Source of(final Interrupt interrupt)
    {
        return of(interrupt.device);
    }

    private Source of(final StormJob.Device device)
    {
        for (final Source source : sources)
        {
            if (source.has(device))
            {
                return source;
            }
        }
        throw new IllegalStateException("no source of " + device);
    }

    /** Notes that a handler has begun; returns the vCPUs of its VM that need not wait any more. */
    List<Integer> released(final Interrupt interrupt, final long nowNs)
    {
        final List<Integer> vcpus = new ArrayList<>();
        if (of(interrupt) instanceof DeviceSource source)
        {
            source.model.acknowledged(source.local(nowNs), interrupt.event);
            if (source instanceof IpiSource ipis)
            {
                ipis.takeReleased(nowNs, vcpus, senderWaits);
            }
        }

        return vcpus;
    }

    long prolongedNs(final Interrupt interrupt, final long nowNs)
    {
        return of(interrupt) instanceof DeviceSource source ?
            source.model.prolongedNs(source.local(nowNs), interrupt.event) : 0;
    }

    /** Returns whether the driver of an interrupt polls again by itself. */
    boolean isPostponed(final Interrupt interrupt)
    {
        return ((DeviceSource)of(interrupt)).model.isPostponed(interrupt.event);
    }

    /** Returns what the device of an interrupt has completed. */
    long completions(final Interrupt interrupt)
    {
        return ((DeviceSource)of(interrupt)).model.completions();
    }

    /** Returns whether the line of an interrupt is still high if its handler ends now. */
    boolean isHighBehind(final Interrupt interrupt)
    {
        return of(interrupt) instanceof DeviceSource source && source.model.isHighBehind(interrupt.event);
    }

    void handled(final Interrupt interrupt, final long nowNs)
    {
        final Source source = of(interrupt);
        source.handled(interrupt.device, interrupt.event, nowNs);
        if (source instanceof DeviceSource device)
        {
            requests.addAll(device.takeRequests(interrupt.event, nowNs));
        }
    }

    /** Returns the names of the groups of devices that wait for handlers, in the order of the VMs; nothing for none. */
    String waiting()
    {
        final List<String> names = new ArrayList<>();
        for (final Source source : active)
        {
            final String name = source.stream().vm().group().name() + '/' + source.stream().name();
            if (source.isWaiting() && (names.isEmpty() || !names.get(names.size() - 1).equals(name)))
            {
                names.add(name);
            }
        }

        return job.isOfHost && !names.isEmpty() ? "the closed loop of the storm" : String.join(", ", names);
    }

    /** Returns the vCPU that has asked for a PE at the last take, or {@link Host#NONE}. */
    int takeWoken()
    {
        for (final Source source : sources)
        {
            if (source instanceof IpiSource ipis && ipis.woken != Host.NONE)
            {
                final int vcpu = ipis.stream().vm().firstVcpu() + ipis.woken;
                ipis.woken = Host.NONE;

                return vcpu;
            }
        }

        return Host.NONE;
    }

    /** Notes that a vCPU executes what is its own from now on, or no more. */
    void running(final Vcpu vcpu, final boolean runs, final long nowNs)
    {
        final IpiSource ipis = ipis(vcpu);
        if (ipis != null)
        {
            ipis.running(vcpu, runs);
        }
    }

    /** Returns whether a vCPU has something to send, or waits for those that it has sent to. */
    boolean keepsPe(final Vcpu vcpu, final long nowNs)
    {
        final IpiSource ipis = ipis(vcpu);

        return ipis != null && ipis.keepsPe(vcpu, nowNs);
    }

    private IpiSource ipis(final Vcpu vcpu)
    {
        for (final Source source : sources)
        {
            if (source instanceof IpiSource ipis && ipis.stream().vm().index() == vcpu.vm.index())
            {
                return ipis;
            }
        }

        return null;
    }
}
