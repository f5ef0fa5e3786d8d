package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;
import org.gale.engine.hunt.Finding;
import org.gale.engine.hunt.Hunt;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.LateKind;

/**
 * Report of a hunt, as text and as JSON. Immutable.
 *
 * @param hunt    the hunt, ended
 * @param finding what it found, or null
 * @param seconds that it took
 * @param outcome of the command
 */
record HuntReport(Hunt hunt, Finding finding, double seconds, Outcome outcome)
{
    /** Name and version of the schema. */
    static final String SCHEMA = "gale.hunt/1";

    private static final LateKind[] KINDS = LateKind.values();

    void print(final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%s, %s, %s in %.1f s: %.0f seeds/s%n", NumberText.counted(hunt.runs(), "seed"),
            NumberText.counted(hunt.sessions(), "session"), NumberText.counted(hunt.commands(), "command"), seconds,
            hunt.runs() / seconds);
        if (finding != null)
        {
            finding.story().forEach(line -> out.println(TerminalText.of(line)));
            finding.delays().forEach((name, delay) ->
                out.println(delayed(name, delay)));
            out.println("kept in " + TerminalText.of(finding.directory()) + "/ after " +
                NumberText.counted(finding.trials(), "trial") + (hunt.sessions() == 0 ? ": no session was opened" :
                ": gale check " + TerminalText.of(finding.directory()) + "/session-1.gt"));
        }
        else if (hunt.sessions() == 0)
        {
            out.println("no session was opened: does the program connect to GALE_SOCKET?");
        }
        else if (hunt.passes().late() == 0)
        {
            out.println("no operation was late: the program begins none that may be");
        }
        else
        {
            for (final LateKind kind : KINDS)
            {
                if (hunt.passes().late(kind.number()) != 0)
                {
                    out.println(row(kind));
                }
            }
        }
        out.flush();
    }

    void writeJson(final PrintWriter out)
    {
        try
        {
            JsonText.indented(out, json ->
            {
                json.writeStringField("schema", SCHEMA);
                json.writeNumberField("seeds", hunt.runs());
                json.writeNumberField("sessions", hunt.sessions());
                json.writeNumberField("commands", hunt.commands());
                json.writeNumberField("seconds", seconds);
                json.writeNumberField("seeds_per_second", hunt.runs() / seconds);
                writeCoverage(json);
                if (finding != null)
                {
                    writeFinding(json);
                }
                json.writeNumberField("exit", outcome.exitCode());
            });
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a writer of text refuses nothing", ex);
        }
    }

    /** Returns a needed delay, or a needed choice: a choice has a name that begins with its kind, and no time. */
    private static String delayed(final String name, final long delay)
    {
        for (final LateKind kind : KINDS)
        {
            if (kind.isChoice() && name.startsWith(name(kind) + ' '))
            {
                return "choice " + name;
            }
        }

        return "delay " + name + ": " + NumberText.counted(delay, "command");
    }

    private String row(final LateKind kind)
    {
        final StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-12s %,12d late", name(kind),
            hunt.passes().late(kind.number())));
        String before = "; overtook ";
        for (final LateKind other : KINDS)
        {
            final long count = hunt.passes().passed(kind.number(), other.number());
            if (count != 0)
            {
                row.append(before).append(name(other)).append(' ').append(NumberText.count(count));
                before = ", ";
            }
        }

        return row.toString();
    }

    private void writeCoverage(final JsonGenerator json) throws IOException
    {
        json.writeObjectFieldStart("coverage");
        for (final LateKind kind : KINDS)
        {
            json.writeObjectFieldStart(name(kind));
            json.writeNumberField("late", hunt.passes().late(kind.number()));
            json.writeObjectFieldStart("passed");
            for (final LateKind other : KINDS)
            {
                final long count = hunt.passes().passed(kind.number(), other.number());
                if (count != 0)
                {
                    json.writeNumberField(name(other), count);
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeFinding(final JsonGenerator json) throws IOException
    {
        json.writeObjectFieldStart("failed");
        json.writeNumberField("seed", finding.seed());
        json.writeStringField("reason", finding.reason());
        json.writeNumberField("trials", finding.trials());
        json.writeStringField("directory", finding.directory());
        json.writeObjectFieldStart("delays");
        for (final Map.Entry<String, Integer> delay : finding.delays().entrySet())
        {
            json.writeNumberField(delay.getKey(), delay.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("story");
        for (final String line : finding.story())
        {
            json.writeString(line);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String name(final LateKind kind)
    {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
