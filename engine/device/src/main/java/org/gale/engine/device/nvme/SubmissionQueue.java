package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.gale.engine.device.pci.GuestMemory;

/** Submission queue in the memory of a guest. Owner: the answering thread. */
final class SubmissionQueue
{
    /** Limit of the entries of a queue. */
    static final int SIZE_LIMIT = 1 << 10;

    private final int id;
    private final long base;
    private final int size;
    private final CompletionQueue completions;
    private final BitSet inFlight = new BitSet();                   // by command id
    private int head;
    private int tail;

    SubmissionQueue(final int id, final long base, final int size, final CompletionQueue completions)
    {
        this.id = id;
        this.base = base;
        this.size = size;
        this.completions = completions;
    }

    int id()
    {
        return id;
    }

    CompletionQueue completions()
    {
        return completions;
    }

    /** Takes the tail that a guest has written, and returns whether it is one. */
    boolean takeTail(final int next)
    {
        if (!isTail(next))
        {
            return false;
        }
        tail = next;

        return true;
    }

    /** Returns whether a tail names an entry. */
    boolean isTail(final int next)
    {
        return next >= 0 && next < size;
    }

    int tail()
    {
        return tail;
    }

    int size()
    {
        return size;
    }

    boolean isEmpty()
    {
        return head == tail;
    }

    /** Fetches the oldest command. */
    GuestMemory.Access fetch(final GuestMemory memory, final ByteBuffer command)
    {
        final GuestMemory.Access access = memory.read(base + (long)head * Sqe.LENGTH, command.clear());
        head = head + 1 == size ? 0 : head + 1;

        return access;
    }

    /** Returns its id and its head as a completion has them. */
    int idAndHead()
    {
        return id << Short.SIZE | head;
    }

    /** Notes that a command is in flight, and returns whether none of its id was. */
    boolean begin(final int command)
    {
        final boolean isNew = !inFlight.get(command);
        inFlight.set(command);

        return isNew;
    }

    /** Notes that a command is complete. */
    void end(final int command)
    {
        inFlight.clear(command);
    }
}
