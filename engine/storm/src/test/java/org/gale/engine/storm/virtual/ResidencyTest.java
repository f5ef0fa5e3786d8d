package org.gale.engine.storm.virtual;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.PathCosts.ENTER;
import static org.gale.engine.storm.virtual.PathCosts.EOI;
import static org.gale.engine.storm.virtual.PathCosts.EXIT;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.HOST_IRQ;
import static org.gale.engine.storm.virtual.PathCosts.INJECT;
import static org.gale.engine.storm.virtual.PathCosts.LOAD;
import static org.gale.engine.storm.virtual.PathCosts.PUT;
import static org.gale.engine.storm.virtual.PathCosts.SCHEDULE;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.gale.engine.storm.virtual.PathCosts.stages;
import static org.gale.engine.storm.virtual.PathCosts.with;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.trapping;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what a direct vCPU pays and gains for its residency, to the nanosecond. */
class ResidencyTest
{
    private static final int COUNT = 24;
    private static final long MS = 1_000_000;
    private static final long SLICE = 70_000;
    private static final double ONCE = 0.001;
    private static final String DIRECT = "per-vcpu";

    private static StormResult run(
        final String policy, final CostModel costs, final int count, final int pes, final VmShape... groups)
    {
        final StormResult result = VirtualStorms.gicv4(policy, config(count, pes, groups), costs, SLICE);
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result;
    }

    private static List<Outlier> of(final StormResult result, final int vm)
    {
        return VirtualStorms.interrupts(result).stream().filter(interrupt -> interrupt.vmId() == vm).toList();
    }

    private static long count(final StormResult result, final String step)
    {
        return result.model().counts().get(step);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"per-vcpu, 2017, 3001", "none, 809, 701"})
    void shouldLoadAndPutADirectVcpuAtItsOwnCosts(final String policy, final long loadNs, final long putNs)
    {
        final CostModel costs = with(with(PathCosts.ALL, Cost.LOAD_DIRECT, 2017), Cost.PUT_DIRECT, 3001);

        final StormResult result = run(policy, costs, COUNT, 1, vms("a", 1, 8, 1000, trapping(HANDLER)));

        final long hostNs = HOST_IRQ + (policy.equals(DIRECT) ? 0 : INJECT);
        VirtualStorms.interrupts(result).forEach(interrupt -> assertEquals(loadNs, stages(interrupt).get("waiting")));
        assertEquals(COUNT * (hostNs + loadNs + ENTER + EXIT + putNs), result.model().peNs().get("host"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"AUTO, per-vcpu, 0", "AUTO, none, 24", "NOTRAP, none, 23", "TRAP, per-vcpu, 24"})
    void shouldStayInItsGuestWhereWfiDoesNotTrap(
        final GuestShape.Wfi wfi, final String policy, final long exits)
    {
        final GuestShape guest =
            new GuestShape(Distribution.constant(HANDLER), GuestShape.MASK_OPEN, false, false, wfi);

        final StormResult result = run(policy, PathCosts.ALL, COUNT, 1, vms("a", 1, 8, 1000, guest));

        assertEquals(exits, count(result, "exits"));
        assertEquals(exits < COUNT, result.model().peNs().get("wfi") > 0);
    }

    @Test
    void shouldCountTheTimeThatAGuestWaitsInIt()
    {
        final StormResult result = run(DIRECT, PathCosts.ALL, COUNT, 1, vms("a", 1, 8, 1000, guest(HANDLER, false)));

        final long enteredNs = HOST_IRQ + SCHEDULE + LOAD + ENTER;
        final long lastNs = (COUNT - 1) * MS + SIGNAL + HANDLER + EOI;
        assertEquals(lastNs - enteredNs - COUNT * (HANDLER + EOI), result.model().peNs().get("wfi"));
        assertEquals(HOST_IRQ + LOAD + ENTER, result.model().peNs().get("host"));
    }

    @Test
    void shouldLetTheRestOfItsSliceRunWhenSomebodyWaits()
    {
        final StormResult result = run(DIRECT, PathCosts.ALL, COUNT, 1, vms("a", 2, 8, 1000, guest(HANDLER, false)));

        final long runnableNs = 2 * HOST_IRQ + SCHEDULE;                       // the PE takes one after the other
        final long sliceEndNs = HOST_IRQ + SCHEDULE + LOAD + ENTER + SLICE;
        final Outlier first = of(result, 1).get(0);
        assertEquals(stages(2 * HOST_IRQ + ENTER + SIGNAL, SCHEDULE, sliceEndNs + EXIT + PUT - runnableNs + LOAD, 0),
            stages(first));
        for (final Outlier interrupt : of(result, 0).subList(1, COUNT / 2))     // it is loaded while nobody waits
        {
            assertEquals(InterruptPath.RESIDENT, interrupt.model().path());
        }
        for (final Outlier interrupt : of(result, 1))                           // the other waits behind it
        {
            assertEquals(InterruptPath.DIRECT_BLOCKED, interrupt.model().path());
        }
    }

    @ParameterizedTest(name = "{0} ns")
    @CsvSource({"0, 307", "307, 307", "308, 1307", "1307, 1307", "1308, 2307"})
    @Tag("V4-RES-3")
    void shouldEnterBehindThePollThatFindsDirtyClear(final long dirtyNs, final long enterNs)
    {
        final StormResult result = run(
            DIRECT, with(PathCosts.ALL, Cost.DIRTY, dirtyNs), COUNT, 1, vms("a", 1, 8, 1000, trapping(HANDLER)));

        VirtualStorms.interrupts(result).forEach(interrupt ->
            assertEquals(stages(HOST_IRQ + enterNs + SIGNAL, SCHEDULE, LOAD, 0), stages(interrupt)));
    }

    @Test
    @Tag("V4-RES-8")
    void shouldMoveOneVpeAtATime()
    {
        final VpeMoves moves = moves(1, new VirtualClock());

        assertEquals(0, moves.ns(0, 3, true));
        assertEquals(0, moves.ns(1, 4, true));
        assertEquals(0, moves.ns(0, 3, true));
        assertEquals(1013, moves.ns(0, 4, true));
        assertEquals(2026, moves.ns(1, 3, true));
    }

    @Test
    void shouldNotWaitForMovesThatHaveEnded()
    {
        final VirtualClock clock = new VirtualClock();
        final VpeMoves moves = moves(1, clock);
        assertEquals(0, moves.ns(0, 2, true));
        assertEquals(0, moves.ns(1, 3, false));
        assertEquals(1013, moves.ns(0, 3, true));

        clock.jump(1000);
        assertEquals(1026, moves.ns(1, 2, true));
        clock.jump(9000);
        assertEquals(1013, moves.ns(0, 2, true));
    }

    @Test
    @Tag("V4-RES-8")
    void shouldNotMoveAVpeWithinATable()
    {
        final VpeMoves moves = moves(2, new VirtualClock());

        assertEquals(0, moves.ns(0, 2, true));
        assertEquals(0, moves.ns(0, 3, true));
        assertEquals(1013, moves.ns(0, 4, true));
    }

    /** Returns the moves of a partition whose first PE is 2. */
    private static VpeMoves moves(final int tablePes, final VirtualClock clock)
    {
        return new VpeMoves(clock, new CostDraws(with(PathCosts.ALL, Cost.VMOVP, 1013), List.of(
            new VmShape("vm", 1, 2, List.of(HostShapes.device("disk", 1, 1)), guest(HANDLER, false))), vm -> true, 1),
            new HostCounts(), 2, 2, tablePes);
    }

    @Test
    void shouldCountTheVcpusThatChangeTheirPe()
    {
        final StormResult result =
            run(DIRECT, with(PathCosts.ALL, Cost.VMOVP, 1013), 3, 2, vms("a", 3, 8, ONCE, guest(HANDLER, true)));

        assertEquals(1, count(result, "migrations"));
        assertEquals(4 * (LOAD + ENTER) + 2 * (EXIT + PUT) + 1013, result.model().peNs().get("host"),
            "the first to leave goes on where the second was");
    }
}
