package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.storm.StormConfig;
import org.gale.engine.storm.StormRun;
import org.gale.engine.replay.Runs;
import org.gale.engine.script.MachineTarget;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals whose commands have the semantics of another version. */
class OtherVersionTest
{
    private static final int KNOWN = JournalConfig.DEFAULT.semanticsVersion();
    private static final int OPCODE_SHIFT = 60;

    @TempDir
    private Path home;
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0} of version {1}")
    @CsvSource({
        "replay, 0", "replay, 9", "replay --verify, 0", "replay --to 5, 0", "storm --resume, 0", "storm --resume, 9"
    })
    void shouldRefuseAJournalOfAnotherVersionAndNameBoth(final String command, final int version)
        throws IOException
    {
        final Path journal = home.resolve("left");
        leave(journal, JournalConfig.DEFAULT.withIdentity(version, 1));

        final int exit = execute((command + " " + journal).split(" "));

        assertEquals(ExitCode.USAGE, exit, err::toString);
        assertTrue(err.toString().contains("version " + version), err::toString);
        assertTrue(err.toString().contains("version " + KNOWN), err::toString);
    }

    /** Leaves the journal of a storm that has a command, as a writer that is killed does. */
    private void leave(final Path journal, final JournalConfig config) throws IOException
    {
        final StormConfig storm = Runs.storm(1_000);
        final byte[] configuration = new RunConfiguration("test", StormRun.machineFor(storm), storm.seed())
            .with(RunConfiguration.STORM, storm.toKeys()).toBytes();
        final Path written = home.resolve("written");
        try (JournalWriter writer = JournalWriter.create(written, config, configuration))
        {
            Runs.append(writer, 1, (long)CommandWord.TIME << OPCODE_SHIFT, 0);
            LeftJournals.copy(writer, written, journal);
        }
    }

    private int execute(final String... arguments)
    {
        return GaleCommand.run(GaleCommand.commandLine(MachineTarget::create),
            new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }
}
