package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Forms of all maps of a job, the one declaration of its keys: reader, printer and schema take them from here. Keys
 * that belong to one kind of machine are those of the profiles' own settings.
 */
public final class JobForms
{
    /** Key of the name of a group, a device group or a phase. */
    static final String NAME = "name";
    /** Key of the kind of a machine or of traffic. */
    public static final String KIND = "kind";
    /** Key of the machine. */
    static final String MACHINE = "machine";
    /** Key of the partitions of a machine. */
    static final String PARTITIONS = "partitions";
    /** Key of what happens to functions. */
    static final String FUNCTIONS = "functions";
    /** Key of the migrations of VMs. */
    static final String MIGRATIONS = "migrations";
    /** Key of the moves of vectors. */
    static final String MOVES = "moves";
    /** Key of the traffic of devices. */
    public static final String TRAFFIC = "traffic";

    private static final String OFFLINE = "affinity.offline.";

    private final List<TrafficKind> kinds;
    /** Forms of the traffic of all kinds by the names of these. */
    private final Map<String, JobForm> traffics;
    private final JobForm traffic;
    private final JobForm device;
    private final JobForm softirq = below("softirq", VirtualSettings.OF_SOFTIRQS);
    private final JobForm softirqOfDevices =
        new JobForm("softirq of devices", below("softirq", VirtualSettings.OF_DEVICE_SOFTIRQS).keys());
    private final JobForm threaded = below("threaded", VirtualSettings.OF_THREADS);
    private final JobForm offline = new JobForm("offline", VirtualSettings.OF_OFFLINE.stream()
        .map(setting -> JobKey.of(setting.name().substring(OFFLINE.length()), setting)).toList());
    private final JobForm affinity = new JobForm("affinity", Stream.concat(
        below("affinity", VirtualSettings.OF_AFFINITY).keys().stream(), Stream.of(JobKey.map(offline))).toList());
    private final JobForm guest = new JobForm("guest", List.of(
        JobKey.of(VirtualSettings.HANDLER), JobKey.of(VirtualSettings.MASK), JobKey.of(VirtualSettings.WORK),
        JobKey.of(VirtualSettings.DROPS), JobKey.of(VirtualSettings.WFI), JobKey.map(softirq),
        JobKey.map(threaded), JobKey.map(affinity)));
    private final JobForm group;
    private final JobForm defaults;
    private final JobForm change = new JobForm("change", Stream.of(TrafficKind.OPEN.changed(),
        TrafficKind.CLOSED.changed(), PhaseShape.SCALE, PhaseShape.PAUSE).map(JobKey::of).toList());
    private final JobForm phase = new JobForm("phase", List.of(
        JobKey.text(NAME), JobKey.of(StormSettings.DURATION), JobKey.named("change", change)));
    private final JobForm laneFiles = new JobForm("lane-files", List.of(
        JobKey.of("directory", StormSettings.LANES), JobKey.of("count", StormSettings.LANE_COUNT)));
    private final JobForm cpu = new JobForm("cpu", List.of(JobKey.of("engine", MeasureSettings.CPU_ENGINE),
        JobKey.of("generator", MeasureSettings.CPU_GENERATOR), JobKey.of("helpers", MeasureSettings.CPU_HELPERS)));
    private final JobForm costs = new JobForm("costs", VirtualSettings.ALL.stream()
        .map(cost -> JobKey.of(cost.name().substring(VirtualSettings.COSTS.length()), cost)).toList());
    private final JobForm outputs = new JobForm("outputs",
        Stream.concat(Stream.of(StormSettings.JSON), ShownSettings.FILES.stream()).map(JobKey::of).toList());
    private final JobForm partition = new JobForm("partition", List.of(JobKey.text(NAME),
        JobKey.of(PartitionShape.COUNT), JobKey.of(StormSettings.PES), JobKey.of(PartitionShape.VPEIDS)));
    private final JobForm scheduler;
    private final JobForm injection;
    private final JobForm functions;
    private final JobForm migrations;
    private final JobForm machine;
    private final JobForm top;
    private final List<Setting<?>> ofKinds;

    /**
     * Makes the forms.
     *
     * @param kinds   of traffic, in the order in which messages list them
     * @param ofKinds settings that one kind of machine has, each with a name of its own
     */
    public JobForms(final List<TrafficKind> kinds, final List<Setting<?>> ofKinds)
    {
        this.ofKinds = ofKinds;
        this.kinds = List.copyOf(kinds);
        traffics = traffics(kinds);
        traffic = new JobForm(TRAFFIC, traffics.values().stream()
            .flatMap(form -> form.keys().stream()).distinct().toList());
        device = new JobForm("device group", List.of(JobKey.text(NAME),
            JobKey.of("count", StormSettings.DEVICES), JobKey.of(StormSettings.EVENTS), JobKey.of(DeviceShape.TARGET),
            JobKey.of(DeviceShape.PRIORITY), JobKey.of(DeviceShape.PIN),
            JobKey.map("softirq", softirqOfDevices), JobKey.map(threaded), JobKey.of(VirtualSettings.LEAVES),
            JobKey.node(traffic)));
        group = new JobForm("group", List.of(JobKey.text(NAME),
            JobKey.of("count", StormSettings.VMS), JobKey.of(PartitionShape.OF_GROUP), JobKey.of(StormSettings.VPES),
            JobKey.of(StormSettings.LPIS), JobKey.map(guest), JobKey.maps("devices", device)));
        defaults = new JobForm("defaults", group.keys().stream().filter(key -> !key.name().equals(NAME)).toList());
        scheduler = new JobForm("scheduler", List.of(ofKind("slice", "slice"), ofKind("enqueue", "enqueue"),
            ofKind("queues", "queues"), ofKind("host-irqs", "host_irqs"), ofKind("housekeeping", "housekeeping")));
        injection = new JobForm("injection", List.of(ofKind("version", "version"), ofKind("policy", "policy"),
            ofKind("direct", "direct"), ofKind("vpeid-bits", "vpeid_bits"), ofKind("toggles", "toggles"),
            ofKind(MOVES, "moves"), ofKind("legacy", "legacy"), ofKind("vmovp", "vmovp"),
            ofKind("vpe-tables", "vpe_tables"), ofKind("vpeids", "vpeids"), ofKind("vcpus", "vcpus")));
        functions = new JobForm(FUNCTIONS, List.of(
            ofKind("masks", "masks"), ofKind("retargets", "retargets"), ofKind("plugs", "plugs"),
            ofKind("order", "plug-order"), ofKind("monitor", "monitor")));
        migrations = new JobForm(MIGRATIONS, List.of(
            ofKind("every", "migration-every"), ofKind("order", "migration-order"), ofKind("fail", "migration-fail"),
            ofKind("least-downtime", "migration-least-downtime"), ofKind("kind", "migration-kind"),
            ofKind("groups", "migration-groups"), ofKind("precopy", "migration-precopy")));
        machine = new JobForm(MACHINE, Stream.of(Stream.of(JobKey.text(KIND), JobKey.of(StormSettings.PES),
            JobKey.maps(PARTITIONS, partition),
            ofKind("kernel", "kvm"), ofKind("irsen", "irsen"), ofKind(MOVES, "vector-moves")),
            MachineSettings.ALL.stream().map(JobKey::of),
            Stream.of(JobKey.map(scheduler), JobKey.map(injection), JobKey.map(functions), JobKey.map(migrations)))
            .flatMap(keys -> keys).toList());
        top = new JobForm("job", withOthers(List.of(JobKey.text("job"), JobKey.of(StormSettings.SEED),
            JobKey.of(StormSettings.DURATION), JobKey.of(StormSettings.COUNT), JobKey.of(StormSettings.ITERATIONS),
            JobKey.of(MeasureSettings.WARMUP), JobKey.of(StormSettings.CLOCK), JobKey.of(HostShape.ORDER),
            JobKey.of(StormSettings.PATTERN), JobKey.of(StormSettings.GENERATOR),
            JobKey.of(MeasureSettings.MAX_IN_FLIGHT), JobKey.of(MeasureSettings.HANDLER),
            JobKey.of(MeasureSettings.THREADS),
            JobKey.of(StormSettings.LATENCY), JobKey.of(MeasureSettings.OUTLIERS), JobKey.of(StormSettings.JOURNAL),
            JobKey.of(StormSettings.DURABILITY), JobKey.of(StormSettings.JOURNAL_LIMIT),
            JobKey.of(StormSettings.REPLAY), JobKey.of(StormSettings.SPACE_CHECK), JobKey.of(StormSettings.RAM_FILE),
            JobKey.map(laneFiles), JobKey.map(cpu), JobKey.map(costs), JobKey.named("vars", null),
            JobKey.map(machine), JobKey.node(defaults), JobKey.maps("vms", group), JobKey.maps("phases", phase),
            JobKey.of(MeasureSettings.STOP_IF), JobKey.of(ShownSettings.FAIL_IF), JobKey.map(outputs))));
    }

    /** Returns keys of a job, and one of each other setting that no form has and not only command lines have. */
    private List<JobKey> withOthers(final List<JobKey> keys)
    {
        final Set<Setting<?>> known = new HashSet<>(OfferedSettings.OF_LINE);
        Stream.concat(Stream.of(new JobForm("", keys), group, device), traffics.values().stream())
            .forEach(form -> known.addAll(form.settings()));

        return Stream.concat(keys.stream(), OfferedSettings.ALL.stream()
            .filter(setting -> !known.contains(setting)).map(JobKey::of)).toList();
    }

    JobForm top()
    {
        return top;
    }

    /** Returns all kinds of traffic, in the order in which messages list them. */
    List<TrafficKind> kinds()
    {
        return kinds;
    }

    /** Returns the form of the traffic of a kind. */
    JobForm traffic(final TrafficKind kind)
    {
        return traffics.get(kind.name());
    }

    /** {@return the kind of traffic of a name, or null} */
    TrafficKind kind(final String name)
    {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the forms of the traffic of all kinds if a form stands for them, else that form alone. */
    List<JobForm> variants(final JobForm form)
    {
        return form.equals(traffic) ? List.copyOf(traffics.values()) : List.of(form);
    }

    /** Returns the names of the other kinds of traffic that have a key; none for a form that is not of traffic. */
    List<String> otherKinds(final JobForm form, final String key)
    {
        return traffics.containsValue(form) ? kinds.stream()
            .filter(kind -> traffic(kind).key(key) != null).map(TrafficKind::name).toList() : List.of();
    }

    /** {@return why groups of devices have no such key, for one of softirqs that a vCPU has; null for any other} */
    String refusal(final JobForm form, final String key)
    {
        return form.equals(softirqOfDevices) && softirq.key(key) != null ?
            "is of the vCPU, which runs the softirqs of all its devices together (write guest: {softirq: {" + key +
            ": ...}} in the group of VMs)" : null;
    }

    private static Map<String, JobForm> traffics(final List<TrafficKind> kinds)
    {
        final Map<String, JobForm> forms = new LinkedHashMap<>();
        kinds.forEach(kind -> forms.put(kind.name(), ofKind(kind)));

        return Collections.unmodifiableMap(forms);
    }

    /** Returns the form of the traffic of a kind. A setting whose name has a dot is a key of a map in it. */
    private static JobForm ofKind(final TrafficKind kind)
    {
        final Map<String, List<Setting<?>>> names = new LinkedHashMap<>();
        kind.settings().forEach(setting -> names.computeIfAbsent(
            setting.name().split("\\.", 2)[0], name -> new ArrayList<>()).add(setting));
        final List<JobKey> keys = new ArrayList<>(List.of(JobKey.text(KIND)));
        names.forEach((name, settings) -> keys.add(settings.get(0).name().equals(name) ?
            JobKey.of(settings.get(0)) : JobKey.map(below(name, settings))));

        return new JobForm(TRAFFIC, List.copyOf(keys));
    }

    /** Returns the form of a map whose settings have its name and a dot before their keys. */
    private static JobForm below(final String name, final List<Setting<?>> settings)
    {
        return new JobForm(name, settings.stream()
            .map(setting -> JobKey.of(setting.name().substring(name.length() + 1), setting)).toList());
    }

    /** Returns all forms, those of inner maps first. */
    List<JobForm> all()
    {
        return Stream.concat(traffics.values().stream().flatMap(form -> form.keys().stream())
            .map(JobKey::form).filter(form -> form != null), others()).toList();
    }

    private Stream<JobForm> others()
    {
        return Stream.of(traffic, device, softirq, softirqOfDevices, threaded, offline, affinity, guest, group,
            defaults, change, phase, laneFiles, cpu, costs, outputs, partition, scheduler, injection, functions,
            migrations, machine, top);
    }

    private JobKey ofKind(final String key, final String name)
    {
        return JobKey.of(key, ofKinds.stream().filter(setting -> setting.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no profile has the setting " + name)));
    }
}
