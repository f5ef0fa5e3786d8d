package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.CLOSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.COMPLETED_OFFSET;
import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;
import static org.gale.ringbuf.LaneLayout.REFUSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.TAIL_OFFSET;

import org.agrona.DirectBuffer;

/**
 * Producer's end of a {@link Lane}: offers commands.
 *
 * <p><b>Threads</b> One thread uses it. It is the only writer of slots, tail and count of refusals.
 *
 * <p><b>Guarantees</b> An offer writes a complete command or nothing. Offered commands are invisible until {@link
 * #publish()}, which also detects that the lane is closed. The first command of a published batch should be a TIME.
 *
 * <p><b>Assumptions</b> The consumer releases slots only after it has read them.
 *
 * <p><b>Progress</b> No method waits. An offer returns false when the lane is full, which is counted as a refusal, or
 * closed, which is not; {@link #isClosed()} distinguishes the two.
 */
public final class LaneProducer extends LaneProducerState
{
    /** Limit below every position: every offer is refused and finds the reason. */
    private static final long NO_LIMIT_LEFT = Long.MIN_VALUE;

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

    LaneProducer(final LaneSlots slots)
    {
        super(slots);
    }

    /** Offers a command of one word. */
    public boolean offer(final long w0)
    {
        assert CommandWord.length(w0) == 1 : Long.toHexString(w0);

        if (tail + 1 > limit && !reloadLimit(1))
        {
            return false;
        }

        slots.storePlain(tail++, w0);

        return true;
    }

    /** Offers a command of two words. */
    public boolean offer(final long w0, final long w1)
    {
        assert CommandWord.length(w0) == 2 : Long.toHexString(w0);

        if (tail + 2 > limit && !reloadLimit(2))
        {
            return false;
        }

        slots.storePlain(tail++, w0);
        slots.storePlain(tail++, w1);

        return true;
    }

    /** Offers a command of three words. */
    public boolean offer(final long w0, final long w1, final long w2)
    {
        assert CommandWord.length(w0) == 3 : Long.toHexString(w0);

        if (tail + 3 > limit && !reloadLimit(3))
        {
            return false;
        }

        slots.storePlain(tail++, w0);
        slots.storePlain(tail++, w1);
        slots.storePlain(tail++, w2);

        return true;
    }

    /**
     * Offers commands of one word each, up to the first that the lane refuses.
     *
     * @param words the commands, from index 0 on
     * @param count number of commands
     * @return the number of commands that were accepted
     */
    public int offer(final long[] words, final int count)
    {
        int accepted = count;
        if (tail + count > limit && !reloadLimit(count))
        {
            accepted = (int)Math.max(0, limit == NO_LIMIT_LEFT ? 0 : limit - tail);
        }
        for (int i = 0; i < accepted; i++)
        {
            assert CommandWord.length(words[i]) == 1 : Long.toHexString(words[i]);

            slots.storePlain(tail + i, words[i]);
        }
        tail += accepted;

        return accepted;
    }

    /**
     * Offers one command of any length from a buffer.
     *
     * @param offset offset of the command's first word, in bytes
     * @param words  length of the command in words, as its first word gives it
     */
    public boolean offer(final DirectBuffer src, final int offset, final int words)
    {
        assert CommandWord.length(src.getLong(offset)) == words : Long.toHexString(src.getLong(offset));

        if (tail + words > limit && !reloadLimit(words))
        {
            return false;
        }

        for (int i = 0; i < words; i++)
        {
            slots.storePlain(tail++, src.getLong(offset + (i * Long.BYTES)));
        }

        return true;
    }

    /**
     * Limits the words that wait for the consumer from now on. An offer beyond the limit is refused as by a full lane.
     *
     * @param words 1 or more; the capacity, which is the limit at first, holds beside it
     * @throws IllegalArgumentException if the number is less than 1
     */
    public void limitBacklog(final int words)
    {
        if (words < 1)
        {
            throw new IllegalArgumentException("out of range: words=" + words);
        }
        usableWords = Math.min(words, slots.capacityWords());
        limit = NO_LIMIT_LEFT;                                                  // the next offer finds the new one
    }

    /** Makes everything offered so far visible to the consumer. */
    public void publish()
    {
        if (retired)
        {
            return;
        }

        buffer.putLongRelease(TAIL_OFFSET, tail);                               // pairs with LaneConsumer.drain

        if (buffer.getLongAcquire(CLOSED_OFFSET) != 0)                          // once per batch: costs offers nothing
        {
            limit = NO_LIMIT_LEFT;
        }
    }

    /** {@return the position after the last offered word, published or not} */
    public long position()
    {
        return tail;
    }

    /**
     * {@return the position up to which every command is applied and the interrupts that it made pending are delivered}
     */
    public long completed()
    {
        return buffer.getLongAcquire(COMPLETED_OFFSET);                         // pairs with LaneConsumer.complete
    }

    /**
     * Returns whether the consumer has closed the lane. No further command is accepted then, and the rest is not
     * drained.
     */
    public boolean isClosed()
    {
        return closeReason() != CloseReason.OPEN;
    }

    /** Returns the reason why the lane is closed, {@link CloseReason#OPEN} while it accepts commands. */
    public CloseReason closeReason()
    {
        return retired ? CloseReason.FINISHED :
            CloseReason.of(buffer.getLongAcquire(CLOSED_OFFSET));               // pairs with LaneConsumer.close
    }

    /** Returns the number of offers that were refused because the lane was full. */
    public long refusedCount()
    {
        return refused;
    }

    /**
     * Ends the use of this end, in favour of the next producer of the lane. The end appears closed from now on. Words
     * that were not published are lost.
     */
    public void retire()
    {
        retired = true;
        limit = NO_LIMIT_LEFT;
    }

    /** Ends the use of the memory: every later access finds the buffer empty and throws. */
    void detach()
    {
        limit = NO_LIMIT_LEFT;
    }

    private boolean reloadLimit(final int words)
    {
        if (retired || buffer.getLongAcquire(CLOSED_OFFSET) != 0)
        {
            limit = NO_LIMIT_LEFT;

            return false;
        }

        limit = buffer.getLongAcquire(HEAD_OFFSET) + usableWords;               // pairs with LaneConsumer.drain

        if (tail + words <= limit)
        {
            return true;
        }

        buffer.putLongOpaque(REFUSED_OFFSET, ++refused);

        return false;
    }
}
