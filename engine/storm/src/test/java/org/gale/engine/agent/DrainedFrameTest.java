package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentGuests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how many commands a frame takes from the lanes where the source of turns limits it. */
class DrainedFrameTest extends EngineAgentFixture
{
    private final LimitedTurns turns = new LimitedTurns();

    /** Source of turns with a limit, which notes the words that frames took and what was applied before. */
    private static final class LimitedTurns extends ForwardingTurns
    {
        private final List<Integer> words = new ArrayList<>();
        private final List<Boolean> applied = new ArrayList<>();
        private int limit = NO_LIMIT;
        private boolean isFinished;

        LimitedTurns()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public int drainLimit(final boolean isApplied)
        {
            applied.add(isApplied);

            return limit;
        }

        @Override
        public void drained(final DirectBuffer frame, final int offset, final int endOffset)
        {
            words.add((endOffset - offset) / Long.BYTES);
        }

        @Override
        public void finish()
        {
            isFinished = true;
        }
    }

    @BeforeEach
    void limit()
    {
        agent = agent(turns);
    }

    @Test
    void shouldTakeAllWithoutALimit()
    {
        raise(20);
        agent.doWork();

        assertEquals(List.of(20), turns.words);
    }

    @Test
    void shouldTakeSoManyWordsAndTheRestLater()
    {
        turns.limit = 3;
        raise(7);
        agent.doWork();
        agent.doWork();
        agent.doWork();

        assertEquals(List.of(3, 3, 1), turns.words);
    }

    @Test
    void shouldTakeNothingUntilAllIsAppliedWhenTheLimitIsNone()
    {
        raise(1);
        agent.doWork();
        turns.limit = 0;
        raise(1);
        for (int step = 0; step < STEPS_LIMIT && !agent.isIdle(); step++)
        {
            agent.doWork();
        }

        assertEquals(1, turns.words.stream().mapToInt(Integer::intValue).sum());
        assertTrue(turns.applied.get(0));
        assertFalse(turns.applied.get(1));                                      // the first frame waited for a force
        turns.limit = 1;
        workUntilCompleted();
        assertTrue(turns.applied.get(turns.words.lastIndexOf(1)));
        assertEquals(2, turns.words.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void shouldTakeACommandThatIsLongerThanItsLimit()
    {
        turns.limit = 1;
        final UnsafeBuffer time = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        Commands.time(time, 0, 5, 5);
        assertTrue(producer.offer(time, 0, 2));
        raise(1);
        agent.doWork();

        assertEquals(List.of(3), turns.words);
    }

    @Test
    void shouldSayThatNoEventIsOffered()
    {
        assertFalse(turns.isFinished);

        agent.finishAttached();

        assertTrue(turns.isFinished);
    }
}
