package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.device.proof.QueueProof;

/**
 * Completion queue in the memory of a guest. A command is fetched only when its completion has a slot here. Owner: the
 * answering thread.
 */
final class CompletionQueue
{
    private static final int STATUS_SHIFT = 17;
    private static final int PHASE = 1 << 16;

    private final int id;
    private final long base;
    private final int size;
    private final int vector;
    private final boolean isInterrupting;
    private final QueueProof proof;
    private final LateEntries late;                                 // null of a drive that writes in the right order
    private final ByteBuffer entry = ByteBuffer.allocateDirect(Cqe.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private int tail;
    private int used;
    private int reserved;
    private boolean phase = true;

    CompletionQueue(final int id, final long base, final int size, final int vector, final QueueProof proof,
        final LateEntries late)
    {
        this.id = id;
        this.base = base;
        this.size = size;
        this.vector = Math.max(0, vector);
        this.isInterrupting = vector >= 0;
        this.proof = proof;
        this.late = late;
    }

    int id()
    {
        return id;
    }

    int vector()
    {
        return vector;
    }

    /** Returns whether the guest has enabled its interrupt. */
    boolean isInterrupting()
    {
        return isInterrupting;
    }

    QueueProof proof()
    {
        return proof;
    }

    /** Keeps a slot for one completion, and returns whether there was one. */
    boolean reserve()
    {
        final boolean isThere = used + reserved < size - 1;
        reserved += isThere ? 1 : 0;

        return isThere;
    }

    /** Gives a slot back that was kept. */
    void release()
    {
        reserved--;
    }

    /** Posts a completion in a slot that was kept. Its last word, which has the phase, is written behind the others. */
    GuestMemory.Access post(final GuestMemory memory, final int result, final int queueAndHead, final int command,
        final int status, final long nowNs)
    {
        reserved--;
        used++;
        entry.clear().putInt(0, result).putInt(4, 0).putInt(8, queueAndHead);
        entry.putInt(Cqe.LAST_WORD, command | (phase ? PHASE : 0) | status << STATUS_SHIFT);
        final long at = base + (long)tail * Cqe.LENGTH;
        final GuestMemory.Access access = late != null ? late.post(id, at, entry, nowNs) :
            memory.write(at, entry.limit(Cqe.LAST_WORD));
        if (access != GuestMemory.Access.DONE)
        {
            return access;
        }
        tail = tail + 1 == size ? 0 : tail + 1;
        phase ^= tail == 0;

        return late != null ? access :
            memory.write(at + Cqe.LAST_WORD, entry.limit(Cqe.LENGTH).position(Cqe.LAST_WORD));
    }

    /** Takes the head that a guest has written, and returns whether it is one. */
    boolean takeHead(final int head, final long nowNs)
    {
        if (head < 0 || head >= size)
        {
            return false;
        }
        final int oldest = (tail - used + size) % size;
        final int consumed = (head - oldest + size) % size;
        if (consumed > used)
        {
            return false;
        }
        used -= consumed;
        for (int i = 0; late != null && i < consumed; i++)
        {
            late.consumed(base + (long)((oldest + i) % size) * Cqe.LENGTH, nowNs);
        }
        proof.consumed(consumed, nowNs);

        return true;
    }

    /** Drops all completions: a reset, or the queue is deleted. */
    void drop(final long nowNs)
    {
        proof.drop(nowNs);
        if (late != null)
        {
            late.forget(id);
        }
    }
}
