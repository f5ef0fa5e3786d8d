package org.gale.engine.storm.run;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.FrameEdit;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.storm.monitor.UserMonitor;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneConsumer;

/**
 * Frames whose commands a monitor of a user is asked about, on the wall clock: its answers stand in front of the
 * commands. The engine waits for each. Owned by the engine's thread.
 * <pre>
 *   lanes     TIME TRIGGER TRIGGER
 *   frame     TIME ANSWER TRIGGER ANSWER TRIGGER | scheduled: ANSWER STORE
 * </pre>
 */
final class AskedFrames implements FrameEdit
{
    /** Words of a trigger with its answer, and one more. */
    private static final int WORDS_OF_ONE = 8;
    /** Steps of a whole function for whose answers a frame has room. */
    private static final int STEPS = 4;
    private static final int MESSAGE_WORDS = 3;
    private static final int ANSWER_WORDS = CommandWord.WORD_LIMIT;

    private final UserMonitor monitor;
    private final int roomBytes;
    private UnsafeBuffer asked = new UnsafeBuffer(new byte[0]);

    /** @param vectors of the largest function */
    AskedFrames(final UserMonitor monitor, final int vectors)
    {
        final int words = 1 + MESSAGE_WORDS * vectors + 2 * (vectors / Long.SIZE + 1);
        this.monitor = monitor;
        this.roomBytes = STEPS * (words / MsixVerb.DATA_LIMIT + 1) * ANSWER_WORDS * Long.BYTES;
    }

    @Override
    public int drainLimit(final int words)
    {
        return Math.max(LaneConsumer.PROGRESS_WORDS, words / WORDS_OF_ONE);
    }

    @Override
    public int roomBytes()
    {
        return roomBytes;
    }

    @Override
    public int edit(final UnsafeBuffer frame, final int offset, final int endOffset)
    {
        monitor.applied();
        final int length = endOffset - offset;
        asked = asked.capacity() < length ? new UnsafeBuffer(new byte[2 * length]) : asked;
        asked.putBytes(0, frame, offset, length);
        int at = 0;
        int aheadEnd = 0;
        int end = offset;
        while (at < length)
        {
            aheadEnd = at >= aheadEnd ? monitor.askAhead(asked, at, length) : aheadEnd;
            final int bytes = CommandWord.length(asked.getLong(at)) * Long.BYTES;
            final int words = monitor.ask(asked, at);
            for (int first = 0; first < words; first += MsixVerb.DATA_LIMIT)
            {
                end = monitor.answer(frame, end, first, words);
            }
            frame.putBytes(end, asked, at, bytes);
            end += bytes;
            at += bytes;
        }

        return end;
    }

    @Override
    public void ended()
    {
        monitor.applied();
    }
}
