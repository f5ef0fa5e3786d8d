package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.PathCosts.ENTER;
import static org.gale.engine.storm.virtual.PathCosts.EOI;
import static org.gale.engine.storm.virtual.PathCosts.EXIT;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.HOST_IRQ;
import static org.gale.engine.storm.virtual.PathCosts.INJECT;
import static org.gale.engine.storm.virtual.PathCosts.KICK;
import static org.gale.engine.storm.virtual.PathCosts.LOAD;
import static org.gale.engine.storm.virtual.PathCosts.PUT;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.gale.engine.storm.virtual.PathCosts.stages;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.interrupts;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of guests whose messages software forwards: list registers, kicks and slices, to the nanosecond. */
class ForwardedGuestTest
{
    private static final int COUNT = 20;
    private static final double ONCE = 0.001;
    private static final long MS = 1_000_000;
    private static final long LONG_SLICE = 70_000;
    private static final long SOFTWARE = HOST_IRQ + INJECT;
    private static final long REENTRY = EXIT + ENTER;
    private static final long HANDLED = HANDLER + EOI;
    /** Slice by which two vCPUs change places every 50 us. */
    private static final long SLICE = 50_000 - EXIT - PUT - LOAD - ENTER;

    private static StormResult run(
        final String policy, final CostModel costs, final long sliceNs, final VmShape... groups)
    {
        final StormResult result = VirtualStorms.gicv4(policy, config(COUNT, 1, groups), costs, sliceNs);
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result;
    }

    /** Runs a storm whose software forwards on a PE of its own, so that guests are kicked. */
    private static StormResult kicked(
        final String policy, final CostModel costs, final long sliceNs, final VmShape... groups)
    {
        final StormResult result = VirtualStorms.profile("direct", config(COUNT, 1, groups), costs, Map.of("policy",
            policy, "toggles", "0", "moves", "0", "slice", sliceNs + "ns", "host_irqs", "housekeeping"));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result;
    }

    /** Returns a VM whose devices raise events at the same times. */
    private static VmShape bursts(final int devices, final boolean isWorking)
    {
        final List<DeviceShape> all = new ArrayList<>();
        for (int i = 0; i < devices; i++)
        {
            all.add(new DeviceShape(
                "d" + i, 1, 4, DeviceShape.Target.SPREAD, 10, new OpenStream(1000, false)));
        }

        return new VmShape("vm", 1, 1, all, guest(HANDLER, isWorking));
    }

    private static List<Long> responses(final StormResult result, final long fromNs)
    {
        return interrupts(result).stream().filter(interrupt -> interrupt.intendedNs() == fromNs)
            .map(Outlier::handledNs).sorted().toList();
    }

    @Test
    void shouldExitForMoreInterruptsThanListRegisters()
    {
        final long first = EXIT + 5 * SOFTWARE + ENTER + HANDLED;       // one exit for all

        final StormResult result = run("none", PathCosts.ALL.withLrLimit(2), LONG_SLICE, bursts(5, true));

        assertEquals(List.of(first, first + HANDLED, first + REENTRY + 2 * HANDLED, first + REENTRY + 3 * HANDLED,
            first + 2 * REENTRY + 4 * HANDLED), responses(result, MS));
        assertEquals(2 * COUNT / 5, result.model().counts().get("refills"));
    }

    @Test
    void shouldCountTheExitForListRegistersAsSignalled()
    {
        final StormResult result = run("none", PathCosts.ALL.withLrLimit(2), LONG_SLICE, bursts(5, true));

        final Outlier last = interrupts(result).stream().filter(interrupt -> interrupt.intendedNs() == MS)
            .max((one, other) -> Long.compare(one.responseNs(), other.responseNs())).orElseThrow();
        assertEquals(stages(5 * SOFTWARE + 3 * REENTRY, 0, 0, 4 * HANDLED), stages(last));
    }

    @Test
    void shouldNotExitForAsManyInterruptsAsListRegisters()
    {
        final StormResult result = run("none", PathCosts.ALL.withLrLimit(5), LONG_SLICE, bursts(5, true));

        assertEquals(0, result.model().counts().get("refills"));
        assertEquals(5 * SOFTWARE + REENTRY + 5 * HANDLED, responses(result, MS).get(4));
    }

    @Test
    void shouldHaveNoListRegistersWhenDirect()
    {
        final StormResult result = run("per-vcpu", PathCosts.ALL.withLrLimit(1), LONG_SLICE, bursts(5, true));

        assertEquals(0, result.model().counts().get("refills"));
        assertEquals(SIGNAL + 5 * HANDLED, responses(result, MS).get(4));
    }

    @ParameterizedTest
    @CsvSource({"none, FORWARDED_RUNNABLE", "per-vcpu, DIRECT_RUNNABLE"})
    void shouldWaitForAFullSlice(final String policy, final InterruptPath path)
    {
        final StormResult result = kicked(policy, PathCosts.ALL, SLICE,
            vms("loud", 1, 8, ONCE, guest(0, true)), vms("quiet", 1, 8, 10_000, guest(HANDLER, true)));

        final long softwareNs = policy.equals("none") ? SOFTWARE : 0;
        final List<Outlier> quiet = interrupts(result).stream().filter(interrupt -> interrupt.vmId() == 1).toList();
        assertEquals(COUNT - 1, quiet.size());
        for (final Outlier interrupt : quiet.subList(1, quiet.size()))
        {
            assertEquals(path, interrupt.model().path());
            assertEquals(stages(softwareNs + ENTER + (softwareNs == 0 ? SIGNAL : 0), 0,
                LOAD + ENTER + SLICE + EXIT + PUT + LOAD - softwareNs, 0), stages(interrupt));
        }
    }

    @Test
    void shouldInterruptTheHandlerOfAKickedGuest()
    {
        final StreamShape regular = new OpenStream(1000, false);
        final StreamShape late = new OpenStream(998.5, false);          // 1502 ns behind it
        final StormResult result = kicked("none", PathCosts.ALL, LONG_SLICE, new VmShape("vm", 1, 1, List.of(
            new DeviceShape("a", 1, 4, DeviceShape.Target.SPREAD, 10, regular),
            new DeviceShape("b", 1, 4, DeviceShape.Target.SPREAD, 10, late)), guest(HANDLER, true)));

        final long begun = SOFTWARE + KICK + REENTRY;
        final long kicked = 1502 + SOFTWARE + KICK;
        final List<Outlier> interrupts = interrupts(result);
        assertEquals(begun + HANDLED + REENTRY, interrupts.get(2).handledNs());
        assertEquals(begun, interrupts.get(2).responseNs());
        assertEquals(begun, stages(interrupts.get(2)).get("signalled"));
        assertEquals(HANDLED + REENTRY, stages(interrupts.get(2)).get("deactivated"));
        assertEquals(MS + 1502, interrupts.get(3).intendedNs());
        assertEquals(begun + 2 * HANDLED + REENTRY - 1502, interrupts.get(3).handledNs());
        assertEquals(kicked - 1502 + REENTRY - (kicked - 1502 - SOFTWARE),
            stages(interrupts.get(3)).get("signalled"));
    }

    @Test
    void shouldStealTheTimeOfAHandlerForAMessage()
    {
        final StreamShape regular = new OpenStream(1000, false);
        final StreamShape late = new OpenStream(998.5, false);          // 1502 ns behind it
        final StormResult result = run("none", PathCosts.ALL, LONG_SLICE, new VmShape("vm", 1, 1, List.of(
            new DeviceShape("a", 1, 4, DeviceShape.Target.SPREAD, 10, regular),
            new DeviceShape("b", 1, 4, DeviceShape.Target.SPREAD, 10, late)), guest(HANDLER, true)));

        final long stolen = EXIT + SOFTWARE + ENTER;
        final List<Outlier> interrupts = interrupts(result);
        assertEquals(stolen, interrupts.get(2).responseNs());
        assertEquals(stolen, stages(interrupts.get(2)).get("signalled"));
        assertEquals(HANDLED + stolen, stages(interrupts.get(2)).get("deactivated"));
        assertEquals(2 * stolen + 2 * HANDLED - 1502, interrupts.get(3).handledNs());
        assertEquals(0, result.model().counts().get("kicks"));
    }

    @Test
    void shouldStealTheTimeOfTheGuestThatHasThePe()
    {
        final StormResult result = run("none", PathCosts.ALL, LONG_SLICE,
            vms("loud", 1, 8, ONCE, guest(0, true)), vms("quiet", 1, 8, 1000, guest(HANDLER, false)));

        final List<Outlier> quiet = interrupts(result).stream().filter(interrupt -> interrupt.vmId() == 1).toList();
        for (final Outlier interrupt : quiet.subList(1, quiet.size()))
        {
            assertEquals(InterruptPath.FORWARDED_BLOCKED, interrupt.model().path());
            assertEquals(EXIT + SOFTWARE + ENTER, stages(interrupt).get("signalled"));
        }
        assertEquals((quiet.size() - 1) * (EXIT + SOFTWARE + ENTER), result.model().peNs().get("stolen"),
            "the first one comes while the loud guest is loaded");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 0, 1", "3, 0, 0"})
    void shouldKeepTheListRegisterOfAnInterruptedHandler(final int limit, final int beforeB, final int beforeC)
    {
        final StreamShape regular = new OpenStream(1000, false);
        final StreamShape late = new OpenStream(998.5, false);          // 1502 ns behind it
        final List<DeviceShape> devices = List.of(
            new DeviceShape("a", 1, 4, DeviceShape.Target.SPREAD, 10, regular),
            new DeviceShape("b", 1, 4, DeviceShape.Target.SPREAD, 10, late),
            new DeviceShape("c", 1, 4, DeviceShape.Target.SPREAD, 10, late));
        final StormResult result = kicked("none", PathCosts.ALL.withLrLimit(limit), LONG_SLICE,
            new VmShape("vm", 1, 1, devices, guest(HANDLER, true)));

        // b and c interrupt the handler of a.
        final long first = SOFTWARE + KICK + REENTRY + HANDLED + REENTRY;
        final long second = first + beforeB * REENTRY + HANDLED;
        assertEquals(List.of(first), responses(result, MS));
        assertEquals(List.of(second - 1502, second + beforeC * REENTRY + HANDLED - 1502), responses(result, MS + 1502));
    }
}
