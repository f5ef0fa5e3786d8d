package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.FigureValue;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.result.StormReport;

/** OpenMetrics text of a storm that has ended: each figure of its report is a gauge. Pure functions. */
public final class StormMetrics
{
    private static final String PREFIX = "gale_storm_";
    private static final int NS_DIGITS = 9;

    private StormMetrics()
    {
    }

    /** Writes the text with its end. The writer is flushed, not closed. */
    public static void write(final StormReport report, final Writer writer) throws IOException
    {
        final JsonNode json = StormJson.tree(report);
        final Figures figures = report.description().config().shape().figures();
        final String job = json.at("/config/job").asText();
        writer.write("# TYPE gale_storm_info gauge\n# HELP gale_storm_info Storm that these figures are of.\n");
        writer.write("gale_storm_info{job=\"" + escaped(job) + "\",version=\"" +
            escaped(report.description().platform().version()) + "\",seed=\"" + json.path("seed").asText() + "\"} 1\n");
        writer.write("# TYPE gale_storm_exit gauge\n# HELP gale_storm_exit Exit code of the storm.\n");
        writer.write("gale_storm_exit{job=\"" + escaped(job) + "\"} " + json.path("exit").asInt() + '\n');
        final Map<String, List<Figure>> families = new LinkedHashMap<>();
        figures.ofSeveral().all().forEach(
            figure -> families.computeIfAbsent(metric(figure), name -> new ArrayList<>()).add(figure));
        for (final Map.Entry<String, List<Figure>> family : families.entrySet())
        {
            write(family.getKey(), family.getValue(), json, job, writer);
        }
        writer.write("# EOF\n");
        writer.flush();
    }

    private static void write(final String metric, final List<Figure> figures, final JsonNode json, final String job,
        final Writer writer) throws IOException
    {
        final Map<String, BigDecimal> values = FigureValue.all(figures, json);
        if (values.isEmpty())
        {
            return;
        }
        final boolean isTime = figures.get(0).unit() == Figure.Unit.NANOSECONDS;
        final String name = PREFIX + metric.replaceAll("[^A-Za-z0-9]", "_") + (isTime ? "_seconds" : "");
        writer.write("# TYPE " + name + " gauge\n" + (isTime ? "# UNIT " + name + " seconds\n" : ""));
        writer.write("# HELP " + name + " Figure " + metric + " of the report.\n");
        for (final Figure figure : figures)
        {
            final BigDecimal value = values.get(figure.name());
            if (value != null)
            {
                writer.write(name + "{job=\"" + escaped(job) + '"' + label("group", figure.group()) +
                    label("phase", figure.phase()) + "} " +
                    (isTime ? value.movePointLeft(NS_DIGITS) : value).toPlainString() + '\n');
            }
        }
    }

    /** Returns the name of a figure without the names of its group and phase. */
    private static String metric(final Figure figure)
    {
        final int prefix = (figure.group().isEmpty() ? 0 : figure.group().length() + 1) +
            (figure.phase().isEmpty() ? 0 : figure.phase().length() + 1);

        return figure.name().substring(prefix);
    }

    private static String label(final String name, final String value)
    {
        return value.isEmpty() ? "" : ',' + name + "=\"" + escaped(value) + '"';
    }

    private static String escaped(final String value)
    {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
