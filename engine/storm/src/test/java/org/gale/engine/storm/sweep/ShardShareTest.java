package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepTexts;
import org.junit.jupiter.api.Test;

/** Tests of which runs a shard has, and of which of their outcomes it ends with. */
class ShardShareTest
{
    @Test
    void shouldShareRunsByTheirNumbers()
    {
        final SweepPlan plan = SweepPlan.of(SweepTexts.read("vary: {a.b: [1]}\nseeds: 7"));

        assertEquals(List.of(0, 3, 6), SweepShard.numbers(plan, 0, 3));
        assertEquals(List.of(2, 5), SweepShard.numbers(plan, 2, 3));
        assertEquals(List.of(), SweepShard.numbers(plan, 8, 9));
    }

    @Test
    void shouldEndWithTheFirstInTheOrderOfASweep()
    {
        final List<Outcome> order = List.of(Outcome.INTERNAL, Outcome.USAGE, Outcome.JOURNAL_DAMAGED,
            Outcome.INVARIANT_BROKEN, Outcome.DIVERGED, Outcome.RESOURCES, Outcome.INTERRUPTED);
        for (int i = 0; i < order.size(); i++)
        {
            final List<Outcome> worse = new ArrayList<>(order.subList(i, order.size()));
            Collections.reverse(worse);
            worse.addAll(List.of(Outcome.CHECK_FAILED, Outcome.SKIPPED));
            assertEquals(order.get(i), SweepShard.first(worse));
        }
        assertEquals(Outcome.OK, SweepShard.first(List.of(Outcome.CHECK_FAILED, Outcome.SKIPPED)));
    }
}
