package org.gale.engine.storm.scenario;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.config.NearestName;

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
    /** Key of the traffic of devices. */
    public static final String TRAFFIC = "traffic";

    private static final long SCALE_LIMIT = 1_000_000;

    private static final List<String> TARGETS =
        DeviceShape.Target.WORDS.stream().map(DeviceShape.Target::label).toList();

    /** Setting that spreads the LPIs of a device over VPEs, or sends all of them to one. */
    public static final Setting<DeviceShape.Target> TARGET = Setting.of("target", Setting.Group.PROFILE,
        SettingType.text(DeviceShape.Target.class, String.join("|", TARGETS) + "|N", JobForms::target,
        DeviceShape.Target::label).suggesting(TARGETS))
        .defaultValue(DeviceShape.Target.SPREAD).help("");
    /** Setting of the priority of the LPIs of a device. */
    public static final Setting<Long> PRIORITY = Setting.of("priority", Setting.Group.PROFILE, priority())
        .defaultValue((long)DeviceShape.SPREAD).help("");
    /** Setting of the pin that a device of a real VM has in place of vectors. */
    public static final Setting<String> PIN = Setting.of("pin", Setting.Group.PROFILE,
        SettingType.words(String.class, List.of("A"), word -> word)).help("");
    /** Setting that says how many sequences of random numbers a storm has. */
    public static final Setting<HostShape.Order> ORDER = Setting.of("order", Setting.Group.PROFILE,
        SettingType.words(HostShape.Order.class, List.of(HostShape.Order.values()), HostShape.Order::label))
        .defaultValue(HostShape.Order.GROUP).help("");
    /** Setting by which a phase offers nothing. */
    public static final Setting<Boolean> PAUSE =
        Setting.of("pause", Setting.Group.PROFILE, SettingType.SWITCH).defaultValue(false).help("");
    /** Setting by which a phase multiplies rate or window. */
    public static final Setting<Double> SCALE = Setting.of("scale", Setting.Group.PROFILE, SettingType.FACTOR)
        .between(0, SCALE_LIMIT).defaultValue(1.0).help("");

    private static final int LOWEST_PRIORITY = 31;
    private static final Pattern VPE = Pattern.compile("[0-9]{1,4}");
    private static final String SPREAD = "spread";

    private final List<TrafficKind> kinds;
    /** Forms of the traffic of all kinds by the names of these. */
    private final Map<String, JobForm> traffics;
    private final JobForm traffic;
    private final JobForm device;
    private final JobForm guest = new JobForm("guest", List.of(
        JobKey.of(VirtualSettings.HANDLER), JobKey.of(VirtualSettings.MASK), JobKey.of(VirtualSettings.WORK),
        JobKey.of(VirtualSettings.DROPS), JobKey.of(VirtualSettings.WFI)));
    private final JobForm group;
    private final JobForm defaults;
    private final JobForm change = new JobForm("change",
        Stream.of(OpenStream.KIND.changed(), ClosedStream.KIND.changed(), SCALE, PAUSE).map(JobKey::of).toList());
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
            JobKey.of("count", StormSettings.DEVICES), JobKey.of(StormSettings.EVENTS), JobKey.of(TARGET),
            JobKey.of(PRIORITY), JobKey.of(PIN), JobKey.node(traffic)));
        group = new JobForm("group", List.of(JobKey.text(NAME),
            JobKey.of("count", StormSettings.VMS), JobKey.of(PartitionShape.OF_GROUP), JobKey.of(StormSettings.VPES),
            JobKey.of(StormSettings.LPIS), JobKey.map(guest), JobKey.maps("devices", device)));
        defaults = new JobForm("defaults", group.keys().stream().filter(key -> !key.name().equals(NAME)).toList());
        scheduler = new JobForm("scheduler", List.of(ofKind("slice", "slice"), ofKind("enqueue", "enqueue"),
            ofKind("queues", "queues"), ofKind("host-irqs", "host_irqs"), ofKind("housekeeping", "housekeeping")));
        injection = new JobForm("injection", List.of(ofKind("version", "version"), ofKind("policy", "policy"),
            ofKind("direct", "direct"), ofKind("vpeid-bits", "vpeid_bits"), ofKind("toggles", "toggles"),
            ofKind("moves", "moves"), ofKind("legacy", "legacy"), ofKind("vmovp", "vmovp"),
            ofKind("vpe-tables", "vpe_tables"), ofKind("vpeids", "vpeids"), ofKind("vcpus", "vcpus")));
        functions = new JobForm(FUNCTIONS, List.of(
            ofKind("masks", "masks"), ofKind("retargets", "retargets"), ofKind("monitor", "monitor")));
        machine = new JobForm(MACHINE, Stream.of(Stream.of(JobKey.text(KIND), JobKey.of(StormSettings.PES),
            JobKey.maps(PARTITIONS, partition),
            ofKind("kernel", "kvm"), ofKind("irsen", "irsen")), MachineSettings.ALL.stream().map(JobKey::of),
            Stream.of(JobKey.map(scheduler), JobKey.map(injection), JobKey.map(functions)))
            .flatMap(keys -> keys).toList());
        top = new JobForm("job", withOthers(List.of(JobKey.text("job"), JobKey.of(StormSettings.SEED),
            JobKey.of(StormSettings.DURATION), JobKey.of(StormSettings.COUNT), JobKey.of(StormSettings.ITERATIONS),
            JobKey.of(MeasureSettings.WARMUP), JobKey.of(StormSettings.CLOCK), JobKey.of(ORDER),
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

    private static Map<String, JobForm> traffics(final List<TrafficKind> kinds)
    {
        final Map<String, JobForm> forms = new LinkedHashMap<>();
        kinds.forEach(kind -> forms.put(kind.name(), JobForm.ofKind(kind)));

        return Collections.unmodifiableMap(forms);
    }

    /** Returns all forms, those of inner maps first. */
    List<JobForm> all()
    {
        return Stream.concat(traffics.values().stream().flatMap(form -> form.keys().stream())
            .map(JobKey::form).filter(form -> form != null), others()).toList();
    }

    private Stream<JobForm> others()
    {
        return Stream.of(traffic, device, guest, group, defaults, change, phase, laneFiles, cpu, costs, outputs,
            partition, scheduler, injection, functions, machine, top);
    }

    private JobKey ofKind(final String key, final String name)
    {
        return JobKey.of(key, ofKinds.stream().filter(setting -> setting.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no profile has the setting " + name)));
    }

    private static DeviceShape.Target target(final String text)
    {
        for (final DeviceShape.Target target : DeviceShape.Target.WORDS)
        {
            if (target.label().equals(text))
            {
                return target;
            }
        }
        final long last = StormSettings.VPES.max() - 1;
        if (!VPE.matcher(text).matches() || Integer.parseInt(text) > last)
        {
            throw new IllegalArgumentException("'" + text + "' is not one of " + String.join(", ", TARGETS) +
                ", nor a VPE, 0 to " + last + NearestName.hint(text, TARGETS));
        }

        return DeviceShape.Target.of(Integer.parseInt(text));
    }

    private static SettingType<Long> priority()
    {
        return SettingType.COUNT.labelled(SPREAD + "|N").readBy(JobForms::priority)
            .shownBy(priority -> priority == DeviceShape.SPREAD ? SPREAD : Long.toString(priority))
            .suggesting(List.of(SPREAD));
    }

    private static long priority(final String text)
    {
        if (text.equals(SPREAD))
        {
            return DeviceShape.SPREAD;
        }
        final boolean isNumber = text.matches("[0-9]{1,2}");
        if (!isNumber || Integer.parseInt(text) > LOWEST_PRIORITY)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not a priority (write spread, or 0, the highest, to " + LOWEST_PRIORITY + ')');
        }

        return Long.parseLong(text);
    }
}
