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

/** Tests of the whole text that {@code gale journal verify} and {@code gale journal repair} print. */
class JournalVerifyTest
{
    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldCountWhatIsThereAndShowNotes() throws IOException
    {
        final Path journal = FixedJournals.left(home.resolve("run"));
        Files.writeString(journal.resolve("stranger"), "");

        assertEquals(ExitCode.OK, run("verify", journal), err.toString());

        assertEquals("journal  " + journal + " \u00b7 1 segment \u00b7 2 frames \u00b7 2 commands \u00b7 160 bytes\n" +
            "  note   " + journal + ": 1 file next to those of the journal\n" +
            "sound    not closed: its writer died; everything acknowledged is there\n", out.toString());
    }

    @Test
    void shouldCountTheRetainedSegmentsOfAPurgedJournal() throws IOException
    {
        final Path journal = FixedJournals.purged(home.resolve("run"), Frame.SNAPSHOT);

        assertEquals(ExitCode.OK, run("verify", journal), err.toString());

        assertEquals("journal  " + journal + " \u00b7 1 segment \u00b7 3 frames \u00b7 3 commands \u00b7 5,192 " +
            "bytes\n" + """
            purged   segments 0 to 1, commands 1 to 14,000 (--journal-limit)
            begins   with the snapshot after command 14,000
            sound    closed and sealed
            """, out.toString());
    }

    @Test
    void shouldSayThatAPurgedJournalHasNoSnapshot() throws IOException
    {
        final Path journal = FixedJournals.purged(home.resolve("run"), Frame.DIGEST);

        assertEquals(ExitCode.OK, run("verify", journal), err.toString());

        assertEquals("begins   without a snapshot: there is nothing to replay from",
            out.toString().lines().toList().get(2));
    }

    @Test
    void shouldShowTheErrorOfALossOfPowerBehindItsLines() throws IOException
    {
        final Path journal = FixedJournals.powerLoss(home.resolve("run"));
        final StringWriter both = new StringWriter();

        assertEquals(ExitCode.JOURNAL_DAMAGED,
            GaleRun.of(new BufferedWriter(both), both, "journal", "verify", journal.toString()));

        assertEquals("journal  " + journal + " \u00b7 1 segment \u00b7 2 frames \u00b7 2 commands \u00b7 160 bytes\n" +
            "  note   not closed when the machine went down\n" +
            "not sound at its end: the machine went down\n" +
            "gale journal verify: " + journal + ": not closed when the machine went down. Sound: 2 commands, all " +
            "that were forced among them.\n  Cut what follows them: gale journal repair " + journal + '\n',
            both.toString());
    }

    @Test
    void shouldSayWhatARepairKeeps() throws IOException
    {
        final Path journal = FixedJournals.powerLoss(home.resolve("run"));

        assertEquals(ExitCode.OK, run("repair", journal), err.toString());

        assertEquals("  note   not closed when the machine went down\nrepaired " + journal + " \u00b7 2 commands\n",
            out.toString());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("verify", journal), err.toString());
        assertEquals("sound    not closed: its writer died; everything acknowledged is there",
            out.toString().lines().toList().get(1));
    }

    @Test
    void shouldHandOverTheLineOfARepairBeforeItReturns() throws IOException
    {
        final Path journal = FixedJournals.closed(home.resolve("run"));
        final CommandLine command =
            new CommandLine(new JournalRepairCommand()).setOut(new PrintWriter(new BufferedWriter(out)));

        assertEquals(ExitCode.OK, command.execute(journal.toString()));

        assertEquals("sound    nothing to repair \u00b7 6 commands\n", out.toString());
    }

    @Test
    void shouldSayThatThereIsNoDirectory()
    {
        final Path none = home.resolve("none");

        assertEquals(ExitCode.USAGE, run("verify", none));
        assertEquals(ExitCode.USAGE, run("repair", none));
        assertEquals(ExitCode.USAGE, run("dump", none));
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "journal", "export", "--msis", none.toString()));

        assertEquals("""
            gale journal verify: DIR: no such directory
            gale journal repair: DIR: no such directory
            gale journal dump: DIR: no such directory
            gale journal export: DIR: no such directory
            """.replace("DIR", none.toString()), err.toString());
        assertEquals("", out.toString());
    }

    private int run(final String command, final Path journal)
    {
        return GaleRun.of(out, err, "journal", command, journal.toString());
    }
}
