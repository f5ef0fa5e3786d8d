package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of storms, whose threads race, and their replays, which must not (P7). */
class StormReplayTest
{
    private static final long INTERRUPTS = 150_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    private Path home;

    @ParameterizedTest(name = "frames of {0} bytes, rate {1}")
    @CsvSource({ "4092, 0", "16380, 0", "262140, 0", "262140, 500000" })
    void shouldReplayToTheLiveDigestForAnyFramesAndLoad(final int frameLimit, final double ratePerS)
        throws IOException, InterruptedException
    {
        final JournalConfig config = JournalConfig.DEFAULT.withBlocks(frameLimit, List.of(1 << 20));

        prove(Storms.run(home.resolve("run"), config, Storms.config(INTERRUPTS, ratePerS)));
    }

    @Test
    void shouldReplayToTheLiveDigestWhenFramesWaitForTheirForce() throws IOException, InterruptedException
    {
        prove(Storms.run(home.resolve("run"), JournalConfig.DEFAULT.forced(16, 5_000_000),
            Storms.config(INTERRUPTS, 0)));
    }

    @ParameterizedTest(name = "engine {0}, producer {1}, lane of {2} words")
    @CsvSource({ "spin, yield, 64", "yield, spin, 1024", "park, park, 16384", "yield, park, 65536" })
    void shouldReachTheSameStateForAnySchedule(final String engine, final String producer, final int laneWords)
        throws IOException, InterruptedException
    {
        final StormConfig storm = Storms.config(40_000, 0);
        final StormResult recorded = Storms.run(home.resolve("recorded"), JournalConfig.DEFAULT, storm);
        final Path again = home.resolve("again");

        final long[] live = offerAgain(
            home.resolve("recorded"), again, storm, idle(engine), idle(producer), Lane.allocate(laneWords));

        final ReplayResult result = Replay.verify(again, ReplayProgress.NONE, Machines.FACTORY);
        assertNull(result.divergence());
        assertTrue(result.isCovered());
        assertEquals(live[0], result.digest());
        assertEquals(live[1], result.stateDigest());
        assertEquals(recorded.journal().stateDigest(), result.stateDigest(),
            "once all is delivered, nothing tells the order");
    }

    @Test
    void shouldReplayTheJournalOfAKilledStorm() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("run");
        final Path output = home.resolve("output");
        final Process process = Jdks.java(Path.of(System.getProperty("java.home")), output, Storms.class.getName(),
            journal.toString());
        Await.until(() -> !process.isAlive() || hasThirdSegment(journal), TIMEOUT, "a third segment");
        assertTrue(process.isAlive(), () -> Jdks.text(output));
        process.destroyForcibly().waitFor();

        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertEquals(JournalEnd.Status.LEFT, result.end().status());
        assertTrue(result.coverage().comparisons() > 0);
        assertTrue(result.commands() - result.coverage().toCommand() < 2 * RecordSchedule.DIGEST_INTERVAL);
    }

    @ParameterizedTest
    @ValueSource(ints = { 25 })
    void shouldReplayToTheSameDigestOnAnotherJdk(final int version) throws IOException, InterruptedException
    {
        final Path jdk = Jdks.find(version);
        assumeTrue(jdk != null, () -> "no JDK " + version + " in " + Jdks.HOMES);
        final Path journal = home.resolve("run");
        final Path output = home.resolve("output");
        final StormResult live =
            Storms.run(journal, JournalConfig.DEFAULT, Storms.config(INTERRUPTS, 0));

        final Process process =
            Jdks.java(jdk, output, "org.gale.engine.cli.GaleCommand", "replay", journal.toString(), "--verify",
                "--json");

        assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), () -> Jdks.text(output));
        assertEquals(0, process.exitValue(), () -> Jdks.text(output));
        assertTrue(Jdks.text(output).contains(String.format("\"digest\":\"%016x\"", live.journal().runDigest())), () ->
            Jdks.text(output));
        assertTrue(Jdks.text(output).contains("\"equal\":true"), () -> Jdks.text(output));
    }

    private void prove(final StormResult live) throws IOException
    {
        assertNull(live.verdict().failure());
        final ReplayResult result = Replay.verify(home.resolve("run"), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isCovered());
        assertEquals(live.journal().runDigest(), result.digest());
        assertEquals(live.journal().commands(), result.commands());
    }

    /**
     * Offers the commands of a journal's lanes once more, as fast as there is room, and returns the digests of run and
     * state.
     */
    private static long[] offerAgain(
        final Path recorded,
        final Path journal,
        final StormConfig storm,
        final IdleStrategy engineIdle,
        final IdleStrategy producerIdle,
        final Lane lane)
        throws IOException, InterruptedException
    {
        try (lane; Machine machine = Machines.FACTORY.create(new ResidentWorkload(storm).machine()))
        {
            final JournalWriter writer =
                new JournalOpening(JournalConfig.DEFAULT).create(journal, Storms.configuration(storm));
            final EngineAgent agent = new EngineAgent(machine, writer,
                new LaneSet(0, List.of(), lane.consumer()), new ResidentGuests(8), new Unobserved(),
                System::nanoTime);
            final Throwable[] failure = new Throwable[1];
            final LaneProducer producer = lane.producer();
            final Thread thread = new Thread(() -> offer(recorded, producer, producerIdle), "producer");
            thread.setUncaughtExceptionHandler((failed, ex) -> failure[0] = ex);
            thread.start();
            boolean isRunning = true;
            while (isRunning)
            {
                final boolean isAlive = thread.isAlive();
                final int work = agent.doWork();
                isRunning = work > 0 || isAlive || !agent.isIdle() || lane.backlogWords() > 0;
                engineIdle.idle(work);
            }
            thread.join();
            assertNull(failure[0]);
            final long runDigest = agent.finish();
            final long stateDigest = machine.digest();
            agent.onClose();

            return new long[]{ runDigest, stateDigest };
        }
    }

    private static void offer(final Path recorded, final LaneProducer lane, final IdleStrategy idle)
    {
        try (JournalReader reader = JournalReader.open(recorded))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    offer(reader, lane, idle);
                }
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static void offer(final JournalReader reader, final LaneProducer lane, final IdleStrategy idle)
    {
        int at = reader.payloadOffset();
        for (int i = 0; i < reader.count(); i++)
        {
            final long word = reader.buffer().getLong(at);
            final int words = CommandWord.length(word);
            while (CommandWord.opcode(word) != CommandWord.TURN && !lane.offer(reader.buffer(), at, words))
            {
                lane.publish();
                idle.idle();
            }
            at += words << 3;
        }
        lane.publish();
    }

    private static IdleStrategy idle(final String name)
    {
        return switch (name)
        {
            case "spin" -> new BusySpinIdleStrategy();
            case "yield" -> new YieldingIdleStrategy();
            default -> new BackoffIdleStrategy(1, 1, 1_000, 200_000);
        };
    }

    private static boolean hasThirdSegment(final Path journal)
    {
        final Path file = journal.resolve("gale.journal");

        return Files.exists(file) && Jdks.text(file).lines().filter(line -> line.startsWith("segment ")).count() >= 2;
    }
}
