package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.Consumer;
import org.gale.engine.host.HostMeter;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;

/**
 * Search for the first hit of a condition in all partitions of a storm on the virtual clock, ahead of the run that ends
 * there. It has a machine of its own and no journal. Owned by the engine's thread.
 */
final class HitSearch
{
    private final StormPlan plan;
    private final MachineFactory machines;
    private final StormRuns runs;
    private final Team team;

    /**
     * Makes the search of an engine.
     *
     * @param machines with anonymous RAM
     */
    HitSearch(final StormPlan plan, final MachineFactory machines, final StormRuns runs, final Team team)
    {
        this.plan = plan;
        this.machines = machines;
        this.runs = runs;
        this.team = team;
    }

    /** Returns whether the storm is divided, so that its condition has to be searched. */
    boolean isDue()
    {
        return plan.isVirtual() && plan.settings().has(MeasureSettings.STOP_IF) &&
            plan.config().shape().order() != HostShape.Order.HOST &&
            plan.workload().topology().partitions().count() > 1;
    }

    /**
     * Returns the time of the first hit in all engines, as {@link RunningStorm#firstHitNs} does.
     *
     * @param running takes the search while it runs
     */
    long firstHitNs(final Consumer<RunningStorm> running)
    {
        try (Machine machine = machines.create(plan.machine()))
        {
            final RunningStorm search = runs.create(new RunOptions(plan.config(), plan.workload(),
                StormResumeTotals.NONE, SnapshotSchedule.DEFAULT, new RunOptions.Measurement(
                plan.settings(), HostMeter.NONE, RunOptions.History.NONE, Rehearsal.NONE),
                new RunOptions.Producers(List.of(), false), StormCounters.none(), team), machine, new NoLog());
            running.accept(search);

            return team.firstHitNs(search.firstHitNs());
        }
    }
}
