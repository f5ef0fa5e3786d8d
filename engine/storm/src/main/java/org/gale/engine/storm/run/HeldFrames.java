package org.gale.engine.storm.run;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.FrameEdit;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneConsumer;

/**
 * Frames in which the monitor of a VM that migrates holds messages on the wall clock (M-MIG-2). The command that holds
 * a message stands in its place, so that a replay holds the same. Owned by the engine's thread.
 * <pre>
 *   lanes   TIME MSI MSI MSI
 *   frame   TIME MSI HOLD MSI      the second message is for the VM that migrates
 * </pre>
 */
final class HeldFrames implements FrameEdit
{
    /** Words of a command that holds a message of one word. */
    private static final int WORDS_OF_ONE = 3;

    private final BooleanSupplier isOpen;
    private final WallVerbs verbs;
    private UnsafeBuffer asked = new UnsafeBuffer(new byte[0]);

    /** @param isOpen returns whether a VM migrates, or is about to */
    HeldFrames(final BooleanSupplier isOpen, final WallVerbs verbs)
    {
        this.isOpen = isOpen;
        this.verbs = verbs;
    }

    @Override
    public int drainLimit(final int words)
    {
        return isOpen.getAsBoolean() ? Math.max(LaneConsumer.PROGRESS_WORDS, words / WORDS_OF_ONE) : words;
    }

    @Override
    public int roomBytes()
    {
        return 0;                                                   // nothing stands in front of scheduled commands
    }

    @Override
    public int edit(final UnsafeBuffer frame, final int offset, final int endOffset)
    {
        return isOpen.getAsBoolean() && offset < endOffset ? held(frame, offset, endOffset) : endOffset;
    }

    private int held(final UnsafeBuffer frame, final int offset, final int endOffset)
    {
        final int length = endOffset - offset;
        asked = asked.capacity() < length ? new UnsafeBuffer(new byte[2 * length]) : asked;
        asked.putBytes(0, frame, offset, length);
        int at = 0;
        int end = offset;
        while (at < length)
        {
            final long word = asked.getLong(at);
            final int bytes = CommandWord.length(word) * Long.BYTES;
            final long event = CommandWord.isEvent(word) ?
                verbs.event(word, asked.getLong(at + bytes - Long.BYTES)) : ItsDeal.NO_EVENT;
            if (event != ItsDeal.NO_EVENT && verbs.isHeldByMonitor(event))
            {
                end = verbs.hold(frame, end, event);
            }
            else
            {
                frame.putBytes(end, asked, at, bytes);
                end += bytes;
            }
            at += bytes;
        }

        return end;
    }

    @Override
    public void ended()
    {
        // Each question was asked before its frame was appended.
    }
}
