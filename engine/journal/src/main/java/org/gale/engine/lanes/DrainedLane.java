package org.gale.engine.lanes;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;

/**
 * Place of a {@link LaneSet} that holds one lane after the other, so that attaching allocates nothing. Positions count
 * words since the lane was made. Owned by the engine's thread.
 */
final class DrainedLane
{
    private static final long NO_END = Long.MAX_VALUE;
    private static final long ENDS_AT_ONCE = Long.MIN_VALUE;

    private LaneConsumer consumer;
    private AttachedLane attached;
    private LaneFault fault;
    private long[] markedPositions = new long[1];
    private long completedPosition;
    private long lastPosition;
    private long firstPosition;
    /** Words that were taken from the lane and not admitted. */
    private long droppedWords;
    /** Refusals of an attached producer, as they stood when words of its lane were drained last. */
    private long seenRefusals;

    /** Makes room for marks 0 to {@code count − 1}, all of them behind what was drained so far. */
    void marks(final int count)
    {
        markedPositions = new long[count];
        Arrays.fill(markedPositions, consumer == null ? 0 : consumer.position());
    }

    /**
     * Enters a lane into the place.
     *
     * @param newAttached null for a lane of the engine's own, which stays
     */
    void enter(final LaneConsumer newConsumer, final AttachedLane newAttached)
    {
        assert consumer == null : "the place has a lane";

        consumer = newConsumer;
        attached = newAttached;
        fault = LaneFault.NONE;
        completedPosition = newConsumer.position();
        firstPosition = completedPosition;
        droppedWords = 0;
        lastPosition = NO_END;
        seenRefusals = 0;
        Arrays.fill(markedPositions, completedPosition);
    }

    /** Clears the place of its lane, whose memory may be another producer's from now on. */
    void release()
    {
        assert attached != null : "a lane of the engine's own stays";

        final AttachedLane owner = attached;
        consumer = null;
        attached = null;
        owner.release(fault);
    }

    /** Returns the number of commands that the last {@link #drain} has moved. */
    int drainedCommands()
    {
        return consumer.drainedCommands();
    }

    /**
     * Drains commands as {@link LaneConsumer#drain} does.
     *
     * @return words written, 0 if there are none or all that will be drained is drained, or
     *         {@link LaneConsumer#LANE_FAULT}
     */
    int drain(final UnsafeBuffer frame, final int offset, final int wordLimit)
    {
        final int words = isDrained() ? 0 : consumer.drain(frame, offset, wordLimit);
        if (words != 0 && attached != null)
        {
            seenRefusals = consumer.refusedCount();                             // the lane's memory may go at any time
        }

        return words;
    }

    /** Returns whether the lane has commands that were not drained. */
    boolean hasPublished()
    {
        return !isDrained() && consumer.publishedPosition() != consumer.position();
    }

    /** Returns the fault that the consumer found. */
    LaneFault consumerFault()
    {
        return consumer.fault();
    }

    /** Ends the lane: nothing more is drained. */
    void fail(final LaneFault found)
    {
        fault = found;
        lastPosition = ENDS_AT_ONCE;
    }

    /** Puts a mark behind the commands that were drained so far. */
    void mark(final int mark)
    {
        markedPositions[mark] = consumer.position();
    }

    /** Publishes that everything before a mark is delivered. */
    void complete(final int mark)
    {
        final long position = markedPositions[mark];
        if (completedPosition != position)
        {
            completedPosition = position;
            consumer.complete(position);
        }
    }

    /** Ends the lane behind what its producer has published by now. */
    void finish()
    {
        if (lastPosition == NO_END)
        {
            lastPosition = isLost() ? ENDS_AT_ONCE : consumer.publishedPosition();
        }
    }

    /** Returns whether everything is drained that the lane will deliver. */
    boolean isDrained()
    {
        return consumer.position() >= lastPosition;
    }

    /**
     * Returns whether the lane can be removed.
     *
     * @param isFinishing true to keep lanes that are drained, because their producers wait for completion
     */
    boolean isGone(final boolean isFinishing)
    {
        if (isFaulty())
        {
            return true;
        }
        if (isFinishing)
        {
            return false;
        }
        if (lastPosition == NO_END && attached.isLeaving())
        {
            lastPosition = consumer.publishedPosition();                        // after the producer was seen to leave
        }

        return isDrained();
    }

    /** Returns whether the lane was taken from its producer: for a fault, or because its memory is gone. */
    boolean isFaulty()
    {
        return fault != LaneFault.NONE || isLost();
    }

    /** Returns whether the lane's memory is gone, so that it may not be touched any more. */
    boolean isLost()
    {
        return attached != null && attached.isLost();
    }

    /** Returns whether the lane is at fault, its memory aside. */
    boolean hasFault()
    {
        return fault != LaneFault.NONE;
    }

    /** Returns the name of an attached lane. */
    String name()
    {
        return attached.name();
    }

    /** Returns the reason for which the lane ends before the run does. */
    LaneEnd end()
    {
        return isLost() ? LaneEnd.FILE_CUT : LaneEnd.of(fault);
    }

    /**
     * Returns the number of offers that found the lane full, those of all its producers so far. Once its memory is
     * gone, those since words were drained last are missing.
     */
    long refusedCount()
    {
        return isLost() ? seenRefusals : consumer.refusedCount();
    }

    /** Notes words that were taken from the lane and not admitted. */
    void drop(final int words)
    {
        droppedWords += words;
    }

    /**
     * Returns the words that the producer had published at {@link #finish}, and that were not completed; 0 of a lane
     * that ended before.
     */
    long outstandingWords()
    {
        return lastPosition == NO_END || lastPosition == ENDS_AT_ONCE ? 0 :
            Math.max(0, lastPosition - completedPosition);
    }

    /** Returns the words that were published. Once the memory is gone, those behind the last drain are missing. */
    long publishedWords()
    {
        return (isLost() ? consumer.position() : consumer.publishedPosition()) - firstPosition;
    }

    /** Returns the words that were taken from the lane and admitted. */
    long drainedWords()
    {
        return consumer.position() - firstPosition - droppedWords;
    }

    /** Closes the lane for its producer to see. */
    void close(final CloseReason reason)
    {
        if (!isLost())
        {
            consumer.close(reason);
        }
    }
}
