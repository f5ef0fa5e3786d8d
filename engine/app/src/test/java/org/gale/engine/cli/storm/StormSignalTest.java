package org.gale.engine.cli.storm;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.support.OneAction;
import org.gale.engine.support.ProcessSignal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that a signal ends in good order, long before their time is over. */
@Isolated("raises signals of the process")
class StormSignalTest
{
    private static final List<String> LONG = List.of(
        "storm", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64", "--journal", "none", "--duration",
        "5m");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Tag("P6")
    @Test
    void shouldAccountForWhatAnInterruptedStormOffered()
    {
        assertEquals(ExitCode.INTERRUPTED, signalled(), err.toString());

        assertTrue(out.toString().contains("remainder                   0 "), out.toString());
    }

    @Test
    void shouldShowTheRunsUpToTheInterruptedOne()
    {
        assertEquals(ExitCode.INTERRUPTED, signalled("--vary", "machine.pes=8,16"), err.toString());

        assertTrue(out.toString().contains("\nruns     1 of default: "), out.toString());
    }

    /** Runs a storm which gets a signal behind its first batch. */
    private int signalled(final String... more)
    {
        final List<String> words = new ArrayList<>(LONG);
        words.addAll(List.of(more));
        final StormCommand command = new StormCommand((options, machine, log) ->
            Storms.watched(options, machine, log, (same, watched) -> new OneAction(watched, StormSignalTest::raise)));

        return GaleRun.with(command.commandLine(), out, err, words.toArray(new String[0]));
    }

    private static boolean raise()
    {
        ProcessSignal.terminate();

        return true;
    }
}
