package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.console.WrappedText;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.command.Opcodes;
import org.gale.engine.command.Semantics;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.config.TerminalText;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.record.DevicePayload;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.storm.scenario.JobException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale journal describe}: what a journal holds. */
@Command(name = "describe", mixinStandardHelpOptions = true,
    header = "Show what a journal holds: its configuration, its frames and commands, its end.",
    description = {
        "",
        "Reads all of the journal DIR, and checks it on the way as verify does.",
        ""})
final class JournalDescribeCommand extends ConsoleCommand
{
    private static final int WIDTH = 100;
    private static final int INDENT = 12;
    private static final List<String> RECORDS = List.of("messages", "replies", "interrupts", "stamps");

    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object in place of the lines.")
    private boolean isJson;

    @Option(names = "--job", description =
        "Print the job of its storm as YAML, as 'gale storm --print-job' does. Reads the beginning of DIR only.")
    private boolean isJob;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        if (isJob)
        {
            return printJob();
        }
        final JournalSummary summary = JournalReport.read(spec().commandLine(), directory);
        final PrintWriter out = out();
        if (isJson)
        {
            JournalReport.printJson(out, "gale.journal.describe/1", directory, summary);
        }
        else
        {
            print(out, summary);
        }
        out.flush();
        JournalErrors.checkSound(directory, summary.end());

        return ExitCode.OK;
    }

    private int printJob()
    {
        if (isJson)
        {
            throw new OutcomeException(Outcome.USAGE, "--job prints YAML (leave --json out)");
        }
        final PrintWriter out = out();
        try
        {
            out.print(JournalJob.yaml(directory));
            out.flush();
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }

        return ExitCode.OK;
    }

    private void print(final PrintWriter out, final JournalSummary summary)
    {
        line(out, "journal", directory.toString());
        if (summary.header() != null)
        {
            line(out, "versions", "frames " + Frame.FORMAT_VERSION + " \u00b7 commands " +
                Semantics.VERSION + " \u00b7 id " + String.format("%016x", summary.header().id()));
            line(out, "durability", summary.header().durability().label());
        }
        if (summary.configuration() != null)
        {
            printConfiguration(out, summary.configuration());
        }
        final JournalEnd end = summary.end();
        line(out, "segments", Integer.toString(end.segments()));
        if (end.purged().isAny())
        {
            line(out, "purged", JournalWords.purged(end.purged()));
            line(out, "begins", JournalWords.begins(summary.firstSnapshot()));
        }
        line(out, "commands", String.format(Locale.ROOT, "%,d", end.commands()));
        line(out, "bytes", String.format(Locale.ROOT, "%,d \u00b7 %.1f B/command",
            end.bytes(), JournalReport.bytesPerCommand(end)));
        if (summary.timeNs() > 0)
        {
            line(out, "time",
                String.format(Locale.ROOT, "%,.3f s since the first phase began", summary.timeNs() / 1e9));
        }
        line(out, "end", JournalWords.end(end.status()));
        end.notes().forEach(note -> line(out, "  note", note));
        if (summary.verdict() != null)
        {
            line(out, "run ended", JournalWords.exit(summary.verdict()));
            summary.verdict().broken().forEach(broken -> line(out, "  broke", broken.text()));
        }
        printFrames(out, summary);
        if (summary.frames(Frame.DEVICE) > 0)
        {
            printRecords(out, summary);
        }
        else
        {
            printOpcodes(out, summary);
        }
    }

    private static void printRecords(final PrintWriter out, final JournalSummary summary)
    {
        out.printf("%n%-14s %14s%n", "crossed", "number");
        for (int kind = 0; kind < DevicePayload.KINDS; kind++)
        {
            out.printf(Locale.ROOT, "%-14s %,14d%n", RECORDS.get(kind), summary.records(kind));
        }
    }

    private static void printConfiguration(final PrintWriter out, final byte[] bytes)
    {
        final String problem = JournalReport.configurationProblem(bytes);
        if (problem != null)
        {
            line(out, "run", "cannot be read: " + problem);
            return;
        }
        final RunConfiguration configuration = RunConfiguration.parse(bytes);
        line(out, "written by", "gale " + configuration.version());
        if (!configuration.isDevice())
        {
            wrapped(out, "machine", configuration.machine().toKeys());
        }
        line(out, "seed", Long.toString(configuration.seed()));
        configuration.others().forEach(
            (key, value) -> wrapped(out, key, key.equals(RunConfiguration.JOB) ? JournalJob.summary(value) : value));
    }

    private static void printFrames(final PrintWriter out, final JournalSummary summary)
    {
        out.printf("%n%-14s %14s %16s %18s%n", "frames", "number", "commands", "bytes");
        for (int kind = Frame.CONFIGURATION; kind <= Frame.LAST_KIND; kind++)
        {
            if (summary.frames(kind) > 0)
            {
                out.printf(Locale.ROOT, "%-14s %,14d %,16d %,18d%n",
                    Frame.kindName(kind), summary.frames(kind), summary.commands(kind), summary.bytes(kind));
            }
        }
    }

    private static void printOpcodes(final PrintWriter out, final JournalSummary summary)
    {
        out.printf("%n%-14s %14s%n", "commands", "number");
        for (int opcode = 1; opcode < Opcodes.COUNT; opcode++)
        {
            if (summary.commandsOf(opcode) > 0)
            {
                out.printf(Locale.ROOT, "%-14s %,14d%n", Opcodes.name(opcode), summary.commandsOf(opcode));
            }
        }
        if (summary.commandsOf(0) > 0)
        {
            out.printf(Locale.ROOT, "%-14s %,14d%n", "no command", summary.commandsOf(0));
        }
    }

    private static void line(final PrintWriter out, final String name, final String value)
    {
        out.printf("%-" + INDENT + "s%s%n", TerminalText.line(name), TerminalText.line(value));
    }

    /** Prints words behind a heading, as many in a line as there is room for. */
    private static void wrapped(final PrintWriter out, final String name, final String words)
    {
        String heading = name + ' ';
        for (final String line : WrappedText.lines(words, WIDTH - INDENT))
        {
            line(out, heading, line);
            heading = "";
        }
    }
}
