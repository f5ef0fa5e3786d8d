package org.gale.tests.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.SegmentFormat;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journal of a storm as another process sees it: its files, and the acknowledged position of its mark. */
final class StormJournal
{
    /** Options of the smallest storm whose events recur only after a while. */
    static final String[] SMALL = { "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64" };
    static final int SMALL_EVENTS = 256;
    static final int SEGMENT_SHIFT = 40;

    private static final int APPENDED_OFFSET = 0;
    private static final int FORCED_OFFSET = 8;
    private static final int BOOT_ID_OFFSET = 24;
    private static final long NONE = -1;

    private final Path directory;

    StormJournal(final Path directory)
    {
        this.directory = directory;
    }

    /** Returns whether the journal has been begun. */
    boolean exists()
    {
        return Files.exists(directory.resolve("gale.journal"));
    }

    /**
     * Returns the last acknowledged frame.
     *
     * @return segment and number in one word, −1 before the first
     */
    long acknowledged(final boolean isForced)
    {
        final Path mark = directory.resolve("mark");
        if (!exists())
        {
            return NONE;
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.READ))
        {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(LITTLE_ENDIAN);
            channel.read(word, isForced ? FORCED_OFFSET : APPENDED_OFFSET);

            return word.getLong(0);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Reads every byte of the journal, which must be sound and hold the last acknowledged frame. */
    JournalEnd readSound(final long acknowledged) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            long last = NONE;
            while (reader.next())
            {
                last = (long)reader.segment() << SEGMENT_SHIFT | reader.frameNumber();
            }
            assertNull(reader.end().damage());
            assertEquals(JournalEnd.Status.LEFT, reader.end().status());
            assertTrue(last >= acknowledged, "the last frame is " + Long.toHexString(last) + ", but " +
                Long.toHexString(acknowledged) + " was acknowledged");

            return reader.end();
        }
    }

    /**
     * Returns the position after the last frame that was forced, and checks that the mark names no later one as forced.
     *
     * @param forces directory with a copy of each segment as its last force found it, which a layer below the journal
     *               made
     */
    JournalPosition forcedPosition(final Path forces) throws IOException
    {
        JournalPosition forced = null;
        long frame = NONE;
        int segment = -1;
        int equalTo = 0;
        final String stop;
        try (JournalReader reader = JournalReader.open(directory))
        {
            boolean isForced = true;
            while (isForced && reader.next())
            {
                if (reader.segment() != segment)
                {
                    segment = reader.segment();
                    equalTo = equalTo(forces, reader.file(), segment);
                }
                isForced = reader.position().offset() <= equalTo;
                forced = isForced ? reader.position() : forced;
                frame = isForced ? (long)segment << SEGMENT_SHIFT | reader.frameNumber() : frame;
            }
            stop = isForced ? "the journal ends so: " + reader.end() :
                "a frame to byte " + reader.position().offset() + " differs from byte " + equalTo;
        }
        assertTrue(acknowledged(true) <= frame, "forced up to " + Long.toHexString(frame) +
            ", and the mark says " + Long.toHexString(acknowledged(true)) + "; segment " + segment + ": " + stop);

        return forced;
    }

    /** Returns the offset up to which the frames of a segment equal those that were forced. */
    private static int equalTo(final Path forces, final Path file, final int segment) throws IOException
    {
        final Path copy = forces.resolve(String.format("%06d", segment));
        if (!Files.exists(copy))
        {
            return 0;
        }
        final byte[] live = Files.readAllBytes(file);
        final byte[] forced = Files.readAllBytes(copy);
        final int from = SegmentFormat.PREFIX_LENGTH;                           // before it, two words change
        final int at = Arrays.mismatch(live, from, live.length, forced, from, forced.length);

        return at < 0 ? live.length : from + at;
    }

    /** Changes the boot id, as if the machine had been restarted. */
    void loseBoot() throws IOException
    {
        try (FileChannel channel = FileChannel.open(directory.resolve("mark"),
            StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
            channel.read(word, BOOT_ID_OFFSET);
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, ~word.getLong(0)), BOOT_ID_OFFSET);
        }
    }

    /**
     * Checks the journal of a storm that continued to its end: its replay is equal and nothing is lost. The events
     * equal those of a storm without an interruption, which recur in the same order.
     */
    void assertWhole(final Path report, final int eventsInAll) throws IOException
    {
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        final ReplayResult result = Replay.verify(directory, ReplayProgress.NONE, Machines.FACTORY);
        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        assertEquals(json.at("/host/digest").asText(), String.format("%016x", result.digest()));
        assertTrue(json.at("/host/replay/equal").asBoolean());
        final JsonNode accounting = json.get("accounting");
        assertEquals(0, accounting.get("remainder").asLong());
        assertEquals(0, accounting.get("pending").asLong());
        assertEquals(accounting.get("offered").asLong(),
            accounting.get("delivered").asLong() + accounting.get("coalesced").asLong());
        if (json.get("config").get("loop").asText().equals("closed"))
        {
            assertEquals(0, accounting.get("coalesced").asLong());
        }
        final long count = countInOrder(eventsInAll);
        assertTrue(count == accounting.get("offered").asLong() || result.end().purged().isAny());
    }

    /** Returns the number of events in the journal. */
    long events() throws IOException
    {
        long count = 0;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    final long word = reader.buffer().getLong(at);
                    count += CommandWord.opcode(word) == CommandWord.MSI ? 1 : 0;
                    at += CommandWord.length(word) << 3;
                }
            }
        }

        return count;
    }

    private long countInOrder(final int eventsInAll) throws IOException
    {
        final long[] order = new long[eventsInAll];
        long count = 0;
        try (JournalReader reader = JournalReader.open(directory))
        {
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    final long word = reader.buffer().getLong(at);
                    if (CommandWord.opcode(word) == CommandWord.MSI)
                    {
                        final int index = (int)(count++ % eventsInAll);
                        final long event = word & ~Commands.TIME_MASK;
                        assertTrue(order[index] == 0 || order[index] == event, "event " + count);
                        order[index] = event;
                    }
                    at += CommandWord.length(word) << 3;
                }
            }
        }

        return count;
    }
}
