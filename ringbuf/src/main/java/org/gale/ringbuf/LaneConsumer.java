package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.CLOSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.COMPLETED_OFFSET;
import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;
import static org.gale.ringbuf.LaneLayout.REFUSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.TAIL_OFFSET;

import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The end of a {@link Lane} that drains commands. One thread uses it; it is the only writer of the head, the completed
 * position and the closed word.
 * <p>
 * The producer may be another process, so nothing it writes is trusted: each word is loaded once, checked, and then
 * stored where the producer does not reach. A lane that is at fault stays so: {@link #drain} returns the commands in
 * front of the fault, and {@link #LANE_FAULT} from then on.
 */
public final class LaneConsumer extends LaneConsumerState
{
    /** Returned by {@link #drain} when no command can be had and none ever will; {@link #fault()} says why. */
    public static final int LANE_FAULT = -1;
    /** A drain with room for so many words always gets on: the longest command, and the TIME in front of it. */
    public static final int PROGRESS_WORDS = CommandWord.WORD_LIMIT + 2;

    private static final int TIME_WORDS = 2;

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

    /** How many commands the last {@link #drain} that returned words has moved, the repeated TIME included. */
    public int drainedCommands()
    {
        return drainedCommands;
    }

    /**
     * Moves whole commands from the lane to a buffer, in order. Where the first of them is not a TIME, the last TIME
     * that was drained (if there was one) is repeated in front of it, so that what is drained is understood alone.
     *
     * @param dst       takes the words; behind those returned, up to the limit, it may be scribbled on.
     * @param dstOffset in bytes.
     * @param wordLimit how many words there is room for.
     * @return words written, the repeated TIME included; 0 if nothing is published or the next command does not fit,
     *         which {@link #PROGRESS_WORDS} excludes; {@link #LANE_FAULT} if the lane is at fault.
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
        final int repeated = needsTime(first) ? TIME_WORDS : 0;
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
        buffer.putLongRelease(HEAD_OFFSET, head);               // gives the slots back; pairs with LaneProducer.offer

        return written;
    }

    /** Words drained since the lane was made. */
    public long position()
    {
        return head;
    }

    /** Words that the producer has published by now, as far as they can be drained: up to a fault, if there is one. */
    public long publishedPosition()
    {
        reloadTail();

        return tail;
    }

    /**
     * The TIME that is repeated until the lane brings one, for a producer who may forget to.
     *
     * @param timeWord the first word of a TIME
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

    /** What is wrong with the lane, if anything. There may be commands in front of the fault that can be drained. */
    public LaneFault fault()
    {
        return fault;
    }

    /**
     * Tells the producer how far its commands are applied and what they made pending is delivered.
     *
     * @param position one that {@link #position()} returned, not less than the last one completed.
     */
    public void complete(final long position)
    {
        assert position <= head && position >= completed : completed + " to " + position + " of " + head;

        completed = position;
        buffer.putLongRelease(COMPLETED_OFFSET, position);                      // pairs with LaneProducer.completed
    }

    /**
     * Tells the producer that nothing more is drained. The first reason given stands. Who sees the lane closed sees the
     * last head and the last completed position.
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

    /** Offers that the producer was refused because the lane was full; what a hostile one says of it is at least 0. */
    public long refusedCount()
    {
        return Math.max(0, buffer.getLongOpaque(REFUSED_OFFSET));
    }

    /** Ends the use of the memory: whatever comes next finds the buffer empty and throws. */
    void detach()
    {
        tail = head;
    }

    /**
     * The commands from the head on, the first word of which is loaded already, behind the repeated TIME, if any.
     *
     * @param base    of the destination, null if it is off-heap.
     * @param address of the destination's word 0, relative to the base.
     * @param end     words that are both published and have room, more than the repeated ones.
     * @return the count of words written, the repeated ones included.
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
            // A loop of its own: with all lengths in one, half of the runs compiled to code of half the speed.
            while (CommandWord.isOneWord(word))
            {
                UnsafeApi.putLong(base, address + ((long)written * Long.BYTES), word);

                if (++written == end)
                {
                    return written;
                }

                word = slots.loadPlain(origin + written);
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

    /** The length of the command at a position if it is one and fits, or 0. */
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

    /** Ends the lane for good in front of a fault, whatever the producer stores there later. */
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
