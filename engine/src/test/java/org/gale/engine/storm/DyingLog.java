package org.gale.engine.storm;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.record.FrameLog;

/**
 * A log whose process dies: after so many frames of commands it throws, and its close does nothing, as nobody closes
 * anything then.
 */
final class DyingLog implements FrameLog
{
    private final FrameLog log;
    private final boolean appendsTheLast;
    private long left;

    /** @param appendsTheLast is the last frame appended, and not applied any more? */
    DyingLog(final FrameLog log, final long frames, final boolean appendsTheLast)
    {
        this.log = log;
        this.left = frames;
        this.appendsTheLast = appendsTheLast;
    }

    /** The process is dead. */
    static final class DeadException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public UnsafeBuffer frame()
    {
        return log.frame();
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return log.frame(number);
    }

    @Override
    public int payloadOffset()
    {
        return log.payloadOffset();
    }

    @Override
    public int payloadLimit()
    {
        return log.payloadLimit();
    }

    @Override
    public long appendedFrames()
    {
        return log.appendedFrames();
    }

    @Override
    public long acknowledgedFrames()
    {
        return log.acknowledgedFrames();
    }

    @Override
    public boolean appendCommands(final int count, final int lengthBytes)
    {
        if (--left <= 0)
        {
            if (appendsTheLast)
            {
                log.appendCommands(count, lengthBytes);
            }
            throw new DeadException();
        }

        return log.appendCommands(count, lengthBytes);
    }

    @Override
    public boolean appendDigest(final byte[] payload, final int length)
    {
        return log.appendDigest(payload, length);
    }

    @Override
    public boolean takesSnapshots()
    {
        return log.takesSnapshots();
    }

    @Override
    public boolean wantsSnapshot()
    {
        return log.wantsSnapshot();
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        return log.appendSnapshot(lengthBytes);
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return log.flush(now, nowNs);
    }

    @Override
    public long nextSequence()
    {
        return log.nextSequence();
    }

    @Override
    public String failure()
    {
        return log.failure();
    }

    @Override
    public long bytes()
    {
        return log.bytes();
    }

    @Override
    public void close()
    {
        left = 0;
    }
}
