package org.gale.engine.cli.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the lines that {@code gale journal export} and {@code gale journal dump} write, and of their failures. */
class JournalExportTest
{
    @TempDir
    private Path home;
    private Path journal;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    /** MSIs that share a device or an event, two of one time, and one that is due before the one in front of it. */
    @BeforeEach
    void writeJournal() throws IOException
    {
        journal = home.resolve("run");
        try (JournalWriter writer = FixedJournals.create(journal, FixedJournals.SCRIPT))
        {
            Runs.append(writer, 7, Commands.timeWord(100), 200, Commands.msi(1, 2, 9), Commands.msi(3, 2, 5),
                Commands.msi(1, 4, 5), Commands.msi(3, 2, 20), Commands.msi(1, 4, 20), Commands.turn(0, 64));
        }
    }

    @Test
    void shouldSortMsisByTimeAndKeepTheOrderOfOneTime()
    {
        assertEquals(ExitCode.OK, export(lines), err.toString());

        assertEquals("""
            time,cpu,vector
            105,0,3-2
            105,0,1-4
            109,0,1-2
            120,0,3-2
            120,0,1-4
            """, lines.toString(StandardCharsets.UTF_8));
    }

    /** Writes two vectors for one event of two ITSs (T-ITS-3), also where its numbers have 32 bits. */
    @Tag("T-ITS-3")
    @Test
    void shouldTellTheEventsOfEachIts() throws IOException
    {
        journal = home.resolve("board");
        try (JournalWriter writer = FixedJournals.create(journal, FixedJournals.SCRIPT))
        {
            Runs.append(writer, 6, Commands.timeWord(100), 200, Commands.msi(1, 2, 9), Commands.msiLongWord(3, 5),
                1L << 32 | 2, Commands.msiLongWord(3, 7), -1L, Commands.msiLongWord(0, 8), 1L << 32 | 2,
                Commands.turn(0, 64));
        }

        assertEquals(ExitCode.OK, export(lines), err.toString());

        assertEquals("""
            time,cpu,vector
            105,0,3:1-2
            107,0,3:4294967295-4294967295
            108,0,1-2
            109,0,1-2
            """, lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsTheMsis()
    {
        assertEquals(ExitCode.OK, export(refusing("Broken pipe")));

        assertEquals("", err.toString());
    }

    @Test
    void shouldSayThatTheMsisCannotBeWritten()
    {
        assertEquals(ExitCode.RESOURCES, export(refusing("No space left on device")));

        assertEquals("export: cannot write to stdout: No space left on device\n", err.toString());
    }

    @Test
    void shouldExportNothingOfADamagedJournal() throws IOException
    {
        journal = FixedJournals.powerLoss(home.resolve("left"));

        assertEquals(ExitCode.JOURNAL_DAMAGED, export(lines));

        assertEquals("", lines.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldDumpTheLastCommandAndTheEnd()
    {
        assertEquals(ExitCode.OK, execute(new JournalDumpCommand(lines), "--from", "7"), err.toString());

        assertEquals("7 TURN pe 0 budget 64\nCLOSING after 7\n", lines.toString(StandardCharsets.UTF_8));
    }

    private int export(final OutputStream stream)
    {
        return execute(new JournalExportCommand(stream), "--msis");
    }

    private int execute(final Object command, final String... options)
    {
        final String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[0] = journal.toString();

        return new CommandLine(command).setErr(new PrintWriter(err)).setExecutionExceptionHandler(new ErrorMessages())
            .execute(arguments);
    }

    private static OutputStream refusing(final String message)
    {
        return new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException(message);
            }
        };
    }
}
