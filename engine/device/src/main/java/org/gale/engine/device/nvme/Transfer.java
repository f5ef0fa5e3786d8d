package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gale.engine.device.pci.GuestMemory;

/**
 * Data of one command on its way between the drive and the pages of the guest that its PRPs name. Each step moves a
 * page or follows a list, and both are bounded by the length. Owner: the answering thread.
 */
final class Transfer
{
    /** Length of a page, bytes. */
    static final int PAGE = 1 << 12;
    /** Limit of the data of a command as a power of two of pages. */
    static final int LIMIT_SHIFT = 8;
    /** Limit of the data of a command, bytes. */
    static final int LIMIT = PAGE << LIMIT_SHIFT;

    private static final int DWORD_MASK = 3;
    private static final int ENTRY_MASK = Long.BYTES - 1;

    private final GuestMemory memory;
    private final ByteBuffer data = ByteBuffer.allocateDirect(LIMIT).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer list = ByteBuffer.allocateDirect(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private boolean isUnshared;

    Transfer(final GuestMemory memory)
    {
        this.memory = memory;
    }

    /** Returns the buffer of the data, with room for some bytes. */
    ByteBuffer data(final int length)
    {
        return data.clear().limit(length);
    }

    /** Takes whether a page lay in memory that the client does not share, since this was taken last. */
    boolean takeUnshared()
    {
        final boolean taken = isUnshared;
        isUnshared = false;

        return taken;
    }

    /**
     * Moves the whole buffer of the data.
     *
     * @param first   first PRP
     * @param second  second PRP: a page or a list
     * @param toGuest true to write to the guest, false to read from it
     * @return {@link NvmeStatus}
     */
    int move(final long first, final long second, final boolean toGuest)
    {
        data.position(0);
        if ((first & DWORD_MASK) != 0)
        {
            return NvmeStatus.PRP_OFFSET_INVALID;
        }
        final int length = Math.min(data.remaining(), PAGE - (int)(first & PAGE - 1));
        final int status = movePart(first, length, toGuest);
        if (status != NvmeStatus.SUCCESS || data.position() == data.limit())
        {
            return status;
        }

        return data.remaining() <= PAGE ? movePage(second, toGuest) : moveList(second, toGuest);
    }

    private int moveList(final long first, final boolean toGuest)
    {
        long from = first;
        int status = (from & ENTRY_MASK) == 0 ? NvmeStatus.SUCCESS : NvmeStatus.PRP_OFFSET_INVALID;
        while (status == NvmeStatus.SUCCESS && data.hasRemaining())
        {
            final int needed = (data.remaining() + PAGE - 1) / PAGE;
            final int there = (PAGE - (int)(from & PAGE - 1)) / Long.BYTES;
            final int pages = needed <= there ? needed : there - 1;
            list.clear().limit(Math.min(needed, there) * Long.BYTES);
            status = status(memory.read(from, list));
            for (int i = 0; i < pages && status == NvmeStatus.SUCCESS; i++)
            {
                status = movePage(list.getLong(i * Long.BYTES), toGuest);
            }
            if (status == NvmeStatus.SUCCESS && data.hasRemaining())
            {
                from = list.getLong(pages * Long.BYTES);            // the last entry names the next list, a whole page
                status = (from & PAGE - 1) == 0 ? NvmeStatus.SUCCESS : NvmeStatus.PRP_OFFSET_INVALID;
            }
        }

        return status;
    }

    private int movePage(final long from, final boolean toGuest)
    {
        return (from & PAGE - 1) == 0 ? movePart(from, Math.min(data.remaining(), PAGE), toGuest) :
            NvmeStatus.PRP_OFFSET_INVALID;
    }

    private int movePart(final long from, final int length, final boolean toGuest)
    {
        final int end = data.limit();
        data.limit(data.position() + length);
        final int status = status(toGuest ? memory.write(from, data) : memory.read(from, data));
        data.limit(end);

        return status;
    }

    private int status(final GuestMemory.Access access)
    {
        isUnshared |= access == GuestMemory.Access.UNSHARED;

        return access == GuestMemory.Access.DONE ? NvmeStatus.SUCCESS : NvmeStatus.DATA_TRANSFER_ERROR;
    }
}
