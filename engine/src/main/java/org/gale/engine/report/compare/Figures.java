package org.gale.engine.report.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.scenario.PartNames;

/**
 * Figures that reports of one job have, by the names that conditions use: those of the storm, then those of its groups
 * and phases. Immutable.
 */
public final class Figures
{
    private final List<PartMetric> metrics = new ArrayList<>();
    /** Pointers of the figures, and those of the numbers of their samples, compiled once for thousands of reports. */
    private final List<JsonPointer> pointers = new ArrayList<>();
    private final List<JsonPointer> samples = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /**
     * Makes the figures of a job.
     *
     * @param parts of the job; a single group has the figures of the whole storm
     */
    public Figures(final PartNames parts)
    {
        Metrics.ALL.forEach(metric -> metrics.add(new PartMetric("", "", metric)));
        metrics.addAll(Metrics.ofParts(new PartNames(
            parts.groups().size() > 1 ? parts.groups() : List.of(), parts.phases())));
        for (final PartMetric metric : metrics)
        {
            names.add(metric.named().name());
            pointers.add(metric.metric().pointer());
            samples.add(metric.metric().samples());
        }
    }

    /** Returns the names of all figures, in the order of reports. */
    public List<String> names()
    {
        return List.copyOf(names);
    }

    /** Returns the figure of a name, or null if no figure has it. */
    public Metric metric(final String name)
    {
        final int index = names.indexOf(name);

        return index < 0 ? null : metrics.get(index).named();
    }

    /** Returns the figures that a report has, with all of their digits, in the order of {@link #names}. */
    public Map<String, BigDecimal> in(final JsonNode report)
    {
        final Map<String, BigDecimal> figures = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++)
        {
            final JsonNode number =
                Metric.number(metrics.get(i).part(report), pointers.get(i), samples.get(i));
            if (number.isNumber())
            {
                final BigDecimal value = number.decimalValue().stripTrailingZeros();
                figures.put(names.get(i), value.setScale(Math.max(0, value.scale())));
            }
        }

        return figures;
    }
}
