package org.gale.engine.storm.virtual;

import org.gale.engine.config.Conditions;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.StormSources;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.law.MoveLaw;
import org.gale.engine.storm.law.ResponseLaw;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.HostRules;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;

/**
 * Books of a partition of a storm in virtual time: its sources, the interrupts that wait and those that were taken, and
 * what is measured of them. Owned by the thread of the run.
 */
final class PartitionBooks
{
    final DueEvents due;
    final VirtualLatencies latencies;
    final RunBooks run;
    final RunHistory history;
    final PeTimes peTimes;
    final PendingLpis pending;
    final ResponseStops stops;
    final TakenInterrupts taken;

    /**
     * Begins the books of a partition.
     *
     * @param figures of its history
     */
    PartitionBooks(final RunOptions options, final Topology topology, final PartitionEngine engine,
        final IntervalHistory.FigureSource figures)
    {
        final StormConfig config = options.config();
        final SettingValues settings = options.measurement().settings();
        final int latency = config.value(StormSettings.LATENCY).intValue();
        due = engine.seams().sources().apply(StormSources.due(config, options.workload(), topology));
        latencies = new VirtualLatencies(topology, latency);
        if (!options.workload().hostModel().migrating().isNone())
        {
            latencies.keepMigrated();
        }
        run = RunBooks.ofPartition(
            options, topology, engine.machine(), latencies.responses(), latencies::beginPhase, due);
        history = run.history(figures);
        final HostModel model = options.workload().hostModel();
        final HostRules rules = model.rules();
        peTimes = new PeTimes(topology.firstOwnPe(), topology.endOwnPe(), rules.housekeepers(),
            topology.pes() + rules.housekeepers() * topology.share().index(), engine.trace(),
            new GroupTimes(topology, topology.endOwnPe() + rules.housekeepers()));
        pending = new PendingLpis(topology, new StageClocks(topology.totalVpes()), new ResponseLaw(topology, latency,
            JudgedSettings.isSelfEnding(settings) ? -1 : settings.valueOrDefault(MeasureSettings.WARMUP)),
            new MoveLaw(topology, !model.moving().drawn().isNone()));
        run.ledgers().carries(pending.moves()::carried);
        stops = latencies.responses().stops(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE));
        pending.law().stopsIf(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE));
        latencies.responses().keep(settings, topology.isPartition() ? topology.partitions().count() : 1);
        taken = new TakenInterrupts(topology, run.interrupts(), latencies, pending.backlogs(), engine.trace());
    }
}
