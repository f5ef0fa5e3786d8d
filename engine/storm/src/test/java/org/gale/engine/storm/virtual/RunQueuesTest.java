package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the queues of the vCPUs that wait for a PE. */
class RunQueuesTest
{
    private static final int FIRST = 4;

    private final RunQueues one = new RunQueues(FIRST, FIRST + 3, 8, false);
    private final RunQueues queues = new RunQueues(FIRST, FIRST + 3, 8, true);

    private static List<Integer> taken(final RunQueues queues, final int pe, final int count)
    {
        return IntStream.range(0, count).map(i -> queues.take(pe)).boxed().toList();
    }

    @Test
    void shouldTakeVcpusInTheOrderOfTheQueue()
    {
        one.addLast(FIRST, 1);
        one.addLast(FIRST, 2);
        one.addWaker(FIRST, 0);
        one.addLast(FIRST, 3);

        assertEquals(List.of(0, 1, 2, 3), taken(one, FIRST, 4));
        assertTrue(one.isEmpty());
    }

    @Test
    void shouldTakeVcpusAgainFromAQueueThatWasEmpty()
    {
        one.addWaker(FIRST, 0);
        one.addLast(FIRST, 1);
        assertEquals(List.of(0, 1), taken(one, FIRST, 2));

        one.addLast(FIRST, 1);
        one.addLast(FIRST, 0);

        assertEquals(List.of(1, 0), taken(one, FIRST, 2));
        assertTrue(one.isEmpty());
    }

    @Test
    void shouldTakeWakersInTheirOrderInFrontOfOthers()
    {
        one.addLast(FIRST, 0);
        one.addWaker(FIRST + 1, 1);
        one.addWaker(FIRST, 2);
        assertEquals(1, one.take(FIRST));
        one.addWaker(FIRST + 1, 3);

        assertEquals(List.of(2, 3, 0), taken(one, FIRST, 3));
    }

    @Test
    void shouldKnowThePeThatAWakerWaitsFor()
    {
        one.addLast(FIRST, 0);
        one.addWaker(FIRST + 1, 1);
        one.addWaker(FIRST + 1, 2);
        one.take(FIRST);

        assertTrue(one.hasWaker(FIRST + 1));
        assertFalse(one.hasWaker(FIRST));
        one.take(FIRST);
        assertFalse(one.hasWaker(FIRST + 1));
        one.addLast(FIRST + 1, 1);
        assertFalse(one.hasWaker(FIRST + 1));
    }

    @Test
    void shouldHaveOneQueueForAllPes()
    {
        one.addLast(FIRST, 0);
        one.addLast(FIRST + 1, 1);

        assertEquals(2, one.count(FIRST + 2));
        assertEquals(List.of(0, 1), taken(one, FIRST + 2, 2));
    }

    @Test
    void shouldHaveAQueueOfEachPe()
    {
        queues.addLast(FIRST, 0);
        queues.addLast(FIRST, 1);
        queues.addLast(FIRST + 2, 2);

        assertEquals(List.of(2, 0, 1), IntStream.range(FIRST, FIRST + 3).map(queues::count).boxed().toList());
        assertEquals(2, queues.take(FIRST + 2));
        assertFalse(queues.isEmpty());
    }

    @Test
    void shouldTakeFromTheLongestQueueWhereTheOwnOneIsEmpty()
    {
        queues.addLast(FIRST + 1, 0);
        queues.addLast(FIRST + 2, 1);
        queues.addLast(FIRST + 2, 2);

        assertEquals(1, queues.take(FIRST));
    }

    @Test
    void shouldTakeFromTheLowestOfTheLongestQueues()
    {
        queues.addLast(FIRST + 2, 1);
        queues.addLast(FIRST + 1, 0);

        assertEquals(0, queues.take(FIRST));
        assertEquals(1, queues.take(FIRST));
    }

    @Test
    void shouldTakeFromItsOwnQueueThoughAnotherOneIsLonger()
    {
        queues.addLast(FIRST, 0);
        queues.addLast(FIRST + 1, 1);
        queues.addLast(FIRST + 1, 2);

        assertEquals(0, queues.take(FIRST));
    }
}
