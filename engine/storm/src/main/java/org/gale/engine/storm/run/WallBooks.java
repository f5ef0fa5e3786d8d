package org.gale.engine.storm.run;

import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.LivedLpis;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;

/**
 * Books of a run on the wall clock: its recorder, its accounts, the witnesses of its laws, and its progress. On the
 * engine's thread; the progress is for other threads, too.
 */
final class WallBooks
{
    final LatencyRecorder recorder;
    final RunBooks run;
    /** Null where vCPUs do not sleep. */
    final DoorbellWitness doorbells;
    final WallProof proof;
    final VmNumbers numbers;
    /** Null where no VM migrates. */
    final WallVerbs verbs;
    /** Null where no VM migrates. */
    final LivedLpis lived;
    final StormTally tally;
    final DeliveryMeter deliveries;
    final RunProgress progress;
    final RunHistory history;
    private final RunOptions options;
    private final Topology topology;
    private final RunProducers producers;
    private final NanoClock clock;
    private final VectorWitness witness;                            // null where devices have no vectors
    private final long[] sentBefore;                                // by group: before a resume

    /** Begins the books of a run, with the machine as the run finds it. */
    WallBooks(final RunOptions options, final Machine machine, final FrameLog log, final RunProducers producers,
        final WallSeams seams, final NanoClock clock)
    {
        this.options = options;
        this.topology = options.workload().topology();
        this.producers = producers;
        this.clock = clock;
        final SharedLines lines = RunBooks.lines(options.workload());
        recorder = new LatencyRecorder(
            topology, lines, options.config().value(StormSettings.LATENCY).intValue(), clock);
        run = new RunBooks(options, machine, lines, recorder.responses(), recorder::beginPhase,
            producers.generator().books());
        witness = VectorWitness.of(topology, machine, options.workload().hostModel().migrating().order());
        if (witness != null)
        {
            witness.expectPlugs(options.workload()::plugged);
        }
        numbers = new VmNumbers(topology.vms());
        if (options.workload().hostModel().migrating().isNone())
        {
            verbs = null;
            lived = null;
        }
        else
        {
            verbs = new WallVerbs(topology, machine, numbers);
            lived = new LivedLpis(topology, machine, verbs::isHeldByHost);
            recorder.migrating(lived, numbers);
            verbs.findNumbers();
            run.parts().waiting(verbs);
        }
        doorbells = options.workload().hostModel().kind() != HostModel.HostKind.KVM ? null :
            new DoorbellWitness(topology, machine, numbers, producers.generator()::firstOfferNs, clock);
        proof = new WallProof(options.workload(), machine, run, witness, doorbells, numbers);
        tally = new StormTally(seams.watched().apply(recorder), run.interrupts().timers().isAny() || lines.isAny(),
            topology.deal().isByTriggers());
        deliveries = new DeliveryMeter(topology, run.ledgers(), machine);
        progress = new RunProgress(options, producers, tally, run.ledgers(), log, clock);
        history = run.history(progress::figures);
        sentBefore = new long[topology.groups().size()];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            sentBefore[topology.groupOfVm(vm)] += run.ledgers().account(vm).offered();
        }
        if (verbs != null && verbs.waiting() > 0)
        {
            sentBefore[topology.groupOfVm(verbs.migratingVm())] += verbs.waiting();     // no ledger has them yet
        }
        recorder.watch(machine);
    }

    /** Returns the observer that counts for the books. A storm without phases has none that watches for them. */
    RunObserver observer()
    {
        if (!options.resumed().isNone())
        {
            run.parts().resume(options.resumed());
        }

        return run.parts().phases().count() == 1 ? tally : new PhaseWatch(topology, run.parts().phases(),
            run.parts().firstPhase(), this::originNs, clock, proof::checkPhase, run.parts()::end, tally)
            .following(numbers);
    }

    /** Returns when the first phase began, in an earlier part of the storm if it was resumed; 0 before that. */
    private long originNs()
    {
        final long firstOfferNs = producers.generator().firstOfferNs();

        return firstOfferNs == 0 ? 0 : firstOfferNs - options.resumed().position().timeNs();
    }

    /** Returns an observer with the witness of vectors, which counts nothing before it has checked. */
    RunObserver witnessed(final RunObserver observer)
    {
        return witness == null ? observer : witness.before(observer);
    }

    /** Has the witness of vectors name the commands of an agent. */
    void sequence(final EngineAgent agent)
    {
        if (witness != null)
        {
            witness.sequence(agent::appliedSequence);
        }
    }

    /** Returns the parts that follow VMs which migrate. */
    MigrationFollowers followers()
    {
        return new MigrationFollowers(numbers, verbs, lived, options.config().value(StormSettings.SEED),
            () -> tally.offered());
    }

    /** Begins the measured part. */
    void measure(final long nowNs)
    {
        history.measure(producers.generator().firstOfferNs(), nowNs);
        deliveries.begin();
        if (lived != null)
        {
            lived.measure();
        }
        run.measure(producers.generator().feedback(), nowNs);
    }

    /**
     * Returns what devices and producers have sent, and what came before a resume.
     *
     * @param groups accounts of the groups
     * @param timers of the guests; null without
     */
    SentEvents sent(final Map<String, EventAccount> groups, final TimerGuests timers)
    {
        final SourceBooks sources = producers.generator().books();
        final AttachedEvents attached = producers.attachedEvents();

        return SentEvents.of(groups, group -> sentBefore[group] + sources.sent(group) + attached.of(group) +
            (timers == null ? 0 : timers.carried(group)), sources::ticksHigh, attached::ofNoVm,
            options.resumed().offered() - LongStream.of(sentBefore).sum() + attached.ofNoDevice());
    }
}
