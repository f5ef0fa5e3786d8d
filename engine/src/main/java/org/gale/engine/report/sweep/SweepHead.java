package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.config.JsonText;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.sweep.RunEnd;

/**
 * Head of a joined sweep: its outline, and which runs have no figures.
 *
 * @param outline    of the sweep, without points when it was read from a file
 * @param hasModel   true if all runs are on the virtual clock
 * @param figures    of the job
 * @param missing    numbers of the runs without a result, ascending
 * @param failed     runs that ended with a failure, ascending
 * @param bounds     runs whose search is not bracketed, ascending
 * @param config     what the configurations of all joined runs have in common; a missing node if it is not known
 */
public record SweepHead(SweepOutline outline, boolean hasModel, Figures figures, List<Integer> missing,
    List<Failed> failed, List<Bounded> bounds, JsonNode config)
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.sweep/1";

    private static final String CONFIG = "config";
    private static final int LENGTH_LIMIT = 64 << 20;
    private static final ObjectMapper MAPPER =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    public SweepHead
    {
        missing = List.copyOf(missing);
        failed = List.copyOf(failed);
        bounds = List.copyOf(bounds);
    }

    /**
     * Run whose search is not bracketed.
     *
     * @param run      number of the run
     * @param value    lowest or highest value of the search, at which it ended
     * @param holds    true if the condition holds there
     * @param figure   of the condition
     * @param measured figure at the value; null if it was not measured
     */
    public record Bounded(int run, String value, boolean holds, String figure, BigDecimal measured)
    {
    }

    /**
     * Run that ended with a failure.
     *
     * @param run  number of the run
     * @param exit code of its process
     * @param cause of the end: {@link RunEnd#EXIT}, a signal or a limit
     */
    public record Failed(int run, int exit, String cause)
    {
    }

    /** Returns the number of runs that have results. */
    public int results()
    {
        return outline.runs() - missing.size() - failed.size();
    }

    /** Writes the head and a line feed. */
    void write(final Writer writer) throws IOException
    {
        JsonText.indented(writer, json ->
        {
            json.writeStringField("schema", SCHEMA);
            json.writeStringField("sweep", outline.sweep());
            json.writeStringField("plan", outline.plan());
            json.writeBooleanField("modelled", hasModel);
            json.writeArrayFieldStart("parameters");
            for (final SweepOutline.Parameter parameter : outline.parameters())
            {
                json.writeStartObject();
                texts(json, "keys", parameter.keys());
                json.writeArrayFieldStart("values");
                for (final List<String> value : parameter.values())
                {
                    texts(json, value);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("seeds");
            for (final long seed : outline.seeds())
            {
                json.writeNumber(seed);
            }
            json.writeEndArray();
            texts(json, "groups", figures.groups());
            texts(json, "phases", figures.phases());
            json.writeObjectFieldStart("report");
            json.writeStringField("of", outline.shown().of());
            texts(json, "by", outline.shown().by());
            json.writeEndObject();
            json.writeStringField("search", outline.search());
            if (!config.isMissingNode())
            {
                json.writeFieldName(CONFIG);
                MAPPER.writeTree(json, config);
            }
            json.writeNumberField("points", outline.points().size());
            json.writeNumberField("runs", outline.runs());
            json.writeNumberField("results", results());
            json.writeArrayFieldStart("missing");
            for (final int run : missing)
            {
                json.writeNumber(run);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failed");
            for (final Failed run : failed)
            {
                json.writeStartObject();
                json.writeNumberField("run", run.run());
                json.writeNumberField("exit", run.exit());
                json.writeStringField("cause", run.cause());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart(SweepOutline.BOUND);
            for (final Bounded run : bounds)
            {
                json.writeStartObject();
                json.writeNumberField("run", run.run());
                json.writeStringField("value", run.value());
                json.writeBooleanField("holds", run.holds());
                json.writeStringField("figure", run.figure());
                json.writeNumberField("measured", run.measured());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /**
     * Reads the head of a joined sweep.
     *
     * @throws IOException if the file cannot be read or is none
     */
    static SweepHead read(final Path file) throws IOException
    {
        final JsonNode json;
        try
        {
            json = MAPPER.readTree(BoundedFile.read(file, LENGTH_LIMIT));
        }
        catch (final JsonProcessingException ex)
        {
            throw new IOException(file + ": is not one JSON document", ex);
        }
        if (json == null || !json.path("schema").asText().equals(SCHEMA))
        {
            throw new IOException(file + ": is not the head of a joined sweep (schema " + SCHEMA + ')');
        }
        final List<SweepOutline.Parameter> parameters = new ArrayList<>();
        for (final JsonNode parameter : json.path("parameters"))
        {
            final List<List<String>> values = new ArrayList<>();
            parameter.path("values").forEach(value -> values.add(texts(value)));
            parameters.add(new SweepOutline.Parameter(texts(parameter.path("keys")), values));
        }
        final List<Long> seeds = new ArrayList<>();
        json.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
        final List<Integer> missing = new ArrayList<>();
        json.path("missing").forEach(run -> missing.add(run.asInt()));
        final List<Failed> failed = new ArrayList<>();
        json.path("failed").forEach(run -> failed.add(new Failed(
            run.path("run").asInt(), run.path("exit").asInt(), run.path("cause").asText())));
        final List<Bounded> bounds = new ArrayList<>();
        json.path(SweepOutline.BOUND).forEach(run -> bounds.add(new Bounded(run.path("run").asInt(),
            run.path("value").asText(), run.path("holds").asBoolean(), run.path("figure").asText(),
            run.path("measured").isNumber() ? run.path("measured").decimalValue() : null)));
        final SweepOutline outline = new SweepOutline(
            json.path("sweep").asText(), json.path("plan").asText(), parameters, List.of(), seeds,
            new SweepOutline.Shown(json.at("/report/of").asText(), texts(json.at("/report/by"))),
            json.path("search").textValue());

        return new SweepHead(outline, json.path("modelled").asBoolean(),
            new Figures(texts(json.path("groups")), texts(json.path("phases"))), missing, failed, bounds,
            json.path(CONFIG));
    }

    private static void texts(final JsonGenerator json, final String name, final List<String> texts) throws IOException
    {
        json.writeFieldName(name);
        texts(json, texts);
    }

    private static void texts(final JsonGenerator json, final List<String> texts) throws IOException
    {
        json.writeStartArray();
        for (final String text : texts)
        {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static List<String> texts(final JsonNode list)
    {
        final List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));

        return texts;
    }
}
