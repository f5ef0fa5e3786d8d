package org.gale.engine.storm.run;

import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.support.ForwardingLog;

/**
 * A log whose process dies: after so many frames of commands it throws, and its close does nothing, as nobody closes
 * anything then.
 */
public final class DyingLog extends ForwardingLog
{
    private final boolean appendsTheLast;
    private final long behind;
    private long left;

    /** @param appendsTheLast true to append the last frame, which is not applied any more */
    public DyingLog(final FrameLog log, final long frames, final boolean appendsTheLast)
    {
        this(log, 0, frames, appendsTheLast);
    }

    /**
     * Creates the log.
     *
     * @param behind         number of commands behind which frames count
     * @param appendsTheLast true to append the last frame, which is not applied any more
     */
    public DyingLog(final FrameLog log, final long behind, final long frames, final boolean appendsTheLast)
    {
        super(log);
        this.behind = behind;
        this.left = frames;
        this.appendsTheLast = appendsTheLast;
    }

    /** The process is dead. */
    public static final class DeadException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        final boolean counts = nextSequence() > behind;
        if (counts && left <= 1 && !appendsTheLast)
        {
            throw new DeadException();
        }
        final AppendResult result = super.appendCommands(count, lengthBytes);
        if (counts && result != AppendResult.NOT_READY && --left <= 0)  // which is offered again: no frame of its own
        {
            throw new DeadException();
        }

        return result;
    }

    @Override
    public void close()
    {
        left = 0;
    }

    @Override
    public void close(final ClosingPayload verdict)
    {
        left = 0;
    }

    @Override
    public void closeShort()
    {
        left = 0;
    }
}
