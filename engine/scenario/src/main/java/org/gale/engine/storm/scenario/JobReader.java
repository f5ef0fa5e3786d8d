package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;

/** Reader of a job from its tree. */
public final class JobReader
{
    static final int GROUP_LIMIT = HostShape.GROUP_LIMIT;
    public static final int DEVICE_LIMIT = 1 << 12;

    /** Key of the variables of a job. */
    static final String VARS = "vars";
    private static final String MACHINE = JobForms.MACHINE;

    private final JobForms forms;
    private final MapReader maps;
    private final JobNode.Fields root;

    private JobReader(final JobForms forms, final MapReader maps, final JobNode.Fields root)
    {
        this.forms = forms;
        this.maps = maps;
        this.root = root;
    }

    /**
     * Reads a job.
     *
     * @param assignments of variables and paths, which win over the file
     * @throws JobException with every mistake
     */
    public static Job read(final JobNode.Fields tree, final JobForms forms, final Assignments assignments)
    {
        final JobNode.Fields root = assignments.applied(tree);
        final JobVariables variables = new JobVariables(assignments.variables(texts(root)));
        final MapReader maps = new MapReader(forms, variables);
        final Job job = new JobReader(forms, maps, root).job();
        assignments.unused(variables, texts(root).keySet())
            .forEach(fault -> maps.add(fault.place(), "", fault.message()));
        maps.check();

        return job;
    }

    private static Map<String, String> texts(final JobNode.Fields root)
    {
        final Map<String, String> texts = new HashMap<>();
        if (root.get(VARS) instanceof JobNode.Fields vars)
        {
            vars.fields().forEach((name, field) -> texts.put(
                name, field.node() instanceof JobNode.Text text ? text.text() : ""));
        }

        return texts;
    }

    private Job job()
    {
        final MapReader.Found top = maps.read(root, forms.top(), "");
        need(top, "job");
        need(top, "vms");
        checkVars();
        final String name = top.texts().getOrDefault("job", "");
        maps.checkName(name, top.placeOf("job"), "job");
        final MapReader.Found machine = top.map(MACHINE);
        final HostKind host = host(machine.node());
        final List<PartitionShape> partitions = maps.named(machine, JobForms.PARTITIONS, GROUP_LIMIT, "partition",
            new HashMap<>()).stream()
            .map(partition -> new PartitionShape(partition.name(), partition.values())).toList();
        final List<VmShape> groups = groups(top);
        final List<PhaseShape> phases = new PhaseReader(forms, maps, top).phases(groups);
        if (top.values().valueOrDefault(HostShape.ORDER) == HostShape.Order.HOST)
        {
            checkAlike(top.placeOf("order"), groups, phases);
        }

        return new Job(name, top.values(), host, partitions, groups, phases, maps.places());
    }

    /** Refuses one sequence of events for a host whose groups or phases have their own. */
    private void checkAlike(final Place place, final List<VmShape> groups, final List<PhaseShape> phases)
    {
        final int devices = groups.stream().mapToInt(group -> group.devices().size()).max().orElse(0);
        final String model = groups.stream().flatMap(group -> group.devices().stream())
            .map(device -> device.given().traffic()).filter(TrafficKind::isModel).map(TrafficKind::name)
            .findFirst().orElse(null);
        if (model != null)
        {
            maps.add(place, "order", "host is one sequence of events of all devices, and devices of kind " + model +
                " have their own (leave order out, or write order: group)");
        }
        final String many = groups.size() > 1 ? groups.size() + " groups of VMs" :
            devices > 1 ? devices + " groups of devices" :
            !phases.isEmpty() ? NumberText.counted(phases.size(), "phase") : null;
        if (many != null)
        {
            maps.add(place, "order", "host is one sequence of events of a host whose devices are all alike, and this " +
                "job has " + many + " (leave order out, or write order: group)");
        }
    }

    private void need(final MapReader.Found found, final String key)
    {
        if (!found.node().fields().containsKey(key))
        {
            maps.add(found.node().place(), found.pathOf(key), "is missing (" + ("job".equals(key) ?
                "write job: NAME)" : "a job has at least one group: vms: [{name: NAME, ...}])"));
        }
    }

    private void checkVars()
    {
        maps.map(root, VARS, VARS).fields().forEach((name, field) ->
        {
            final String fault = JobName.formFault(name);
            if (fault != null)
            {
                maps.add(field.place(), VARS, fault);
            }
            if (!(field.node() instanceof JobNode.Text))
            {
                maps.add(field.node().place(), VARS + '.' + name, field.node().kind() + " is no value of a variable");
            }
        });
    }

    /** Returns the kind of the machine, and refuses keys that other kinds have. */
    private HostKind host(final JobNode.Fields node)
    {
        final String label = maps.scalar(node.get(JobForms.KIND), HostKind.GICV5.label());
        final HostKind kind = HostKind.of(label);
        if (kind == null)
        {
            maps.add(node.get(JobForms.KIND).place(), MACHINE + ".kind", "'" + label + "' is not one of " +
                String.join(", ", HostKind.labels()) + NearestName.hint(label, HostKind.labels()));
        }
        for (final String key : node.fields().keySet())
        {
            final boolean isScheduled = ("scheduler".equals(key) && kind != HostKind.GICV4) ||
                (JobForms.MIGRATIONS.equals(key) && kind == HostKind.GICV5);
            final boolean isOfGicv5 = JobForms.MOVES.equals(key) ||
                MachineSettings.ALL.stream().anyMatch(setting -> setting.name().equals(key));
            final HostKind owner = "injection".equals(key) ? HostKind.GICV4 :
                JobForms.FUNCTIONS.equals(key) ? HostKind.MSIX :
                isScheduled || List.of("kernel", "irsen").contains(key) ? HostKind.KVM :
                isOfGicv5 && kind == HostKind.GICV4 ? HostKind.GICV5 : kind;
            if (kind != null && owner != kind)
            {
                maps.add(node.fields().get(key).place(), MACHINE + '.' + key,
                    "a machine of kind " + kind.label() + " has no such key (" + owner.label() +
                    (isOfGicv5 ? " and " + HostKind.KVM.label() + " have)" : " has)"));
            }
        }

        return kind;
    }

    private List<VmShape> groups(final MapReader.Found top)
    {
        final MapReader.Found shared = maps.read(
            maps.map(root, "defaults", "defaults"), top.form().below("defaults"), "defaults");
        final List<DeviceShape> sharedDevices =
            shared.node().fields().containsKey("devices") ? devices(shared) : null;
        final List<VmShape> groups = new ArrayList<>();
        for (final MapReader.Found group : maps.named(top, "vms", GROUP_LIMIT, "group", new HashMap<>()))
        {
            final boolean isShared = sharedDevices != null && !group.node().fields().containsKey("devices");
            if (isShared)
            {
                maps.copyPlaces("defaults.devices.", group.pathOf("devices."));
            }
            groups.add(new VmShape(
                group.name(), shared.values().withAll(group.values()), isShared ? sharedDevices : devices(group)));
        }
        if (groups.isEmpty() && root.get("vms") instanceof JobNode.Items)
        {
            maps.add(root.get("vms").place(), "vms", "is empty (a job has at least one group of VMs)");
        }

        return groups;
    }

    private List<DeviceShape> devices(final MapReader.Found group)
    {
        final List<DeviceShape> devices = new ArrayList<>();
        maps.named(group, "devices", DEVICE_LIMIT, "device", new HashMap<>()).forEach(device -> devices
            .add(new DeviceShape(device.name(), device.values(), traffic(device.node(), device.path()))));
        if (devices.isEmpty())
        {
            maps.add(group.node().place(), group.pathOf("devices"),
                "a VM has at least one group of devices (devices: [{name: disk, count: 1, events: 64}])");
        }

        return devices;
    }

    private GivenStream traffic(final JobNode.Fields device, final String path)
    {
        final String here = path + '.' + JobForms.TRAFFIC;
        final JobNode.Fields node = maps.map(device, JobForms.TRAFFIC, here);
        final String name = maps.scalar(node.get(JobForms.KIND), GivenStream.DEFAULT.kind());
        final TrafficKind kind = forms.kind(name);
        if (kind == null)
        {
            final List<String> names = forms.kinds().stream().map(TrafficKind::name).toList();
            maps.add(node.get(JobForms.KIND).place(), here + ".kind", "'" + name + "' is not one of " +
                String.join(", ", names) + NearestName.hint(name, names));

            return GivenStream.DEFAULT;
        }
        final SettingValues values = maps.read(node, forms.traffic(kind), here).values();
        for (final TrafficKind.Need need : kind.needs())
        {
            if (!values.isOther(need.setting()) && !isWrong(node, values, need.setting()))
            {
                maps.add(node.place(), here + '.' + need.setting().name(),
                    "is missing: kind " + name + ' ' + need.lack());
            }
        }

        return new GivenStream(kind, values);
    }

    /** Returns whether a key is there and its value was refused, which is a mistake already. */
    private static boolean isWrong(final JobNode.Fields node, final SettingValues values, final Setting<?> setting)
    {
        return node.fields().containsKey(setting.name()) && !values.has(setting);
    }
}
