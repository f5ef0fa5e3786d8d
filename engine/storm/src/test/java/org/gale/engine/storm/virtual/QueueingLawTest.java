package org.gale.engine.storm.virtual;

import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of a queue whose mean time to the end of the handler is known: Poisson arrivals at one VPE that costs nothing,
 * with exponential handlers (M/M/1) or constant ones (M/D/1).
 */
class QueueingLawTest
{
    private static final long HANDLER_NS = 10_000;
    private static final int EVENTS = 4_096;
    private static final long FEW = 200_000;
    private static final long MANY = 5_000_000;
    private static final double SECOND_NS = 1e9;

    @ParameterizedTest
    @CsvSource({"0.3, 0.02", "0.6, 0.03", "0.9, 0.1"})
    void shouldTakeTheMeanOfExponentialHandlers(final double load, final double bound)
    {
        check(load, new Distribution.Exponential(HANDLER_NS), 1 / (1 - load), FEW, bound, 0.02);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.02", "0.6, 0.03", "0.9, 0.1"})
    void shouldTakeTheMeanOfConstantHandlers(final double load, final double bound)
    {
        check(load, Distribution.constant(HANDLER_NS), 1 + load / (2 * (1 - load)), FEW, bound, 0.02);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0.3", "0.6", "0.9"})
    void shouldTakeTheMeanOfManyExponentialHandlers(final double load)
    {
        check(load, new Distribution.Exponential(HANDLER_NS), 1 / (1 - load), MANY, 0.02, 0.01);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"0.3", "0.6", "0.9"})
    void shouldTakeTheMeanOfManyConstantHandlers(final double load)
    {
        check(load, Distribution.constant(HANDLER_NS), 1 + load / (2 * (1 - load)), MANY, 0.02, 0.01);
    }

    private static void check(
        final double load,
        final Distribution handler,
        final double responses,
        final long count,
        final double bound,
        final double loadBound)
    {
        final StormConfig config = StormConfigs.of(config(count, 1, vms("vm", 1, 1, EVENTS,
            new OpenStream(load * SECOND_NS / HANDLER_NS, true),
            new GuestShape(handler, GuestShape.MASK_OPEN, false)))).build();

        final StormResult result = VirtualStorms.resident(config, CostModel.of(CostModel.ZERO));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().coalesced());
        final Histogram handled = result.latencies().handled();
        assertEquals(count, handled.getTotalCount());
        final double meanNs = (double)LatencySummary.of(handled).sum() / count;
        assertEquals(1, meanNs / (responses * HANDLER_NS), bound);
        assertEquals(load, (double)result.model().peNs().get("handler") / result.totals().elapsedNs(),
            loadBound * load);
    }
}
