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
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.JournalSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale journal verify}: checks that every byte of a journal is as its writer left it. */
@Command(name = "verify", mixinStandardHelpOptions = true,
    header = "Check every frame, the chain of their hashes, and the end.",
    description = {
        "",
        "Reads all of the journal DIR; damage is located. Segments that were purged to stay within",
        "--journal-limit are not missed. Exit code: 0 sound, 6 damaged, 2 there is none.",
        ""})
final class JournalVerifyCommand extends ConsoleCommand
{
    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--json", description = "Print one JSON object in place of the lines.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        final JournalSummary summary = JournalReport.read(spec().commandLine(), directory);
        final JournalEnd end = summary.end();
        final PrintWriter out = out();
        if (isJson)
        {
            JournalReport.printJson(out, "gale.journal.verify/1", directory, summary);
        }
        else if (end.damage() == null)
        {
            out.println(String.join(" \u00b7 ", "journal  " + TerminalText.line(directory.toString()),
                NumberText.counted(end.segments(), "segment"),
                NumberText.counted(end.frames() - end.purged().frames(), "frame"),
                NumberText.counted(end.commands() - end.purged().commands(), "command"),
                NumberText.counted(end.bytes() - end.purged().bytes(), "byte")));
            if (end.purged().isAny())
            {
                out.println("purged   " + JournalWords.purged(end.purged()));
                out.println("begins   " + JournalWords.begins(summary.firstSnapshot()));
            }
            end.notes().forEach(note -> out.println("  note   " + TerminalText.line(note)));
            if (summary.verdict() != null)
            {
                out.println("run      " + JournalWords.exit(summary.verdict()));
                summary.verdict().broken().forEach(
                    broken -> out.println("  broke  " + TerminalText.line(broken.text())));
            }
            out.println(JournalReport.verdict(end.status()));
        }
        out.flush();
        JournalErrors.checkSound(directory, end);

        return ExitCode.OK;
    }
}
