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
    /** Number of rehearsals after which the first snapshot of a schedule by time is due: in the warm-up of a storm. */
    public static final int REHEARSALS = 8;
    /** Number of rehearsals after which another snapshot is due: the loop of the engine is compiled by then. */
    public static final int MORE_REHEARSALS = 64;

    private final Machine machine;
    private final FrameLog log;
    private SnapshotSchedule schedule = SnapshotSchedule.DEFAULT;
    private long part;
    private long sequence;
    private long plannedNs;
    private long nextNs;
    private long nextSequence;
    private boolean isRehearsal;
    private int rehearsals;

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

    /**
     * Saves the machine without an effect, into the buffer of the next frame. The first snapshot of a storm would else
     * run code that the compiler has not seen, and drop code that it compiled for digests alone. A snapshot is due
     * after some rehearsals, because it drops code that was compiled for rehearsals alone.
     */
    public void rehearse()
    {
        if (log.takesSnapshots())
        {
            isRehearsal = true;
            machine.save(new StateWriter(this));
            isRehearsal = false;
            rehearsals += isDue(nextNs, Long.MIN_VALUE) ? 1 : 0;                // takes the branch by time
            if (rehearsals == REHEARSALS || rehearsals == MORE_REHEARSALS)
            {
                nextNs = plannedNs;
            }
        }
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
        if (isRehearsal)
        {
            return;
        }
        assert 0 < lengthBytes && lengthBytes <= limitBytes() : lengthBytes;

        SnapshotPayload.encode(log.frame(), log.payloadOffset(), part++, sequence, isLast);
        if (!log.appendSnapshot(SnapshotPayload.STATE_OFFSET + lengthBytes))
        {
            throw new JournalRefusedException(log.failure(), sequence);
        }
    }

    private void plan(final long nowNs, final long pauseNs, final long atSequence)
    {
        plannedNs = nowNs;
        nextNs = schedule.everyNs() == Long.MAX_VALUE ? 0 :
            nowNs + Math.max(schedule.everyNs(), PAUSE_SHARE * pauseNs);
        nextSequence = schedule.everyCommands() >= Long.MAX_VALUE - atSequence ?
            Long.MAX_VALUE : atSequence + schedule.everyCommands();
    }
}
