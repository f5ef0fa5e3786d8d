package org.gale.engine.cli.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.command.Opcodes;
import org.gale.engine.command.Semantics;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.PurgedSegments;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.replay.ClosingVerdict;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.ReplayProgress;
import picocli.CommandLine;

/** Parts that the commands about journals share: reading a journal, its JSON, its verdict. */
final class JournalReport
{
    private JournalReport()
    {
    }

    /** Reads a journal to its end, with a line of progress on a terminal. */
    static JournalSummary read(final CommandLine command, final Path directory)
    {
        JournalErrors.checkDirectory(directory);
        try (ProgressLine line = new ProgressLine(
            command.getErr(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime()))
        {
            return JournalSummary.read(directory, progress(line));
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    /** Returns the last line about a journal that is not damaged. */
    static String verdict(final JournalEnd.Status status)
    {
        return switch (status)
        {
            case CLOSED -> "sound    closed and sealed";
            case LEFT -> "sound    not closed: its writer died; everything acknowledged is there";
            case POWER_LOSS -> "not sound at its end: the machine went down";
            case DAMAGED -> "damaged";
        };
    }

    static double bytesPerCommand(final JournalEnd end)
    {
        return end.commands() == 0 ? 0 : (double)end.bytes() / end.commands();
    }

    static void printJson(
        final PrintWriter out, final String schema, final Path directory, final JournalSummary summary)
    {
        out.println(JsonText.line(json ->
        {
            json.writeStringField("schema", schema);
            json.writeStringField("journal", directory.toString());
            writeHeader(json, summary.header());
            writeConfiguration(json, summary.configuration());
            writeEnd(json, summary.end());
            writeVerdict(json, summary.verdict());
            if (summary.timeNs() > 0)
            {
                json.writeNumberField("time_ns", summary.timeNs());
            }
            writePurged(json, "given_up", summary);
            writePurged(json, "purged", summary);
            json.writeObjectFieldStart("frames_by_kind");
            final int last = summary.frames(Frame.DEVICE) > 0 ? Frame.DEVICE : Frame.CLOSING;
            for (int kind = Frame.CONFIGURATION; kind <= last; kind++)
            {
                json.writeObjectFieldStart(Frame.kindName(kind));
                json.writeNumberField("frames", summary.frames(kind));
                json.writeNumberField("commands", summary.commands(kind));
                json.writeNumberField("bytes", summary.bytes(kind));
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeObjectFieldStart("commands_by_opcode");
            for (int opcode = 0; opcode < Opcodes.COUNT; opcode++)
            {
                if (summary.commandsOf(opcode) > 0)
                {
                    json.writeNumberField(Opcodes.name(opcode), summary.commandsOf(opcode));
                }
            }
            json.writeEndObject();
        }));
    }

    /** Returns the content of a configuration, or the reason why it has none. */
    static String configurationProblem(final byte[] bytes)
    {
        try
        {
            RunConfiguration.parse(bytes);
            return null;
        }
        catch (final IllegalArgumentException ex)
        {
            return ex.getMessage();
        }
    }

    private static ReplayProgress progress(final ProgressLine line)
    {
        return (commands, doneBytes, totalBytes, elapsedNs) ->
        {
            final long now = HostClock.nanoTime();
            if (line.isDue(now))
            {
                line.draw(String.format(Locale.ROOT, "  %.1f s   %s   %d of %d MiB", elapsedNs / 1e9,
                    NumberText.counted(commands, "command"), doneBytes >> 20, Math.max(doneBytes, totalBytes) >> 20),
                    now);
            }
        };
    }

    private static void writeHeader(final JsonGenerator json, final JournalHeader header) throws IOException
    {
        if (header != null)
        {
            json.writeStringField("id", String.format("%016x", header.id()));
            json.writeNumberField("format_version", Frame.FORMAT_VERSION);
            json.writeNumberField("semantics_version", Semantics.VERSION);
            json.writeStringField("durability", header.durability().label());
        }
    }

    private static void writeConfiguration(final JsonGenerator json, final byte[] bytes) throws IOException
    {
        if (bytes != null)
        {
            json.writeStringField("configuration", new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /**
     * Writes the purged beginning of a journal, which its totals of frames, commands and bytes include.
     *
     * @param name of the field; {@code given_up} is the earlier name of {@code purged}
     */
    private static void writePurged(final JsonGenerator json, final String name, final JournalSummary summary)
        throws IOException
    {
        final PurgedSegments purged = summary.end().purged();
        if (!purged.isAny())
        {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("segments", purged.segments());
        json.writeNumberField("commands", purged.commands());
        json.writeNumberField("frames", purged.frames());
        json.writeNumberField("bytes", purged.bytes());
        json.writeNumberField("first_snapshot", summary.firstSnapshot());
        json.writeEndObject();
    }

    /** Writes what a run said of itself; null if its journal has no verdict. */
    static void writeVerdict(final JsonGenerator json, final ClosingPayload verdict) throws IOException
    {
        if (verdict == null)
        {
            json.writeNullField("run");
            return;
        }
        json.writeObjectFieldStart("run");
        json.writeNumberField("exit", verdict.exitCode());
        json.writeBooleanField("stopped_short", verdict.isStoppedShort());
        ClosingVerdict.writeBroken(json, verdict);
        json.writeEndObject();
    }

    private static void writeEnd(final JsonGenerator json, final JournalEnd end) throws IOException
    {
        json.writeStringField("end", JournalWords.name(end.status()));
        json.writeBooleanField("sound", end.isSound());
        json.writeStringField("damage", end.damage() == null ? null : end.damage().message());
        json.writeNumberField("segments", end.segments());
        json.writeNumberField("frames", end.frames());
        json.writeNumberField("commands", end.commands());
        json.writeNumberField("bytes", end.bytes());
        json.writeNumberField("bytes_per_command", Math.round(bytesPerCommand(end) * 100) / 100.0);
        json.writeArrayFieldStart("notes");
        for (final String note : end.notes())
        {
            json.writeString(note);
        }
        json.writeEndArray();
    }
}
