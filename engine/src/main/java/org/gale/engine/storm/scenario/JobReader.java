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
        final SettingValues values = all(top.values(),
            maps.read(maps.map(root, "lane-files", "lane-files"), forms.laneFiles(), "lane-files").values(),
            maps.read(maps.map(root, "cpu", "cpu"), forms.cpu(), "cpu").values(),
            maps.read(maps.map(root, "costs", "costs"), forms.costs(), "costs").values(),
            maps.read(maps.map(root, "outputs", "outputs"), forms.outputs(), "outputs").values());
        final HostSpec host = host();
        final List<VmShape> groups = groups();
        final List<PhaseShape> phases = new PhaseReader(forms, maps, root).phases(top.values(), groups);
        final HostShape.Order order = top.values().valueOrDefault(JobForms.ORDER);
        if (order == HostShape.Order.HOST)
        {
            checkAlike(top.placeOf("order"), groups, phases);
        }

        return new Job(name, values, host, groups, order, phases, maps.places());
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

    private HostSpec host()
    {
        final JobNode.Fields node = maps.map(root, MACHINE, MACHINE);
        final MapReader.Found machine = maps.read(node, forms.machine(), MACHINE);
        final String label = machine.texts().getOrDefault(JobForms.KIND, HostSpec.Kind.GICV5.label());
        final HostSpec.Kind kind = HostSpec.Kind.of(label);
        if (kind == null)
        {
            maps.add(machine.placeOf(JobForms.KIND), MACHINE + ".kind", "'" + label + "' is not one of " +
                String.join(", ", HostSpec.Kind.labels()) + NearestName.hint(label, HostSpec.Kind.labels()));
        }
        final SettingValues scheduler = maps.read(
            maps.map(node, "scheduler", MACHINE + ".scheduler"), forms.scheduler(), MACHINE + ".scheduler").values();
        final SettingValues injection = maps.read(
            maps.map(node, "injection", MACHINE + ".injection"), forms.injection(), MACHINE + ".injection").values();
        for (final String key : node.fields().keySet())
        {
            final boolean isScheduled = "scheduler".equals(key) && kind != HostSpec.Kind.GICV4;
            final boolean isOfGicv5 = MachineSettings.ALL.stream().anyMatch(setting -> setting.name().equals(key));
            final HostSpec.Kind owner = "injection".equals(key) ? HostSpec.Kind.GICV4 :
                isScheduled || List.of("kernel", "irsen").contains(key) ? HostSpec.Kind.KVM :
                isOfGicv5 && kind == HostSpec.Kind.GICV4 ? HostSpec.Kind.GICV5 : kind;
            if (kind != null && owner != kind)
            {
                maps.add(node.fields().get(key).place(), MACHINE + '.' + key,
                    "a machine of kind " + kind.label() + " has no such key (" + owner.label() +
                    (isOfGicv5 ? " and " + HostSpec.Kind.KVM.label() + " have)" : " has)"));
            }
        }

        return new HostSpec(kind, all(machine.values(), scheduler, injection), partitions(node));
    }

    private List<PartitionShape> partitions(final JobNode.Fields machine)
    {
        final String path = MACHINE + '.' + JobForms.PARTITIONS;
        final Map<String, Place> names = new HashMap<>();
        final List<PartitionShape> partitions = new ArrayList<>();
        for (final JobNode.Fields node : maps.maps(machine, JobForms.PARTITIONS, path, GROUP_LIMIT))
        {
            final String name = maps.name(node, path, "partition" + (partitions.size() + 1), names);
            partitions.add(
                new PartitionShape(name, maps.read(node, forms.partition(), path + '.' + name).values()));
        }

        return partitions;
    }

    private List<VmShape> groups()
    {
        final MapReader.Found shared = maps.read(maps.map(root, "defaults", "defaults"), forms.defaults(), "defaults");
        final List<DeviceShape> sharedDevices =
            shared.node().fields().containsKey("devices") ? devices(shared.node(), "defaults") : null;
        final SettingValues sharedGuest = guest(shared.node(), "defaults");
        final Map<String, Place> names = new HashMap<>();
        final List<VmShape> groups = new ArrayList<>();
        for (final JobNode.Fields node : maps.maps(root, "vms", "vms", GROUP_LIMIT))
        {
            final String name = maps.name(node, "vms", "group" + (groups.size() + 1), names);
            final String path = "vms." + name;
            final MapReader.Found group = maps.read(node, forms.group(), path);
            final boolean isShared = sharedDevices != null && !node.fields().containsKey("devices");
            if (isShared)
            {
                maps.copyPlaces("defaults.devices.", path + ".devices.");
            }
            groups.add(new VmShape(name, all(shared.values(), sharedGuest, group.values(), guest(node, path)),
                isShared ? sharedDevices : devices(node, path)));
        }
        if (groups.isEmpty() && root.get("vms") instanceof JobNode.Items)
        {
            maps.add(root.get("vms").place(), "vms", "is empty (a job has at least one group of VMs)");
        }

        return groups;
    }

    private SettingValues guest(final JobNode.Fields group, final String path)
    {
        final String here = path + ".guest";

        return maps.read(maps.map(group, "guest", here), forms.guest(), here).values();
    }

    private List<DeviceShape> devices(final JobNode.Fields group, final String path)
    {
        final Map<String, Place> names = new HashMap<>();
        final List<DeviceShape> devices = new ArrayList<>();
        for (final JobNode.Fields node : maps.maps(group, "devices", path + ".devices", DEVICE_LIMIT))
        {
            final String name = maps.name(node, path + ".devices", "device" + (devices.size() + 1), names);
            final String here = path + ".devices." + name;
            devices.add(new DeviceShape(name, maps.read(node, forms.device(), here).values(), traffic(node, here)));
        }
        if (devices.isEmpty())
        {
            maps.add(group.place(), path + ".devices",
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
        final JobForm form = forms.traffic(kind);
        final MapReader.Found traffic = maps.read(node, form, here);
        SettingValues values = traffic.values();
        for (final JobKey key : form.keys())
        {
            values = key.form() == null ? values : values.withAll(
                maps.read(maps.map(node, key.name(), here + '.' + key.name()), key.form(), here + '.' + key.name())
                .values());
        }
        final Setting<?> rate = OpenStream.KIND.changed();
        if (kind.isClocked() && !values.isOther(rate) && !isWrong(node, values, rate))
        {
            maps.add(node.place(), here + ".rate",
                "is missing: kind " + name + " follows one (write rate: 100k)");
        }

        if (kind.source() != null && !node.fields().containsKey(kind.source().setting().name()))
        {
            maps.add(node.place(), here + '.' + kind.source().setting().name(),
                "is missing: kind " + name + " needs one (write file: T, of gale import)");
        }

        return new GivenStream(kind, values);
    }

    /** Returns whether a key is there and its value was refused, which is a mistake already. */
    private static boolean isWrong(final JobNode.Fields node, final SettingValues values, final Setting<?> setting)
    {
        return node.fields().containsKey(setting.name()) && !values.has(setting);
    }

    private static SettingValues all(final SettingValues... values)
    {
        SettingValues all = SettingValues.NONE;
        for (final SettingValues some : values)
        {
            all = all.withAll(some);
        }

        return all;
    }
}
