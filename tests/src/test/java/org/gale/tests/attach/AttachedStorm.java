package org.gale.tests.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.LaneSource;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tests.support.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Small storm on a separate thread that others attach to, until it is ended. */
final class AttachedStorm implements AutoCloseable
{
    static final int VMS = 2;
    static final int VPES = 2;
    static final int DEVICES = 2;
    static final int EVENTS = 64;
    static final Duration PATIENCE = Duration.ofMinutes(5);
    static final StormConfig CONFIG = StormConfigs.begin().vms(VMS).vpes(VPES).devices(DEVICES).events(EVENTS)
        .durationNs(TimeUnit.HOURS.toNanos(1)).uncounted().build();

    private final MachineConfig chosen;
    private final Machine machine;
    private final Path journal;
    private final CompletableFuture<StormRun> started = new CompletableFuture<>();
    private final CompletableFuture<StormResult> result = new CompletableFuture<>();
    private final Thread engine;
    private final StormRun run;

    /** Starts a storm with a generator and without a journal. */
    AttachedStorm(final LaneSource source)
    {
        this(source, true, null);
    }

    AttachedStorm(final LaneSource source, final boolean hasGenerator, final Path journal)
    {
        this(source, hasGenerator, journal, 1);
    }

    /** Starts a storm on a board of so many ITSs. */
    AttachedStorm(final LaneSource source, final boolean hasGenerator, final Path journal, final int itss)
    {
        this.journal = journal;
        this.chosen = MachineConfig.DEFAULT.with(MachineKeys.ITSS, itss);
        this.machine = Machines.FACTORY.create(new ResidentWorkload(CONFIG, chosen).machine());
        this.engine = new Thread(() -> runToEnd(source, hasGenerator), "engine");
        engine.start();
        run = started.join();
        Await.until(() -> run.progress().elapsedNs() > 0 || result.isDone(), PATIENCE, "the machine is set up");
        assertFalse(result.isDone(), "the storm ended");
    }

    StormRun run()
    {
        return run;
    }

    /** Waits until guests have acknowledged a number of further interrupts. */
    void awaitDelivered(final long more)
    {
        final long before = run.progress().delivered();

        Await.until(() -> run.progress().delivered() >= before + more, PATIENCE, more + " more delivered");
    }

    /** Ends the storm and checks that nothing is lost, and that attached producers offered a number of events. */
    StormResult end(final long attachedEvents) throws Exception
    {
        run.stop();
        final StormResult ended = result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertNull(ended.verdict().failure());
        assertEquals(0, ended.totals().accounting().remainder());
        assertEquals(attachedEvents, run.progress().attachedOffered());
        assertEquals(run.progress().offered(), ended.totals().accounting().offered());
        assertEquals(0, ended.totals().accounting().rejectedInAll());

        return ended;
    }

    @Override
    public void close()
    {
        run.stop();
        Await.until(() -> !engine.isAlive(), PATIENCE, "the engine ends");
        machine.close();
    }

    /** Runs the storm. The journal's writer belongs to the engine's thread from the beginning. */
    private void runToEnd(final LaneSource source, final boolean hasGenerator)
    {
        try
        {
            final JournalWriter writer = journal == null ? null : new JournalOpening(JournalConfig.DEFAULT)
                .create(journal, new RunConfiguration("test", machine.config(), CONFIG.value(StormSettings.SEED))
                    .with(RunConfiguration.JOB, "{}").toBytes());
            final ResidentWorkload workload = new ResidentWorkload(CONFIG, chosen);
            final RunOptions options =
                Options.of(CONFIG, workload, new RunOptions.Producers(List.of(source), hasGenerator));
            final StormRun storm = new StormRun(options, machine, writer == null ? new NoLog() : writer);
            started.complete(storm);
            result.complete(storm.run());
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            started.completeExceptionally(ex);
            result.completeExceptionally(ex);
        }
    }
}
