package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;

/** Requests in flight, each in a slot from its fetch until its completion. Owner: the answering thread. */
final class IoRequests
{
    /** Limit of the requests in flight. */
    static final int LIMIT = 1 << 14;
    static final int NONE = -1;

    private final int[] free;
    private final SubmissionQueue[] queues;
    private final int[] heads;
    private final int[] opcodes;
    private final int[] ids;
    private final int[] namespaces;
    private final int[] statuses;
    private final long[] blocks;
    private final int[] counts;
    private final long[] firstPrps;
    private final long[] secondPrps;
    private final long[] stampsNs;
    private final boolean[] isCounted;
    private final boolean[] isDropped;
    private int freeCount;

    IoRequests(final int slots)
    {
        free = new int[slots];
        queues = new SubmissionQueue[slots];
        heads = new int[slots];
        opcodes = new int[slots];
        ids = new int[slots];
        namespaces = new int[slots];
        statuses = new int[slots];
        blocks = new long[slots];
        counts = new int[slots];
        firstPrps = new long[slots];
        secondPrps = new long[slots];
        stampsNs = new long[slots];
        isCounted = new boolean[slots];
        isDropped = new boolean[slots];
        clear();
    }

    /** Frees all slots. */
    void clear()
    {
        freeCount = free.length;
        for (int i = 0; i < free.length; i++)
        {
            free[i] = free.length - 1 - i;
            queues[i] = null;
        }
    }

    /** Returns the limit of the requests in flight on some queues. */
    static int slots(final int queues)
    {
        return Math.min(LIMIT, queues * SubmissionQueue.SIZE_LIMIT);
    }

    int slots()
    {
        return free.length;
    }

    boolean hasFree()
    {
        return freeCount > 0;
    }

    /**
     * Takes a slot for a command. There is a free one.
     *
     * @param status that the command ends with before it is executed; {@link NvmeStatus#SUCCESS} if it is executed
     */
    int begin(
        final SubmissionQueue queue,
        final ByteBuffer command,
        final int status,
        final long nowNs,
        final boolean counted)
    {
        final int slot = free[--freeCount];
        queues[slot] = queue;
        heads[slot] = queue.idAndHead();
        opcodes[slot] = Sqe.opcode(command);
        ids[slot] = Sqe.id(command);
        namespaces[slot] = Sqe.namespace(command);
        statuses[slot] = status;
        blocks[slot] = Integer.toUnsignedLong(Sqe.word(command, 10)) | (long)Sqe.word(command, 11) << Integer.SIZE;
        counts[slot] = (Sqe.word(command, 12) & 0xffff) + 1;
        firstPrps[slot] = Sqe.firstPrp(command);
        secondPrps[slot] = Sqe.secondPrp(command);
        stampsNs[slot] = nowNs;
        isCounted[slot] = counted;
        isDropped[slot] = false;

        return slot;
    }

    /** Frees a slot. */
    void end(final int slot)
    {
        queues[slot] = null;
        free[freeCount++] = slot;
    }

    /** Lets a request end without a completion. */
    void drop(final int slot)
    {
        isDropped[slot] = true;
    }

    boolean isDropped(final int slot)
    {
        return isDropped[slot];
    }

    /** {@return the queue of the request of a slot, or null} */
    SubmissionQueue queue(final int slot)
    {
        return queues[slot];
    }

    int head(final int slot)
    {
        return heads[slot];
    }

    int opcode(final int slot)
    {
        return opcodes[slot];
    }

    int id(final int slot)
    {
        return ids[slot];
    }

    int namespace(final int slot)
    {
        return namespaces[slot];
    }

    int status(final int slot)
    {
        return statuses[slot];
    }

    long block(final int slot)
    {
        return blocks[slot];
    }

    int count(final int slot)
    {
        return counts[slot];
    }

    long firstPrp(final int slot)
    {
        return firstPrps[slot];
    }

    long secondPrp(final int slot)
    {
        return secondPrps[slot];
    }

    long stampNs(final int slot)
    {
        return stampsNs[slot];
    }

    boolean isCounted(final int slot)
    {
        return isCounted[slot];
    }
}
