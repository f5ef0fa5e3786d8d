package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of each condition of a frame, one broken at a time in a file that is sound for the rest. */
class SegmentReaderTest
{
    private static final int CONFIGURED_END = 544;
    private static final int BLOCK = Journals.BLOCK;

    @TempDir
    private Path home;
    private final FileWindow window = new FileWindow();

    @AfterEach
    void closeWindow() throws IOException
    {
        window.close();
    }

    @Test
    void shouldCheckTheOpeningFrame() throws IOException
    {
        expectOpening("configuration, expected the opening frame",
            forged().add(Frame.CONFIGURATION, 1, 0, ForgedSegment.HEADER.configuration()));
        expectOpening("opening, expected the opening frame",
            forged().add(Frame.OPENING, 0, 0, 0, 0, ForgedSegment.longs(Journals.ID, 0)));
        final byte[] payload = ForgedSegment.longs(Journals.ID, 0, BLOCK);
        final String chained = "an opening frame that is part of a chain";
        expectOpening(chained, forged().add(Frame.OPENING, 1, 0, 0, 0, payload));
        expectOpening(chained, forged().add(Frame.OPENING, 0, 1, 0, 0, payload));
        expectOpening(chained, forged().add(Frame.OPENING, 0, 0, 1, 0, payload));
        expectOpening(chained, forged().add(Frame.OPENING, 0, 0, 0, 1, payload));
        expectOpening("journal id 0x5, expected 0x3f9c07d2e5b188a4",
            forged().add(Frame.OPENING, 0, 0, 0, 0, ForgedSegment.longs(5, 0, BLOCK)));
        expectOpening("segment 0x1, expected 0x0",
            forged().add(Frame.OPENING, 0, 0, 0, 0, ForgedSegment.longs(Journals.ID, 1, BLOCK)));
        expectOpening("block 0x20000, expected 0x10000",
            forged().add(Frame.OPENING, 0, 0, 0, 0, ForgedSegment.longs(Journals.ID, 0, 2 * BLOCK)));
        expectOpening("no opening frame", forged());
    }

    @Test
    void shouldCheckThePrefix() throws IOException
    {
        expect(-1, 0, "byte 0xc0, expected 0xc1", ForgedSegment.begun().put(0, 0xc0, 1));
        expect(-1, 63, "byte 0x01, expected 0x00", ForgedSegment.begun().put(63, 1, 1));
        expect(-1, 80, "byte 0x00, expected 0xc8", ForgedSegment.begun().put(80, 0, 1));
        expect(-1, 399, "byte 0x7f, expected 0x00", ForgedSegment.begun().put(399, 0x7f, 1));

        final Path file = home.resolve("cut");
        ForgedSegment.begun().write(file, 399);
        assertEquals(new JournalDamage(file, 0, -1, 399, "the file ends in its prefix", 0), damage(file, BLOCK, false));
        final Path absent = home.resolve("absent");
        assertEquals(new JournalDamage(absent, 0, -1, 0, "not there", 0), damage(absent, BLOCK, false));
    }

    @Test
    void shouldCheckThePlaceOfAFrameInTheChain() throws IOException
    {
        final byte[] configuration = ForgedSegment.HEADER.configuration();

        expect(1, 480, "digest, expected the configuration", forged().opening().add(Frame.DIGEST, 1, 0));
        expect(1, 480, "another configuration than in gale.journal",
            forged().opening().add(Frame.CONFIGURATION, 1, 0, (byte)'c', (byte)0));
        expect(1, 480, "configuration with count 1", forged().opening().add(Frame.CONFIGURATION, 1, 1, configuration));
        expectNext("an opening frame, expected one of the chain", ForgedSegment.begun().opening());
        expectNext("configuration, expected another kind",
            ForgedSegment.begun().add(Frame.CONFIGURATION, 1, 0, configuration));
        expectNext("commands with count 0", ForgedSegment.begun().add(Frame.COMMANDS, 1, 0, new byte[8]));
        expectNext("commands with count -1", ForgedSegment.begun().add(Frame.COMMANDS, 1, 1, new byte[8])
            .change(Frame.COUNT_OFFSET, -1, Integer.BYTES));
        expectNext("digest with count 3", ForgedSegment.begun().add(Frame.DIGEST, 1, 3));
        expectNext("first command 2, expected 1", ForgedSegment.begun().add(Frame.DIGEST, 2, 0));
        final ForgedSegment begun = ForgedSegment.begun();
        expectNext(
            "hash of the frame before 0x0000000000000005, expected 0x" + String.format("%016x", begun.hash()),
            begun.add(Frame.DIGEST, 1, 0, 0, 5));
        expect(3, 600, "digest after the closing frame",
            ForgedSegment.begun().add(Frame.CLOSING, 1, 0).add(Frame.DIGEST, 1, 0));
        expect(3, 608, "first command 1, expected 2",
            ForgedSegment.begun().add(Frame.COMMANDS, 1, 1, new byte[8]).add(Frame.DIGEST, 1, 0));
    }

    @Test
    void shouldCheckTheFieldsOfAFrame() throws IOException
    {
        expectField("magic 0x00000005, expected 0x464c4147", Frame.MAGIC_OFFSET, 5, Integer.BYTES);
        expectField("format version 0, expected 1", Frame.FORMAT_VERSION_OFFSET, 0, Short.BYTES);
        expectField("kind 0", Frame.KIND_OFFSET, 0, Short.BYTES);
        expectField("kind 8", Frame.KIND_OFFSET, 8, Short.BYTES);
        expectField("semantics version 8, expected 9", Frame.SEMANTICS_VERSION_OFFSET, 8, Integer.BYTES);
        expectField("frame number 3, expected 2", Frame.NUMBER_OFFSET, 3, Integer.BYTES);
        expectField("payload of 0 bytes in a frame of 60", Frame.PAYLOAD_LENGTH_OFFSET, 0, Integer.BYTES);
        expectField("payload of 9 bytes in a frame of 60", Frame.PAYLOAD_LENGTH_OFFSET, 9, Integer.BYTES);
        expectField("payload of -1 bytes in a frame of 60", Frame.PAYLOAD_LENGTH_OFFSET, -1, Integer.BYTES);
        for (final int at : new int[]{ 53, 59 })
        {
            expectNext("padding that is not zero",
                ForgedSegment.begun().add(Frame.DIGEST, 1, 0, (byte)1).change(at, 1, 1));
        }
        expectFrames(2, 608, BLOCK, false, ForgedSegment.begun().add(Frame.DIGEST, 1, 0, (byte)1).change(52, 9, 1));
        final ForgedSegment crc = ForgedSegment.begun().add(Frame.DIGEST, 1, 0);
        expectNext("CRC 0x" + crcText(crc) + ", expected 0x00000005",
            crc.put(CONFIGURED_END + 4 + Frame.CRC_OFFSET, 5, Integer.BYTES));
    }

    @Test
    void shouldCheckTheHeaderOfAnExcerpt() throws IOException
    {
        for (final int header : new int[]{ 1, 51, 56, 8196, 262_148, 0x8000_0034, 0x4000_0034 })
        {
            expectNext(String.format("excerpt header 0x%08x, expected the length of a frame", header),
                ForgedSegment.begun().add(Frame.DIGEST, 1, 0).put(CONFIGURED_END, header, Integer.BYTES));
        }
        final Path file = home.resolve("sealed");
        ForgedSegment.begun().write(file);
        assertEquals(new JournalDamage(file, 0, 2, CONFIGURED_END,
            "excerpt header 0x00000000, expected the length of a frame", 0), damage(file, 600, true));
        expectFrames(1, CONFIGURED_END, 600, false, ForgedSegment.begun());
        // A frame of the limit's length, 8,188 bytes, ends at 544 + 4 + 8,188.
        expectFrames(2, 8736, BLOCK, false, ForgedSegment.begun().add(Frame.DIGEST, 1, 0, new byte[8136]));
    }

    /** Checks the room of a digest, 544 to 600. A sealed segment ends with it, an open one has eight zeros behind. */
    @Test
    void shouldKeepFramesWithinTheLimit() throws IOException
    {
        final Path file = home.resolve("file");
        ForgedSegment.begun().add(Frame.DIGEST, 1, 0).write(file);

        assertEquals(tooLong(file, "8 bytes"), damage(file, 592, true));
        assertEquals(tooLong(file, "1 byte"), damage(file, 599, true));
        assertEquals(tooLong(file, "8 bytes"), damage(file, 600, false));
        assertEquals(tooLong(file, "1 byte"), damage(file, 607, false));
        expectFrames(2, 600, 600, true, ForgedSegment.begun().add(Frame.DIGEST, 1, 0));
        expectFrames(2, 600, 608, false, ForgedSegment.begun().add(Frame.DIGEST, 1, 0));
    }

    @Test
    void shouldReportAFileThatEndsInAFrame() throws IOException
    {
        final Path file = home.resolve("file");
        final ForgedSegment digest = ForgedSegment.begun().add(Frame.DIGEST, 1, 0);
        for (final int length : new int[]{ 544, 547, 548, 599 })
        {
            digest.write(file, length);
            assertEquals(
                new JournalDamage(file, 0, 2, CONFIGURED_END, "the file ends at byte " + length, 0),
                damage(file, BLOCK, false));
        }
        digest.write(file, 600);
        assertEquals(new JournalDamage(file, 0, 3, 600, "the file ends at byte 600", 0), damage(file, BLOCK, false));
    }

    /** Reads a frame whose excerpt begins where the next part of the file is loaded, at 1 MiB. */
    @Test
    void shouldReadAFrameThatBeginsWithThePartThatIsLoaded() throws IOException
    {
        final JournalHeader big = new JournalHeader(Journals.ID, Durability.PROCESS, Frame.LENGTH_LIMIT,
            List.of(2 * FileWindow.CAPACITY), ForgedSegment.HEADER.configuration());
        final ForgedSegment forged = new ForgedSegment(big, 0, big.id()).opening()
            .add(Frame.CONFIGURATION, 1, 0, big.configuration());
        for (final int payload : new int[]{ 262_088, 262_088, 262_088, 261_544 })
        {
            forged.add(Frame.DIGEST, 1, 0, new byte[payload]);
        }
        assertEquals(1_048_576, forged.end());
        final Path file = home.resolve("file");
        forged.add(Frame.DIGEST, 1, 0).write(file);

        final SegmentReader reader = new SegmentReader(window, new Chain(big));
        reader.open(file, 0, 2 * FileWindow.CAPACITY, false);
        for (int i = 0; i < 6; i++)
        {
            assertTrue(reader.next());
        }

        assertEquals(1_048_576, reader.lastOffset());
        assertEquals(786_976, reader.previousOffset());
        assertEquals(4, reader.frameIndex(), "behind the excerpt header, which lies first in the buffer");
        assertFalse(reader.next());
    }

    private void expectOpening(final String finding, final ForgedSegment forged) throws IOException
    {
        expect(0, SegmentFormat.PREFIX_LENGTH, finding, forged);
    }

    private void expectNext(final String finding, final ForgedSegment forged) throws IOException
    {
        expect(2, CONFIGURED_END, finding, forged);
    }

    /** Changes a field of a digest of eight bytes. */
    private void expectField(final String finding, final int offset, final long value, final int length)
        throws IOException
    {
        expectNext(finding, ForgedSegment.begun().add(Frame.DIGEST, 1, 0, new byte[8]).change(offset, value, length));
    }

    private void expect(final int frame, final int offset, final String finding, final ForgedSegment forged)
        throws IOException
    {
        final Path file = home.resolve("file");
        forged.write(file);

        assertEquals(new JournalDamage(file, 0, frame, offset, finding, 0), damage(file, BLOCK, false));
    }

    private void expectFrames(
        final int number, final int end, final int limit, final boolean isSealed, final ForgedSegment forged)
        throws IOException
    {
        final Path file = home.resolve("file");
        forged.write(file);
        final SegmentReader reader = new SegmentReader(window, new Chain(ForgedSegment.HEADER));
        readAll(reader, file, limit, isSealed);

        assertEquals(number, reader.number());
        assertEquals(end, reader.offset());
    }

    private JournalDamage damage(final Path file, final int limit, final boolean isSealed)
    {
        final SegmentReader reader = new SegmentReader(window, new Chain(ForgedSegment.HEADER));

        return assertThrows(DamagedException.class, () -> readAll(reader, file, limit, isSealed)).damage();
    }

    private static void readAll(
        final SegmentReader reader, final Path file, final int limit, final boolean isSealed) throws IOException
    {
        reader.open(file, 0, limit, isSealed);
        while (reader.next())
        {
            assertTrue(reader.offset() <= limit);
        }
    }

    private static JournalDamage tooLong(final Path file, final String room)
    {
        return new JournalDamage(file, 0, 2, CONFIGURED_END, "excerpt header 0x00000034, " + room + " too long", 0);
    }

    private static ForgedSegment forged()
    {
        return new ForgedSegment(ForgedSegment.HEADER, 0, Journals.ID);
    }

    private static String crcText(final ForgedSegment forged)
    {
        return String.format("%08x", forged.intAt(CONFIGURED_END + 4 + Frame.CRC_OFFSET));
    }
}
