package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.replay.JournalDump;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.system.Machines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale journal dump}: the commands of a journal as text. */
@Command(name = "dump", mixinStandardHelpOptions = true,
    header = "Show the commands of a journal as text, one a line.",
    description = {
        "",
        "Each line has the command's number, its mnemonic and its fields. Digests and the configuration have",
        "lines as well:",
        "",
        "  gale journal dump DIR --from 48112000 --to 48112010",
        "",
        "Steps of direct injection are named: HOST v4 STEP  (D5 8200). A machine that follows the journal",
        "knows their names.",
        ""})
final class JournalDumpCommand extends ConsoleCommand
{
    private final OutputStream out;

    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--from", paramLabel = "SEQ", converter = QuantityConverters.Count.class, defaultValue = "0",
        description = "Begin with this command. Default: what comes before the first.")
    private long fromSequence;

    @Option(names = "--to", paramLabel = "SEQ", converter = QuantityConverters.Count.class, description =
        "End with this command. Default: the last.")
    private Long toSequence;

    @Option(names = "--frames", description = "Say where each frame lies, in a line that begins with '#'.")
    private boolean withFrames;

    @Option(names = "--times", description = "Say when each MSI was due, ns on the clock of the bases of TIME.")
    private boolean withTimes;

    JournalDumpCommand()
    {
        this(new StdoutStream());
    }

    JournalDumpCommand(final OutputStream out)
    {
        this.out = out;
    }

    @Override
    public Integer call()
    {
        checkSettings();
        JournalErrors.checkDirectory(directory);
        if (toSequence != null && toSequence < fromSequence)
        {
            throw new OutcomeException(
                Outcome.USAGE, "--to: " + toSequence + " is before --from " + fromSequence);
        }
        try
        {
            final JournalEnd end = JournalDump.write(
                directory, out, fromSequence, toSequence == null ? Long.MAX_VALUE : toSequence, details(),
                Machines.FACTORY);
            check(end);
        }
        catch (final JournalDump.OutputException ex)
        {
            // Whoever reads the lines has seen enough: head, less.
            if (!StdoutStream.CLOSED_PIPE.equals(ex.getMessage()))
            {
                throw new OutcomeException(Outcome.RESOURCES, "cannot write to stdout: " + ex.getMessage(), ex);
            }
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }

    private Set<JournalDump.Detail> details()
    {
        final Set<JournalDump.Detail> details = EnumSet.noneOf(JournalDump.Detail.class);
        if (withFrames)
        {
            details.add(JournalDump.Detail.FRAMES);
        }
        if (withTimes)
        {
            details.add(JournalDump.Detail.TIMES);
        }

        return details;
    }

    private void check(final JournalEnd end)
    {
        if (end != null)
        {
            JournalErrors.checkSound(directory, end);
            if (fromSequence > Math.max(1, end.commands()))
            {
                throw new OutcomeException(Outcome.USAGE, "--from: no command " + fromSequence +
                    ": the journal ends after command " + end.commands());
            }
        }
    }
}
