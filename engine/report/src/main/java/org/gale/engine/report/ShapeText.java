package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Phrases that describe the shape of a host. Pure functions. */
public final class ShapeText
{
    /** Limit of the groups that are described one by one. */
    private static final int GROUP_LIMIT = 16;
    /** Limit of the groups of devices of a VM that are described one by one. */
    private static final int DEVICE_LIMIT = 32;

    private ShapeText()
    {
    }

    /** Returns the phrases of each group of VMs, if they or their devices differ. */
    public static List<List<String>> groups(final HostShape shape)
    {
        final List<List<String>> groups = new ArrayList<>();
        if (!shape.isAlike())
        {
            shape.groups().stream().limit(GROUP_LIMIT).forEach(group -> groups.add(group(group)));
        }
        if (shape.groups().size() > GROUP_LIMIT)
        {
            groups.add(List.of(NumberText.counted(shape.groups().size() - GROUP_LIMIT, "group") + " more"));
        }

        return groups;
    }

    /** Returns a phrase for each phase. */
    public static List<String> phases(final HostShape shape)
    {
        return shape.phases().stream().map(ShapeText::phase).toList();
    }

    private static List<String> group(final VmShape group)
    {
        final List<String> phrases = new ArrayList<>();
        phrases.add(group.name() + ": " + NumberText.counted(group.count(), StormSettings.VMS.unit()) + " \u00d7 " +
            NumberText.counted(group.vpes(), StormSettings.VPES.unit()));
        group.devices().stream().limit(DEVICE_LIMIT).forEach(device -> phrases.add(device(device)));
        final List<DeviceShape> others = group.devices().subList(
            Math.min(DEVICE_LIMIT, group.devices().size()), group.devices().size());
        if (!others.isEmpty())
        {
            final double events = others.stream().mapToDouble(device -> device.stream().events(1)).sum();
            phrases.add(NumberText.counted(others.size(), "group") + " of devices more" +
                (events > 0 ? ", open streams of " + NumberText.rate(events) : ""));
        }

        return phrases;
    }

    private static String device(final DeviceShape device)
    {
        return device.name() + ' ' + NumberText.count(device.count()) + " \u00d7 " +
            NumberText.counted(device.events(), StormSettings.EVENTS.unit()) + ", " + device.stream().text();
    }

    private static String phase(final PhaseShape phase)
    {
        return phase.name() + ' ' + NumberText.duration(phase.durationNs());
    }
}
