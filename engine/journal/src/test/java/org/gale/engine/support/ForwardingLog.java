package org.gale.engine.support;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.journal.ClosingPayload;

/** Frame log that forwards every call to another one; tests override what shall differ. */
public class ForwardingLog implements FrameLog
{
    private final FrameLog log;

    /** @param log closed with this log */
    public ForwardingLog(final FrameLog log)
    {
        this.log = log;
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
    public int heldFrames()
    {
        return log.heldFrames();
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
    public void time(final long ns)
    {
        log.time(ns);
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
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        return log.appendCommands(count, lengthBytes);
    }

    @Override
    public void awaitSpace(final int turn)
    {
        log.awaitSpace(turn);
    }

    @Override
    public boolean appendDigest(final int lengthBytes)
    {
        return log.appendDigest(lengthBytes);
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
    public long forceNs()
    {
        return log.forceNs();
    }

    @Override
    public boolean beginForce(final long commands)
    {
        return log.beginForce(commands);
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return log.flush(now, nowNs);
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        log.reserveAhead(isIdle);
    }

    @Override
    public long nextSequence()
    {
        return log.nextSequence();
    }

    @Override
    public JournalFailure failure()
    {
        return log.failure();
    }

    @Override
    public long bytes()
    {
        return log.bytes();
    }

    @Override
    public void closeShort()
    {
        log.closeShort();
    }

    @Override
    public void close(final ClosingPayload verdict)
    {
        log.close(verdict);
    }

    @Override
    public void close()
    {
        log.close();
    }
}
