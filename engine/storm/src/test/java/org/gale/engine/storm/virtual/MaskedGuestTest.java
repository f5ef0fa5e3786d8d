package org.gale.engine.storm.virtual;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.PathCosts.EOI;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of guests whose priority mask keeps interrupts back. */
class MaskedGuestTest
{
    private static final int MASK = 10;

    private static VmShape vm(final StreamShape taken, final StreamShape masked, final boolean isWorking)
    {
        return new VmShape("vm", 1, 1, List.of(
            new DeviceShape("masked", 1, 4, DeviceShape.Target.SPREAD, MASK + 1, masked),
            new DeviceShape("taken", 1, 4, DeviceShape.Target.SPREAD, MASK, taken)),
            new GuestShape(Distribution.constant(HANDLER), MASK, isWorking));
    }

    private static StreamShape open(final double ratePerS)
    {
        return new OpenStream(ratePerS, false);
    }

    @Test
    void shouldSignalAnInterruptBehindMaskedOnes()
    {
        final StormConfig storm = config(20, 1, vm(open(1000), open(1000), false));

        final StormResult result = VirtualStorms.resident(storm, PathCosts.ALL);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(10, result.totals().accounting().delivered());
        assertEquals(4, result.totals().accounting().pending());
        assertEquals(6, result.totals().accounting().coalesced());
        for (final Outlier interrupt : VirtualStorms.interrupts(result))
        {
            assertEquals(SIGNAL, interrupt.responseNs());
            assertEquals(SIGNAL + HANDLER + EOI, interrupt.handledNs());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeTheSourcesBesideOneThatAMaskKeepsBack(final boolean isWorking)
    {
        final StreamShape closed = new ClosedStream(1);
        final StormConfig storm = config(100, 1, vm(closed, closed, isWorking),
            VirtualStorms.vms("other", 1, 4, 0.001, VirtualStorms.guest(0, true)));

        final StormResult result = VirtualStorms.kvm(storm, PathCosts.ALL, 100_000);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(99, result.totals().accounting().delivered());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWhenAllThatIsLeftIsMasked(final boolean isWorking)
    {
        final StreamShape closed = new ClosedStream(1);
        final VmShape masked = new VmShape("vm", 2, 1, List.of(
            new DeviceShape("masked", 1, 4, DeviceShape.Target.SPREAD, MASK + 1, closed)),
            new GuestShape(Distribution.constant(HANDLER), MASK, isWorking));

        final StormResult result = VirtualStorms.kvm(config(100, 1, masked), PathCosts.ALL, 100_000);

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertEquals("vm/masked wait for events that no guest handles",
            result.verdict().failure().replaceAll("nothing can happen any more at [0-9]+ ns: ", ""));
    }

    @Test
    void shouldEndWhenNothingElseCanHappenThoughASliceWasCutShort()
    {
        final StormConfig storm = config(20, 1, vm(open(1000), open(1000), false));

        final StormResult result = VirtualStorms.kvm(storm, PathCosts.ALL, 100_000);

        final long lastNs = VirtualStorms.interrupts(result).stream()
            .mapToLong(one -> one.intendedNs() + one.handledNs()).max().orElseThrow();
        assertEquals(4, result.totals().accounting().pending());
        assertEquals(lastNs + PathCosts.EXIT + PathCosts.PUT, result.totals().elapsedNs());
    }

    @Test
    void shouldSignalWhatComesDuringAHandlerThoughMaskedOnesWait()
    {
        final long signalNs = 1000;
        final VmShape vm = new VmShape("vm", 1, 1, List.of(
            new DeviceShape("masked", 1, 4, DeviceShape.Target.SPREAD, MASK + 1, open(1000)),
            new DeviceShape("taken", 1, 4, DeviceShape.Target.SPREAD, MASK, open(1000)),
            new DeviceShape("late", 1, 4, DeviceShape.Target.SPREAD, MASK, open(998.5))),
            new GuestShape(Distribution.constant(HANDLER), MASK, false));

        final StormResult result =
            VirtualStorms.resident(config(20, 1, vm), PathCosts.with(PathCosts.ALL, Cost.SIGNAL, signalNs));

        // It comes 70 ns before the handler of the one of 2 ms ends.
        final Outlier late = VirtualStorms.interrupts(result).stream()
            .filter(interrupt -> interrupt.intendedNs() == 2_003_004).findFirst().orElseThrow();
        assertEquals(signalNs + HANDLER + EOI, late.handledNs());
    }
}
