package org.gale.engine.storm.profile;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/** Commands that go into a journal together, over as many frames as they need. Owned by one thread. */
final class CommandDraft
{
    private final MutableDirectBuffer commands = new ExpandableArrayBuffer();
    private int endBytes;
    private int at;
    private int nextAt;

    /** Returns the buffer of the commands, of which there are none yet. */
    MutableDirectBuffer commands()
    {
        return commands;
    }

    /** Returns whether there are no commands. */
    boolean isEmpty()
    {
        return endBytes == 0;
    }

    /** Notes the end of the commands, an offset of their buffer. */
    void length(final int offset)
    {
        endBytes = offset;
    }

    /**
     * Writes what is left of the commands, as far as there is room.
     *
     * @return the offset behind them
     */
    int write(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        nextAt = at;
        while (nextAt < endBytes && nextAt + lengthAt(nextAt) - at <= limitOffset - offset)
        {
            nextAt += lengthAt(nextAt);
        }
        frame.putBytes(offset, commands, at, nextAt - at);

        return offset + nextAt - at;
    }

    /**
     * Says that what was written last is in a frame.
     *
     * @return true if that was the last of it; there are no commands then
     */
    boolean appended()
    {
        at = nextAt;
        final boolean isDone = endBytes > 0 && at == endBytes;
        if (isDone)
        {
            endBytes = 0;
            at = 0;
            nextAt = 0;
        }

        return isDone;
    }

    private int lengthAt(final int offset)
    {
        return CommandWord.length(commands.getLong(offset)) << 3;
    }
}
