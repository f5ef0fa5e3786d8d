package org.gale.engine.cli.storm;

import java.nio.file.Path;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StormFailures;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormFailuresTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1_000));

    private static StormResult result;

    @TempDir
    private Path directory;

    @BeforeAll
    static void runStorm() throws InterruptedException
    {
        final ResidentWorkload workload = new ResidentWorkload(Storms.small(1_000));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            result = new StormRun(Options.of(Storms.small(1_000), workload), machine, new NoLog()).run();
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullAndHowToGoOn()
    {
        final String message = StormFailures.message(
            result, TOPOLOGY, directory, new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", 0, null),
            null, StormOptions.SPELLING);

        final String after = String.format(
            "after command %,d. Everything acknowledged is in %s.", result.journal().commands(), directory);
        assertTrue(message.startsWith("/"), message);
        assertTrue(message.endsWith(" is full: 0 bytes left for the journal " + after +
            "\n  Free some space and continue: gale storm --resume " + directory), message);
    }

    @Test
    void shouldSayWhyTheJournalAcceptsNothingMore()
    {
        assertEquals(String.format("the journal accepts nothing more after command %,d. Everything acknowledged is " +
            "in %s.%n  the journal could not be forced", result.journal().commands(), directory),
            StormFailures.message(result, TOPOLOGY, directory,
                new JournalFailure(JournalFailure.Reason.FAILED, "the journal could not be forced", -1, null),
                null, StormOptions.SPELLING));
    }
}
