package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import com.fasterxml.jackson.databind.JsonNode;

/** Resolved job of a storm, as a journal records it. Immutable. */
final class StormJob
{
    final JsonNode root;
    final long seed;
    final String kind;
    final int pes;
    /** ITSs, over which devices are dealt in turn. */
    final int itss;
    final long sliceNs;
    final boolean isPreempting;
    final long countLimit;
    final long durationNs;
    final long warmupNs;
    /** N of one in N interrupts that are sampled. */
    final long every;
    /** Whether one stream has the events of all VMs. */
    final boolean isOfHost;
    final List<Group> groups = new ArrayList<>();
    final List<Phase> phases = new ArrayList<>();
    final List<Vm> vms = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    final List<Device> devices = new ArrayList<>();
    private final Map<String, Trace> traces;
    final int vcpus;

    StormJob(final JsonNode root, final Map<String, Trace> traces)
    {
        this.root = root;
        this.traces = traces;
        final JsonNode machine = root.get("machine");
        seed = root.get("seed").asLong();
        kind = machine.get("kind").asText();
        int partitioned = 0;
        for (final JsonNode named : machine.path("partitions"))
        {
            partitioned += named.path("count").asInt(1) * named.get("pes").asInt();
        }
        pes = partitioned > 0 ? partitioned : machine.get("pes").asInt();
        itss = machine.path("itss").asInt(1);
        sliceNs = machine.has("scheduler") ? Numbers.ns(machine.at("/scheduler/slice").asText()) : 0;
        isPreempting = machine.at("/scheduler/enqueue").asText().equals("preempt");
        countLimit = root.has("count") ? root.get("count").asLong() : Numbers.NEVER;
        durationNs = root.has("duration") ? Numbers.ns(root.get("duration").asText()) : Numbers.NEVER;
        warmupNs = Numbers.ns(root.get("warmup").asText());
        final String latency = root.get("latency").asText();
        every = latency.equals("all") ? 1 : Long.parseLong(latency.substring(latency.indexOf(':') + 1));
        isOfHost = root.path("order").asText().equals("host");
        for (final JsonNode group : root.get("vms"))
        {
            groups.add(new Group(groups.size(), group.get("name").asText(), group.get("count").asInt(),
                group.get("vpes").asInt(), group.at("/guest/handler").asText(), group.at("/guest/mask").asInt(),
                group.at("/guest/work").asText().equals("on"), group.at("/guest/drops").asText().equals("on"), group));
        }
        long beginNs = 0;
        for (final JsonNode phase : root.path("phases"))
        {
            final long lengthNs = Numbers.ns(phase.get("duration").asText());
            phases.add(new Phase(phase.get("name").asText(), beginNs, lengthNs, phase.path("change")));
            beginNs += lengthNs;
        }
        int firstVcpu = 0;
        for (final Group group : groups)
        {
            for (int i = 0; i < group.vms(); i++)
            {
                final Vm vm = new Vm(vms.size(), i, group, firstVcpu);
                vms.add(vm);
                firstVcpu += group.vpes();
                addStreams(vm);
            }
        }
        vcpus = firstVcpu;
    }

    /**
     * Partition of the host: VMs that share PEs, which are simulated apart from others.
     *
     * @param vpeids its own, which bound its direct vCPUs where the host has any
     * @param count  of its events
     */
    record Part(int index, String name, List<Vm> vms, int firstPe, int endPe, int vpeids, long count)
    {
        boolean has(final Vm vm)
        {
            return vms.contains(vm);
        }

        int vcpus()
        {
            return vms.stream().mapToInt(vm -> vm.group().vpes()).sum();
        }
    }

    /** Returns the partitions: those that the job names; of kind gicv5 each VM; else one. */
    List<Part> parts()
    {
        final List<List<Vm>> members = new ArrayList<>();
        final List<int[]> own = new ArrayList<>();                  // PEs and vPEIDs
        final List<String> names = new ArrayList<>();
        final Map<String, List<Integer>> places = new HashMap<>();
        for (final JsonNode named : root.at("/machine/partitions"))
        {
            for (int i = 0; i < named.path("count").asInt(1); i++)
            {
                final String name = named.get("name").asText();
                places.computeIfAbsent(name, key -> new ArrayList<>()).add(members.size());
                names.add(named.path("count").asInt(1) == 1 ? name : name + i);
                places.put(names.get(members.size()), new ArrayList<>(List.of(members.size())));
                members.add(new ArrayList<>());
                own.add(new int[]{named.get("pes").asInt(), named.path("vpeids").asInt()});
            }
        }
        if (isOfHost || (places.isEmpty() && isScheduled()))
        {
            return List.of(new Part(0, "all", vms, 0, pes, 0, countLimit));
        }
        for (final Vm vm : vms)
        {
            if (places.isEmpty())
            {
                names.add("vm" + members.size());
                members.add(List.of(vm));
                own.add(new int[]{vm.group().vpes(), 0});
            }
            else
            {
                final List<Integer> dealt = places.get(vm.group().node().get("partition").asText());
                members.get(dealt.get(vm.inGroup() % dealt.size())).add(vm);
            }
        }
        final long[] counts = countLimit == Numbers.NEVER ? LongStream.generate(() -> countLimit)
            .limit(members.size()).toArray() : divided(countLimit, members.stream().mapToLong(List::size).toArray());
        final List<Part> parts = new ArrayList<>();
        int firstPe = 0;
        for (int i = 0; i < counts.length; i++)
        {
            final int endPe = firstPe + own.get(i)[0];
            parts.add(new Part(i, names.get(i), members.get(i), firstPe, endPe, own.get(i)[1], counts[i]));
            firstPe = endPe;
        }

        return parts;
    }

    /** Divides a number over the partitions by their vCPUs. */
    long[] byVcpus(final long number)
    {
        return divided(number, parts().stream().mapToLong(Part::vcpus).toArray());
    }

    /** Divides a number by weights: the rest goes to the largest remainders, the lower first. */
    private static long[] divided(final long number, final long[] weights)
    {
        final long sum = LongStream.of(weights).sum();
        final long[] shares = LongStream.of(weights).map(weight -> number * weight / sum).toArray();
        final long rest = number - LongStream.of(shares).sum();
        IntStream.range(0, shares.length).boxed()
            .sorted(Comparator.comparingLong((Integer i) -> -(number * weights[i] % sum))).limit(rest)
            .forEach(i -> shares[i]++);

        return shares;
    }

    /** Group of VMs. */
    record Group(
        int index, String name, int vms, int vpes, String handler, int mask, boolean isWorking, boolean drops,
        JsonNode node)
    {
    }

    /** Phase, whose changes are by group, or by group and device. */
    record Phase(String name, long beginNs, long lengthNs, JsonNode change)
    {
        /** Returns what the phase changes for a stream; a missing node for nothing. */
        JsonNode of(final Stream stream)
        {
            final JsonNode all = change.path(stream.vm().group().name());
            final JsonNode one = change.path(stream.vm().group().name() + '/' + stream.name());

            return one.isMissingNode() ? all : one;
        }

        /** Returns whether a stream pauses. */
        boolean pauses(final Stream stream)
        {
            return of(stream).path("pause").asText().equals("on");
        }
    }

    /** VM, and its place within its group. */
    record Vm(int index, int inGroup, Group group, int firstVcpu)
    {
    }

    /** Group of devices of a VM, whose events are one stream. */
    record Stream(
        int index, Vm vm, int inVm, String name, JsonNode traffic, int firstDevice, int count, int events,
        TraceChoice choice)
    {
        String kind()
        {
            return traffic.get("kind").asText();
        }

        boolean isModel()
        {
            return !kind().equals("open") && !kind().equals("closed");
        }

        /** Returns the first of its events that is a timer; {@code events} if none is. */
        int firstTimer()
        {
            return kind().equals("timer") ? 0 : choice == null || !choice.hasTimers() ? events : choice.firstTimer();
        }

        /** Returns whether handlers of an event leave work of a key: none of timers and of other vCPUs. */
        boolean leaves(final String key, final int event)
        {
            final int end = choice == null ? firstTimer() : choice.firstIpi();

            return !kind().equals("ipi") && event < end && later().equals(key);
        }

        /** Returns whether an event is a vector of a device: no timer, no line and of no other vCPU. */
        boolean isVector(final int event)
        {
            final boolean isIpi = kind().equals("ipi") ||
                (choice != null && event >= choice.firstIpi() && event < choice.firstTimer());

            return !isIpi && !kind().equals("line") && event < firstTimer();
        }

        private JsonNode own()
        {
            return vm().group().node().get("devices").get(inVm());
        }

        /** Returns the key of the work that handlers leave; an empty one if they leave none. */
        String later()
        {
            final JsonNode guest = vm().group().node().get("guest");

            return own().has("leaves") ? "" : own().has("softirq") ? "softirq" : own().has("threaded") ? "threaded" :
                guest.path("softirq").has("work") ? "softirq" : guest.path("threaded").has("work") ? "threaded" : "";
        }

        /** Returns what its devices, else its guest, have for such work; another text if none of both has it. */
        String later(final String key, final String name, final String otherwise)
        {
            final JsonNode ofGuest = vm().group().node().get("guest").path(key).path(name);

            return own().path(key).path(name).asText(ofGuest.asText(otherwise));
        }

        boolean hasTimers()
        {
            return firstTimer() < events;
        }
    }

    /** Device with its LPIs, numbered within their VM. */
    record Device(int index, int inStream, Stream stream, int firstLpi)
    {
    }

    /** Returns the devices of a group; those that share a line are one. */
    static int count(final JsonNode group)
    {
        return group.get("count").asInt() / group.at("/traffic/share").asInt(1);
    }

    /** Returns the events of a VM, or of all by null, that are lines, in the order of their SPIs. */
    List<long[]> lines(final Vm vm)
    {
        final List<long[]> lines = new ArrayList<>();
        for (final Device device : devices)
        {
            final boolean isOfVm = vm == null || device.stream().vm().index() == vm.index();
            for (int event = 0; isOfVm && device.stream().kind().equals("line") && event < device.stream().events();
                event++)
            {
                lines.add(new long[]{device.stream().vm().index(), device.firstLpi() + event});
            }
        }

        return lines;
    }

    private void addStreams(final Vm vm)
    {
        int lpi = 0;
        int inVm = 0;
        for (final JsonNode node : vm.group().node().get("devices"))
        {
            final Stream stream = new Stream(streams.size(), vm, inVm++, node.get("name").asText(),
                node.get("traffic"), devices.size(), count(node), node.get("events").asInt(),
                choice(node.get("traffic")));
            streams.add(stream);
            for (int i = 0; i < stream.count(); i++)
            {
                devices.add(new Device(devices.size(), i, stream, lpi));
                lpi += stream.events();
            }
        }
    }

    private TraceChoice choice(final JsonNode traffic)
    {
        return traffic.get("kind").asText().equals("trace") ?
            new TraceChoice(traces.get(traffic.get("hash").asText()), traffic) : null;
    }

    /** Returns a cost, as the job writes it. Where it has none, a direct vCPU costs what others do, or nothing. */
    String cost(final String name)
    {
        final JsonNode own = root.get("costs").get(name);

        return own != null ? own.asText() :
            name.startsWith("msix-") ? cost("trap") :
            name.endsWith("-direct") ? cost(name.replace("-direct", "")) : "0";
    }

    /** Returns whether a vPE is moved only between PEs with tables of their own. */
    boolean isElided()
    {
        return root.at("/machine/injection/vmovp").asText().equals("other-table");
    }

    /** Returns the PEs of a partition that run no vCPU, and take the interrupts of the host; 0 if the others do. */
    int housekeepers()
    {
        return root.at("/machine/scheduler/host-irqs").asText().equals("housekeeping") ?
            root.at("/machine/scheduler/housekeeping").asInt(1) : 0;
    }

    /** Returns whether vCPUs wait in a queue of each PE, not in one of all. */
    boolean hasQueuesOfPes()
    {
        return root.at("/machine/scheduler/queues").asText().equals("pe");
    }

    /** Returns the number of PEs that share a table of vPEs. */
    int tablePes()
    {
        return root.at("/machine/injection/vpe-tables").asInt(pes);
    }

    /** Returns the phase of a time. */
    int phaseAt(final long ns)
    {
        int phase = Math.max(0, phases.size() - 1);
        while (phase > 0 && phases.get(phase).beginNs() > ns)
        {
            phase--;
        }

        return phase;
    }

    boolean isScheduled()
    {
        return !kind.equals("gicv5") && !isOfFunctions();
    }

    /** Returns whether handlers of some guests leave work, by its key. */
    boolean has(final String key)
    {
        return groups.stream().anyMatch(group -> group.node().at("/guest/" + key).has("work")) ||
            streams.stream().anyMatch(stream -> stream.later().equals(key));
    }

    /** Returns whether handlers of some guests leave any work. */
    boolean hasLater()
    {
        return has("threaded") || has("softirq");
    }

    /** Returns whether guests drop interrupts in progress on another vCPU, by mistake. */
    boolean drops()
    {
        return groups.stream().anyMatch(Group::drops);
    }

    /** Returns whether devices are functions, whose vectors hold events. */
    boolean isOfFunctions()
    {
        return kind.equals("msix");
    }
}
