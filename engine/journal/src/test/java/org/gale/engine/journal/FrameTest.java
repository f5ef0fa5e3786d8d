package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FrameTest
{
    @Test
    void shouldLayFieldsOutWithoutGapsOnTheirBoundaries()
    {
        final int[][] fields = {
            { Frame.MAGIC_OFFSET, 4 }, { Frame.CRC_OFFSET, 4 }, { Frame.PAYLOAD_LENGTH_OFFSET, 4 },
            { Frame.FORMAT_VERSION_OFFSET, 2 }, { Frame.KIND_OFFSET, 2 }, { Frame.SEMANTICS_VERSION_OFFSET, 4 },
            { Frame.FIRST_SEQUENCE_OFFSET, 8 }, { Frame.COUNT_OFFSET, 4 }, { Frame.NUMBER_OFFSET, 4 },
            { Frame.TIME_OFFSET, 8 }, { Frame.PREVIOUS_HASH_OFFSET, 8 },
        };
        int end = 0;
        for (final int[] field : fields)
        {
            assertEquals(end, field[0]);
            assertEquals(0, (FrameBuffer.START + field[0]) % field[1], "the frame lies 4 after a multiple of 8");
            end = field[0] + field[1];
        }
        assertEquals(Frame.HEADER_LENGTH, end);
        assertEquals(0, FrameBuffer.PAYLOAD_START % Long.BYTES);
    }

    @Test
    void shouldSpellItsMagic()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4]);
        buffer.putInt(0, Frame.MAGIC);

        assertEquals("GALF", new String(buffer.byteArray(), StandardCharsets.US_ASCII));
    }

    @Test
    void shouldStoreAndLoadEveryField()
    {
        final FrameBuffer frame = new FrameBuffer(4092);
        final UnsafeBuffer buffer = frame.buffer();
        buffer.setMemory(0, buffer.capacity(), (byte)0xff);

        frame.finish(Frame.DIGEST, 0x0102_0304_0506_0708L, 0x0a0b_0c0d, 0x0e0f_1011, 0x1213_1415_1617_1819L, 77, 9);

        final int start = FrameBuffer.START;
        assertEquals(Frame.HEADER_LENGTH + 16, frame.lengthBytes());
        assertEquals(Frame.MAGIC, Frame.magic(buffer, start));
        assertEquals(9, Frame.payloadLength(buffer, start));
        assertEquals(Frame.FORMAT_VERSION, Frame.formatVersion(buffer, start));
        assertEquals(Frame.DIGEST, Frame.kind(buffer, start));
        assertEquals(9, Frame.semanticsVersion(buffer, start));
        assertEquals(0x0102_0304_0506_0708L, Frame.firstSequence(buffer, start));
        assertEquals(0x0a0b_0c0d, Frame.count(buffer, start));
        assertEquals(0x0e0f_1011, Frame.number(buffer, start));
        assertEquals(0x1213_1415_1617_1819L, Frame.timeNs(buffer, start));
        assertEquals(77, Frame.previousHash(buffer, start));
        for (int i = 0; i < 16; i++)
        {
            assertEquals(i < 9 ? -1 : 0, buffer.getByte(FrameBuffer.PAYLOAD_START + i), "payload, then padding");
        }
        final byte[] covered = new byte[frame.lengthBytes() - Frame.CRC_COVERS_FROM];
        buffer.getBytes(start + Frame.CRC_COVERS_FROM, covered);
        final CRC32C crc = new CRC32C();
        crc.update(covered);
        assertEquals((int)crc.getValue(), Frame.crc(buffer, start));
        assertEquals(Frame.hash(77, Frame.crc(buffer, start), frame.lengthBytes()), frame.hash());
    }

    @ParameterizedTest
    @CsvSource({ "0, 52", "1, 60", "8, 60", "9, 68", "262088, 262140" })
    void shouldPadToFourMoreThanAMultipleOfEight(final int payload, final int total)
    {
        assertEquals(total, Frame.totalLength(payload));
        assertTrue(Frame.isLength(total));
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 44, 51, 53, 56, 262_144, 262_148, Integer.MAX_VALUE, Integer.MIN_VALUE + 60 })
    void shouldKnowLengthsThatNoFrameHas(final int length)
    {
        assertFalse(Frame.isLength(length));
    }

    @Test
    void shouldHashTheChainAndTheFrame()
    {
        final long hash = Frame.hash(1, 2, 60);

        assertNotEquals(hash, Frame.hash(2, 2, 60));
        assertNotEquals(hash, Frame.hash(1, 3, 60));
        assertNotEquals(hash, Frame.hash(1, 2, 68));
        assertEquals(hash, Frame.hash(1, 2, 60));
    }

    /** The values were computed by another program from the description of the format. */
    @Test
    void shouldHashAsTheFormatSays()
    {
        assertEquals(0x034f_3315_6462_5c1aL, Frame.hash(0, 0, 52));
        assertEquals(0x5288_647b_5f04_fc8cL, Frame.hash(1, 2, 60));
        assertEquals(0x9c2d_caf2_6602_5f71L, Frame.hash(0x3f9c_07d2_e5b1_88a4L, 0x89ab_cdef, 262_140));
        assertEquals(0x2178_cde6_c657_2d58L, Frame.hash(-1, -1, 52));
    }

    @Test
    void shouldKnowTheFirstPartOfASnapshotByItsNumber()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[3 * Frame.HEADER_LENGTH]);
        final int offset = 12;
        buffer.putInt(offset + Frame.PAYLOAD_LENGTH_OFFSET, 8);
        assertTrue(Frame.isFirstPart(buffer, offset));

        buffer.putLong(offset + Frame.HEADER_LENGTH, 1);
        assertFalse(Frame.isFirstPart(buffer, offset));
        buffer.putLong(offset + Frame.HEADER_LENGTH, 0);
        buffer.putInt(offset + Frame.PAYLOAD_LENGTH_OFFSET, 7);
        assertFalse(Frame.isFirstPart(buffer, offset), "it has no number");
    }

    @Test
    void shouldNameKinds()
    {
        assertEquals("opening", Frame.kindName(Frame.OPENING));
        assertEquals("closing", Frame.kindName(Frame.CLOSING));
        assertEquals("device", Frame.kindName(Frame.LAST_KIND));
        assertEquals("kind 8", Frame.kindName(8));
        assertFalse(Frame.isKind(0));
    }
}
