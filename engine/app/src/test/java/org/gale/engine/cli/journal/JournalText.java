package org.gale.engine.cli.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Reads journals as the commands that print them do. */
public final class JournalText
{
    private JournalText()
    {
    }

    /** Returns what {@code gale journal dump} prints. */
    public static String dump(final Path journal, final String... options)
    {
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();

        return printed(new CommandLine(new JournalDumpCommand(lines)), lines, journal, options);
    }

    /** Returns what {@code gale journal export --msis} prints. */
    public static String msis(final Path journal)
    {
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();

        return printed(new CommandLine(new JournalExportCommand(lines)), lines, journal, "--msis");
    }

    private static String printed(
        final CommandLine command, final ByteArrayOutputStream lines, final Path journal, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of(options));
        words.add(journal.toString());
        assertEquals(ExitCode.OK, command.execute(words.toArray(String[]::new)));

        return lines.toString(StandardCharsets.UTF_8);
    }
}
