package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** View of a driver, which knows the layout of PCI and MSI-X and no class of the device. */
class ConfigSpaceTest
{
    private static final int BAR_0 = 0x10;
    private static final int POINTER = 0x34;
    private static final int MSIX_ID = 0x11;
    private static final int ENTRY_BYTES = 16;

    /** For each number of vectors: table and pending bits lie within their BAR, apart from one another. */
    @Test
    void shouldHaveRoomForTableAndPendingBitsOfEachNumberOfVectors()
    {
        for (int vectors = 1; vectors <= ConfigSpace.VECTOR_LIMIT; vectors++)
        {
            final ConfigSpace space = new ConfigSpace(0x1000, 0x010802, 1 << 14, vectors);
            final int at = word(space, POINTER) & 0xff;
            final String context = vectors + " vectors";

            assertEquals(MSIX_ID, word(space, at) & 0xff, context);
            assertEquals(vectors, (word(space, at) >>> 16 & 0x7ff) + 1, context);
            final int table = word(space, at + 4);
            final int pending = word(space, at + 8);
            assertEquals(table & 7, pending & 7, context);
            final int bar = table & 7;
            final long length = sized(space, bar);
            assertEquals(length, space.barLength(bar), context);
            final long tableEnd = (table & ~7) + (long)vectors * ENTRY_BYTES;
            final long pendingBegin = pending & ~7;
            final long pendingEnd = pendingBegin + (vectors + 63L) / 64 * 8;
            assertTrue(tableEnd <= length && pendingEnd <= length, context + ": " + tableEnd + ", " + pendingEnd +
                " of " + length);
            assertTrue(tableEnd <= pendingBegin || pendingEnd <= (table & ~7), context);
        }
    }

    /** Each bit that a driver can change is as new after a reset, and none that it cannot. */
    @Test
    void shouldBeAsNewAfterAReset()
    {
        for (final int vectors : new int[] {0, 1, 63, 64, 65, ConfigSpace.VECTOR_LIMIT})
        {
            final ConfigSpace space = new ConfigSpace(0x1000, 0x010802, 1 << 14, vectors);
            final ByteBuffer fresh = all(space);
            for (int at = 0; at < ConfigSpace.LENGTH; at += Integer.BYTES)
            {
                write(space, at, word(space, at) ^ -1);
            }
            assertTrue(!fresh.equals(all(space)), "some bits can be changed");

            space.reset();

            assertEquals(fresh, all(space), vectors + " vectors");
        }
    }

    /** Returns the length of a BAR by the way of a driver: what stays 0 when all bits are written as 1. */
    private static long sized(final ConfigSpace space, final int bar)
    {
        final int at = BAR_0 + bar * Integer.BYTES;
        write(space, at, -1);
        write(space, at + 4, -1);
        final long bits = (Integer.toUnsignedLong(word(space, at + 4)) << 32) |
            (Integer.toUnsignedLong(word(space, at)) & ~0xfL);

        return -bits;
    }

    private static int word(final ConfigSpace space, final int at)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        space.read(at, bytes);

        return bytes.getInt(0);
    }

    private static void write(final ConfigSpace space, final int at, final int word)
    {
        space.write(at, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, word));
    }

    private static ByteBuffer all(final ConfigSpace space)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(ConfigSpace.LENGTH);
        space.read(0, bytes);

        return bytes.flip();
    }
}
