package org.gale.engine.storm.profile;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/**
 * Restore of a function from the image that the last save made. Its words are commands, over as many frames as they
 * need. Owned by one thread.
 */
public final class FunctionRestore
{
    private static final int HEX = 16;
    private static final int HEADER_WORDS = 2;
    /** Words of an image beside the two of each vector, at most. */
    private static final int IMAGE_WORDS = 1 + 3 * 32;
    private static final int RESTORE_BYTES = 3 * Long.BYTES;

    private final HostVerbs verbs;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final UnsafeBuffer commands;
    private int endBytes;
    private int at;
    private int nextAt;

    public FunctionRestore(final Topology topology, final Machine machine)
    {
        final int words = IMAGE_WORDS + 2 * topology.maxEvents();
        final int chunks = (words + MsixVerb.DATA_LIMIT - 1) / MsixVerb.DATA_LIMIT;
        this.verbs = machine.hostVerbs(MsixVerb.FAMILY);
        this.commands = new UnsafeBuffer(
            new byte[chunks * (HEADER_WORDS + MsixVerb.DATA_LIMIT) * Long.BYTES + RESTORE_BYTES]);
    }

    /**
     * Writes what is left of the commands, as far as there is room.
     *
     * @param device function that was saved
     * @return the offset behind them
     */
    public int write(final MutableDirectBuffer frame, final int offset, final int limitOffset, final int device)
    {
        if (endBytes == 0)
        {
            make(device);
        }
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
     * @return true if that was the last of it
     */
    public boolean appended()
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

    private void make(final int device)
    {
        MsixVerb.IMAGE.encode(query, 0);
        final String[] words = verbs.query(query, 0).split(" ", -1);
        int end = 0;
        for (int first = 0; first < words.length; first += MsixVerb.DATA_LIMIT)
        {
            final long[] operands = new long[1 + Math.min(MsixVerb.DATA_LIMIT, words.length - first)];
            operands[0] = first;
            for (int i = 1; i < operands.length; i++)
            {
                operands[i] = Long.parseUnsignedLong(words[first + i - 1], HEX);
            }
            end = MsixVerb.RESTORE_DATA.encode(commands, end, operands);
        }
        endBytes = MsixVerb.RESTORE.encode(commands, end, device, words.length);
    }

    private int lengthAt(final int offset)
    {
        return CommandWord.length(commands.getLong(offset)) << 3;
    }
}
