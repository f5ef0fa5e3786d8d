package org.gale.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.gale.engine.agent.FrameLog;
import org.gale.engine.agent.LaneSource;
import org.gale.engine.agent.NoLog;
import org.gale.engine.load.StormConfig;
import org.gale.engine.load.StormResult;
import org.gale.engine.load.StormRun;
import org.gale.engine.machine.Machine;
import org.gale.tests.support.Await;

/** A small storm on a thread of its own that others attach to, until it is ended. */
final class AttachedStorm implements AutoCloseable
{
    static final int VMS = 2;
    static final int VPES = 2;
    static final int DEVICES = 2;
    static final int EVENTS = 64;
    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final StormConfig CONFIG = new StormConfig(VMS, VPES, VMS * VPES, DEVICES * EVENTS, DEVICES, EVENTS,
        0, true, TimeUnit.HOURS.toNanos(1), Long.MAX_VALUE, 1, 16, 0);

    private final Machine machine = new Machine(StormRun.machineFor(CONFIG));
    private final StormRun run;
    private final CompletableFuture<StormResult> result = new CompletableFuture<>();
    private final Thread engine = new Thread(this::runToEnd, "engine");

    AttachedStorm(final LaneSource source)
    {
        this(source, new NoLog(), 1, true);
    }

    AttachedStorm(final LaneSource source, final FrameLog log, final int heldFrames, final boolean hasGenerator)
    {
        run = new StormRun(CONFIG, machine, log, heldFrames).with(source);
        if (!hasGenerator)
        {
            run.withoutGenerator();
        }
        engine.start();
        Await.until(() -> run.elapsedNs() > 0 || result.isDone(), PATIENCE, "the machine is set up");
    }

    Machine machine()
    {
        return machine;
    }

    StormRun run()
    {
        return run;
    }

    /** Waits until guests have acknowledged that many more interrupts. */
    void awaitDelivered(final long more)
    {
        final long before = run.delivered();

        Await.until(() -> run.delivered() >= before + more, PATIENCE, more + " more delivered");
    }

    /** Ends the storm and checks that nothing is lost, and that what was attached is so many events. */
    StormResult end(final long attachedEvents) throws Exception
    {
        run.stop();
        final StormResult ended = result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertNull(ended.failure());
        assertEquals(0, ended.accounting().remainder());
        assertEquals(attachedEvents, run.attachedOffered());
        assertEquals(run.offered(), ended.accounting().offered());
        assertEquals(0, ended.accounting().rejectedInAll());

        return ended;
    }

    @Override
    public void close() throws Exception
    {
        run.stop();
        engine.join(PATIENCE.toMillis());
        assertTrue(!engine.isAlive(), "the engine does not end");
        machine.close();
    }

    private void runToEnd()
    {
        try
        {
            result.complete(run.run());
        }
        catch (final InterruptedException | RuntimeException | Error ex)
        {
            result.completeExceptionally(ex);
        }
    }
}
