package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Calls to the observer of an engine, with the commands and the times that latencies are made of. */
class EngineObserverTest extends EngineAgentFixture
{
    private static final long STEP_NS = 10;

    private final List<String> calls = new ArrayList<>();
    private final HostTurns turns = new HostTurns();

    /** Observer that keeps each call, during which 10 ns pass. */
    private final class Calls implements RunObserver
    {
        @Override
        public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            note("scheduled " + (endOffset - offset) + " bytes at " + offset, nowNs);
        }

        @Override
        public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            note("drained " + (endOffset - offset) + " bytes at " + offset, nowNs);
        }

        @Override
        public void raised(final long nowNs)
        {
            note("raised", nowNs);
        }

        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            note("applied" + (outputs.words() > 0 ? " with outputs" : ""), nowNs);
        }

        private void note(final String call, final long nowNs)
        {
            calls.add(call + " at " + nowNs + " ns");
            clock.update(clock.nanoTime() + STEP_NS);
        }
    }

    /** Turns whose watch of cycles is at hand. */
    private static final class HostTurns extends DueOnce
    {
        private CycleWatch watch;

        @Override
        public void watch(final CycleWatch newWatch)
        {
            watch = newWatch;
        }
    }

    EngineObserverTest()
    {
        agent = new EngineAgent(machine, log, lanes, turns, new Calls(), clock);
        clock.update(1_000);
    }

    @Test
    void shouldTellEachPartOfAFrameInItsOrder()
    {
        turns.isDue = true;
        raise(2);
        agent.doWork();
        assertEquals(List.of(), calls);
        clock.update(2_000);
        assertEquals(1, agent.doWork());

        assertEquals(List.of("drained 16 bytes at 0 at 2000 ns", "raised at 2010 ns",
            "scheduled 16 bytes at 16 at 2010 ns", "applied with outputs at 2030 ns"), calls);
    }

    @Test
    void shouldTellNothingOfLanesThatWereEmpty()
    {
        turns.isDue = true;
        agent.doWork();
        clock.update(2_000);
        agent.doWork();

        assertEquals(List.of("scheduled 16 bytes at 0 at 2000 ns", "applied at 2010 ns"), calls);
    }

    /** Lets the outputs of the first frame leave before a command of the host may move a guest to another PE. */
    @Test
    void shouldTellOutputsBeforeACommandOfTheHost()
    {
        raise(1);
        agent.doWork();
        turns.isDue = true;
        raise(1);
        agent.doWork();
        clock.update(2_000);
        agent.doWork();

        assertEquals(List.of("drained 8 bytes at 0 at 2000 ns", "raised at 2010 ns", "applied with outputs at 2020 ns",
            "drained 8 bytes at 0 at 2000 ns", "raised at 2040 ns", "scheduled 16 bytes at 8 at 2040 ns",
            "applied with outputs at 2060 ns"), calls);
    }

    @Tag("P1")
    @Test
    void shouldNameTheCommandThatFoundAnInterruptLost()
    {
        raise(1);
        workUntilCompleted();
        final PendingMismatch mismatch = machine.accounts().firstMismatch();
        mismatch.latch(OwnerId.vm(machine.accounts().physicalOwner(), 0), Intid.of(Intid.TYPE_LPI, 5), true);
        mismatch.applied(machine.commandCount() + 2);
        raise(3);
        agent.doWork();

        final InvariantBrokenException broken = assertThrows(InvariantBrokenException.class, agent::doWork);

        assertEquals("P1", broken.promise());
        assertEquals("VM 0 LPI 5, set pending, is neither pending nor acknowledged", broken.finding());
        assertEquals(4, broken.sequence());                                     // an MSI and a TURN were before
    }

    @Test
    void shouldGiveItsWatchToTheSourceOfTurns()
    {
        final CycleWatch watch = CycleWatch.unread();
        agent.watch(watch);

        assertSame(watch, turns.watch);
        assertTrue(agent.isIdle());
    }
}
