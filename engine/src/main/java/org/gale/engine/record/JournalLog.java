package org.gale.engine.record;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalWriter;

/** Log that appends frames to a journal, or appends and forces them, before they are applied. */
public final class JournalLog implements FrameLog
{
    private final JournalWriter writer;

    /**
     * Creates the log.
     *
     * @param writer closed with this log
     */
    public JournalLog(final JournalWriter writer)
    {
        this.writer = writer;
    }

    @Override
    public UnsafeBuffer frame()
    {
        return writer.frame();
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return writer.frame(number);
    }

    @Override
    public int payloadOffset()
    {
        return writer.payloadOffset();
    }

    @Override
    public int payloadLimit()
    {
        return writer.payloadLimit();
    }

    @Override
    public long appendedFrames()
    {
        return writer.appendedFrames();
    }

    @Override
    public long acknowledgedFrames()
    {
        return writer.acknowledgedFrames();
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        return writer.offer(Frame.COMMANDS, count, lengthBytes);
    }

    @Override
    public void awaitSpace(final int turn)
    {
        writer.awaitSpace(turn);
    }

    @Override
    public boolean appendDigest()
    {
        return writer.append(Frame.DIGEST, DigestPayload.LENGTH);
    }

    @Override
    public boolean takesSnapshots()
    {
        return true;
    }

    @Override
    public boolean wantsSnapshot()
    {
        return writer.wantsSnapshot();
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        return writer.append(Frame.SNAPSHOT, lengthBytes);
    }

    @Override
    public long forceNs()
    {
        return writer.forceNs();
    }

    @Override
    public boolean beginForce(final long commands)
    {
        return writer.beginForce(commands);
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        return !(now || writer.isForceDue(nowNs)) || writer.force();
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        writer.reserveAhead(isIdle);
    }

    @Override
    public void rehearse()
    {
        writer.rehearse();
    }

    @Override
    public long nextSequence()
    {
        return writer.nextSequence();
    }

    @Override
    public String failure()
    {
        return writer.failure() == null ? null : writer.failure().message();
    }

    @Override
    public long bytes()
    {
        return writer.bytes();
    }

    @Override
    public void closeShort()
    {
        writer.closeShort();
    }

    @Override
    public void close()
    {
        writer.close();
    }
}
