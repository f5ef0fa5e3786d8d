package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.host.HostMeter;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;

/** Options of runs in tests: new runs without a history, on a host without a meter. */
public final class Options
{
    private static final RunOptions.Producers GENERATOR = new RunOptions.Producers(List.of(), true);

    private Options()
    {
    }

    /** Returns the options of a run of the generator alone, which is measured from the first offer on. */
    public static RunOptions of(final StormConfig config, final Workload workload)
    {
        return of(config, workload, SnapshotSchedule.DEFAULT);
    }

    /** Returns the options of a run with a schedule of snapshots. */
    public static RunOptions of(final StormConfig config, final Workload workload, final SnapshotSchedule snapshots)
    {
        return of(config, workload, snapshots, MeasureSettings.WITHOUT_WARMUP, GENERATOR);
    }

    /** Returns the options of a run with producers that attach. */
    public static RunOptions of(
        final StormConfig config, final Workload workload, final RunOptions.Producers producers)
    {
        return of(config, workload, SnapshotSchedule.DEFAULT, MeasureSettings.WITHOUT_WARMUP, producers);
    }

    /** Returns the options of a run that is measured as settings say. */
    static RunOptions of(final StormConfig config, final Workload workload, final SettingValues measure)
    {
        return of(config, workload, SnapshotSchedule.DEFAULT, measure, GENERATOR);
    }

    /** Returns the options of a run with a schedule of snapshots that is measured as settings say. */
    public static RunOptions of(
        final StormConfig config,
        final Workload workload,
        final SnapshotSchedule snapshots,
        final SettingValues measure)
    {
        return of(config, workload, snapshots, measure, GENERATOR);
    }

    private static RunOptions of(
        final StormConfig config,
        final Workload workload,
        final SnapshotSchedule snapshots,
        final SettingValues measure,
        final RunOptions.Producers producers)
    {
        return new RunOptions(config, workload, StormResumeTotals.NONE, snapshots,
            new RunOptions.Measurement(measure, HostMeter.NONE, RunOptions.History.NONE, Rehearsal.NONE), producers,
            StormCounters.none());
    }
}
