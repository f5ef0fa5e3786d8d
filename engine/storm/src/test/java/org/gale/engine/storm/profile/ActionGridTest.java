package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.ActionTimeline.Slice;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the time line of transitions, holds and moves, with times in ms. */
class ActionGridTest
{
    private static final long MS = 1_000_000;

    private final ActionGrid grid = new ActionGrid();

    @Test
    void shouldDivideTimesAmongSlices()
    {
        grid.begin(10 * MS);
        grid.moved(10 * MS);
        grid.held(10 * MS + MS / 2, 12 * MS + MS / 4);
        grid.open(10 * MS + MS / 4, 12 * MS + MS / 2, true);
        grid.moved(12 * MS + MS / 2);

        final ActionTimeline timeline = grid.timeline();

        assertEquals(10 * MS, timeline.startNs());
        assertEquals(MS, timeline.sliceNs());
        assertEquals(List.of(new Slice(0, 3 * MS / 4, MS / 2, 1), new Slice(0, MS, MS, 0),
            new Slice(1, MS / 2, MS / 4, 1)), timeline.slices());
    }

    @Test
    void shouldCountATransitionThatIsOpenByItsTimeAlone()
    {
        grid.begin(0);
        grid.open(0, MS / 2, false);

        assertEquals(List.of(new Slice(0, MS / 2, 0, 0)), grid.timeline().slices());
    }

    @Test
    void shouldBeginWithAHoldThatComesFirst()
    {
        grid.held(10 * MS, 10 * MS + MS / 2);

        assertEquals(new ActionTimeline(10 * MS, MS, List.of(new Slice(0, 0, MS / 2, 0))), grid.timeline());
    }

    @Test
    void shouldBeginWithAMoveThatComesFirst()
    {
        grid.moved(10 * MS);

        assertEquals(new ActionTimeline(10 * MS, MS, List.of(new Slice(0, 0, 0, 1))), grid.timeline());
    }

    @Test
    void shouldMakeSlicesTwiceAsLongWhenAllAreUsed()
    {
        grid.begin(0);
        grid.open(0, MS, true);
        grid.open(3 * MS, 4 * MS, true);
        grid.moved(255 * MS);
        grid.moved(256 * MS);

        final ActionTimeline timeline = grid.timeline();

        assertEquals(2 * MS, timeline.sliceNs());
        assertEquals(129, timeline.slices().size());
        assertEquals(new Slice(1, MS, 0, 0), timeline.slices().get(0));         // it ended when the next slice began
        assertEquals(new Slice(0, MS, 0, 0), timeline.slices().get(1));
        assertEquals(new Slice(1, 0, 0, 0), timeline.slices().get(2));
        assertEquals(new Slice(0, 0, 0, 1), timeline.slices().get(127));
        assertEquals(new Slice(0, 0, 0, 1), timeline.slices().get(128));
    }

    @Test
    void shouldHaveALimitHoweverLongTheRun()
    {
        grid.begin(0);
        for (long s = 0; s < 1_000_000; s += 100)
        {
            grid.held(s * 1_000 * MS, (s + 50) * 1_000 * MS);
        }

        final ActionTimeline timeline = grid.timeline();

        assertTrue(timeline.slices().size() <= ActionGrid.SLICES, timeline.slices().size() + " slices");
        assertEquals(500_000L * 1_000 * MS, timeline.slices().stream().mapToLong(Slice::heldNs).sum());
    }

    @Test
    void shouldCountFromAnotherMoment()
    {
        grid.begin(10 * MS);
        grid.moved(10 * MS);

        assertEquals(3 * MS, grid.timeline().since(7 * MS).startNs());
    }
}
