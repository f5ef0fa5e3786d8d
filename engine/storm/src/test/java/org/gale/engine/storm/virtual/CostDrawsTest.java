package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the random numbers of costs and handlers. */
class CostDrawsTest
{
    private static final Distribution WIDE = new Distribution.Uniform(0, 1_000_000_000);
    private static final CostModel COSTS = CostModel.of(CostModel.ZERO).with(Cost.SIGNAL, WIDE).with(Cost.EXIT, WIDE);
    /** Highest bit, which the constants of costs and handlers do not have. */
    private static final long OTHER_SEED = Long.MIN_VALUE;

    private static CostDraws draws(final long seed)
    {
        return draws(seed, vm -> true);
    }

    private static CostDraws draws(final long seed, final IntPredicate isOwn)
    {
        final GuestShape guest = new GuestShape(WIDE, GuestShape.MASK_OPEN, false);
        final VmShape group = new VmShape("vm", 2, 2, List.of(HostShapes.device("disk", 1, 1)), guest);

        return new CostDraws(COSTS, List.of(group, group), isOwn, seed);
    }

    private static List<Long> first(final CostDraws draws, final ToLongFunction<CostDraws> draw)
    {
        return LongStream.generate(() -> draw.applyAsLong(draws)).limit(8).boxed().toList();
    }

    @Test
    void shouldRepeatTheDrawsOfASeed()
    {
        assertEquals(first(draws(1), draws -> draws.signal(0)), first(draws(1), draws -> draws.signal(0)));
        assertEquals(first(draws(1), draws -> draws.handler(4)), first(draws(1), draws -> draws.handler(4)));
    }

    @Test
    void shouldDrawOtherCostsForAnotherSeed()
    {
        assertNotEquals(first(draws(0), draws -> draws.signal(0)), first(draws(OTHER_SEED), draws -> draws.signal(0)));
    }

    @Test
    void shouldDrawOtherHandlersForAnotherSeed()
    {
        assertNotEquals(first(draws(0), draws -> draws.handler(0)),
            first(draws(OTHER_SEED), draws -> draws.handler(0)));
    }

    @Test
    void shouldDrawForTheVmsOfAPartitionAsForAll()
    {
        final CostDraws own = draws(1, vm -> vm == 3);

        assertEquals(first(draws(1), draws -> draws.signal(6)), first(own, draws -> draws.signal(6)));
        assertEquals(first(draws(1), draws -> draws.handler(6)), first(own, draws -> draws.handler(6)));
        assertThrows(NullPointerException.class, () -> own.signal(4));
    }

    @Test
    void shouldGiveEachCostAndEachGroupNumbersOfItsOwn()
    {
        final List<Long> signals = first(draws(1), draws -> draws.signal(0));
        final List<Long> handlers = first(draws(1), draws -> draws.handler(0));

        assertNotEquals(signals, first(draws(1), draws -> draws.exit(0)));
        assertNotEquals(signals, handlers);
        assertNotEquals(handlers, first(draws(1), draws -> draws.handler(4)));
    }

    @Test
    void shouldGiveEachVmNumbersOfItsOwnThatItsVcpusShare()
    {
        final CostDraws draws = draws(1);
        final List<Long> signals = first(draws(1), of -> of.signal(0));
        final List<Long> handlers = first(draws(1), of -> of.handler(0));

        assertNotEquals(signals, first(draws(1), of -> of.signal(2)));
        assertNotEquals(handlers, first(draws(1), of -> of.handler(2)));
        assertEquals(signals.subList(0, 2), List.of(draws.signal(0), draws.signal(1)));
    }

    @Test
    void shouldNotChangeACostBecauseOthersAreDrawn()
    {
        final CostDraws alone = draws(1);
        final CostDraws mixed = draws(1);
        final List<Long> expected = first(alone, draws -> draws.signal(0));

        assertEquals(expected, first(mixed, draws ->
        {
            draws.exit(0);
            draws.handler(0);

            return draws.signal(0);
        }));
    }
}
