package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journals of another version: of the meaning of their commands, or of their text. */
class OtherVersionTest
{
    private static final int OPCODE_SHIFT = 60;

    @TempDir
    private Path home;
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0} of version {1}")
    @CsvSource({
        "replay, 8", "replay, 10", "replay --verify, 7", "replay --to 5, 8", "storm --resume, 8", "storm --resume, 10",
        "journal verify, 8", "journal describe, 10", "inspect, 8", "explore, 8", "explore, 10"
    })
    void shouldRefuseCommandsOfAnotherVersionInOneLineThatNamesBoth(final String command, final int version)
        throws IOException
    {
        final Path journal = home.resolve("left");
        leave(journal, JournalConfig.DEFAULT);
        rewrite(journal, 2, "semantics " + version, 0, true);

        final int exit = execute((command + " " + journal + (command.equals("inspect") ? " vmt" : "")).split(" "));

        assertEquals(ExitCode.USAGE, exit, err::toString);
        assertTrue(err.toString().contains(": its commands have version " + version + ", too " +
            (version < 9 ? "old" : "new") + " for this gale, which reads version 9: replay it with"), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @ParameterizedTest(name = "{0}, {1} more lines")
    @CsvSource({
        "replay, 0", "replay --verify, 2", "storm --resume, 0", "storm --resume, 2", "journal verify, 0",
        "journal verify, 2", "journal describe, 1", "journal dump, 0", "journal repair, 1", "explore, 0"
    })
    void shouldRefuseATextOfAnotherVersionAndNameBoth(final String command, final int more) throws IOException
    {
        final Path journal = home.resolve("left");
        leave(journal, JournalConfig.DEFAULT);
        rewrite(journal, 0, "gale.journal 37", more, true);

        final int exit = execute((command + " " + journal).split(" "));

        assertEquals(ExitCode.USAGE, exit, err::toString);
        assertTrue(err.toString().contains("has version 37, and this gale reads version 5"), err::toString);
    }

    @Tag("P8")
    @ParameterizedTest(name = "{0}, {1} more lines")
    @CsvSource({ "replay, 0", "journal verify, 0", "journal verify, 2" })
    void shouldFindDamageWhenTheVersionOfATextIsFlipped(final String command, final int more) throws IOException
    {
        final Path journal = home.resolve("left");
        leave(journal, JournalConfig.DEFAULT);
        rewrite(journal, 0, "gale.journal 37", more, false);

        assertEquals(ExitCode.JOURNAL_DAMAGED, execute((command + " " + journal).split(" ")), err::toString);
    }

    /**
     * Gives gale.journal another line.
     *
     * @param more   lines that its header has besides
     * @param checks true to make its CRC right
     */
    private static void rewrite(
        final Path journal, final int at, final String line, final int more, final boolean checks) throws IOException
    {
        final Path file = journal.resolve("gale.journal");
        final List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        final int crcLine = 7;
        lines.set(at, line);
        lines.addAll(crcLine, Collections.nCopies(more, "another line"));
        final String checked = String.join("\n", lines.subList(0, crcLine + more)) + "\n";
        final CRC32C crc = new CRC32C();
        crc.update(checked.getBytes(StandardCharsets.ISO_8859_1));
        if (checks)
        {
            lines.set(crcLine + more, String.format("header crc %08x", crc.getValue()));
        }
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
    }

    /** Leaves the journal of a storm that has a command, as a writer that is killed does. */
    private void leave(final Path journal, final JournalConfig config) throws IOException
    {
        final StormConfig storm = Runs.storm(1_000);
        final MachineConfig machine = new ResidentWorkload(storm).machine();
        final byte[] configuration = new RunConfiguration("test", machine, storm.value(StormSettings.SEED))
            .with(RunConfiguration.JOB, "{}").toBytes();
        final Path written = home.resolve("written");
        try (JournalWriter writer = new JournalOpening(config).create(written, configuration))
        {
            Runs.append(writer, 1, (long)CommandWord.TIME << OPCODE_SHIFT, 0);
            LeftJournals.copy(writer, written, journal);
        }
    }

    private int execute(final String... arguments)
    {
        return GaleRun.of(new StringWriter(), err, arguments);
    }
}
