package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Sha256;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.support.ForwardingLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the resumption of storms that several engines run, and of shares. */
class EnginesResumeTest
{
    @TempDir
    private Path directory;

    private final EngineStorms storms = new EngineStorms();

    @Tag("P11")
    @Test
    void shouldResumeAllEnginesAndKeepThatWhichHadEnded() throws IOException
    {
        final Path run = leave(directory.resolve("run"));
        final byte[] ended = Files.readAllBytes(run.resolve("engine-000").resolve("gale.journal"));
        final Path file = directory.resolve("r.json");

        assertEquals(ExitCode.OK, storms.storm("--resume", run.toString(), "--json", file.toString()), storms.err());

        final JsonNode report = EngineStorms.read(file);
        assertEquals(40_000, report.get("accounting").get("offered").asLong());
        assertEquals(0, report.get("accounting").get("remainder").asLong());
        assertEquals("count", report.get("drained_reason").asText());
        assertTrue(report.at("/host/replay/equal").asBoolean());
        assertArrayEquals(ended, Files.readAllBytes(run.resolve("engine-000").resolve("gale.journal")));

        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString()));
        assertTrue(storms.err().contains("--resume " + run + ": is closed: its storm has ended in good order"),
            storms.err());
    }

    /** Run that comes to its end before another engine ends. */
    private static final class First implements RunningStorm
    {
        private final StormRun storm;
        private final CountDownLatch end;

        First(final StormRun storm, final CountDownLatch end)
        {
            this.storm = storm;
            this.end = end;
        }

        @Override
        public StormProgress progress()
        {
            return storm.progress();
        }

        @Override
        public StormResult run()
        {
            final StormResult result = storm.run();
            end.countDown();

            return result;
        }

        @Override
        public long firstHitNs()
        {
            return NEVER;
        }

        @Override
        public void stopAt(final long ns)
        {
            throw new UnsupportedOperationException("it does not end at " + ns);
        }

        @Override
        public void stop()
        {
            storm.stop();
        }
    }

    /** Log of an engine that ends in the middle, and leaves a journal that can be resumed. */
    private static final class Ended extends ForwardingLog
    {
        private int frames = 30;

        private final CountDownLatch other;

        Ended(final FrameLog log, final CountDownLatch other)
        {
            super(log);
            this.other = other;
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            if (--frames == 0)
            {
                try
                {
                    assertTrue(other.await(30, TimeUnit.SECONDS));
                }
                catch (final InterruptedException ex)
                {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("the test ends this engine");
            }

            return super.appendCommands(count, lengthBytes);
        }
    }

    /** Log of an engine whose disk is full behind some frames. */
    private static final class Full extends ForwardingLog
    {
        private int frames = 30;

        Full(final FrameLog log)
        {
            super(log);
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            frames = Math.max(0, frames - 1);

            return frames == 0 ? AppendResult.REFUSED : super.appendCommands(count, lengthBytes);
        }

        @Override
        public JournalFailure failure()
        {
            return frames > 0 ? super.failure() : new JournalFailure(
                JournalFailure.Reason.NO_SPACE, "the journal could not grow: No space left on device", 0, null);
        }

        @Override
        public void close(final ClosingPayload verdict)
        {
            closeShort();
        }
    }

    @Tag("P11")
    @Test
    void shouldStopAllAtAFullDiskInOneEngineAndGoOnOnceThereIsRoom() throws IOException
    {
        final Path run = directory.resolve("run");
        final Path file = directory.resolve("r.json");

        assertEquals(ExitCode.RESOURCES, storms.storm((options, machine, log) -> new StormRun(options, machine,
            options.config().share().index() == 1 ? new Full(log) : log), "--engines", "3", "--vms", "3", "--vpes", "1",
            "--lpis", "64", "--devices", "1", "--count", "600k", "-C", "window=24", "--journal", run.toString(),
            "--json", file.toString()), storms.err());

        assertEquals(1, storms.err().lines().filter(line -> line.startsWith("gale storm: engine 1: ")).count(),
            storms.err());
        assertTrue(storms.err().contains("No space left on device"), storms.err());
        final long offered = EngineStorms.read(file).at("/accounting/offered").asLong();
        assertTrue(offered < 600_000, Long.toString(offered));
        storms.forget();

        assertEquals(ExitCode.OK, storms.storm("--resume", run.toString(), "--json", file.toString()), storms.err());

        final JsonNode report = EngineStorms.read(file);
        assertEquals(600_000, report.at("/accounting/offered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean());
    }

    /** Leaves the journals of two engines of which the second one was killed behind a part of its events. */
    private Path leave(final Path run) throws IOException
    {
        final CountDownLatch other = new CountDownLatch(1);
        assertEquals(ExitCode.INTERNAL, storms.storm((options, machine, log) -> options.config().share().index() == 1 ?
            new StormRun(options, machine, new Ended(log, other)) :
            new First(new StormRun(options, machine, log), other), "--engines", "2", "--vms",
            "2", "--vpes", "1", "--lpis", "64", "--devices", "1", "--count", "40k", "-C", "window=16", "--journal",
            run.toString()), storms.err());
        final List<String> lines = new ArrayList<>(Files.readAllLines(run.resolve("gale.engines")));
        lines.removeIf(line -> line.startsWith("failed=") || line.startsWith("checksum="));
        lines.add("checksum=" + Sha256.hex(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        Files.write(run.resolve("gale.engines"), lines);
        storms.forget();

        return run;
    }

    @Test
    void shouldRefuseAResumeOfOneEngineOfOtherNumbersAndOfOtherPlans() throws IOException
    {
        final Path run = leave(directory.resolve("run"));
        final Path other = leave(directory.resolve("other"));

        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.resolve("engine-001").toString()));
        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString(), "--engines", "3"));
        Files.move(run.resolve("engine-001"), directory.resolve("away"));
        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString()));
        Files.move(other.resolve("engine-000"), run.resolve("engine-001"));
        assertEquals(ExitCode.JOURNAL_DAMAGED, storms.storm("--resume", run.toString()));
        Files.move(other.resolve("engine-001"), run.resolve("engine-002"));
        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString()));

        assertEquals(List.of(
            "gale storm: --resume " + run.resolve("engine-001") +
                ": is one engine of a storm, and all go on together: gale storm --resume " + run,
            "gale storm: --engines: 3 contradicts " + run + ", which was begun with 2 (leave it out)",
            "gale storm: " + run + ": engine-001 is missing, and gale.engines names 2 engines (bring it back)",
            "gale storm: " + run.resolve("engine-001") + ": has share 0/2, expected 1/2 (bring back the directory " +
                "that the storm has left)",
            "gale storm: " + run + ": engine-002 is one engine too many, and gale.engines names 2 (take it away)"),
            storms.err().lines().toList());
    }

    @Test
    void shouldResumeAShareAsItWasBegun() throws IOException
    {
        final Path run = directory.resolve("run");
        assertEquals(ExitCode.INTERNAL, storms.storm((options, machine, log) -> new StormRun(options, machine,
            new Ended(log, new CountDownLatch(0))), "--share", "1/2", "--vms", "4", "--vpes", "1", "--lpis", "64",
            "--devices", "1", "--count", "40k", "-C", "window=32", "--journal", run.toString()), storms.err());
        storms.forget();
        final Path file = directory.resolve("r.json");

        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString(), "--share", "1/2"));
        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString(), "--engines", "2"));
        assertEquals(List.of("gale storm: --share: '1/2' is the journal's (leave it out)",
            "gale storm: --engines: 2 contradicts " + run + ", which one engine has begun (leave it out)"),
            storms.err().lines().toList());
        assertEquals(ExitCode.OK, storms.storm("--resume", run.toString(), "--json", file.toString()), storms.err());

        final JsonNode report = EngineStorms.read(file);
        assertEquals(20_000, report.get("accounting").get("offered").asLong());
        assertEquals("1/2", report.at("/host/share").asText());
        assertEquals(List.of(1, 3), StreamSupport.stream(
            report.get("accounting").get("vms").spliterator(), false).map(vm -> vm.get("vm").asInt()).toList());
    }
}
