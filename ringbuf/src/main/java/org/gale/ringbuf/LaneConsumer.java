package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.CLOSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.COMPLETED_OFFSET;
import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;
import static org.gale.ringbuf.LaneLayout.REFUSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.TAIL_OFFSET;

import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Consumer's end of a {@link Lane}: drains commands.
 *
 * <p><b>Threads</b> One thread uses it. It is the only writer of the head, the completed position and the closed word.
 *
 * <p><b>Guarantees</b> Drained commands are complete, in order, and of this version's opcodes. A lane at fault stays at
 * fault: {@link #drain} returns the commands before the fault, and {@link #LANE_FAULT} from then on.
 *
 * <p><b>Assumptions</b> None of the producer, which may be hostile and in another process. Each word is loaded once,
 * checked, and then stored where the producer cannot write.
 *
 * <p><b>Progress</b> No method waits, and a drain is limited by its room.
 */
public final class LaneConsumer extends LaneConsumerState
{
    /** Result of {@link #drain} if the lane will never have a further command; {@link #fault()} gives the reason. */
    public static final int LANE_FAULT = -1;
    /** Room with which a drain always makes progress, in words: the longest command, and the TIME before it. */
    public static final int PROGRESS_WORDS = CommandWord.WORD_LIMIT + CommandWord.TIME_WORDS;

    static
    {
        assert PROGRESS_WORDS <= Lane.CAPACITY_WORDS_MIN : "the smallest lane does not hold the longest command";
    }

    // Two cache lines behind the state: the fields of a subclass follow those of its superclass. Nothing reads these.
    long back00;
    long back01;
    long back02;
    long back03;
    long back04;
    long back05;
    long back06;
    long back07;
    long back08;
    long back09;
    long back10;
    long back11;
    long back12;
    long back13;
    long back14;
    long back15;

    LaneConsumer(final LaneSlots slots)
    {
        super(slots);
    }

    /** Returns the number of commands that the last {@link #drain} with words has moved, the repeated TIME included. */
    public int drainedCommands()
    {
        return drainedCommands;
    }

    /**
     * Moves complete commands from the lane to a buffer, in order. If the first of them is not a TIME, the last TIME
     * that was drained, if any, is repeated before it. The drained words are thus understood alone.
     *
     * @param dst       receives the words; the room behind the returned words, up to the limit, may be overwritten
     * @param dstOffset offset in the buffer, in bytes
     * @param wordLimit room in the buffer, in words
     * @return words written, the repeated TIME included; 0 if nothing is published or the next command does not fit,
     *     which {@link #PROGRESS_WORDS} excludes; {@link #LANE_FAULT} if the lane is at fault
     */
    public int drain(final MutableDirectBuffer dst, final int dstOffset, final int wordLimit)
    {
        if (tail - head < wordLimit)
        {
            reloadTail();
        }

        if (tail == head)
        {
            return fault == LaneFault.NONE ? 0 : LANE_FAULT;
        }

        final long first = slots.loadPlain(head);
        final int repeated = needsTime(first) ? CommandWord.TIME_WORDS : 0;
        final int end = (int)Math.min(wordLimit, tail - head + repeated);

        if (end <= repeated)
        {
            return 0;
        }

        dst.boundsCheck(dstOffset, end * Long.BYTES);                           // once, and then by address

        furtherWords = repeated >> 1;                                           // the second of a TIME
        final int written = copyCommands(first, dst.byteArray(), dst.addressOffset() + dstOffset, repeated, end);

        if (written == repeated)
        {
            return fault == LaneFault.NONE ? 0 : LANE_FAULT;
        }

        drainedCommands = written - furtherWords;
        head += written - repeated;
        buffer.putLongRelease(HEAD_OFFSET, head);               // releases the slots; pairs with LaneProducer.offer
        assert head <= tail && written <= wordLimit : "head=" + head + ", tail=" + tail + ", written=" + written;
        assert drainedCommands > 0 && drainedCommands <= written : drainedCommands + " of " + written;

        return written;
    }

    /** {@return the position of the head: words drained since the lane was made} */
    public long position()
    {
        return head;
    }

    /** {@return the first word of the TIME that was drained last; 0 before the first one} */
    public long lastTime()
    {
        return time;
    }

    /** {@return the position up to which published words can be drained: that of the tail or of a fault} */
    public long publishedPosition()
    {
        reloadTail();

        return tail;
    }

    /**
     * Sets the TIME that is repeated until the lane brings one, in case the producer omits it.
     *
     * @param timeWord first word of a TIME
     * @param sendTime its second word
     */
    public void assumeTime(final long timeWord, final long sendTime)
    {
        if (CommandWord.opcode(timeWord) != CommandWord.TIME)
        {
            throw new IllegalArgumentException("no TIME: word=" + Long.toHexString(timeWord));
        }

        time = timeWord;
        this.sendTime = sendTime;
    }

    /** Returns the fault of the lane, if any. There may be commands before the fault that can be drained. */
    public LaneFault fault()
    {
        return fault;
    }

    /**
     * Publishes the position up to which commands are applied and the interrupts that they made pending are delivered.
     *
     * @param position a result of {@link #position()}, not less than the last one completed
     */
    public void complete(final long position)
    {
        assert position <= head && position >= completed : completed + " to " + position + " of " + head;

        completed = position;
        buffer.putLongRelease(COMPLETED_OFFSET, position);                      // pairs with LaneProducer.completed
    }

    /**
     * Closes the lane for the producer: nothing more is drained. The first reason stands. A thread that sees the lane
     * closed sees the last head and the last completed position.
     */
    public void close(final CloseReason reason)
    {
        if (reason.code() <= 0)
        {
            throw new IllegalArgumentException("no reason to close a lane: " + reason);
        }

        if (!closed)
        {
            closed = true;
            buffer.putLongRelease(CLOSED_OFFSET, reason.code());                // pairs with LaneProducer.closeReason
        }
    }

    /**
     * Returns the number of offers that the producer was refused because the lane was full. A negative count of a
     * hostile producer is returned as 0.
     */
    public long refusedCount()
    {
        return Math.max(0, buffer.getLongOpaque(REFUSED_OFFSET));
    }

    /** Ends the use of the memory: every later access finds the buffer empty and throws. */
    void detach()
    {
        tail = head;
    }

    /**
     * Copies commands from the head on, behind the repeated TIME, if any. The first word is loaded already.
     *
     * @param base    base object of the destination, null if it is off-heap
     * @param address address of the destination's word 0, relative to the base
     * @param end     number of words that are both published and have room, more than the repeated ones
     * @return the count of words written, the repeated ones included
     */
    private int copyCommands(
        final long first, final byte[] base, final long address, final int repeated, final int end)
    {
        final long origin = head - repeated;                                    // position of the destination's word 0
        int written = repeated;
        long word = first;

        if (repeated > 0)
        {
            UnsafeApi.putLong(base, address, time);
            UnsafeApi.putLong(base, address + Long.BYTES, sendTime);
        }

        while (true)
        {
            // A separate loop: with all lengths in one loop, half of the runs compiled to code of half the speed.
            while (CommandWord.isOneWord(word))
            {
                UnsafeApi.putLong(base, address + ((long)written * Long.BYTES), word);

                if (++written == end)
                {
                    return written;
                }

                word = slots.loadPlain(origin + written);
            }

            if (CommandWord.opcode(word) == CommandWord.MSI_LONG && written + CommandWord.MSI_LONG_WORDS <= end)
            {
                written = copyEvents(word, origin, base, address, written, end);

                if (written == end)
                {
                    return written;
                }

                word = slots.loadPlain(origin + written);

                continue;
            }

            final int length = admit(word, origin + written, end - written);

            if (length == 0)
            {
                return written;
            }

            copyLong(word, length, origin + written, base, address + ((long)written * Long.BYTES));
            written += length;
            furtherWords += length - 1;

            if (written == end)
            {
                return written;
            }

            word = slots.loadPlain(origin + written);
        }
    }

    /**
     * Copies a run of events of one opcode, and so of one length: no load waits for the length of the event before. A
     * word behind an event of one word is copied, too, and is loaded anew as the next command.
     *
     * @param first event at the index, with the room of the longest behind it
     * @return the count of words written; fewer than two are left, or another command follows
     */
    private int copyEvents(
        final long first, final long origin, final byte[] base, final long address, final int index, final int end)
    {
        int written = index;
        long word = first;

        do
        {
            final long at = address + ((long)written * Long.BYTES);
            UnsafeApi.putLong(base, at, word);
            UnsafeApi.putLong(base, at + Long.BYTES, slots.loadPlain(origin + written + 1));
            written += CommandWord.MSI_LONG_WORDS;
            word = slots.loadPlain(origin + written);                           // a slot, even behind the last word
        }
        while (written + CommandWord.MSI_LONG_WORDS <= end && CommandWord.opcode(word) == CommandWord.MSI_LONG);

        furtherWords += (written - index) / CommandWord.MSI_LONG_WORDS;

        return written;
    }

    /**
     * Returns the length of the command at a position.
     *
     * @return the length in words, or 0 if it is no command or does not fit
     */
    private int admit(final long word, final long position, final int room)
    {
        final int length = CommandWord.length(word);

        if (length == 0)
        {
            stopAt(position, LaneFault.INVALID_WORD);
        }
        else if (length > tail - position)
        {
            stopAt(position, LaneFault.CUT_COMMAND);
        }
        else if (length <= room)
        {
            return length;
        }

        return 0;
    }

    /** Ends the lane for good before a fault, whatever the producer stores there later. */
    private void stopAt(final long position, final LaneFault found)
    {
        fault = found;
        tail = position;
    }

    private void copyLong(
        final long word, final int length, final long position, final byte[] base, final long address)
    {
        long last = word;

        UnsafeApi.putLong(base, address, word);

        for (int i = 1; i < length; i++)
        {
            last = slots.loadPlain(position + i);
            UnsafeApi.putLong(base, address + ((long)i * Long.BYTES), last);
        }

        if (CommandWord.opcode(word) == CommandWord.TIME)
        {
            time = word;
            sendTime = last;
        }
    }

    private boolean needsTime(final long first)
    {
        return time != 0 && CommandWord.opcode(first) != CommandWord.TIME;
    }

    private void reloadTail()
    {
        if (fault == LaneFault.NONE)
        {
            final long loaded = buffer.getLongAcquire(TAIL_OFFSET);             // pairs with LaneProducer.publish

            if (loaded < tail || loaded - head > slots.capacityWords())
            {
                fault = LaneFault.TAIL_OUT_OF_RANGE;
            }
            else
            {
                tail = loaded;
            }
        }
    }
}
