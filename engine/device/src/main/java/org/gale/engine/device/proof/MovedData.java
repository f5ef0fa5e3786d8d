package org.gale.engine.device.proof;

import java.nio.ByteBuffer;

/**
 * Second count of the data that requests of a drive move: by the blocks that the commands of the guest name, of those
 * that ended well. Owner: the answering thread.
 */
public final class MovedData
{
    private static final int BLOCKS = 48;                           // offset of their number less 1, 16 bits
    private static final int WRITE = 1;
    private static final int READ = 2;

    private final int blockBytes;
    private final byte[] opcodes;                                   // each by slot
    private final int[] blocks;
    private long read;
    private long written;

    /**
     * Makes a count of nothing.
     *
     * @param slots      of requests in flight
     * @param blockBytes length of a block, bytes
     */
    public MovedData(final int slots, final int blockBytes)
    {
        this.blockBytes = blockBytes;
        opcodes = new byte[slots];
        blocks = new int[slots];
    }

    /** Notes the command of the request that a slot has from now on. */
    public void asked(final int slot, final ByteBuffer command)
    {
        opcodes[slot] = command.get(0);
        blocks[slot] = Short.toUnsignedInt(command.getShort(BLOCKS)) + 1;
    }

    /** Notes that the request of a slot ended well. */
    public void moved(final int slot)
    {
        read += opcodes[slot] == READ ? blocks[slot] : 0;
        written += opcodes[slot] == WRITE ? blocks[slot] : 0;
    }

    /** {@return how bytes that a drive counts differ from those that the guest asked for, or null} */
    public String fault(final long readBytes, final long writtenBytes)
    {
        final long readDue = read * blockBytes;
        final long writtenDue = written * blockBytes;

        return readBytes == readDue && writtenBytes == writtenDue ? null :
            "the bytes read and written are " + readBytes + " and " + writtenBytes + ", and the guest asked for " +
            readDue + " and " + writtenDue;
    }
}
