package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BlockStoreTest
{
    private static final int BLOCKS = 2048;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final BlockStore store = new BlockStore(2L << 20, this::piece);

    private ByteBuffer piece(final int length)
    {
        pieces.add(ByteBuffer.allocate(length));

        return pieces.get(pieces.size() - 1);
    }

    private static ByteBuffer blocks(final int count, final int value)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(count * BlockStore.BLOCK);
        for (int i = 0; i < bytes.capacity(); i++)
        {
            bytes.put(i, (byte)(value + i));
        }

        return bytes;
    }

    private ByteBuffer read(final long block, final int count)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(count * BlockStore.BLOCK);
        store.read(block, bytes);

        return bytes.flip();
    }

    @Test
    void shouldReadWhatWasWrittenOverTheEndOfAPiece()
    {
        store.write(BLOCKS - 1, blocks(2, 7));

        assertEquals(blocks(2, 7), read(BLOCKS - 1, 2));
        assertEquals(blocks(1, 7), read(BLOCKS - 1, 1));
        assertEquals(ByteBuffer.allocate(BlockStore.BLOCK), read(BLOCKS + 1, 1));
        assertEquals(2, pieces.size());
        assertEquals(0, store.mismatches());
    }

    @Test
    void shouldReadZerosWhereNothingWasWritten()
    {
        assertEquals(ByteBuffer.allocate(3 * BlockStore.BLOCK), read(5, 3));
        assertEquals(0, pieces.size());
        assertEquals(2 * BLOCKS, store.blocks());
    }

    @Test
    void shouldCountEachBlockThatReadsOtherwise()
    {
        store.write(0, blocks(4, 1));
        pieces.get(0).put(BlockStore.BLOCK, (byte)99);
        pieces.get(0).put(5 * BlockStore.BLOCK + 7, (byte)1);       // of a block that was never written

        read(0, 1);
        assertEquals(0, store.mismatches());
        read(0, 4);
        assertEquals(1, store.mismatches());
        read(4, 2);
        assertEquals(2, store.mismatches());
    }
}
