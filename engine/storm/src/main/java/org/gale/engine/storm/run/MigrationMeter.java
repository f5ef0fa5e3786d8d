package org.gale.engine.storm.run;

import java.util.Map;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MigrationKind;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.MigrationCourse;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.result.SummedHistogram;

/** Figures of the migrations of a run, on both clocks. Owned by the thread of their machine. */
public final class MigrationMeter
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
    public MigrationMeter(final HostModel.Migrating model, final int vms)
    {
        this.isUpdate = model.kind() == MigrationKind.UPDATE;
        this.vms = vms;
    }

    /** Returns the parts of the downtime, and the bytes of images. */
    public MigrationTimes times()
    {
        return times;
    }

    /** Notes that a migration of a VM, or an update of all VMs, has begun. */
    public void begun()
    {
        begun++;
        completedOfBatch = 0;
    }

    /** Notes that the VMs of a migration that has begun are about to stop. */
    public void stopping(final long nowNs)
    {
        beganNs = nowNs;
    }

    /** Notes a migration of which a journal has passes: it was due before. */
    void carried()
    {
        begun();
        carried++;
    }

    /** Notes a migration of which a journal has the first steps: its times count from now on. */
    void carried(final long nowNs)
    {
        carried();
        stoppedNs = nowNs;
    }

    /** Notes that VMs have stopped. */
    public void stopped(final int count, final long nowNs)
    {
        stoppedNs = nowNs;
        stops.recordTime(nowNs - beganNs, count);
    }

    /** Returns the time since the VMs have stopped. */
    public long sinceStopNs(final long nowNs)
    {
        return nowNs - stoppedNs;
    }

    /** Notes that a VM has come to the end of its migration. */
    public void ended()
    {
        times.completed();
        completedOfBatch++;
    }

    /** Notes that the VMs that were stopped go on. */
    public void wentOn(final long nowNs)
    {
        completedVms += completedOfBatch;
        completed += isUpdate ? 1 : completedOfBatch;
        if (completedOfBatch > 0)
        {
            downtimes.recordTime(nowNs - stoppedNs, completedOfBatch);
        }
    }

    /**
     * Returns the actions that were done in the run.
     *
     * @param dueInRun     migrations that were due
     * @param held         messages that waited in front of the ITS
     * @param hasDowntimes whether a downtime is a figure: of a run whose migrations take no time it is none
     * @param precopy      pages by pass, or null
     * @param interrupts   that lived through migrations
     */
    public HostModel.Done done(final long dueInRun, final AskedFailures failures, final long held,
        final boolean hasDowntimes, final Map<String, Map<String, Long>> precopy, final MigratedInterrupts interrupts)
    {
        final long due = dueInRun + carried;
        final MigrationCourse.Vms ofUpdates =
            isUpdate ? new MigrationCourse.Vms(due * vms, begun * vms, completedVms) : null;

        return new HostModel.Done(due, begun, completed, new StormMigrations(failures.rolledBack(), held, stops,
            hasDowntimes ? downtimes : null, failures.course(ofUpdates, precopy),
            times.result(hasDowntimes && !isUpdate, interrupts)));
    }
}
