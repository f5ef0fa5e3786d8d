package org.gale.engine.report.shown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/** Reader of the lines at the head of a text that describe the VMs, the devices and the phases of a storm. */
final class TextShapes
{
    private static final String N = "([0-9][0-9,]*)";
    private static final Pattern ALIKE = Pattern.compile(
        "storm .* PEs? \u00b7 " + N + " LPIs? \u00b7 " + N + " devices? \u00d7 " + N + " events?.*");
    private static final Pattern RATE =
        Pattern.compile("storm .* \u00b7 (" + ShownNumber.DIGITS + " [kMG]?/s) (?:Poisson|evenly spaced).*");
    private static final Pattern GROUP = Pattern.compile("group +(.*): " + N + " VMs? \u00d7 " + N + " VPEs?.*");
    private static final Pattern DEVICE = Pattern.compile(" \u00b7 (\\S+) " + N + " \u00d7 " + N + " events?, ");
    private static final Pattern PHASE = Pattern.compile("(?:phases +|\u00b7 )(\\S+) (" + ShownNumber.DIGITS +
        " (?:s|ms|us|ns))(?= \u00b7|$)");
    private static final String GROUPS = "/config/groups";
    private static final String PHASES = "/config/phases";
    private static final String NAME = "/name";

    private final ShownFacts facts;

    TextShapes(final ShownFacts facts)
    {
        this.facts = facts;
    }

    /** Reads a line of the head. */
    void read(final String line)
    {
        final Matcher alike = ALIKE.matcher(line);
        if (alike.matches())
        {
            final double vms = facts.at("/config/vms").asDouble();
            facts.derived("LPIs of the storm", alike.group(1), vms * facts.at("/config/lpis").asDouble(), 0,
                "/config/lpis of all VMs");
            facts.derived("devices of the storm", alike.group(2), vms * facts.at("/config/devices").asDouble(), 0,
                "/config/devices of all VMs");
            facts.number("events of a device", alike.group(3), "/config/events");
        }
        final Matcher rate = RATE.matcher(line);
        if (rate.matches() && facts.at("/config/rate_per_s").isNumber())
        {
            facts.number("rate of the storm", rate.group(1), "/config/rate_per_s");
        }
        final Matcher group = GROUP.matcher(line);
        if (group.matches())
        {
            group(group.group(1), group, line);
        }
        final Matcher phase = PHASE.matcher(line);
        while (line.startsWith("phases ") && phase.find())
        {
            final String pointer = named(PHASES, phase.group(1));
            facts.number("phase " + phase.group(1), phase.group(2), pointer + "/duration_ns");
        }
    }

    private void group(final String name, final Matcher group, final String line)
    {
        final String pointer = named(GROUPS, name);
        facts.number("VMs of " + name, group.group(2), pointer + "/vms");
        facts.number("VPEs of " + name, group.group(3), pointer + "/vpes");
        final Matcher device = DEVICE.matcher(line);
        while (device.find())
        {
            final String own = named(pointer + "/devices", device.group(1));
            facts.number("devices " + name + ' ' + device.group(1), device.group(2), own + "/count");
            facts.number("events of devices " + name + ' ' + device.group(1), device.group(3), own + "/events");
        }
    }

    /** Returns the pointer to the entry of a list with a name. */
    private String named(final String list, final String name)
    {
        int index = 0;
        for (final JsonNode one : facts.at(list))
        {
            if (name.equals(one.at(NAME).asText()))
            {
                return list + '/' + index;
            }
            index++;
        }

        return list + "/none";
    }
}
