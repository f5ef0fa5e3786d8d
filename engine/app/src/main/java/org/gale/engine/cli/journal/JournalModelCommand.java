package org.gale.engine.cli.journal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.device.JournaledDrive;
import org.gale.engine.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gale journal model}: feeds the journal of a drive to the model of kind io, and compares the interrupts. */
@Command(name = "model", mixinStandardHelpOptions = true,
    header = "Feed the journal of a drive to the model, and compare its interrupts.",
    description = {
        "",
        "DIR is a journal of 'gale device --nvme'. The model of kind io takes its submissions at their",
        "times, in virtual time, and decides when each queue interrupts. The model has to decide on as many",
        "interrupts as the device wrote, or withheld because nobody was to take them, until its run ended.",
        "",
        "Exit code: 0 equal for each queue, 2 it is no such journal, 4 it has no end of a run or is too long",
        "to compare, 6 damaged, 7 the model decides otherwise.",
        ""})
final class JournalModelCommand extends ConsoleCommand
{
    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Override
    public Integer call()
    {
        checkSettings();
        final JournaledDrive drive = JournaledDrive.read(directory);
        final List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("queue", "requests", "interrupts", "of the model"));
        for (final JournaledDrive.Queue queue : drive.queues())
        {
            rows.add(List.of(Integer.toString(queue.number()), NumberText.count(queue.requests()),
                drive.isEnded() ? NumberText.count(queue.carried()) : "-", NumberText.count(queue.decided())));
        }
        final boolean isOpen = !drive.isEnded() || !drive.isWhole();
        final PrintWriter out = out();
        TextTable.lines(rows, column -> false).forEach(out::println);
        out.println();
        out.println("model: " + (!drive.isEnded() ? "open, the journal has no end of a run" : !drive.isWhole() ?
            "open, the journal has too many stamps" : drive.isEqual() ? "equal" : "decides otherwise"));
        out.flush();

        return isOpen ? ExitCode.SKIPPED : drive.isEqual() ? ExitCode.OK : ExitCode.INVARIANT_BROKEN;
    }
}
