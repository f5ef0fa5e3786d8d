package org.gale.tests.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.lanes.LaneClaim;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.LaneLayout;
import org.gale.tests.support.Await;
import org.gale.tests.support.CCompiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of other processes that feed a storm through lane files. */
class LaneFileTest
{
    private static final int CAPACITY = 4096;
    private static final int COUNT = 20_000;
    private static final int MORE = 300;

    @TempDir
    private Path home;
    private Path directory;

    @BeforeEach
    void nameDirectory()
    {
        directory = home.resolve("lanes");
    }

    @Test
    void shouldStallNobodyWhenAProcessIsKilledBetweenOfferAndPublish() throws Exception
    {
        try (LaneFiles files = files(2);
            AttachedStorm storm = new AttachedStorm(files);
            ChildProcess victim = ChildProcess.java(OutsideProducer.class, directory.toString(), "" + COUNT))
        {
            victim.await("offered");
            try (LaneClaim neighbour = LaneClaim.claim(directory))
            {
                victim.kill();
                offer(neighbour, MORE);
                Await.until(() -> neighbour.producer().completed() == MORE, AttachedStorm.PATIENCE, "delivered");
            }
            storm.awaitDelivered(1_000);
            try (LaneClaim heir = LaneClaim.claim(directory))
            {
                assertEquals(COUNT, heir.producer().position(), "what was not published is not there");
                offer(heir, MORE);
            }

            storm.end(COUNT + 2 * MORE);
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void shouldCloseLanesWhenTheStormEnds() throws Exception
    {
        try (LaneFiles files = files(1);
            AttachedStorm storm = new AttachedStorm(files);
            LaneClaim claim = LaneClaim.claim(directory))
        {
            offerToAttached(claim, MORE);
            storm.end(MORE);

            assertTrue(claim.producer().isClosed());
            assertEquals(MORE, claim.producer().completed(), "who sees it closed sees the last completed position");
            claim.producer().publish();
            assertFalse(claim.producer().offer(2L << 60));
        }
    }

    @Test
    void shouldReplayEventsOfOtherProcesses() throws Exception
    {
        final Path journal = home.resolve("journal");
        final StormResult live;
        try (LaneFiles files = files(1);
            AttachedStorm storm = new AttachedStorm(files, false, journal))
        {
            try (LaneClaim claim = LaneClaim.claim(directory))
            {
                offerToAttached(claim, COUNT);
            }
            live = storm.end(COUNT);
        }

        final ReplayResult replayed = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertNull(replayed.divergence());
        assertTrue(replayed.isEqual());
        assertEquals(live.journal().runDigest(), replayed.digest());
        assertEquals(COUNT, live.totals().accounting().offered());
    }

    @Test
    void shouldDeliverWhatACProducerSends() throws Exception
    {
        assertDelivered(compile());
    }

    /** An event that a device at another ITS sends is none: it would be rejected, and the end of the storm says so. */
    @Tag("T-ITS-3")
    @Test
    void shouldDeliverWhatACProducerSendsToEachIts() throws Exception
    {
        assertDelivered(compile(), 3);
    }

    @Test
    void shouldDeliverWhatAProducerInCppSends() throws Exception
    {
        assertDelivered(CCompiler.compileAsCpp("lane_producer.c", home.resolve("lane_producer"), "-pedantic"));
    }

    private void assertDelivered(final Path producer) throws Exception
    {
        assertDelivered(producer, 1);
    }

    private void assertDelivered(final Path producer, final int itss) throws Exception
    {
        try (LaneFiles files = files(1); AttachedStorm storm = new AttachedStorm(files, false, null, itss))
        {
            try (ChildProcess child = producer(producer, "1", itss))
            {
                assertTrue(child.await("sent").startsWith(COUNT + " "));
                assertEquals(0, child.exit());
            }

            final StormResult result = storm.end(COUNT);

            assertEquals(COUNT, result.totals().accounting().delivered() + result.totals().accounting().coalesced());
        }
    }

    @Test
    void shouldDeliverWhatTheExampleOfThePageSends() throws Exception
    {
        final Path program = CCompiler.compile(
            Files.writeString(home.resolve("producer.c"), LanePage.example()), home.resolve("producer"), "-pedantic");
        final int count = AttachedStorm.VMS * AttachedStorm.DEVICES * AttachedStorm.EVENTS;
        try (LaneFiles files = files(1); AttachedStorm storm = new AttachedStorm(files, false, null))
        {
            try (ChildProcess child = ChildProcess.of(List.of(program.toString(), directory.toString())))
            {
                for (int i = 0; i < count; i++)
                {
                    child.tell(i / AttachedStorm.EVENTS + " " + i % AttachedStorm.EVENTS);
                }
                child.endInput();

                assertEquals("sent, all effects are out", child.await(count + " "));
                assertEquals(0, child.exit());
            }

            assertEquals(count, storm.end(count).totals().accounting().delivered());
        }
    }

    @Test
    void shouldEndTheExampleOfThePageWhenTheStormEnds() throws Exception
    {
        final Path program = CCompiler.compile(
            Files.writeString(home.resolve("producer.c"), LanePage.example()), home.resolve("producer"), "-pedantic");
        try (LaneFiles files = files(1); AttachedStorm storm = new AttachedStorm(files, false, null);
            ChildProcess child = ChildProcess.of(List.of(program.toString(), directory.toString())))
        {
            child.tell("0 0");
            storm.awaitDelivered(1);
            storm.run().stop();
            storm.end(1);
            child.tell("0 1");
            child.endInput();

            assertEquals("sent, gale took only a part", child.await("2 "));
            assertEquals(1, child.exit());
        }
        try (ChildProcess late = ChildProcess.of(List.of(program.toString(), directory.toString())))
        {
            assertEquals(2, late.exit());
        }
    }

    @Test
    void shouldDrainWhatACProducerPublishedWhenItIsKilledBeforeItsLastBatch() throws Exception
    {
        final int lastBatch = COUNT % 256;
        final Path producer = compile();
        try (LaneFiles files = files(1); AttachedStorm storm = new AttachedStorm(files))
        {
            try (ChildProcess child = producer(producer, "0"))
            {
                child.await("offered");
                child.kill();
            }
            storm.awaitDelivered(1_000);

            storm.end(COUNT - lastBatch);
        }
    }

    @Test
    void shouldRunABatchOfCProducersEachInASeparateFile() throws Exception
    {
        final Path producer = compile();
        try (LaneFiles files = files(3); AttachedStorm storm = new AttachedStorm(files))
        {
            final List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 3; i++)
            {
                children.add(producer(producer, "1"));
            }
            for (final ChildProcess child : children)
            {
                assertTrue(child.await("sent").startsWith(COUNT + " "));
                child.close();
            }

            storm.end(3L * COUNT);
        }
    }

    @Test
    void shouldEndACProducerWhenGaleIsKilled() throws Exception
    {
        final Path program = compile();
        try (ChildProcess gale = ChildProcess.java(DyingEngine.class, directory.toString()))
        {
            gale.await("ready");
            try (ChildProcess child = producer(program, "1"))                   // nobody drains: it waits
            {
                gale.kill();

                assertTrue(child.await(program.toString()).startsWith(": gale is gone after "));
                assertEquals(4, child.exit());
            }
            try (ChildProcess late = producer(program, "1"))
            {
                assertEquals(4, late.exit());
            }
        }
    }

    @Test
    void shouldCountTheRefusalsOfACProducerApartFromThoseBeforeIt() throws Exception
    {
        final long before = 1L << 40;
        final Path program = compile();
        try (ChildProcess child = refused(program, before))
        {
            final String said = child.await(program.toString());

            assertTrue(said.startsWith(": the lane is closed: 1 after "), said);
            final long refused = Long.parseLong(said.replaceAll(".* and ([0-9]+) refused", "$1"));
            assertTrue(refused > 0 && refused < before, said);
            assertEquals(3, child.exit());
        }
    }

    @Test
    void shouldFailACProducerWhenTheStormEndsFirst() throws Exception
    {
        final Path program = compile();
        try (LaneFiles files = files(1); AttachedStorm storm = new AttachedStorm(files, false, null);
            ChildProcess child = ChildProcess.of(List.of(program.toString(), directory.toString(), "1000000000000",
                String.valueOf(AttachedStorm.DEVICES), String.valueOf(AttachedStorm.EVENTS))))
        {
            storm.awaitDelivered(1_000);
            storm.run().stop();

            assertTrue(child.await(program.toString()).startsWith(": the lane is closed: "));
            assertEquals(3, child.exit());
        }
    }

    /** Starts a producer on a lane that nobody drains, waits until it reports a refusal, and closes the lane. */
    private ChildProcess refused(final Path program, final long before) throws Exception
    {
        try (LaneFiles files = files(1);
            FileChannel lane = FileChannel.open(
                directory.resolve("lane-00"), StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            lane.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, before),
                LaneLayout.REFUSED_OFFSET);
            final ChildProcess child = producer(program, "1");
            Await.until(() -> refusals(lane) > before, AttachedStorm.PATIENCE, "a refusal");
            assertEquals(0, files.renewedCount());

            return child;
        }
    }

    private static long refusals(final FileChannel lane)
    {
        try
        {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            lane.read(word, LaneLayout.REFUSED_OFFSET);

            return word.getLong(0);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private LaneFiles files(final int count) throws IOException
    {
        return LaneFiles.create(directory, count, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE);
    }

    private ChildProcess producer(final Path program, final String commit) throws IOException
    {
        return producer(program, commit, 1);
    }

    private ChildProcess producer(final Path program, final String commit, final int itss) throws IOException
    {
        return ChildProcess.of(List.of(program.toString(), directory.toString(), String.valueOf(COUNT),
            String.valueOf(AttachedStorm.VMS * AttachedStorm.DEVICES), String.valueOf(AttachedStorm.EVENTS), commit,
            String.valueOf(itss)));
    }

    /** Offers one event, and the rest once the engine has drained it: a lane that a storm never saw is not drained. */
    private static void offerToAttached(final LaneClaim claim, final int count)
    {
        offer(claim, 1);
        Await.until(() -> claim.producer().completed() > 0, AttachedStorm.PATIENCE, "attached");
        offer(claim, count - 1);
    }

    private static void offer(final LaneClaim claim, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            OutsideProducer.offer(claim.producer(), i);
        }
        claim.producer().publish();
    }

    private Path compile() throws Exception
    {
        return CCompiler.compile("lane_producer.c", home.resolve("lane_producer"), "-pedantic");
    }
}
