package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.SegmentFormat;
import org.gale.engine.support.Appends;
import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Order in which a journal changes and forces its files, recorded by the disk. Each promise that a reader makes after a
 * loss of power rests on one of these orders.
 */
@Tag("P11")
class JournalOrderTest
{
    private static final JournalConfig CONFIG = JournalConfig.DEFAULT.withBlocks(16 * 1024 - 4, List.of(64 * 1024))
        .with(Reserves.of(16 * 1024, 32 * 1024)).withId(7);
    private static final JournalConfig FORCED = CONFIG.forced(3, Long.MAX_VALUE);
    private static final byte[] CONFIGURATION = "seed=1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String DATA = "/19700101F.cq4";
    private static final String METADATA = "/metadata.cq4t";
    private static final String FILE = "/run/gale.journal";
    private static final String MARK = "/run/mark";
    private static final int SEGMENTS = 4;

    private final List<String> changes = new ArrayList<>();
    private final Map<String, Integer> lastChange = new HashMap<>();
    private final Map<String, Integer> lastForce = new HashMap<>();
    private int forcesLeft = Integer.MAX_VALUE;
    private final SimulatedDisk disk = new SimulatedDisk(new FailingForces());
    private final SimulatedHost host = new SimulatedHost(disk, new SimulatedClock(), new SplittableRandom(1));

    @Test
    void shouldMarkAFrameAsForcedAfterItsForce() throws IOException
    {
        final Set<String> seen = new HashSet<>();
        disk.onChange(change ->
        {
            if (change.equals("store " + MARK + " 8") && !seen.isEmpty())
            {
                final String data = seen.iterator().next();
                assertTrue(isForced(data), () -> change + " before a force of " + data);
            }
            if (change.startsWith("store") && change.contains(DATA))
            {
                seen.clear();
                seen.add(name(change));
            }
            note(change);
        });

        run(FORCED);

        assertTrue(changes.stream().filter(("store " + MARK + " 8")::equals).count() > SEGMENTS);
    }

    @Test
    void shouldMarkAFrameAsAppendedAfterItsBytes() throws IOException
    {
        disk.onChange(this::note);

        run(CONFIG);

        int marks = 0;
        for (int i = 0; i < changes.size(); i++)
        {
            if (changes.get(i).equals("store " + MARK + " 0"))
            {
                final String before = changes.get(i - 1);
                assertTrue(before.startsWith("store") && before.contains(METADATA), before);   // the lock goes last
                marks++;
            }
        }
        assertTrue(marks > SEGMENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldForceASegmentAndItsNamesBeforeItsLineIsWritten(final boolean isForced) throws IOException
    {
        final int[] sealed = new int[1];
        disk.onChange(change ->
        {
            if (change.startsWith("write " + FILE) && isBegun(sealed[0]))
            {
                final String segment = String.format("/run/%06d", sealed[0]++);
                assertTrue(isForced(segment + DATA), () -> segment + ": data");
                assertTrue(isForced(segment + METADATA), () -> segment + ": metadata");
                assertTrue(lastForce.getOrDefault(segment, -1) >= lastForce.get(segment + DATA), segment);
                assertTrue(lastForce.getOrDefault("/run", -1) >= lastForce.get(segment + DATA), segment);
            }
            note(change);
        });

        run(isForced ? FORCED : CONFIG);

        assertTrue(sealed[0] >= SEGMENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldForceTheLineOfASegmentBeforeItsFileIsCut(final boolean isForced) throws IOException
    {
        final int[] cuts = new int[1];
        disk.onChange(change ->
        {
            if (change.startsWith("truncate") && change.contains(DATA))
            {
                assertTrue(isForced(FILE), change);
                cuts[0]++;
            }
            note(change);
        });

        run(isForced ? FORCED : CONFIG);

        assertTrue(cuts[0] >= SEGMENTS - 1);
    }

    @Test
    void shouldMarkASegmentAsForcedAfterItsLineIsForced() throws IOException
    {
        final int[] marks = new int[1];
        disk.onChange(change ->
        {
            if (change.equals("store " + MARK + " 8"))
            {
                assertTrue(isForced(FILE), change);
                marks[0]++;
            }
            note(change);
        });

        run(CONFIG);

        assertTrue(marks[0] >= SEGMENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldForceTheMarkAtTheEndAndNameTheLastFrame(final boolean isForced) throws IOException
    {
        disk.onChange(this::note);

        final long last = run(isForced ? FORCED : CONFIG);

        assertTrue(isForced(MARK));
        assertEquals(last, word(0));
        assertEquals(last, word(8));
    }

    @Test
    void shouldNeitherAcknowledgeNorMarkWhatAFailedForceLeft() throws IOException
    {
        final JournalWriter writer = new JournalOpening(FORCED, host).create(disk.root().resolve("run"), CONFIGURATION);
        final long forced = word(8);
        final long acknowledged = writer.acknowledgedFrames();
        disk.onChange(this::note);
        forcesLeft = 0;

        assertTrue(append(writer, 1));
        assertTrue(append(writer, 1));
        assertFalse(append(writer, 1));

        assertNotNull(writer.failure());
        assertEquals(acknowledged, writer.acknowledgedFrames());
        assertEquals(forced, word(8));
        assertEquals(0, changes.stream().filter(("store " + MARK + " 8")::equals).count());
        writer.close();
        assertEquals(forced, word(8));
    }

    /** Runs until some segments are full, and returns the mark's word of the last frame. */
    private long run(final JournalConfig config) throws IOException
    {
        final Path run = disk.root().resolve("run");
        final JournalWriter writer = new JournalOpening(config, host).create(run, CONFIGURATION);
        while (writer.segment() < SEGMENTS)
        {
            assertTrue(append(writer, 200));
            host.step();
        }
        writer.close();

        assertNull(writer.failure());
        assertEquals(List.of(), disk.violations());
        final int segment = writer.segment();

        return (long)segment << 40 | frameCount(segment) - 1;
    }

    private static boolean append(final JournalWriter writer, final int words)
    {
        for (int i = 0; i < words; i++)
        {
            writer.frame().putLong(writer.payloadOffset() + (i << 3), 0x2000_0000_0000_0000L | i);
        }

        return Appends.append(writer, Frame.COMMANDS, words, words << 3);
    }

    /** Counts the frames of a segment by its headers. */
    private int frameCount(final int segment) throws IOException
    {
        final byte[] bytes = disk.file(String.format("/run/%06d", segment) + DATA).content();
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int count = 0;
        int at = SegmentFormat.PREFIX_LENGTH;
        while (at + 4 <= bytes.length && buffer.getInt(at) != 0)
        {
            at = SegmentFormat.nextOffset(at, buffer.getInt(at));
            count++;
        }

        return count;
    }

    private long word(final int offset) throws IOException
    {
        return ByteBuffer.wrap(disk.file(MARK).content()).order(ByteOrder.LITTLE_ENDIAN)
            .getLong(offset);
    }

    private void note(final String change)
    {
        changes.add(change);
        if (change.startsWith("force"))
        {
            lastForce.put(name(change), changes.size());
        }
        else
        {
            lastChange.put(name(change), changes.size());
        }
    }

    private boolean isBegun(final int segment)
    {
        return lastChange.containsKey(String.format("/run/%06d", segment) + DATA);
    }

    private boolean isForced(final String name)
    {
        return lastForce.getOrDefault(name, -1) > lastChange.getOrDefault(name, -1);
    }

    private static String name(final String change)
    {
        return change.split(" ", -1)[1];
    }

    /** Disk whose forces fail once a test says so. */
    private final class FailingForces implements DiskFaults
    {
        @Override
        public boolean endsNow()
        {
            return false;
        }

        @Override
        public void onWrite(final int newPages, final long usedPages)
        {
            // Never refused.
        }

        @Override
        public void onForce() throws IOException
        {
            if (forcesLeft-- <= 0)
            {
                throw new IOException("Input/output error");
            }
        }
    }
}
