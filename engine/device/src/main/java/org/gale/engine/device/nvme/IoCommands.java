package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import org.gale.engine.device.proof.MovedData;

/** Commands of the I/O queues, which are executed when the drive completes them. Owner: the answering thread. */
final class IoCommands
{
    private static final int FLUSH = 0x00;
    private static final int WRITE = 0x01;
    private static final int READ = 0x02;
    private static final int ALL_NAMESPACES = -1;

    private final BlockStore store;
    private final Transfer transfer;
    private final MovedData moved;
    private long bytesRead;
    private long bytesWritten;

    IoCommands(final BlockStore store, final Transfer transfer, final int slots)
    {
        moved = new MovedData(slots, BlockStore.BLOCK);
        this.store = store;
        this.transfer = transfer;
    }

    /** Notes the command of the request that a slot has from now on. */
    void asked(final int slot, final ByteBuffer command)
    {
        moved.asked(slot, command);
    }

    /** {@return how the data that was moved differs from what the guest asked for, or null} */
    String fault()
    {
        return moved.fault(bytesRead, bytesWritten);
    }

    /**
     * Executes the request of a slot.
     *
     * @return {@link NvmeStatus}
     */
    int execute(final IoRequests requests, final int slot)
    {
        if (requests.status(slot) != NvmeStatus.SUCCESS)
        {
            return requests.status(slot);
        }
        final int opcode = requests.opcode(slot);
        final int namespace = requests.namespace(slot);
        if (opcode != FLUSH && opcode != WRITE && opcode != READ)
        {
            return NvmeStatus.INVALID_OPCODE;
        }
        if (namespace != 1 && (opcode != FLUSH || namespace != ALL_NAMESPACES))
        {
            return NvmeStatus.INVALID_NAMESPACE;
        }

        final int status = opcode == FLUSH ? NvmeStatus.SUCCESS : move(requests, slot, opcode == READ);
        if (status == NvmeStatus.SUCCESS)
        {
            moved.moved(slot);
        }

        return status;
    }

    private int move(final IoRequests requests, final int slot, final boolean isRead)
    {
        final long block = requests.block(slot);
        final int count = requests.count(slot);
        if (block < 0 || block > store.blocks() - count)
        {
            return NvmeStatus.LBA_OUT_OF_RANGE;
        }
        if (count > Transfer.LIMIT / BlockStore.BLOCK)
        {
            return NvmeStatus.INVALID_FIELD;
        }
        final ByteBuffer data = transfer.data(count * BlockStore.BLOCK);
        if (isRead)
        {
            store.read(block, data);
        }
        final int status = transfer.move(requests.firstPrp(slot), requests.secondPrp(slot), isRead);
        if (status == NvmeStatus.SUCCESS && !isRead)
        {
            data.position(0);
            store.write(block, data);
        }
        if (status == NvmeStatus.SUCCESS)
        {
            bytesRead += isRead ? data.limit() : 0;
            bytesWritten += isRead ? 0 : data.limit();
        }

        return status;
    }

    long bytesRead()
    {
        return bytesRead;
    }

    long bytesWritten()
    {
        return bytesWritten;
    }
}
