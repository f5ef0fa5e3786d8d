package org.gale.engine.report.compare;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.config.JsonText;
import org.gale.engine.report.compare.Comparison.Row;

/** JSON form of comparisons. A change or removal of a key changes {@link #SCHEMA}; keys may be added. */
public final class ComparisonJson
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.compare/1";

    private ComparisonJson()
    {
    }

    /**
     * Writes comparisons, and a line feed. The writer is flushed, not closed.
     *
     * @param exitCode of the command
     */
    public static void write(final List<Comparison> comparisons, final int exitCode, final Writer writer)
        throws IOException
    {
        JsonText.indented(writer, json ->
        {
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("baseline", comparisons.get(0).baseline().name());
            json.writeNumberField("tolerance", comparisons.get(0).tolerance());
            json.writeArrayFieldStart("compared");
            for (final Comparison comparison : comparisons)
            {
                comparison(json, comparison);
            }
            json.writeEndArray();
            json.writeNumberField("exit", exitCode);
        });
    }

    private static void comparison(final JsonGenerator json, final Comparison comparison) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("report", comparison.candidate().name());
        json.writeStringField("baseline", comparison.baseline().name());
        strings(json, "not_sound", comparison.soundness().faults());
        strings(json, "doubts", comparison.soundness().doubts());
        json.writeStringField("verdict", comparison.verdict());
        strings(json, "differences", comparison.differences());
        json.writeArrayFieldStart("figures");
        for (final Row row : comparison.rows())
        {
            json.writeStartObject();
            json.writeStringField("name", row.metric().name());
            number(json, "baseline", row.before());
            number(json, "compared", row.after());
            number(json, "change", row.change());
            number(json, "noise", row.noise());
            json.writeStringField("verdict", row.verdict().text());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(json, "regressions", comparison.regressions());
        strings(json, "unknown", comparison.unknown());
        json.writeEndObject();
    }

    private static void strings(final JsonGenerator json, final String name, final List<String> values)
        throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final String value : values)
        {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void number(final JsonGenerator json, final String name, final double value) throws IOException
    {
        json.writeFieldName(name);
        if (Double.isNaN(value))
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(value);
        }
    }
}
