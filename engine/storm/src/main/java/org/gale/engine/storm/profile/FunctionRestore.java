package org.gale.engine.storm.profile;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;

/**
 * Restore of a function from the image that the last save made. Its words are commands, over as many frames as they
 * need. Owned by one thread.
 */
public final class FunctionRestore
{
    private static final int HEX = 16;

    private final HostVerbs verbs;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final CommandDraft draft = new CommandDraft();

    public FunctionRestore(final Machine machine)
    {
        this.verbs = machine.hostVerbs(MsixVerb.FAMILY);
    }

    /**
     * Writes what is left of the commands, as far as there is room.
     *
     * @param device function that was saved
     * @return the offset behind them
     */
    public int write(final MutableDirectBuffer frame, final int offset, final int limitOffset, final int device)
    {
        if (draft.isEmpty())
        {
            make(device);
        }

        return draft.write(frame, offset, limitOffset);
    }

    /**
     * Says that what was written last is in a frame.
     *
     * @return true if that was the last of it
     */
    public boolean appended()
    {
        return draft.appended();
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
            end = MsixVerb.RESTORE_DATA.encode(draft.commands(), end, operands);
        }
        draft.length(MsixVerb.RESTORE.encode(draft.commands(), end, device, words.length));
    }
}
