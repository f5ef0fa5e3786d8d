package org.gale.engine.storm.virtual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.monitor.MonitorFailure;
import org.gale.engine.storm.monitor.UserMonitor;
import org.gale.engine.storm.profile.DirectSettings;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormControls;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.VectorWitness;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.witness.MigrationJudge;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Run of the partitions of a storm in virtual time, one after the other, on one thread. Machine, commands, journal and
 * digests are those of every storm, and a model says when each command is applied. The same job gives the same commands
 * on any host. {@link #run} blocks; {@link #stop} and {@link #progress} are for other threads.
 */
public final class VirtualRun implements RunningStorm
{
    private static final int PUBLISH_EVENTS = 4096;
    /** Results of partitions that are kept until they are summed: each has histograms, some megabytes. */
    private static final int RESULTS_LIMIT = 16;

    private final RunOptions options;
    private final Topology topology;
    private final Machine machine;
    private final FrameLog log;
    private final VirtualProgress progress;
    private final CommandWriter writer;
    private final PartitionEngine engine;
    private final List<Topology> partitions;
    private final long[] counts;                                    // events of each partition; null without a limit
    private long events;
    private long endedOffered;                                      // of the partitions that have ended
    private long endedDelivered;
    private long endedPending;
    private long endedCompletions;
    private long endedHeld;
    private StormControls ofModels = StormControls.NONE;
    private long stopNs = NEVER;
    private volatile boolean isStopping;

    /**
     * Makes a run of a workload.
     *
     * @param machine at reset, made of the workload's configuration; closed by the caller
     * @param log     closed by the run
     */
    public VirtualRun(final RunOptions options, final Machine machine, final FrameLog log)
    {
        this(options, machine, log, VirtualSettings.costs(options.measurement().settings()));
    }

    /** Makes a run with costs of its own. */
    VirtualRun(final RunOptions options, final Machine machine, final FrameLog log, final CostModel costModel)
    {
        this(options, machine, log, costModel, RunSeams.NONE);
    }

    /** Makes a run whose sources and guests tests wrap. */
    VirtualRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final CostModel costModel,
        final RunSeams seams)
    {
        this.options = options;
        this.topology = options.workload().topology();
        this.machine = machine;
        this.log = log;
        this.progress = new VirtualProgress(log, !options.config().shape().phases().isEmpty());
        this.writer = new CommandWriter(machine, topology.deal(), log, new VirtualClock(), options.snapshots(),
            VectorWitness.of(topology, machine));
        if (!options.workload().hostModel().migrating().isNone())
        {
            writer.judgedBy(new MigrationJudge(machine));
        }
        this.engine = PartitionEngine.of(topology, machine, writer, costModel,
            options.config().value(StormSettings.SEED),
            options.measurement().settings().has(ShownSettings.PERFETTO) ? new ModelTrace() : null, seams);
        this.partitions = partitions();
        final long count = options.config().whole().value(StormSettings.COUNT);
        this.counts = count == StormSettings.COUNT_UNLIMITED ? null : topology.partitions().byVms(count);
    }

    /** Returns the topologies of the partitions, one behind the other; that of the storm where it is not divided. */
    private List<Topology> partitions()
    {
        final int[] own = topology.partitions().of(topology.share());

        return topology.partitions().count() == 1 || options.config().shape().order() == HostShape.Order.HOST ?
            List.of(topology) : IntStream.of(own).mapToObj(topology::ofPartition).toList();
    }

    /** Returns the events of a partition: the count of the storm is divided by VMs. */
    private long countLimit(final Topology partition)
    {
        return !partition.isPartition() || counts == null ? options.config().value(StormSettings.COUNT) :
            counts[partition.share().index()];
    }

    @Override
    public StormProgress progress()
    {
        return progress;
    }

    @Override
    public void stop()
    {
        isStopping = true;
    }

    @Override
    public void stopAt(final long ns)
    {
        stopNs = ns;
    }

    /** Simulates each partition to its first hit, or to the first one of those before it. */
    @Override
    public long firstHitNs()
    {
        try
        {
            setUp();
            for (final Topology partition : partitions)
            {
                final PartitionRun run = begin(partition);
                run.run();
                stopNs = Math.min(stopNs, run.hitNs());
                if (run.failed() != null)
                {
                    return NEVER;                                   // the run ends at it, too
                }
            }
        }
        catch (final InvariantBrokenException | PoolExhaustedException ex)
        {
            return NEVER;                                           // the run ends at it, too
        }

        return isStopping ? STOPPED : stopNs;
    }

    @Override
    public StormResult run()
    {
        final List<StormResult> results = new ArrayList<>();
        final long beginRealNs = HostClock.nanoTime();
        RuntimeException cause = null;
        long runDigest = 0;
        PartitionRun run = begin(partitions.get(0));
        try (UserMonitor monitor = UserMonitor.of(machine, options.measurement().settings()))
        {
            writer.answeredBy(monitor);
            setUp();
            run.run();
            for (int i = 1; i < partitions.size() && run.failed() == null; i++)
            {
                add(results, result(run, null, 0));
                run = begin(partitions.get(i));
                run.run();
            }
            runDigest = writer.finish();
            cause = run.failed();
        }
        catch (final InvariantBrokenException | JournalRefusedException | PoolExhaustedException | MonitorFailure ex)
        {
            cause = ex instanceof InvariantBrokenException broken ? FollowedVms.named(broken, machine, topology) : ex;
            if (ex instanceof InvariantBrokenException || ex instanceof MonitorFailure)
            {
                writer.appendBroken();
            }
            options.counters().error(ex);
        }
        catch (final IOException ex)
        {
            log.closeShort();
            throw new UncheckedIOException("cannot close the socket of the monitor", ex);
        }
        catch (final RuntimeException | Error ex)
        {
            log.closeShort();
            throw ex;
        }
        try
        {
            results.add(result(run, cause, HostClock.nanoTime() - beginRealNs));

            return closed(results, runDigest);
        }
        finally
        {
            log.close();                                            // without a verdict where nobody came to one
        }
    }

    /** Closes the log with the verdict of the run, and returns the result with the totals of the journal then. */
    private StormResult closed(final List<StormResult> results, final long runDigest)
    {
        final StormResult sum = sum(results);
        final StormResult judged = SoundResult.judged(
            sum.with(new StormControls(options.workload().controls(machine)).with(dropping(sum))
            .with(ofModels.each()), true),
            asked(sum));
        log.close(judged.verdict().ofRun(log.nextSequence() - 1));
        final StormResult ended = judged.with(journal(runDigest));

        return log.failure() == null ? ended : ended.refused(log.failure().message());
    }

    /** Returns what is asked of the storm: of an answer's run, the events of its warm-up beside its count. */
    private Asked asked(final StormResult sum)
    {
        final SettingValues settings = options.measurement().settings();
        final Asked asked =
            Asked.of(options.config(), topology, options.workload().hostModel().rules().housekeepers());

        return JudgedSettings.isSelfEnding(settings) ? asked.behind(sum.rates().warmup().offered(),
            settings.get(JudgedSettings.LENGTHS)) : asked;
    }

    /** Returns the control of guests that drop interrupts in progress; none where no guest does. */
    private List<StormControl> dropping(final StormResult sum)
    {
        return sum.totals().accounting().rows().stream().filter(row -> row.key().equals(VirtualProof.DROPPED))
            .map(row -> new StormControl("guest.drops=on", row.total(),
            "no interrupt was in progress on another vCPU when it was taken", DirectSettings.MOVES,
            options.measurement().settings().valueOrDefault(DirectSettings.MOVES).more().shown())).toList();
    }

    private PartitionRun begin(final Topology partition)
    {
        final PartitionRun run = new PartitionRun(
            options, partition, countLimit(partition), stopNs, engine, this::isStopping);
        writer.next(run.clock());

        return run;
    }

    /** Returns the measurements of a partition that has ended. Rows of the machine are those of all partitions. */
    private StormResult result(final PartitionRun run, final RuntimeException cause, final long realNs)
    {
        endedOffered += run.offered();
        endedDelivered += run.delivered();
        endedPending += run.pending();
        endedCompletions += run.completions();
        endedHeld += Math.max(0, run.held());
        ofModels = ofModels.plus(run.controls());
        run.end();

        return run.result(cause, isStopping, partitions.size() > 1 ? List.of() :
            options.workload().accounting(machine), realNs);
    }

    private JournalTotals journal(final long runDigest)
    {
        return new JournalTotals(writer.sequence() - writer.beyond(), log.appendedFrames(), log.bytes(),
            machine.digest(), runDigest, writer.beyond());
    }

    /** Adds the result of a partition that has ended. A full list becomes the sum of its results. */
    private void add(final List<StormResult> results, final StormResult ended)
    {
        results.add(ended);
        if (results.size() == RESULTS_LIMIT)
        {
            final StormResult sum = sumOf(results);
            results.clear();
            results.add(sum);
        }
    }

    private StormResult sum(final List<StormResult> results)
    {
        return partitions.size() == 1 ? results.get(0) : sumOf(results).with(options.workload().accounting(machine));
    }

    private StormResult sumOf(final List<StormResult> results)
    {
        return SoundResult.sum(results,
            options.measurement().settings().valueOrDefault(MeasureSettings.OUTLIERS).intValue());
    }

    private void setUp()
    {
        final Setup setup = options.workload().setUp(writer);
        for (int step = 0; step < setup.stepCount(); step++)
        {
            setup.step(step);
        }
        writer.poll();
    }

    /** Publishes the figures of the partition in hand now and then. */
    private boolean isStopping(final PartitionRun run)
    {
        if (events++ % PUBLISH_EVENTS == 0)
        {
            progress.completed(endedCompletions + run.completions());
            progress.held(endedHeld + run.held());
            progress.publish(Math.max(progress.elapsedNs(), run.clock().nanoTime()), endedOffered + run.offered(),
                endedDelivered + run.delivered(), endedPending + run.pending(), run.phase());
            options.counters().store(progress, 0, log.appendedFrames(), writer.sequence());
        }

        return isStopping;
    }
}
