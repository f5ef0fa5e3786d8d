package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.ProcMeter;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.lanes.LaneSource;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormConfig;

/**
 * Options of one run: its workload, what was done before, how it is measured, and who offers events.
 *
 * @param resumed   totals of the parts before; the machine is as the journal left it, and pending interrupts are
 *                  delivered before the generator continues
 * @param snapshots schedule of the snapshots
 * @param counters  show the run to other processes; closed by the caller
 * @param team      engines that run the storm with this one
 */
public record RunOptions(
    StormConfig config,
    Workload workload,
    StormResumeTotals resumed,
    SnapshotSchedule snapshots,
    Measurement measurement,
    Producers producers,
    StormCounters counters,
    Team team)
{
    /** Makes the options of a run by one engine. */
    public RunOptions(final StormConfig config, final Workload workload, final StormResumeTotals resumed,
        final SnapshotSchedule snapshots, final Measurement measurement, final Producers producers,
        final StormCounters counters)
    {
        this(config, workload, resumed, snapshots, measurement, producers, counters, Team.NONE);
    }

    /**
     * Returns the options of the run of a plan.
     *
     * @param lanes of attached producers; null if none can attach
     */
    static RunOptions of(final StormPlan plan, final LaneFiles lanes, final StormResumeTotals totals,
        final Rehearsal rehearsal, final StormCounters counters, final Team team)
    {
        final History history = JudgedSettings.isSelfEnding(plan.settings()) ? History.NONE :
            !plan.config().share().isWhole() || plan.settings().has(ShownSettings.HLOG) ?
            History.HISTOGRAMS : History.FIGURES;                   // those of shares are added

        return new RunOptions(plan.config(), plan.workload(), totals, SnapshotSchedule.DEFAULT,
            new Measurement(
                plan.settings(), plan.isVirtual() ? HostMeter.NONE : ProcMeter.INSTANCE, history, rehearsal),
            new Producers(lanes == null ? List.of() : List.of(lanes), plan.lanes().hasGenerator()), counters, team);
    }

    /** Returns whether generator and engine take turns on one thread, which models of devices need. */
    boolean isOneThread()
    {
        return MeasureSettings.isOneThread(measurement.settings()) || config.shape().hasModels();
    }

    /**
     * Measurement of a run.
     *
     * @param settings  of warm-up, outliers, condition and processors
     * @param host      meter of what the host takes from the run
     * @param history   recorded by a thread of its own
     * @param rehearsal in the warm-up; closed by the run
     */
    public record Measurement(SettingValues settings, HostMeter host, History history, Rehearsal rehearsal)
    {
    }

    /** History of a run by seconds. */
    public enum History
    {
        /** Nothing is recorded. */
        NONE,
        /** Figures of each interval. */
        FIGURES,
        /** Figures and encoded histograms of each interval. */
        HISTOGRAMS
    }

    /**
     * Producers of a run.
     *
     * @param sources      of lanes that producers attach to, and whose events count like the generator's own; the run
     *                     closes their lanes, and the caller the sources
     * @param hasGenerator false to let the generator set the machine up and then offer nothing until the end
     */
    public record Producers(List<LaneSource> sources, boolean hasGenerator)
    {
        public Producers
        {
            sources = List.copyOf(sources);
        }
    }
}
