package org.gale.engine.storm.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gale.engine.storm.result.Load;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** A backlog at a time is the sum of all changes up to it: steps of 1,024 ns that double after 4,096 of them. */
@Tag("P14")
class BacklogLawTest
{
    private final BacklogLaw law = new BacklogLaw(2);

    private static Load load(final List<Long> backlog)
    {
        return new Load(List.of(), backlog, false, 0, Load.Spent.NOTHING);
    }

    private static List<Load> loads(final Long... ofSecond)
    {
        return List.of(load(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)), load(List.of(ofSecond)));
    }

    /** Has an event of the second group wait from the third to the sixth step, and offers the last one in the tenth. */
    private void run()
    {
        law.add(1, 1, 2 * 1_024 + 1);
        law.add(1, -1, 6 * 1_024);
        law.offered(10 * 1_024);
    }

    @Test
    void shouldCountAChangeFromTheFirstStepThatIsNoEarlier()
    {
        run();

        assertNull(law.fault(loads(0L, 0L, 1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L), 11 * 1_024));
    }

    @Test
    void shouldFindABacklogThatIsNotThatOfTheChanges()
    {
        run();

        assertEquals("group 1 has a backlog of 2 at 4,096 ns, and 1 event wait then",
            law.fault(loads(0L, 0L, 1L, 2L, 1L, 0L, 0L, 0L, 0L, 0L), 11 * 1_024));
        assertNotNull(law.fault(List.of(loads(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L).get(1),
            loads(0L, 0L, 1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L).get(1)), 11 * 1_024));
    }

    @ParameterizedTest
    @ValueSource(longs = {4_096 * 1_024L - 1, 4_096 * 1_024L, 100_000_000, 1L << 40})
    void shouldHaveTheStepThatALongRunNeeds(final long endNs)
    {
        long step = 1_024;
        while (endNs / step + 1 > 4_096)
        {
            step *= 2;
        }
        final Random random = new Random(endNs);
        final List<long[]> changes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++)
        {
            final long ns = (long)(random.nextDouble() * endNs);
            final int change = random.nextInt(3) - 1;
            law.add(1, change, ns);
            changes.add(new long[]{ns, change});
        }
        law.offered(endNs);
        final Long[] backlog = new Long[10];
        for (int part = 1; part <= 10; part++)
        {
            final long sampleNs = endNs * part / 10 / step * step;
            backlog[part - 1] = changes.stream().filter(each -> each[0] <= sampleNs).mapToLong(each -> each[1]).sum();
        }

        assertNull(law.fault(loads(backlog), endNs));
        backlog[4]++;
        assertNotNull(law.fault(loads(backlog), endNs));
    }

    @Test
    void shouldKnowTheLongerStepOfARunThatIsStoppedBeforeItsNextEvent()
    {
        run();

        assertNull(law.fault(loads(0L, 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L), 11 * 1_024));
    }
}
