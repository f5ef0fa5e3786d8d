package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalRepair;
import org.gale.engine.replay.JournalErrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gale journal repair}: cuts what a loss of power left after the sound frames. */
@Command(name = "repair", mixinStandardHelpOptions = true,
    header = "Cut what a loss of power left after the sound frames of a journal.",
    description = {
        "",
        "Everything that was forced is kept. A journal that is sound is left alone, and one that is",
        "damaged is not touched: exit code 6.",
        ""})
final class JournalRepairCommand extends ConsoleCommand
{
    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Override
    public Integer call()
    {
        checkSettings();
        JournalErrors.checkDirectory(directory);
        final PrintWriter out = out();
        try
        {
            final JournalEnd end = JournalRepair.repair(directory);
            if (end.status() == JournalEnd.Status.POWER_LOSS)
            {
                end.notes().forEach(note -> out.println("  note   " + TerminalText.line(note)));
                out.println("repaired " + TerminalText.line(directory.toString()) + " \u00b7 " +
                    NumberText.counted(end.commands(), "command"));
            }
            else
            {
                out.println("sound    nothing to repair \u00b7 " + NumberText.counted(end.commands(), "command"));
            }
            out.flush();
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }
}
