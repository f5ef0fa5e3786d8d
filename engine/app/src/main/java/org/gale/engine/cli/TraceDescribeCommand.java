package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.trace.TraceDescription;
import org.gale.engine.trace.VectorFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale trace describe}: the figures of each vector of a trace. */
@Command(name = "describe", mixinStandardHelpOptions = true,
    header = "Show the figures of each vector of a trace.",
    description = {
        "",
        "Times are in ns. cv95 is the coefficient of variation without the longest 5 %% of gaps.",
        "Exit code: 0 the trace is sound, 2 the file is no trace, 6 it is damaged.",
        ""})
final class TraceDescribeCommand extends ConsoleCommand
{
    private static final double P50 = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    @Parameters(paramLabel = "T", description = "The trace.")
    @Uses(FileUse.READ)
    private Path file;

    @Option(names = "--json", description = "Print one JSON object (schema gale.trace/1) in place of the text.")
    private boolean isJson;

    @Override
    public Integer call()
    {
        checkSettings();
        final PrintWriter out = out();
        try
        {
            final TraceDescription trace = TraceDescription.of(file);
            if (isJson)
            {
                JsonText.indented(out, json -> write(json, trace));
            }
            else
            {
                write(out, trace);
            }
            out.flush();
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }

        return ExitCode.OK;
    }

    private static void write(final PrintWriter out, final TraceDescription trace)
    {
        out.println(NumberText.counted(trace.events(), "event") + " of " +
            NumberText.counted(trace.vectors().size(), "vector") + " in " + NumberText.seconds(trace.durationNs()));
        out.println(String.format(Locale.ROOT, "%-28s %-5s %9s %9s %10s %10s %10s %11s %6s %6s %9s %9s %4s", "vector",
            "kind", "events", "per s", "gap p50", "p90", "p99", "p99.9", "cv", "cv95", "serve p50", "p99", "CPUs"));
        for (final VectorFigures row : trace.vectors())
        {
            out.println(String.format(Locale.ROOT,
                "%-28s %-5s %,9d %,9.0f %,10d %,10d %,10d %,11d %6.2f %6.2f %,9d %,9d %4d",
                TerminalText.line(row.vector().name()), row.vector().kind().text(), row.events(), row.perSecond(),
                row.gapNs(P50), row.gapNs(P90), row.gapNs(P99), row.gapNs(P999), row.cv(), row.cvWithoutLongest(),
                row.serviceNs(P50), row.serviceNs(P99), row.cpus()));
        }
    }

    private static void write(final JsonGenerator json, final TraceDescription trace) throws IOException
    {
        json.writeStringField("schema", "gale.trace/1");
        json.writeNumberField("events", trace.events());
        json.writeNumberField("duration_ns", trace.durationNs());
        json.writeArrayFieldStart("vectors");
        for (final VectorFigures row : trace.vectors())
        {
            json.writeStartObject();
            json.writeStringField("name", row.vector().name());
            json.writeStringField("kind", row.vector().kind().text());
            json.writeNumberField("events", row.events());
            json.writeNumberField("per_second", row.perSecond());
            json.writeNumberField("gap_p50_ns", row.gapNs(P50));
            json.writeNumberField("gap_p90_ns", row.gapNs(P90));
            json.writeNumberField("gap_p99_ns", row.gapNs(P99));
            json.writeNumberField("gap_p999_ns", row.gapNs(P999));
            json.writeNumberField("cv", row.cv());
            json.writeNumberField("cv_without_longest", row.cvWithoutLongest());
            json.writeNumberField("service_p50_ns", row.serviceNs(P50));
            json.writeNumberField("service_p99_ns", row.serviceNs(P99));
            json.writeNumberField("cpus", row.cpus());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
