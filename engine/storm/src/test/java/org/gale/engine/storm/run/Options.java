package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.HostMeter;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;

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

    /** Returns options whose run records a history. */
    public static RunOptions recorded(final RunOptions options, final RunOptions.History history)
    {
        final RunOptions.Measurement measurement = options.measurement();

        return new RunOptions(options.config(), options.workload(), options.resumed(), options.snapshots(),
            new RunOptions.Measurement(
                measurement.settings(), measurement.host(), history, measurement.rehearsal()),
            options.producers(), options.counters());
    }

    /**
     * Returns options whose run shows its counters in a directory.
     *
     * @throws IOException if the host refuses the file, which the caller closes with the counters
     */
    public static RunOptions counted(final RunOptions options, final Path directory) throws IOException
    {
        return new RunOptions(options.config(), options.workload(), options.resumed(), options.snapshots(),
            options.measurement(), options.producers(),
            StormCounters.open(new CountersPlace(directory), "default", null));
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
