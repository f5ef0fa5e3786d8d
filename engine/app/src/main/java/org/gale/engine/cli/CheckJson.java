package org.gale.engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.verdict.Measure;
import org.gale.engine.report.verdict.Verdict;
import org.gale.engine.report.verdict.Verdicts;
import org.gale.engine.transcript.PlayResult;

/** Results of transcripts as JSON, and as verdicts for other systems. Pure functions. */
final class CheckJson
{
    /** Name and version of the schema. */
    static final String SCHEMA = "gale.check/1";

    private CheckJson()
    {
    }

    /** Writes one object, and a line feed. The writer is flushed, not closed. */
    static void write(final List<PlayResult> results, final int exit, final Writer writer)
    {
        try
        {
            JsonText.indented(writer, json ->
            {
                json.writeStringField("schema", SCHEMA);
                json.writeNumberField("passed", results.stream().filter(PlayResult::isPassed).count());
                json.writeNumberField("failed", failed(results));
                json.writeNumberField("skipped", results.stream().filter(PlayResult::isSkipped).count());
                json.writeNumberField("commands", results.stream().mapToLong(PlayResult::commandCount).sum());
                json.writeArrayFieldStart("transcripts");
                for (final PlayResult result : results)
                {
                    json.writeStartObject();
                    write(json, result);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeNumberField("exit", exit);
            });
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a writer of text refuses nothing", ex);
        }
    }

    private static long failed(final List<PlayResult> results)
    {
        return results.stream().filter(result -> result.failure() != null).count();
    }

    private static void write(final JsonGenerator json, final PlayResult result) throws IOException
    {
        json.writeStringField("name", result.title());
        if (!result.keys().isEmpty())
        {
            json.writeStringField("machine", result.keys());
        }
        json.writeStringField("result", result.isSkipped() ? "skipped" : result.isPassed() ? "ok" : "not ok");
        json.writeNumberField("commands", result.commandCount());
        if (result.isSkipped())
        {
            json.writeStringField("reason", result.skipReason());
        }
        final PlayResult.Failure failure = result.failure();
        if (failure != null)
        {
            json.writeStringField("message", failure.message());
            json.writeNumberField("line", failure.lineNumber());
            json.writeStringField("expected", failure.expected());
            json.writeStringField("actual", failure.actual());
            json.writeArrayFieldStart("last_commands");
            for (final String command : failure.lastCommands())
            {
                json.writeString(command);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("explained");
            for (final String line : failure.explained())
            {
                json.writeString(line);
            }
            json.writeEndArray();
        }
    }

    /** Returns the results as verdicts. */
    static Verdicts verdicts(final List<PlayResult> results)
    {
        return new Verdicts("gale check", results.stream().map(CheckJson::verdict).toList(), List.of(
            new Measure("transcripts that fail", "", BigDecimal.valueOf(failed(results)), true),
            new Measure("transcripts that hold", "",
                BigDecimal.valueOf(results.stream().filter(PlayResult::isPassed).count()), false)));
    }

    private static Verdict verdict(final PlayResult result)
    {
        if (result.isSkipped())
        {
            return new Verdict(result.title(), Verdict.Status.SKIPPED, "skipped: " + result.skipReason(), List.of(), 0);
        }
        final PlayResult.Failure failure = result.failure();
        if (failure == null)
        {
            return Verdict.passed(result.title(), 0);
        }
        final List<String> details = new ArrayList<>();
        if (failure.expected() != null)
        {
            details.add("line " + failure.lineNumber());
            details.add("expected " + failure.expected());
            details.add("actual   " + failure.actual());
        }
        details.addAll(failure.lastCommands());
        details.addAll(failure.explained());

        return new Verdict(result.title(), failure.kind().isOfTranscript() ? Verdict.Status.FAILED :
            Verdict.Status.ERROR, failure.message(), details, 0);
    }
}
