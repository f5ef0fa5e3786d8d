package org.gale.engine.storm.flow;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneProducer;

/**
 * Commands that set a machine up for a storm, offered as a lane has room for them. One step of the set-up is held at a
 * time. Owned by the thread that runs the generator.
 */
final class SetupCommands
{
    private static final int OFFER_LIMIT = 1024;

    private final Setup setup;
    private final ExpandableArrayBuffer commands = new ExpandableArrayBuffer();
    private int step;
    private int offset;
    private int endOffset;
    private long skips;

    SetupCommands(final TrafficSource source)
    {
        setup = source.setUp(this::hold);
    }

    /**
     * Leaves out commands that the machine has applied already.
     *
     * @param count of the first commands
     */
    void skip(final long count)
    {
        skips = count;
    }

    /** Returns whether every command is offered. */
    boolean isDone()
    {
        while (offset == endOffset && step < setup.stepCount())
        {
            offset = 0;
            endOffset = 0;
            setup.step(step++);
        }

        return offset == endOffset;
    }

    /**
     * Offers and publishes a limited number of commands.
     *
     * @return commands that the lane has taken
     */
    int offer(final LaneProducer lane)
    {
        int offered = 0;
        while (offered < OFFER_LIMIT && !isDone() && offerNext(lane))
        {
            offered++;
        }
        lane.publish();

        return offered;
    }

    private boolean offerNext(final LaneProducer lane)
    {
        final int words = CommandWord.length(commands.getLong(offset));
        if (!lane.offer(commands, offset, words))
        {
            return false;
        }
        offset += words << 3;

        return true;
    }

    private void hold(final DirectBuffer command, final int words)
    {
        if (skips > 0)
        {
            skips--;
        }
        else
        {
            commands.putBytes(endOffset, command, 0, words << 3);
            endOffset += words << 3;
        }
    }
}
