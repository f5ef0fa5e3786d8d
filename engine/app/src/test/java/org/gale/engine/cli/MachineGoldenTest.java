package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.golden.GoldenFiles;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.counters.RunCounters;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Golden files of what a machine or a run says of itself: replies of scripts, and live counters. */
class MachineGoldenTest
{
    private static final int PID = 4711;

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerAScriptWithTheSameReplies() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("script");

        golden.check("gicv5.txt", script("gicv5.script"));
        golden.check("gicv4.txt", script("gicv4.script"));

        golden.end();
    }

    @Test
    void shouldShowTheSameCountersOfARun() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("stat");
        try (RunCounters counters = RunCounters.create(
            CountersPlace.in(directory).file(null, PID), PID, "default", "run1", () -> 1))
        {
            int value = 1;
            for (final RunCounter counter : RunCounter.ALL)
            {
                counters.set(counter, value++);
            }
            counters.set(RunCounter.ELAPSED_NS, 2_000_000_000L);
            golden.check("table.txt", stat());
            golden.check("stat.json", stat("--json"));
            golden.check("openmetrics.txt", stat("--openmetrics"));
            counters.set(RunCounter.PENDING, 0);
        }

        golden.end();
    }

    private String stat(final String... words)
    {
        final StringWriter out = new StringWriter();
        new CommandLine(new StatCommand(CountersPlace.in(directory))).setOut(new PrintWriter(out)).execute(words);

        return out.toString();
    }

    /** Returns the lines of a script, each with its reply. */
    private static String script(final String file) throws IOException
    {
        final String lines = Files.readString(Path.of(GoldenFiles.input(file)));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CommandLine(new ScriptCommand(MachineTarget::create,
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), out)).execute();

        return out.toString(StandardCharsets.US_ASCII);
    }
}
