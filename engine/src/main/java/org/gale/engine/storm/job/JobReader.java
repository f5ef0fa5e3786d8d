package org.gale.engine.storm.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormSettings;

/** Reader of a job from its tree. */
final class JobReader
{
    static final int GROUP_LIMIT = 128;
    static final int DEVICE_LIMIT = 32;
    static final int PHASE_LIMIT = 64;

    private static final String VARS = "vars";
    private static final String MACHINE = "machine";
    private static final String CHANGE = "change";

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
    static Job read(final JobNode.Fields tree, final JobForms forms, final Assignments assignments)
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
        if (!root.fields().containsKey(forms.top().key("order").name()))
        {
            maps.add(root.place(), "order",
                "this version has one sequence of events for the host only (write: order: host)");
        }
        checkVars();
        final String name = top.texts().getOrDefault("job", "");
        checkName(name, top.placeOf("job"), "job");
        final SettingValues values = all(top.values(),
            maps.read(maps.map(root, "lane-files", "lane-files"), forms.laneFiles(), "lane-files").values(),
            maps.read(maps.map(root, "cpu", "cpu"), forms.cpu(), "cpu").values(),
            maps.read(maps.map(root, "outputs", "outputs"), forms.outputs(), "outputs").values());
        final HostSpec host = host();
        final List<VmGroup> groups = groups();
        final List<Phase> phases = phases(top.values(), groups);

        return new Job(name, values, host, groups, phases);
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
            final HostSpec.Kind owner = "injection".equals(key) ? HostSpec.Kind.GICV4 :
                List.of("scheduler", "kernel", "irsen").contains(key) ? HostSpec.Kind.KVM : kind;
            if (kind != null && owner != kind)
            {
                maps.add(node.fields().get(key).place(), MACHINE + '.' + key,
                    "a machine of kind " + kind.label() + " has no such key (" + owner.label() + " has)");
            }
        }

        return new HostSpec(kind, all(machine.values(), scheduler, injection));
    }

    private List<VmGroup> groups()
    {
        final MapReader.Found shared = maps.read(maps.map(root, "defaults", "defaults"), forms.defaults(), "defaults");
        final Map<String, Place> names = new HashMap<>();
        final List<VmGroup> groups = new ArrayList<>();
        for (final JobNode.Fields node : maps.maps(root, "vms", "vms", GROUP_LIMIT))
        {
            final String name = name(node, "vms", "group" + (groups.size() + 1), names);
            final String path = "vms." + name;
            final MapReader.Found group = maps.read(node, forms.group(), path);
            final boolean isShared =
                !node.fields().containsKey("devices") && shared.node().fields().containsKey("devices");
            groups.add(new VmGroup(
                name, all(shared.values(), group.values()), devices(isShared ? shared.node() : node, path)));
        }
        if (groups.isEmpty() && root.get("vms") instanceof JobNode.Items)
        {
            maps.add(root.get("vms").place(), "vms", "is empty (a job has at least one group of VMs)");
        }

        return groups;
    }

    private List<DeviceGroup> devices(final JobNode.Fields group, final String path)
    {
        final Map<String, Place> names = new HashMap<>();
        final List<DeviceGroup> devices = new ArrayList<>();
        for (final JobNode.Fields node : maps.maps(group, "devices", path + ".devices", DEVICE_LIMIT))
        {
            final String name = name(node, path + ".devices", "device" + (devices.size() + 1), names);
            final String here = path + ".devices." + name;
            devices.add(new DeviceGroup(name, maps.read(node, forms.device(), here).values(), traffic(node, here)));
        }
        if (devices.isEmpty())
        {
            maps.add(group.place(), path + ".devices",
                "a VM has at least one group of devices (devices: [{name: disk, count: 1, events: 64}])");
        }

        return devices;
    }

    private Traffic traffic(final JobNode.Fields device, final String path)
    {
        final String here = path + ".traffic";
        final MapReader.Found traffic = maps.read(maps.map(device, "traffic", here), forms.traffic(), here);
        final String kind = traffic.texts().getOrDefault(JobForms.KIND, JobForms.CLOSED);
        final boolean isOpen = JobForms.OPEN.equals(kind);
        if (!isOpen && !JobForms.CLOSED.equals(kind))
        {
            maps.add(traffic.placeOf(JobForms.KIND), here + ".kind", "'" + kind + "' is not one of closed, open" +
                NearestName.hint(kind, List.of(JobForms.CLOSED, JobForms.OPEN)));
        }
        for (final String key : isOpen ? List.of("window") : List.of("rate", "arrivals"))
        {
            if (traffic.node().fields().containsKey(key))
            {
                maps.add(traffic.node().fields().get(key).place(), here + '.' + key,
                    "is of kind " + (isOpen ? "closed" : "open") + ", and this is " + kind);
            }
        }
        if (isOpen && !traffic.values().isOther(StormSettings.RATE))
        {
            maps.add(traffic.node().place(), here + ".rate", "is missing: kind open follows one (write rate: 100k)");
        }

        return isOpen ? new Traffic.Open(traffic.values()) : new Traffic.Closed(traffic.values());
    }

    private List<Phase> phases(final SettingValues top, final List<VmGroup> groups)
    {
        final Map<String, Place> names = new HashMap<>();
        groups.forEach(group -> names.put(group.name(), placeOf("vms")));
        final List<Phase> phases = new ArrayList<>();
        long sumNs = 0;
        for (final JobNode.Fields node : maps.maps(root, "phases", "phases", PHASE_LIMIT))
        {
            final String name = name(node, "phases", "phase" + (phases.size() + 1), names);
            final String path = "phases." + name;
            final MapReader.Found phase = maps.read(node, forms.phase(), path);
            if (!node.fields().containsKey("duration"))
            {
                maps.add(node.place(), path + ".duration", "is missing (write duration: 10s)");
            }
            final long durationNs = phase.values().valueOr(StormSettings.DURATION, 0L);
            sumNs += durationNs;
            phases.add(new Phase(name, durationNs, changes(node, path, groups)));
        }
        final Long durationNs = top.get(StormSettings.DURATION);
        if (!phases.isEmpty() && durationNs != null && durationNs != sumNs)
        {
            maps.add(placeOf("duration"), "duration", Quantity.durationText(durationNs) +
                " is not the sum of the phases, " + Quantity.durationText(sumNs) + " (leave duration out)");
        }

        return phases;
    }

    private Map<String, SettingValues> changes(
        final JobNode.Fields phase, final String path, final List<VmGroup> groups)
    {
        final List<String> known = new ArrayList<>();
        for (final VmGroup group : groups)
        {
            known.add(group.name());
            group.devices().forEach(device -> known.add(group.name() + '/' + device.name()));
        }
        final Map<String, SettingValues> changes = new LinkedHashMap<>();
        final JobNode.Fields node = maps.map(phase, CHANGE, path + ".change");
        node.fields().forEach((name, field) ->
        {
            final String here = path + ".change." + name;
            if (!known.contains(name))
            {
                maps.add(field.place(), here, "'" + name + "' is no group and no GROUP/DEVICE" +
                    NearestName.hint(name, known));
            }
            changes.put(name, maps.read(maps.map(node, name, here), forms.change(), here).values());
        });

        return changes;
    }

    /** Returns the name of a group, a device group or a phase, which no other one may have. */
    private String name(
        final JobNode.Fields node, final String path, final String otherwise, final Map<String, Place> names)
    {
        final JobNode given = node.get(JobForms.NAME);
        final String text = given == null ? otherwise : maps.text(given, path + ".name");
        final String name = text == null ? otherwise : text;
        final Place place = given == null ? node.place() : given.place();
        checkName(name, place, path + ".name");
        final Place before = names.putIfAbsent(name, place);
        if (before != null)
        {
            maps.add(place, path + ".name", "'" + name + "' is there twice: first at " + before);
        }

        return name;
    }

    private Place placeOf(final String key)
    {
        final JobNode.Field field = root.fields().get(key);

        return field == null ? root.place() : field.place();
    }

    private void checkName(final String name, final Place place, final String path)
    {
        final String fault = name.isEmpty() ? null : JobName.fault(name);
        if (fault != null)
        {
            maps.add(place, path, fault);
        }
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
