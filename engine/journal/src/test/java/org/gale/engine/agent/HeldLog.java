package org.gale.engine.agent;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.record.NoLog;
import org.gale.engine.support.ForwardingLog;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Log whose frames wait until they are forced, as with durability {@code forced}, and which counts the forces. */
final class HeldLog extends ForwardingLog
{
    private static final int HELD_FRAMES = 64;

    private static final int FRAME_BYTES = 256 * 1024;

    private final UnsafeBuffer[] frames = new UnsafeBuffer[HELD_FRAMES];
    private long appended;
    private long acknowledged;
    private int notReady;
    private boolean forcesBefore;
    private long sequence = 1;
    private int forces;
    private long forceNs;
    private boolean takesSnapshots;
    private int digests;
    private int snapshots;
    private boolean isClosed;
    private boolean forcesAtOnce;
    private long commandsToApply;
    private boolean isForcing;
    private boolean refusesForces;
    private int reserves;
    private int nearReserves;

    HeldLog()
    {
        super(new NoLog());
        for (int i = 0; i < frames.length; i++)
        {
            frames[i] = new UnsafeBuffer(new byte[FRAME_BYTES]);
        }
    }

    /** Returns how often the owner made some space ready in a cycle without work. */
    int reserves()
    {
        return reserves;
    }

    /** Returns how often the owner made some space ready beside its work. */
    int nearReserves()
    {
        return nearReserves;
    }

    @Override
    public void reserveAhead(final boolean isIdle)
    {
        reserves += isIdle ? 1 : 0;
        nearReserves += isIdle ? 0 : 1;
    }

    int forces()
    {
        return forces;
    }

    int digests()
    {
        return digests;
    }

    /** Returns the number of frames that hold parts of snapshots. */
    int snapshots()
    {
        return snapshots;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    /** Keeps snapshots from now on. */
    void takeSnapshots()
    {
        takesSnapshots = true;
    }

    /** Sets the duration of the following forces. */
    void forceTakes(final long ns)
    {
        forceNs = ns;
    }

    /** Forces the frames that wait before it appends the next, like a journal that begins a segment. */
    void forcesBefore()
    {
        forcesBefore = true;
    }

    /** Forces shortly, so that a force has ended when it has begun. */
    void forcesAtOnce()
    {
        forcesAtOnce = true;
    }

    /** Refuses all forces from now on, like a device that has failed. */
    void refusesForces()
    {
        refusesForces = true;
    }

    /** Returns the number of commands that were to be applied during the last force. */
    long commandsToApply()
    {
        return commandsToApply;
    }

    /** Returns whether a force began and has not ended. */
    boolean isForcing()
    {
        return isForcing;
    }

    /** Ends the force that is under way. */
    void endForce()
    {
        assertTrue(isForcing);
        flush(true, 0);
    }

    /** Answers the next offers that there is no space. */
    void notReady(final int offers)
    {
        notReady = offers;
    }

    @Override
    public long forceNs()
    {
        return forceNs;
    }

    @Override
    public UnsafeBuffer frame()
    {
        return frame(appended);
    }

    @Override
    public UnsafeBuffer frame(final long number)
    {
        return frames[(int)(number % frames.length)];
    }

    @Override
    public int heldFrames()
    {
        return frames.length;
    }

    @Override
    public int payloadLimit()
    {
        return FRAME_BYTES;
    }

    @Override
    public long appendedFrames()
    {
        return appended;
    }

    @Override
    public long acknowledgedFrames()
    {
        return acknowledged;
    }

    @Override
    public AppendResult appendCommands(final int count, final int lengthBytes)
    {
        if (notReady > 0)
        {
            notReady--;
            return AppendResult.NOT_READY;
        }
        acknowledged = forcesBefore ? appended : acknowledged;
        sequence += count;
        appended++;
        final boolean isAccepted = appended - acknowledged < frames.length || flush(true, 0);

        return isAccepted ? AppendResult.APPENDED : AppendResult.REFUSED;
    }

    @Override
    public void awaitSpace(final int turn)
    {
        throw new IllegalStateException("there is always space");
    }

    @Override
    public boolean appendDigest(final int lengthBytes)
    {
        digests++;
        appended++;

        return flush(true, 0);
    }

    @Override
    public boolean takesSnapshots()
    {
        return takesSnapshots;
    }

    @Override
    public boolean appendSnapshot(final int lengthBytes)
    {
        snapshots++;
        appended++;

        return flush(true, 0);
    }

    @Override
    public void close()
    {
        isClosed = true;
    }

    @Override
    public boolean beginForce(final long commands)
    {
        commandsToApply = commands;
        isForcing = acknowledged < appended;

        return !forcesAtOnce || flush(true, 0);
    }

    @Override
    public boolean flush(final boolean now, final long nowNs)
    {
        isForcing &= !now;
        if (now && acknowledged < appended && !refusesForces)
        {
            acknowledged = appended;
            forces++;
        }

        return !refusesForces;
    }

    @Override
    public JournalFailure failure()
    {
        return refusesForces ?
            new JournalFailure(JournalFailure.Reason.FAILED, "the device has failed", 0, null) : null;
    }

    @Override
    public long nextSequence()
    {
        return sequence;
    }
}
