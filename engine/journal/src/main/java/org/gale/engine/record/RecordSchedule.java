package org.gale.engine.record;

import java.util.function.LongConsumer;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;

/**
 * Schedule of the records of a machine that are no commands: digests by the number of commands, and snapshots by that
 * number and by time. The machine is checked before each. All appended frames are applied when a record is taken. Owned
 * by the engine's thread.
 */
public final class RecordSchedule
{
    /** Number of commands between two digests, where few pages are written. */
    public static final long DIGEST_INTERVAL = 65_536;
    /** Number of commands, for each page that a digest read, before the next one: digests of large tables are rare. */
    public static final long DIGEST_INTERVAL_PER_PAGE = 128;

    private final Machine machine;
    private final FrameLog log;
    private final InvariantCheck invariantCheck;
    private final Snapshots snapshots;
    private LongConsumer atDigest = command -> { };
    private long nextDigest = DIGEST_INTERVAL;

    /** Begins the schedule at a time. */
    public RecordSchedule(
        final Machine machine, final FrameLog log, final SnapshotSchedule schedule, final long nowNs)
    {
        this.machine = machine;
        this.log = log;
        this.invariantCheck = new InvariantCheck(machine);
        this.snapshots = new Snapshots(machine, log);
        snapshots.schedule(schedule, nowNs);
    }

    /** Sets a check at each digest, which gets the number of the last command applied. */
    public void atDigest(final LongConsumer check)
    {
        atDigest = check;
    }

    /** Returns the snapshots. */
    public Snapshots snapshots()
    {
        return snapshots;
    }

    /** Returns the check of the machine. */
    public InvariantCheck invariantCheck()
    {
        return invariantCheck;
    }

    /**
     * Returns whether a snapshot is due.
     *
     * @param sequence number of the last command applied, as in the other methods
     */
    public boolean isSnapshotDue(final long nowNs, final long sequence)
    {
        return snapshots.isDue(nowNs, sequence);
    }

    /** Returns whether a digest is due. */
    public boolean isDigestDue(final long sequence)
    {
        return sequence >= nextDigest;
    }

    /** Checks the machine and takes a snapshot. A digest follows, the first thing that a replay from there compares. */
    public void snapshot(final long sequence)
    {
        invariantCheck.check(sequence);
        snapshots.take(sequence);
    }

    /**
     * Checks the machine and appends a digest.
     *
     * @return false if the log refuses it
     */
    public boolean digest(final long sequence)
    {
        invariantCheck.checkAtDigest(sequence);
        atDigest.accept(sequence);
        DigestPayload.encode(log.frame(), log.payloadOffset(), sequence, machine);
        nextDigest = sequence + Math.max(DIGEST_INTERVAL, machine.digestedPages() * DIGEST_INTERVAL_PER_PAGE);

        return log.appendDigest(DigestPayload.LENGTH);
    }
}
