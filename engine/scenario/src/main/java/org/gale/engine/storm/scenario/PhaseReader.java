package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;

/** Reader of the phases of a job, of which each changes the traffic of groups that there are. */
record PhaseReader(JobForms forms, MapReader maps, MapReader.Found top)
{
    static final int PHASE_LIMIT = 64;

    private static final String PHASES = "phases";
    private static final String CHANGE = "change";

    /**
     * Reads the phases.
     *
     * @param groups of its VMs, which no phase shares a name with
     */
    List<PhaseShape> phases(final List<VmShape> groups)
    {
        final Map<String, Place> names = new HashMap<>();
        groups.forEach(group -> names.put(group.name(), maps.placeOf("vms." + group.name() + ".name",
            maps.placeOf("vms." + group.name(), top.node().place()))));
        final List<PhaseShape> phases = new ArrayList<>();
        for (final MapReader.Found phase : maps.named(top, PHASES, PHASE_LIMIT, "phase", names))
        {
            phases.add(phase(phase, groups));
        }
        // 64 phases of at most a year each: no overflow.
        final long sumNs = PhaseShape.sumNs(phases);
        final Long durationNs = top.values().get(StormSettings.DURATION);
        if (!phases.isEmpty() && durationNs != null && durationNs != sumNs)
        {
            maps.add(maps.placeOf("duration", top.node().place()), "duration", Quantity.durationText(durationNs) +
                " is not the sum of the phases, " + Quantity.durationText(sumNs) + " (leave duration out)");
        }
        if (sumNs > StormSettings.DURATION_UNLIMITED_NS)
        {
            maps.add(maps.placeOf(PHASES, top.node().place()), PHASES, "their sum, " + Quantity.durationText(sumNs) +
                ", is longer than a year");
        }

        return phases;
    }

    private PhaseShape phase(final MapReader.Found phase, final List<VmShape> groups)
    {
        if (!phase.node().fields().containsKey(StormSettings.DURATION.name()))
        {
            maps.add(phase.node().place(), phase.pathOf("duration"), "is missing (write duration: 10s)");
        }

        return new PhaseShape(phase.name(), phase.values().valueOr(StormSettings.DURATION, 0L),
            changes(phase, groups));
    }

    private List<PhaseShape.PhaseChange> changes(final MapReader.Found phase, final List<VmShape> groups)
    {
        final Map<String, PhaseShape.PhaseChange> known = new LinkedHashMap<>();
        for (int group = 0; group < groups.size(); group++)
        {
            for (int device = PhaseShape.PhaseChange.ALL; device < groups.get(group).devices().size(); device++)
            {
                final PhaseShape.PhaseChange none = new PhaseShape.PhaseChange(group, device, SettingValues.NONE);
                known.put(none.name(groups), none);
            }
        }
        final List<PhaseShape.PhaseChange> changes = new ArrayList<>();
        final String path = phase.pathOf(CHANGE);
        final JobNode.Fields node = maps.map(phase.node(), CHANGE, path);
        node.fields().forEach((name, field) ->
        {
            final String here = path + '.' + name;
            final PhaseShape.PhaseChange none = known.get(name);
            if (none == null)
            {
                maps.add(field.place(), here, "'" + name + "' is no group and no GROUP/DEVICE" +
                    NearestName.hint(name, known.keySet()));
            }
            final MapReader.Found change = maps.read(maps.map(node, name, here), phase.form().below(CHANGE), here);
            if (none != null)
            {
                none.devices(groups).forEach(device -> checkKind(change, device));
                changes.add(new PhaseShape.PhaseChange(none.group(), none.device(), change.values()));
            }
        });

        return changes;
    }

    /** Refuses a change of a kind of traffic that the devices do not have. A model of a device pauses alone. */
    private void checkKey(final MapReader.Found change, final DeviceShape device, final Setting<?> setting,
        final List<TrafficKind> kinds)
    {
        final JobNode.Field field = change.node().fields().get(setting.name());
        if (field != null && !kinds.contains(device.given().traffic()))
        {
            maps.add(field.place(), change.pathOf(setting.name()), "belongs to kind " +
                kinds.stream().map(TrafficKind::name).collect(Collectors.joining(" or ")) + ", and the traffic of " +
                device.name() + " is " + device.given().traffic().name() + " (name a change by GROUP/DEVICE)");
        }
    }

    /** Refuses what does not fit the kind of traffic, and a change that offers nothing without a pause. */
    private void checkKind(final MapReader.Found change, final DeviceShape device)
    {
        final List<TrafficKind> loops = forms.kinds().stream().filter(kind -> !kind.isModel()).toList();
        for (final TrafficKind loop : List.of(TrafficKind.OPEN, TrafficKind.CLOSED))
        {
            checkKey(change, device, loop.changed(), List.of(loop));
        }
        if (change.values().isOther(PhaseShape.SCALE))                // a job that is printed has a scale of 1
        {
            checkKey(change, device, PhaseShape.SCALE, loops);
        }
        final SettingValues values = change.values();
        final TrafficKind kind = device.given().traffic();
        if (!kind.isModel() && values.has(kind.changed()) && !values.isOther(kind.changed()))
        {
            final String key = kind.changed().name();
            maps.add(change.placeOf(key), change.pathOf(key), kind.loop().change().refusal());
        }
        if (values.valueOrDefault(PhaseShape.SCALE) == 0)
        {
            maps.add(change.placeOf(PhaseShape.SCALE.name()), change.pathOf(PhaseShape.SCALE.name()),
                "0 offers nothing (write pause: true)");
        }
    }
}
