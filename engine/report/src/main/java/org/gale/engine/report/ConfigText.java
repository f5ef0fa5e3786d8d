package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.StormSettings;

/** Text of what the configurations of several reports have in common. Pure functions. */
public final class ConfigText
{
    private static final String COSTS = "costs";
    private static final String BASE = "base";
    private static final String DOT = " \u00b7 ";
    private static final String NO_TIME = "0s";
    private static final String RATE = StormSettings.RATE.jsonKey();
    /** Key of the kind of loop, or of the model of a device. */
    private static final String LOOP = "loop";
    /** Limit of the groups that are described one by one. */
    private static final int GROUP_LIMIT = 16;

    private ConfigText()
    {
    }

    /**
     * Returns the configuration that two reports have in common: equal values, and what objects and lists of one length
     * hold of them.
     *
     * @return a missing node if that is nothing
     */
    public static JsonNode common(final JsonNode one, final JsonNode other)
    {
        if (one.isObject() && other.isObject())
        {
            final ObjectNode common = JsonNodeFactory.instance.objectNode();
            for (final Map.Entry<String, JsonNode> member : one.properties())
            {
                final JsonNode value = common(member.getValue(), other.path(member.getKey()));
                if (!value.isMissingNode())
                {
                    common.set(member.getKey(), value);
                }
            }

            return common;
        }
        if (one.isArray() && one.size() == other.size() && other.isArray())
        {
            final ArrayNode common = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < one.size(); i++)
            {
                final JsonNode value = common(one.get(i), other.get(i));
                common.add(value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            }

            return common;
        }

        return one.equals(other) ? one : MissingNode.getInstance();
    }

    /** Returns lines on the traffic and the costs of a configuration; none where they are not known. */
    public static List<String> lines(final JsonNode config)
    {
        final List<String> lines = new ArrayList<>();
        traffic(config).forEach(group -> lines.add("traffic  " + String.join(DOT, group)));
        final List<String> costs = costs(config);
        if (!costs.isEmpty())
        {
            lines.add("costs    " + String.join(DOT, costs));
        }

        return lines;
    }

    /** Returns the costs of a configuration as phrases, their base first; none on the wall clock. */
    public static List<String> costs(final JsonNode config)
    {
        final List<String> phrases = new ArrayList<>();
        final JsonNode costs = config.path(COSTS);
        if (costs.path(BASE).isTextual())
        {
            phrases.add(costs.path(BASE).asText());
        }
        for (final Map.Entry<String, JsonNode> cost : costs.properties())
        {
            if (!cost.getKey().equals(BASE))
            {
                phrases.add(cost.getKey() + ' ' + cost.getValue().asText());
            }
        }

        return phrases;
    }

    /** Returns phrases on the traffic of each group of VMs; what the runs do not have in common is left out. */
    public static List<List<String>> traffic(final JsonNode config)
    {
        final List<List<String>> groups = new ArrayList<>();
        for (final JsonNode group : config.path("groups"))
        {
            groups.add(group(group));
        }
        if (groups.isEmpty() && !config.isMissingNode())
        {
            final List<String> phrases = new ArrayList<>();
            phrases.add(counts(config, "vms", "VM", "vpes", "VPE"));
            phrases.add(counts(config, "devices", "device", "events", "event"));
            phrases.addAll(pace(config));
            phrases.removeIf(String::isEmpty);
            groups.add(phrases);
        }
        if (groups.size() > GROUP_LIMIT)
        {
            final int more = groups.size() - GROUP_LIMIT;
            groups.subList(GROUP_LIMIT, groups.size()).clear();
            groups.add(List.of(NumberText.counted(more, "group") + " more"));
        }

        return groups;
    }

    private static List<String> group(final JsonNode group)
    {
        final List<String> phrases = new ArrayList<>();
        phrases.add(named(group, counts(group, "vms", "VM", "vpes", "VPE")));
        final String handler = group.at("/guest/handler").asText();
        if (!handler.isEmpty() && !handler.equals(NO_TIME))
        {
            phrases.add("handler " + handler);
        }
        for (final String later : List.of("softirq", "threaded"))
        {
            final String work = group.at("/guest/" + later + "/work").asText();
            if (!work.isEmpty())
            {
                phrases.add(later + ' ' + work);
            }
        }
        for (final JsonNode device : group.path("devices"))
        {
            final List<String> words = new ArrayList<>();
            words.add(named(device, counts(device, "count", "device", "events", "event")));
            words.addAll(pace(device));
            phrases.add(String.join(", ", words));
        }

        return phrases;
    }

    /** Returns whether two configurations ask for as many events a second. */
    public static boolean isOneRate(final JsonNode one, final JsonNode other)
    {
        final JsonNode rate = one.path(RATE);

        return rate.isNumber() && rate.asDouble() == other.path(RATE).asDouble();
    }

    private static List<String> pace(final JsonNode stream)
    {
        final List<String> words = new ArrayList<>();
        if (stream.path(RATE).isNumber())
        {
            words.add(NumberText.rate(stream.path(RATE).asDouble()));
        }
        if (stream.path("arrivals").isTextual())
        {
            words.add(stream.path("arrivals").asText());
        }
        final String loop = stream.path(LOOP).asText();
        if (!loop.isEmpty() && !loop.equals("open"))
        {
            words.add(loop.equals("closed") ? "closed loop" : loop);
        }

        return words;
    }

    private static String named(final JsonNode part, final String counts)
    {
        return part.path("name").asText("?") + (counts.isEmpty() ? "" : ": " + counts);
    }

    /** Returns two counts as a product; one alone, or none, where the other is not known. */
    private static String counts(
        final JsonNode of, final String first, final String firstUnit, final String second, final String secondUnit)
    {
        final List<String> factors = new ArrayList<>();
        if (of.path(first).isNumber())
        {
            factors.add(NumberText.counted(of.path(first).asLong(), firstUnit));
        }
        if (of.path(second).isNumber())
        {
            factors.add(NumberText.counted(of.path(second).asLong(), secondUnit));
        }

        return String.join(" \u00d7 ", factors);
    }
}
