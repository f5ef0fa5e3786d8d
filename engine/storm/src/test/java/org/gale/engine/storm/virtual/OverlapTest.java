package org.gale.engine.storm.virtual;

import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of LPIs of GICv4 that are in progress on two vCPUs, and of guests that drop these. */
@Tag("P13")
class OverlapTest
{
    private static final long COUNT = 5_000;

    private static StormResult run(final String moves, final boolean drops)
    {
        final GuestShape guest =
            new GuestShape(Distribution.constant(20_000), GuestShape.MASK_OPEN, false, drops,
                GuestShape.Wfi.AUTO);
        final StormConfig config =
            config(COUNT, 4, vms("vm", 1, 4, 8, new OpenStream(100_000, true), guest));

        return VirtualStorms.profile("direct", config, CostModel.DEFAULT, Map.of("toggles", "0", "moves", moves));
    }

    private static long overlaps(final StormResult result)
    {
        return result.model().counts().get("overlaps");
    }

    @Test
    void shouldCountInterruptsThatAreInProgressOnTwoVcpus()
    {
        final StormResult result = run("1/3", false);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(overlaps(result) > 0, "overlaps " + overlaps(result));
        assertTrue(result.totals().accounting().rows().stream().noneMatch(row -> row.key().equals("dropped")));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldHaveNoneWhereNoEventMoves(final boolean drops)
    {
        final StormResult result = run("0", drops);

        final Outcome expected = drops ? Outcome.SKIPPED : Outcome.OK;          // a mistake that never acted
        assertEquals(expected, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, overlaps(result));
    }

    @Test
    void shouldEndWithABrokenPromiseWhereAGuestDropsThem()
    {
        final StormResult result = run("1/3", true);

        final long dropped = result.totals().accounting().rows().stream().filter(row -> row.key().equals("dropped"))
            .mapToLong(AccountingRow::total).sum();
        assertEquals(overlaps(result), dropped);
        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
        assertEquals("P13 broken: guests dropped " + dropped + " interrupts in progress on another vCPU (guest.drops)",
            result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(result.totals().accounting().delivered() - dropped, result.latencies().response().getTotalCount());
    }
}
