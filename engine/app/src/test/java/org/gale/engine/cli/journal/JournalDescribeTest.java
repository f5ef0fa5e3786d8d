package org.gale.engine.cli.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the whole text that {@code gale journal describe} prints. */
class JournalDescribeTest
{
    private static final String FRAMES = "\nframes                 number         commands              bytes\n";
    private static final String COMMANDS = "\ncommands               number\n";
    private static final String HEAD = """
        versions    frames 1 \u00b7 commands 9 \u00b7 id 3f9c07d2e5b188a4
        durability  process
        written by  gale test
        """;

    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldShowHeaderConfigurationFramesAndCommands() throws IOException
    {
        final Path journal = FixedJournals.closed(home.resolve("run"));

        assertEquals(ExitCode.OK, describe(journal), err.toString());

        assertEquals("journal     " + journal + '\n' + HEAD + FixedJournals.MACHINE + """
            seed        1
            segments    1
            commands    6
            bytes       416 \u00b7 69.3 B/command
            time        1.235 s since the first phase began
            end         closed
            """ + FRAMES + """
            configuration               1                0                 88
            commands                    2                6                168
            digest                      1                0                104
            closing                     1                0                 56
            """ + COMMANDS + """
            TIME                        1
            MSI                         3
            TURN                        1
            no command                  1
            """, out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void shouldLeaveOutTheTimeWhereThereIsNone() throws IOException
    {
        final Path journal = FixedJournals.left(home.resolve("run"));

        assertEquals(ExitCode.OK, describe(journal), err.toString());

        assertEquals("journal     " + journal + '\n' + HEAD + FixedJournals.MACHINE + """
            seed        1
            segments    1
            commands    2
            bytes       160 \u00b7 80.0 B/command
            end         not closed: its writer died
            """ + FRAMES + """
            configuration               1                0                 88
            commands                    1                2                 72
            """ + COMMANDS + """
            MSI                         1
            TURN                        1
            """, out.toString());
    }

    @Test
    void shouldShowWhatIsPurgedAndWhereTheRestBegins() throws IOException
    {
        final Path journal = FixedJournals.purged(home.resolve("run"), Frame.SNAPSHOT);

        assertEquals(ExitCode.OK, describe(journal), err.toString());

        assertEquals("journal     " + journal + '\n' + HEAD + FixedJournals.MACHINE + """
            seed        1
            segments    1
            purged      segments 0 to 1, commands 1 to 14,000 (--journal-limit)
            begins      with the snapshot after command 14,000
            commands    14,003
            bytes       118,400 \u00b7 8.5 B/command
            end         closed
            """ + FRAMES + """
            commands                    1                3                 80
            snapshot                    1                0              5,056
            closing                     1                0                 56
            """ + COMMANDS + """
            MSI                         2
            TURN                        1
            """, out.toString());
    }

    @Test
    void shouldShowNotesAndThenTheErrorOfALossOfPower() throws IOException
    {
        final Path journal = FixedJournals.powerLoss(home.resolve("run"));
        Files.writeString(journal.resolve("stranger"), "");
        final StringWriter both = new StringWriter();

        assertEquals(ExitCode.JOURNAL_DAMAGED,
            GaleRun.of(new BufferedWriter(both), both, "journal", "describe", journal.toString()));

        assertEquals("journal     " + journal + '\n' + HEAD + FixedJournals.MACHINE + """
            seed        1
            segments    1
            commands    2
            bytes       160 \u00b7 80.0 B/command
            end         not closed: the machine went down
              note      not closed when the machine went down
              note      DIR: 1 file next to those of the journal
            """.replace("DIR", journal.toString()) + FRAMES + """
            configuration               1                0                 88
            commands                    1                2                 72
            """ + COMMANDS + """
            MSI                         1
            TURN                        1
            gale journal describe: DIR: not closed when the machine went down. Sound: 2 commands, all that were \
            forced among them.
              Cut what follows them: gale journal repair DIR
            """.replace("DIR", journal.toString()), both.toString());
    }

    /** The next segment was being made ahead when the power went: its file is zeros. */
    @Test
    void shouldCountTheSoundCommandsBeforeWhatALossOfPowerLeft() throws IOException
    {
        final Path journal = FixedJournals.powerLoss(home.resolve("run"));
        final Path ahead = Files.createDirectory(journal.resolve("000001"));
        Files.copy(journal.resolve("000000/metadata.cq4t"), ahead.resolve("metadata.cq4t"));
        Files.write(ahead.resolve("19700101F.cq4"), new byte[16 * 1024]);

        assertEquals(ExitCode.JOURNAL_DAMAGED, describe(journal));

        final String note = out.toString().lines().filter(line -> line.startsWith("  note ")).findFirst().orElseThrow();
        assertTrue(note.startsWith("  note      " + journal + "/000001/19700101F.cq4: "), note);
        assertTrue(out.toString().replaceAll("\\R +", " ").contains("  Sound before it: 2 commands."), out.toString());
    }

    @Test
    void shouldShowNothingOfAHeaderThatIsDamaged() throws IOException
    {
        final Path journal = home.resolve("run");
        final String finding = FixedJournals.headless(journal);

        assertEquals(ExitCode.JOURNAL_DAMAGED, describe(journal));

        assertEquals("journal     " + journal + '\n' + """
            segments    0
            commands    0
            bytes       0 \u00b7 0.0 B/command
            end         damaged
            """ + FRAMES + COMMANDS, out.toString());
        assertEquals("gale journal describe: " + finding + "\n  Sound before it: 0 commands.\n", err.toString());
    }

    /** Fills lines up to column 100: 12 of the heading, and words of 88 with their spaces. */
    @Test
    void shouldWrapTheWordsOfAKey() throws IOException
    {
        final String fits = "a".repeat(40) + ' ' + "b".repeat(47);
        final String wraps = "c".repeat(40) + ' ' + "d".repeat(48);
        final String tooLong = "e".repeat(120);
        final Path journal = FixedJournals.empty(home.resolve("run"), FixedJournals.SCRIPT + "storm=" + fits + ' ' +
            wraps + "\nprofile=" + tooLong + " f\n");

        assertEquals(ExitCode.OK, describe(journal), err.toString());

        assertEquals("seed        1\n" +
            "storm       " + fits + '\n' +
            "            " + wraps.replace(" ", "\n            ") + '\n' +
            "profile     " + tooLong + '\n' +
            "            f\n" +
            "segments    1\n", between(out.toString(), "seed ", "commands "));
    }

    @Test
    void shouldShowTheReasonOfAJobThatCannotBeRead() throws IOException
    {
        final Path journal = FixedJournals.empty(home.resolve("run"), FixedJournals.SCRIPT + "job=x\nmodel=job\n");

        assertEquals(ExitCode.OK, describe(journal), err.toString());

        assertEquals("""
            job         cannot be read: job:1:1: 'x' is no job: a job is a map (begin with: job: NAME)
            model       job
            segments    1
            """, between(out.toString(), "job ", "commands "));
    }

    @Test
    void shouldSayThatThereIsNoDirectory()
    {
        assertEquals(ExitCode.USAGE, describe(home.resolve("none")));

        assertEquals("gale journal describe: " + home.resolve("none") + ": no such directory\n", err.toString());
    }

    @Test
    void shouldHandOverItsLinesBeforeItReturns() throws IOException
    {
        final Path journal = FixedJournals.closed(home.resolve("run"));
        describe(journal);
        final StringWriter direct = new StringWriter();

        new CommandLine(new JournalDescribeCommand()).setOut(new PrintWriter(new BufferedWriter(direct)))
            .execute(journal.toString());

        assertEquals(out.toString(), direct.toString());
    }

    /** Returns the lines of a text from one heading up to another behind it, which is left out. */
    private static String between(final String text, final String from, final String to)
    {
        final int begin = text.indexOf('\n' + from) + 1;

        return text.substring(begin, text.indexOf('\n' + to, begin) + 1);
    }

    private int describe(final Path journal)
    {
        return GaleRun.of(out, err, "journal", "describe", journal.toString());
    }
}
