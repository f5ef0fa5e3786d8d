package org.gale.engine.record;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.tables.memory.StateWriter;

/**
 * Writer of snapshots of a machine into a log, part by part as the machine is saved: there is no copy in between. Owned
 * by the engine's thread.
 */
public final class Snapshots implements StateWriter.Sink
{
    /** Divisor of the time that snapshots may take. */
    private static final long PAUSE_SHARE = 100;

    private final Machine machine;
    private final FrameLog log;
    private SnapshotSchedule schedule = SnapshotSchedule.DEFAULT;
    private long part;
    private long sequence;
    private long nextNs;
    private long nextSequence;

    public Snapshots(final Machine machine, final FrameLog log)
    {
        this.machine = machine;
        this.log = log;
    }

    /** Sets the schedule, which begins to count at a time. */
    public void schedule(final SnapshotSchedule newSchedule, final long nowNs)
    {
        schedule = newSchedule;
        plan(nowNs, 0, log.nextSequence() - 1);
    }

    public boolean isDue(final long nowNs, final long appliedSequence)
    {
        return log.takesSnapshots() &&
            (appliedSequence >= nextSequence || log.wantsSnapshot() ||
                (schedule.everyNs() != Long.MAX_VALUE && nowNs - nextNs >= 0));
    }

    /**
     * Takes a snapshot. All appended frames must be applied.
     *
     * @param appliedSequence number of the last command applied
     * @throws JournalRefusedException if the log refuses a part
     */
    public void take(final long appliedSequence)
    {
        part = 0;
        sequence = appliedSequence;
        machine.save(new StateWriter(this));
    }

    /** Notes the start and end of a snapshot, from which the next one is scheduled. */
    public void taken(final long startNs, final long endNs)
    {
        plan(endNs, endNs - startNs, sequence);
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return log.frame();
    }

    @Override
    public int offset()
    {
        return log.payloadOffset() + SnapshotPayload.STATE_OFFSET;
    }

    @Override
    public int limitBytes()
    {
        return log.payloadLimit() - SnapshotPayload.STATE_OFFSET;
    }

    @Override
    public void filled(final int lengthBytes, final boolean isLast)
    {
        assert 0 < lengthBytes && lengthBytes <= limitBytes() : lengthBytes;

        SnapshotPayload.encode(log.frame(), log.payloadOffset(), part++, sequence, isLast);
        if (!log.appendSnapshot(SnapshotPayload.STATE_OFFSET + lengthBytes))
        {
            throw new JournalRefusedException(log.failure(), sequence);
        }
    }

    private void plan(final long nowNs, final long pauseNs, final long atSequence)
    {
        nextNs = schedule.everyNs() == Long.MAX_VALUE ? 0 :
            nowNs + Math.max(schedule.everyNs(), PAUSE_SHARE * pauseNs);
        nextSequence = schedule.everyCommands() >= Long.MAX_VALUE - atSequence ?
            Long.MAX_VALUE : atSequence + schedule.everyCommands();
    }
}
