package org.gale.engine.storm.run;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadName;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.monitor.MonitorFailure;
import org.gale.engine.storm.monitor.UserMonitor;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.ringbuf.AgentIdle;

/**
 * Run of one storm: a generator's thread and the engine's, and the accounting at the end. {@link #run} blocks; {@link
 * #stop} and {@link #progress} are for other threads.
 */
public final class StormRun implements RunningStorm
{
    private final RunOptions options;
    private final WallSeams seams;
    private final Timeline timeline;
    private final Machine machine;
    private final FrameLog log;
    private final RunProducers producers;
    private final WallBooks books;
    private volatile boolean interrupted;

    /**
     * Makes a run of a profile's workload.
     *
     * @param machine at reset, made of the workload's configuration, or as the journal of a resumed storm left it;
     *                closed by the caller
     * @param log     closed by the run
     * @throws IllegalArgumentException if operations of the machine take effect later ({@code ops.delay}): the set-up
     *     of a storm does not wait for them
     */
    public StormRun(final RunOptions options, final Machine machine, final FrameLog log)
    {
        this(options, machine, log, WallSeams.NONE, Timeline.HOST);
    }

    /**
     * Makes a run on a time line.
     *
     * @param watched wraps the recorder: tests break a machine there and see it found
     */
    StormRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final UnaryOperator<RunObserver> watched,
        final Timeline timeline)
    {
        this(options, machine, log,
            new WallSeams(watched, UnaryOperator.identity(), UnaryOperator.identity()), timeline);
    }

    /** Makes a run on a time line whose parts tests wrap. */
    StormRun(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final WallSeams seams,
        final Timeline timeline)
    {
        if (machine.config().value(MachineKeys.OPS_DELAY) != 0)
        {
            throw new IllegalArgumentException(
                "a storm does not wait for operations: ops.delay=" + machine.config().value(MachineKeys.OPS_DELAY));
        }
        this.options = options;
        this.seams = seams;
        this.timeline = timeline;
        this.machine = machine;
        this.log = log;
        this.producers = new RunProducers(options,
            machine.config().virtual() ? machine.config().value(MachineKeys.ITSS) : 0, timeline.clock());
        producers.lanes().functions(() -> machine.functions() != null);
        this.books = new WallBooks(options, machine, log, producers, seams, timeline.clock());
    }

    @Override
    public RunProgress progress()
    {
        return books.progress;
    }

    @Override
    public long firstHitNs()
    {
        return NEVER;
    }

    @Override
    public void stopAt(final long ns)
    {
        throw new UnsupportedOperationException("a run on the wall clock does not end at " + ns);
    }

    @Override
    public void stop()
    {
        interrupted = true;
        producers.generator().stop();
    }

    /**
     * Runs the storm on the calling thread, which becomes the engine's, and returns what it came to.
     *
     * @throws OutcomeException if no process connects that is to be the monitor
     */
    @Override
    public StormResult run()
    {
        try (UserMonitor monitor = UserMonitor.of(machine, options.measurement().settings()))
        {
            return run(monitor);
        }
        catch (final MonitorFailure ex)
        {
            log.closeShort();
            throw new OutcomeException(Outcome.RESOURCES, ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "cannot close the socket of the monitor: " + FileFailure.text(ex), ex);
        }
    }

    /** @param monitor of the user; null where Gale is the monitor */
    private StormResult run(final UserMonitor monitor)
    {
        final long redeliveredBefore = books.run.ledgers().redelivered();
        final MsiGenerator generator = producers.generator();
        final RunMeter meter = meter();
        final WallGuests guests = new WallGuests(options, machine, generator, books, seams, timeline.clock());
        final EngineAgent agent = new EngineAgent(machine, log, producers.lanes(), guests.turns(),
            guests.migrating(books.witnessed(meter.before(guests.watched(books.observer())))), timeline.clock());
        books.sequence(agent);
        guests.edit(agent);
        if (monitor != null)
        {
            agent.edit(new AskedFrames(monitor, options.workload().topology().maxEvents()));
        }
        agent.snapshots(options.snapshots());
        agent.time(new StormTime(producers, options.resumed().position().timeNs()));
        meter.watch(agent);
        final String nameBefore = ThreadName.set(options.team().threadName());
        meter.whenWarm(books::measure);
        books.history.start(timeline.helpers(), meter.hasWarmup());
        final SharedGenerator shared =
            options.isOneThread() ? new SharedGenerator(generator, producers.lane(),
                SharedGenerator.cycleWords(machine.config(), options.workload().topology().ownVpes())) : null;
        final RunningAgent generating =
            shared == null ? timeline.helpers().start(generator, AgentIdle.newStrategy()) : shared;
        final GuestWatch watch =
            new GuestWatch(agent, books.tally, books.proof, generator::firstOfferNs, timeline.clock());
        final EngineRun engine = new EngineRun(agent, producers, meter, books.history, books.progress,
            timeline.clock(), books.proof, watch, options.team());
        boolean isDone = false;
        boolean isClosed = false;
        try
        {
            try
            {
                if (shared == null)
                {
                    timeline.run(engine);
                }
                else
                {
                    timeline.run(engine, shared);
                }
                isDone = engine.cause() == null && generating.failure() == null;
            }
            finally
            {
                options.team().ended(!isDone, meter.isStopped());
                generator.stop();
                generating.end();
                books.history.end(engine.lastApplyNs());
                ThreadName.set(nameBefore);
                meter.close();
                producers.close();
            }
            if (engine.cause() != null)
            {
                options.counters().error(engine.cause());
            }
            if (generating.failure() != null)
            {
                throw new IllegalStateException("the generator failed: " + generating.failure(), generating.failure());
            }
            final StormResult result = new WallResult(options, machine, log, producers, books, guests, meter).closed(
                engine, books.run.ledgers().redelivered() - redeliveredBefore, interrupted);
            isClosed = true;

            return result;
        }
        finally
        {
            if (!isClosed && engine.isLogOpen())
            {
                log.close();                                        // without a verdict: nobody has come to one
            }
        }
    }

    private RunMeter meter()
    {
        final SettingValues settings = options.measurement().settings();
        final HostMeter host = options.measurement().host();

        return new RunMeter(RunMeter.watch(
            settings, options.config(), options.resumed(), options.producers().hasGenerator(), host), books.tally,
            books.deliveries::sinceStart, books.recorder, producers.generator(), options, timeline.clock());
    }
}
