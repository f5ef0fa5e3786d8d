package org.gale.engine.storm.virtual;

import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what ends a run in virtual time. */
class EndOfRunTest
{
    private static final long MS = 1_000_000;
    private static final CostModel ZERO = CostModel.of(CostModel.ZERO);

    @Test
    void shouldEndByItsCountWhileGuestsChangePlaces()
    {
        final StormConfig config = config(40, 1, vms("vm", 2, 4, 1000, guest(1000, true)));

        final StormResult result = VirtualStorms.kvm(config, ZERO, MS / 10);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(40, result.totals().accounting().delivered());
    }

    /** A handler of 100 slices is interrupted by three other guests' slices after each of its own. */
    @Test
    void shouldEndOnceEachHandlerHasEnded()
    {
        final StormConfig config =
            config(4, 1, vms("vm", 1, 4, 4, new OpenStream(1_000_000, false), guest(10 * MS, true)));

        final StormResult result = VirtualStorms.kvm(config, CostModel.DEFAULT, MS / 10);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(4, result.totals().accounting().delivered());
        assertEquals(4, result.latencies().response().getTotalCount());
        assertEquals(4 * (10 * MS + 30), result.model().peNs().get("handler"));
    }

    @Test
    void shouldLastUntilItsTimeWhileGuestsChangePlaces()
    {
        final StormConfig config = StormConfigs.of(config(1, 1, vms("vm", 2, 4, 1000, guest(1000, true))))
            .uncounted().durationNs(10 * MS).build();

        final StormResult result = VirtualStorms.kvm(config, ZERO, MS / 10);

        assertEquals(20, result.totals().accounting().delivered());
        assertEquals(10 * MS, result.totals().elapsedNs());
        assertEquals(Map.of("guest", 10 * MS - 20_000, "handler", 20_000L, "host", 0L, "polling", 0L,
            "idle", 0L, "wfi", 0L, "stolen", 0L),
            result.model().peNs());
    }

    @Test
    void shouldPollNoLongerThanItMayAtTheEnd()
    {
        final StormConfig config = StormConfigs.of(config(1, 1, vms("vm", 1, 4, 100, guest(1000, false))))
            .uncounted().durationNs(10 * MS).build();

        final StormResult result =
            VirtualStorms.kvm(config, ZERO.with(Cost.POLL, Distribution.constant(MS / 4)), MS / 10);

        assertEquals(10 * MS, result.totals().elapsedNs());
        assertEquals(MS / 4, result.model().peNs().get("polling"));
        assertEquals(1000, result.model().peNs().get("handler"));
    }

    @Test
    void shouldDeliverBehindItsTimeWhatWasOffered()
    {
        final StormConfig config = StormConfigs.of(config(1, 1, vms("vm", 1, 64, 10_000, guest(MS, false))))
            .uncounted().durationNs(MS).build();

        final StormResult result = VirtualStorms.resident(config, ZERO);

        assertEquals(10, result.totals().accounting().delivered());
        assertEquals(10 * MS, result.totals().elapsedNs());
    }

    @Test
    void shouldEndWhenTimeDoesNotGoOn()
    {
        final StreamShape closed = new ClosedStream(1);
        final StormConfig config = StormConfigs.of(config(1, 1, vms("vm", 1, 1, 4, closed, guest(0, false))))
            .uncounted().durationNs(MS).build();

        final StormResult result = VirtualStorms.resident(config, ZERO);

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertEquals("more than 1000000 events at 0 ns, so that time does not go on: vm/device " +
            "raised the last one. Give its handlers or its rate a time.", result.verdict().failure());
    }

    /** The streams are those of a kvm host, where all VMs are one partition. */
    @Test
    void shouldOfferUntilItsTimeThoughAnotherStreamHasNothingMoreInIt()
    {
        final StreamShape closed = new ClosedStream(1);
        final StormConfig config = StormConfigs.of(config(1, 2,
            vms("closed", 1, 1, 4, closed, guest(1000, false)), vms("slow", 1, 4, 100, guest(1000, false))))
            .uncounted().durationNs(MS).build();

        final StormResult result = VirtualStorms.kvm(config, ZERO, MS / 10);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(MS / 1000 + 1, result.totals().accounting().delivered());
    }
}
