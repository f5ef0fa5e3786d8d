package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the whole JSON that {@code gale journal describe} and {@code gale journal verify} print. */
class JournalJsonTest
{
    private static final String HEADER = "\"id\":\"3f9c07d2e5b188a4\",\"format_version\":1,\"semantics_version\":9," +
        "\"durability\":\"process\",\"configuration\":\"gale=test\\nmachine=pes=2\\nseed=1\\n\",";

    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldDescribeAClosedJournal() throws IOException
    {
        final Path journal = FixedJournals.closed(home.resolve("run"));

        assertEquals(ExitCode.OK, json("describe", journal), err.toString());

        assertEquals("{\"schema\":\"gale.journal.describe/1\",\"journal\":\"" + journal + "\"," + HEADER +
            "\"end\":\"closed\",\"sound\":true,\"damage\":null,\"segments\":1,\"frames\":5,\"commands\":6," +
            "\"bytes\":416,\"bytes_per_command\":69.33,\"notes\":[],\"run\":null,\"time_ns\":1234567890," +
            "\"given_up\":null,\"purged\":null," +
            "\"frames_by_kind\":{\"configuration\":{\"frames\":1,\"commands\":0,\"bytes\":88}," +
            "\"commands\":{\"frames\":2,\"commands\":6,\"bytes\":168}," +
            "\"digest\":{\"frames\":1,\"commands\":0,\"bytes\":104}," +
            "\"snapshot\":{\"frames\":0,\"commands\":0,\"bytes\":0}," +
            "\"closing\":{\"frames\":1,\"commands\":0,\"bytes\":56}}," +
            "\"commands_by_opcode\":{\"none\":1,\"TIME\":1,\"MSI\":3,\"TURN\":1}}\n", out.toString());
    }

    @Test
    void shouldVerifyAJournalThatIsLeftWithItsNote() throws IOException
    {
        final Path journal = FixedJournals.left(home.resolve("run"));
        Files.writeString(journal.resolve("stranger"), "");

        assertEquals(ExitCode.OK, json("verify", journal), err.toString());

        assertEquals("{\"schema\":\"gale.journal.verify/1\",\"journal\":\"" + journal + "\"," + HEADER +
            "\"end\":\"left\",\"sound\":true,\"damage\":null,\"segments\":1,\"frames\":2,\"commands\":2," +
            "\"bytes\":160,\"bytes_per_command\":80.0,\"notes\":[\"" + journal +
            ": 1 file next to those of the journal\"],\"run\":null,\"given_up\":null," +
            "\"purged\":null,\"frames_by_kind\":{\"configuration\":{\"frames\":1,\"commands\":0,\"bytes\":88}," +
            "\"commands\":{\"frames\":1,\"commands\":2,\"bytes\":72}," +
            "\"digest\":{\"frames\":0,\"commands\":0,\"bytes\":0}," +
            "\"snapshot\":{\"frames\":0,\"commands\":0,\"bytes\":0}," +
            "\"closing\":{\"frames\":0,\"commands\":0,\"bytes\":0}}," +
            "\"commands_by_opcode\":{\"MSI\":1,\"TURN\":1}}\n", out.toString());
    }

    @Test
    void shouldCountThePurgedSegmentsInTheTotals() throws IOException
    {
        final Path journal = FixedJournals.purged(home.resolve("run"), Frame.SNAPSHOT);
        final String purged =
            "{\"segments\":2,\"commands\":14000,\"frames\":21,\"bytes\":113208,\"first_snapshot\":14000}";

        assertEquals(ExitCode.OK, json("verify", journal), err.toString());

        assertEquals("{\"schema\":\"gale.journal.verify/1\",\"journal\":\"" + journal + "\"," + HEADER +
            "\"end\":\"closed\",\"sound\":true,\"damage\":null,\"segments\":1,\"frames\":24,\"commands\":14003," +
            "\"bytes\":118400,\"bytes_per_command\":8.46,\"notes\":[],\"run\":null,\"given_up\":" + purged +
            ",\"purged\":" + purged +
            ",\"frames_by_kind\":{\"configuration\":{\"frames\":0,\"commands\":0,\"bytes\":0}," +
            "\"commands\":{\"frames\":1,\"commands\":3,\"bytes\":80}," +
            "\"digest\":{\"frames\":0,\"commands\":0,\"bytes\":0}," +
            "\"snapshot\":{\"frames\":1,\"commands\":0,\"bytes\":5056}," +
            "\"closing\":{\"frames\":1,\"commands\":0,\"bytes\":56}}," +
            "\"commands_by_opcode\":{\"MSI\":2,\"TURN\":1}}\n", out.toString());
    }

    @Test
    void shouldLeaveOutAHeaderThatIsDamaged() throws IOException
    {
        final Path journal = home.resolve("run");
        final String finding = FixedJournals.headless(journal);

        assertEquals(ExitCode.JOURNAL_DAMAGED, json("verify", journal));

        final String none = "{\"frames\":0,\"commands\":0,\"bytes\":0}";
        assertEquals("{\"schema\":\"gale.journal.verify/1\",\"journal\":\"" + journal + "\",\"end\":\"damaged\"," +
            "\"sound\":false,\"damage\":\"" + finding + "  Sound before it: 0 commands.\",\"segments\":0," +
            "\"frames\":0,\"commands\":0,\"bytes\":0,\"bytes_per_command\":0.0,\"notes\":[],\"run\":null," +
            "\"given_up\":null,\"purged\":null," +
            "\"frames_by_kind\":{\"configuration\":" + none + ",\"commands\":" + none +
            ",\"digest\":" + none + ",\"snapshot\":" + none + ",\"closing\":" + none +
            "},\"commands_by_opcode\":{}}\n", out.toString());
        assertEquals("gale journal verify: " + finding + "\n  Sound before it: 0 commands.\n", err.toString());
    }

    private int json(final String command, final Path journal)
    {
        return GaleRun.of(out, err, "journal", command, "--json", journal.toString());
    }
}
