package org.gale.engine.record;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.ClosingPayload;

/** Log that keeps no journal: one frame, acknowledged at once (durability {@code none}). */
public final class NoLog implements FrameLog
{
    private static final int FRAME_BYTES = 256 * 1024;
    private static final int ALIGNMENT = 64;

    private final UnsafeBuffer frame = new UnsafeBuffer(BufferUtil.allocateDirectAligned(FRAME_BYTES, ALIGNMENT));
    private long frames;
    private long sequence = 1;

    @Override
    public UnsafeBuffer frame()
    {
        return frame;
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return frame;
    }

    @Override
    public int heldFrames()
    {
        return 1;
    }

    @Override
    public int payloadOffset()
    {
        return 0;
    }

    @Override
    public int payloadLimit()
    {
        return FRAME_BYTES;
    }

    @Override
    public void time(final long ns)
    {
        // Nobody reads a frame again.
    }

    @Override
    public long appendedFrames()
    {
        return frames;
    }

    @Override
    public long acknowledgedFrames()
    {
        return frames;
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        frames++;
        sequence += count;

        return AppendResult.APPENDED;
    }

    @Override
    public void awaitSpace(final int turn)
    {
        throw new IllegalStateException("there is always space");
    }

    @Override
    public boolean appendDigest(final int lengthBytes)
    {
        return true;
    }

    @Override
    public boolean takesSnapshots()
    {
        return false;
    }

    @Override
    public boolean wantsSnapshot()
    {
        return false;
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        return true;
    }

    @Override
    public long forceNs()
    {
        return 0;
    }

    @Override
    public boolean beginForce(final long commands)
    {
        return true;
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return true;
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        // The frame is on the heap: there is no space to reserve.
    }

    @Override
    public long nextSequence()
    {
        return sequence;
    }

    @Override
    public JournalFailure failure()
    {
        return null;
    }

    @Override
    public long bytes()
    {
        return 0;
    }

    @Override
    public void closeShort()
    {
        close();
    }

    @Override
    public void close(final ClosingPayload verdict)
    {
        close();
    }

    @Override
    public void close()
    {
        // The frame is on the heap: there is nothing to release.
    }
}
