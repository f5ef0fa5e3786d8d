package org.gale.engine.storm.run;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.StoppableGuests;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests of a run on the wall clock: their turns, with the timers and the lines that these drive, and the models of
 * devices that they call. On the engine's thread.
 */
final class WallGuests
{
    private final RunOptions options;
    private final Topology topology;
    private final MsiGenerator generator;
    private final WallBooks books;
    private final WallSeams seams;
    private final NanoClock clock;
    private final ModelFeedback models;                             // null without
    private final TurnSource turns;
    private final WallMigrations migrations;                        // null where no VM migrates
    private TimerGuests timers;                                     // null without timers

    WallGuests(final RunOptions options, final Machine machine, final MsiGenerator generator, final WallBooks books,
        final WallSeams seams, final NanoClock clock)
    {
        this.options = options;
        this.topology = options.workload().topology();
        this.generator = generator;
        this.books = books;
        this.seams = seams;
        this.clock = clock;
        this.models = generator.feedback();
        final TurnSource scheduled =
            options.workload().guests(machine, clock, models == null ? SendingGuests.NONE : models.sending());
        final TurnSource guests =
            withLines(withTimers(books.doorbells == null ? scheduled : books.doorbells.around(scheduled)));
        final long handlerNs = options.measurement().settings().valueOrDefault(MeasureSettings.HANDLER);
        final TurnSource timed = handlerNs == 0 ? guests : new HandlerTime(guests, handlerNs, clock);
        this.migrations = books.lived == null ? null :
            new WallMigrations(options, machine, timed, (StoppableGuests)scheduled, books.followers(), clock);
        this.turns = migrations == null ? timed : migrations;
        books.proof.watch(migrations);
    }

    private TurnSource withTimers(final TurnSource guests)
    {
        if (!books.run.interrupts().timers().isAny())
        {
            return guests;
        }
        timers = new TimerGuests(guests, topology, books.run.interrupts(), books.recorder::rises, clock,
            options.workload().hostModel().kind() == HostModel.HostKind.KVM, !options.resumed().isNone());
        generator.wires(seams.wires().apply(timers));

        return timers;
    }

    private TurnSource withLines(final TurnSource guests)
    {
        final SharedLines lines = books.run.interrupts().lines().lines();
        if (!lines.isAny())
        {
            return guests;
        }
        final LatencyRecorder recorder = books.recorder;
        final LineGuests raised = new LineGuests(guests, topology, new LpiSpread(options.config(), topology),
            books.run.interrupts(),
            (line, intendedNs, nowNs) -> recorder.rises(topology.totalVpes() + line, intendedNs, nowNs), clock,
            options.workload().hostModel().kind() == HostModel.HostKind.KVM, !options.resumed().isNone());
        generator.wires(seams.wires().apply((device, event, intendedNs) ->
            (lines.isOfLines(device) ? raised : timers).tick(device, event, intendedNs)));

        return raised;
    }

    /** Returns the turns of the guests. */
    TurnSource turns()
    {
        return turns;
    }

    /** {@return the migrations of their VMs; null where none migrates} */
    WallMigrations migrations()
    {
        return migrations;
    }

    /** {@return the guests' timers; null without} */
    TimerGuests timers()
    {
        return timers;
    }

    /** Returns the wires that were high when the storm was resumed, and that were acknowledged since. */
    long carried()
    {
        return timers == null ? 0 : timers.carried();
    }

    /** Returns an observer of the whole run that sees the migrations, too; the same one where no VM migrates. */
    RunObserver migrating(final RunObserver observer)
    {
        return migrations == null ? observer : migrations.watched(observer);
    }

    /** Lets the migrations edit the frames of an engine, and number what they find by its commands. */
    void edit(final EngineAgent agent)
    {
        if (migrations != null)
        {
            migrations.findings().sequence(agent::appliedSequence);
            agent.edit(migrations.frames());
        }
    }

    /** Returns an observer that calls the models of devices, too; a storm without models has no such observer. */
    RunObserver watched(final RunObserver observer)
    {
        return models == null ? observer : new ModelWatch(topology, seams.models().apply(models), books.run.waits(),
            timers, books.run.interrupts().lines().lines(), books.run.sources().laws(), observer)
            .following(books.numbers);
    }
}
