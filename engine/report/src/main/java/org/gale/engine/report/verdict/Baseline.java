package org.gale.engine.report.verdict;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.document.DocumentReader;

/**
 * Figures that a gate compares exactly, with the inputs that they follow from: neither a host nor a JDK is one.
 *
 * @param job     name of the job, or what made a report
 * @param gale    version that computed the figures
 * @param model   version of the virtual clock's model; 0 where none has computed them
 * @param seed    of the job
 * @param hashes  of the inputs by name; empty for a report
 * @param figures by name
 * @param stages  exact sums of the stages of responses, ns
 * @param digest  of all figures of a run, those without a name among them; empty for a report
 */
public record Baseline(
    String job,
    String gale,
    int model,
    long seed,
    Map<String, String> hashes,
    Map<String, BigDecimal> figures,
    Map<String, BigDecimal> stages,
    String digest)
{
    /** Name and version of the schema. */
    public static final String SCHEMA = "gale.gate/1";

    /** Name of the hash of a job without its costs. */
    static final String JOB = "job";
    /** Name of the hash of the costs of a job. */
    static final String COSTS = "costs";

    private static final String MEASURED = "response.";
    private static final String HANDLED = "handled.";
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Returns the text of a file, whose order and digits follow from the figures alone. */
    public String text()
    {
        final StringWriter text = new StringWriter();
        try
        {
            JsonText.indented(text, this::write);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a string cannot be written to", ex);
        }

        return text.toString();
    }

    private void write(final JsonGenerator json) throws IOException
    {
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("job", job);
        json.writeStringField("gale", gale);
        json.writeNumberField("model", model);
        json.writeNumberField("seed", seed);
        json.writeObjectFieldStart("hashes");
        for (final Map.Entry<String, String> hash : hashes.entrySet())
        {
            json.writeStringField(hash.getKey(), hash.getValue());
        }
        json.writeEndObject();
        numbers(json, "figures", figures);
        numbers(json, "stages", stages);
        json.writeStringField("digest", digest);
    }

    private static void numbers(final JsonGenerator json, final String name, final Map<String, BigDecimal> numbers)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        for (final Map.Entry<String, BigDecimal> number : numbers.entrySet())
        {
            json.writeNumberField(number.getKey(), number.getValue());
        }
        json.writeEndObject();
    }

    /**
     * Reads the text of a file.
     *
     * @param name of the file, for messages
     * @throws OutcomeException if it is no baseline of this version
     */
    public static Baseline read(final String name, final byte[] bytes)
    {
        final JsonNode json;
        try
        {
            json = DocumentReader.tree(bytes);
        }
        catch (final JsonProcessingException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not one JSON document (record it again)", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not JSON in UTF-8 (record it again)", ex);
        }
        final String schema = json == null ? "" : json.path("schema").asText();
        if (!schema.equals(SCHEMA))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": schema '" + schema + "' is not " + SCHEMA +
                (schema.startsWith("gale.gate/") ? " (record it again)" : ", that of a baseline"));
        }
        final boolean isWhole = json.path("job").isTextual() && json.path("gale").isTextual() &&
            json.path("model").isInt() && json.path("seed").isIntegralNumber() && json.path("digest").isTextual();
        if (!isWhole)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": lacks one of job, gale, model, seed and digest " +
                "(record it again)");
        }
        final Map<String, String> hashes = new LinkedHashMap<>();
        json.path("hashes").properties().forEach(hash -> hashes.put(hash.getKey(), hash.getValue().asText()));

        return new Baseline(json.path("job").asText(), json.path("gale").asText(), json.path("model").asInt(),
            json.path("seed").asLong(), hashes, numbers(name, json, "figures"), numbers(name, json, "stages"),
            json.path("digest").asText());
    }

    /**
     * Checks the figures of a job: without the hashes of its inputs a gate could not name what changed, and without the
     * sums of the stages it would not compare them.
     *
     * @param name of the file, for messages
     * @throws OutcomeException if a hash is missing, or the sums of the stages of responses that were measured
     */
    public void checkOfJob(final String name)
    {
        for (final String hash : List.of(JOB, COSTS))
        {
            if (!HASH.matcher(hashes.getOrDefault(hash, "")).matches())
            {
                throw new OutcomeException(
                    Outcome.USAGE, name + ": lacks the hash '" + hash + "' of its inputs (record it again)");
            }
        }
        final boolean isMeasured = figures.keySet().stream().anyMatch(figure -> figure.startsWith(MEASURED));
        if (isMeasured && stages.isEmpty())
        {
            throw new OutcomeException(
                Outcome.USAGE, name + ": lacks the stages of the responses that it names (record it again)");
        }
        if (isMeasured && model > 0 && figures.keySet().stream().noneMatch(figure -> figure.startsWith(HANDLED)))
        {
            throw new OutcomeException(
                Outcome.USAGE, name + ": lacks the handled times of the responses that it names (record it again)");
        }
    }

    private static Map<String, BigDecimal> numbers(final String name, final JsonNode json, final String key)
    {
        final Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        for (final Map.Entry<String, JsonNode> number : json.path(key).properties())
        {
            if (!number.getValue().isNumber())
            {
                throw new OutcomeException(Outcome.USAGE, name + ": " + key + '.' + number.getKey() +
                    " is no number (record it again)");
            }
            final BigDecimal value = plain(number.getValue());
            if (value.abs().compareTo(LIMIT) > 0)
            {
                throw new OutcomeException(Outcome.USAGE, name + ": " + key + '.' + number.getKey() +
                    " is beyond all figures (record it again)");
            }
            numbers.put(number.getKey(), value);
        }

        return numbers;
    }

    /** Returns a number without digits that say nothing. */
    static BigDecimal plain(final JsonNode number)
    {
        final BigDecimal value = number.decimalValue().stripTrailingZeros();

        return value.setScale(Math.max(0, value.scale()));
    }
}
