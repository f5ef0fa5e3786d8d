package org.gale.engine.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.gale.engine.storm.scenario.PartNames;

/**
 * Figure of a storm, or of one of its groups of VMs and phases, and its place in the JSON report.
 *
 * @param group  name of the group; empty for all
 * @param phase  name of the phase; empty for all
 * @param metric whose path begins at the report, or at the object of the part
 */
record PartMetric(String group, String phase, Metric metric)
{
    /** Returns the metric with the name that users write: {@code quiet.noise.response.p99}. */
    Metric named()
    {
        final String name = prefix(group) + prefix(phase) + metric.name();

        return new Metric(name, metric.path(), "", metric.unit(), metric.better(), false);
    }

    private static String prefix(final String part)
    {
        return part.isEmpty() ? "" : part + PartNames.DOT;
    }

    /** Returns the value in a report; {@link Double#NaN} if the report lacks the part or the figure. */
    double in(final JsonNode report)
    {
        return metric.in(part(report));
    }

    /** Returns the object of the part in a report, or a missing node if the report lacks it. */
    JsonNode part(final JsonNode report)
    {
        return named(named(report, ComparedReport.PHASES, phase), ComparedReport.GROUPS, group);
    }

    private static JsonNode named(final JsonNode node, final String list, final String name)
    {
        if (name.isEmpty())
        {
            return node;
        }
        for (final JsonNode part : node.at(list))
        {
            if (part.path("name").asText().equals(name))
            {
                return part;
            }
        }

        return MissingNode.getInstance();
    }
}
