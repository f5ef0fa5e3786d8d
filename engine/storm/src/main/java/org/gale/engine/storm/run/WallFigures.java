package org.gale.engine.storm.run;

import org.gale.engine.storm.latency.LivedLpis;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MigrationKind;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.MigrationCourse;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.result.SummedHistogram;

/** Figures of the migrations of a run on the wall clock. Owned by the engine's thread. */
final class WallFigures
{
    private static final int DIGITS = 3;

    private final boolean isUpdate;
    private final int vms;
    private final MigrationTimes times = new MigrationTimes();
    private final LatencyHistogram stops = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram downtimes = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private long begun;
    private long carried;                                           // begun before a resume
    private long completed;
    private long completedVms;
    private long beganNs;
    private long stoppedNs;
    private int completedOfBatch;

    /** @param vms that may migrate */
    WallFigures(final HostModel.Migrating model, final int vms)
    {
        this.isUpdate = model.kind() == MigrationKind.UPDATE;
        this.vms = vms;
    }

    /** Returns the parts of the downtime, and the bytes of images. */
    MigrationTimes times()
    {
        return times;
    }

    /** Notes that a VM, or all VMs of an update, are about to stop. */
    void begun(final long nowNs)
    {
        begun++;
        completedOfBatch = 0;
        beganNs = nowNs;
    }

    /** Notes a migration of which a journal has the first steps: its times count from now on. */
    void carried(final long nowNs)
    {
        begun(nowNs);
        carried++;
        stoppedNs = nowNs;
    }

    /** Notes that VMs have stopped. */
    void stopped(final int count, final long nowNs)
    {
        stoppedNs = nowNs;
        stops.recordTime(nowNs - beganNs, count);
    }

    /** Returns the time since the VMs have stopped. */
    long sinceStopNs(final long nowNs)
    {
        return nowNs - stoppedNs;
    }

    /** Notes that a VM has come to the end of its migration. */
    void ended()
    {
        times.completed();
        completedOfBatch++;
    }

    /** Notes that the VMs that were stopped go on. */
    void wentOn(final long nowNs)
    {
        completedVms += completedOfBatch;
        completed += isUpdate ? 1 : completedOfBatch;
        if (completedOfBatch > 0)
        {
            downtimes.recordTime(nowNs - stoppedNs, completedOfBatch);
        }
    }

    /**
     * Returns what was done in the run.
     *
     * @param dueInRun migrations that were due
     */
    HostModel.Done done(final long dueInRun, final AskedFailures failures, final LivedLpis lived)
    {
        final long due = dueInRun + carried;
        final MigrationCourse.Vms ofUpdates =
            isUpdate ? new MigrationCourse.Vms(due * vms, begun * vms, completedVms) : null;

        return new HostModel.Done(due, begun, completed, new StormMigrations(failures.rolledBack(),
            lived.heldCount(), stops, downtimes, failures.course(ofUpdates, null),
            times.result(!isUpdate, lived.interrupts())));
    }
}
