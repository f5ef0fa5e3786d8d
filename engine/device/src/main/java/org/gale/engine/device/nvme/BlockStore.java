package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * Blocks of a drive in the memory of this process. A piece that was never written takes no memory, and reads as zeros.
 * Each block has a checksum, taken when it was written and compared when it is read. Owner: the answering thread.
 */
final class BlockStore
{
    /** Length of a block, bytes. */
    static final int BLOCK = 512;

    private static final int PIECE = 1 << 20;
    private static final int BLOCKS_OF_PIECE = PIECE / BLOCK;

    private final IntFunction<ByteBuffer> memory;
    private final long blocks;
    private final ByteBuffer[] pieces;
    private final int[][] checksums;
    private final CRC32C checksum = new CRC32C();
    private final int zeros;
    private long mismatches;

    /**
     * Makes blocks of zeros.
     *
     * @param length of all, a multiple of 1 MiB
     */
    BlockStore(final long length)
    {
        this(length, ByteBuffer::allocateDirect);
    }

    /** Makes blocks of zeros in memory of the caller. */
    BlockStore(final long length, final IntFunction<ByteBuffer> memory)
    {
        this.memory = memory;
        blocks = length / BLOCK;
        pieces = new ByteBuffer[(int)(length / PIECE)];
        checksums = new int[pieces.length][];
        zeros = of(ByteBuffer.allocate(BLOCK));
    }

    /** Returns the number of blocks. */
    long blocks()
    {
        return blocks;
    }

    /** Writes whole blocks from a buffer. */
    void write(final long block, final ByteBuffer source)
    {
        for (long at = block; source.hasRemaining(); at++)
        {
            final ByteBuffer piece = piece(at);
            final int index = (int)(at % BLOCKS_OF_PIECE);
            piece.put(index * BLOCK, source, source.position(), BLOCK);
            checksums[(int)(at / BLOCKS_OF_PIECE)][index] = of(source.slice(source.position(), BLOCK));
            source.position(source.position() + BLOCK);
        }
    }

    private ByteBuffer piece(final long block)
    {
        final int index = (int)(block / BLOCKS_OF_PIECE);
        if (pieces[index] == null)
        {
            pieces[index] = memory.apply(PIECE);
            checksums[index] = new int[BLOCKS_OF_PIECE];
            Arrays.fill(checksums[index], zeros);
        }

        return pieces[index];
    }

    /** Reads whole blocks into a buffer. */
    void read(final long block, final ByteBuffer target)
    {
        for (long at = block; target.hasRemaining(); at++)
        {
            final int index = (int)(at % BLOCKS_OF_PIECE);
            final ByteBuffer piece = pieces[(int)(at / BLOCKS_OF_PIECE)];
            final int from = target.position();
            if (piece == null)
            {
                for (int i = 0; i < BLOCK; i += Long.BYTES)
                {
                    target.putLong(from + i, 0);
                }
            }
            else
            {
                target.put(from, piece, index * BLOCK, BLOCK);
                if (of(target.slice(from, BLOCK)) != checksums[(int)(at / BLOCKS_OF_PIECE)][index])
                {
                    mismatches++;
                }
            }
            target.position(from + BLOCK);
        }
    }

    /** Returns the blocks that were read with another checksum than they were written. */
    long mismatches()
    {
        return mismatches;
    }

    private int of(final ByteBuffer block)
    {
        checksum.reset();
        checksum.update(block);

        return (int)checksum.getValue();
    }
}
