package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.latency.InterruptPath;
import org.gale.engine.storm.latency.Outlier;
import org.gale.engine.storm.run.StormResult;
import org.gale.engine.storm.setting.Cost;
import org.gale.engine.storm.setting.CostModel;
import org.gale.engine.storm.setting.Distribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.interrupts;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that each response is the sum of its path, to the nanosecond, in storms whose arrivals never meet. */
class PathSumTest
{
    private static final int COUNT = 12;
    private static final long HANDLER = 2003;
    private static final long SIGNAL = 101;
    private static final long EXIT = 211;
    private static final long ENTER = 307;
    private static final long HOST_IRQ = 503;
    private static final long INJECT = 401;
    private static final long KICK = 601;
    private static final long SCHEDULE = 5003;
    private static final long PUT = 701;
    private static final long LOAD = 809;
    private static final long EOI = 71;
    private static final long POLL = 300_000;
    /** Slice by which two vCPUs change places every 50 us. */
    private static final long SLICE = 50_000 - EXIT - PUT - LOAD - ENTER;
    private static final CostModel COSTS = costs();

    private static CostModel costs()
    {
        return with(with(with(with(with(with(with(with(with(with(with(with(CostModel.of(CostModel.ZERO),
            Cost.SIGNAL, SIGNAL), Cost.EXIT, EXIT), Cost.ENTER, ENTER), Cost.HOST_IRQ, HOST_IRQ),
            Cost.INJECT, INJECT), Cost.KICK, KICK), Cost.SCHEDULE, SCHEDULE), Cost.PUT, PUT), Cost.LOAD, LOAD),
            Cost.EOI, EOI), Cost.TRAP, 1009), Cost.TRANSITION_STEP, 1013);
    }

    private static CostModel with(final CostModel costs, final Cost cost, final long ns)
    {
        return costs.with(cost, Distribution.constant(ns));
    }

    /** Storm of one interrupt after another, all of which take one path. */
    private enum Case
    {
        RESIDENT(InterruptPath.RESIDENT, SIGNAL, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return VirtualStorms.resident(config(COUNT, 1, vms("vm", 1, 8, 1000, guest(HANDLER, false))), costs);
            }
        },
        WORKING_IN_ITS_GUEST(InterruptPath.RESIDENT, SIGNAL, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return VirtualStorms.kvm(
                    config(COUNT, 1, vms("vm", 1, 8, 1000, guest(HANDLER, true))), costs, 70_000);
            }
        },
        BLOCKED(InterruptPath.DIRECT_BLOCKED, HOST_IRQ + ENTER + SIGNAL, SCHEDULE, LOAD)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return blocked(costs, 1000);
            }
        },
        BLOCKED_BEYOND_POLL(InterruptPath.DIRECT_BLOCKED, HOST_IRQ + ENTER + SIGNAL, SCHEDULE, LOAD)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return blocked(with(costs, Cost.POLL, costs.pollNs() + POLL), 1000);
            }
        },
        BLOCKED_WITHIN_POLL(InterruptPath.DIRECT_BLOCKED, HOST_IRQ + ENTER + SIGNAL, 0, LOAD)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return blocked(with(costs, Cost.POLL, costs.pollNs() + POLL), 4000);
            }
        };

        private final InterruptPath path;
        private final Map<String, Long> stages = new LinkedHashMap<>();

        Case(final InterruptPath path, final long signalledNs, final long wokenNs, final long waitingNs)
        {
            this.path = path;
            stages.put("signalled", signalledNs);
            stages.put("woken", wokenNs);
            stages.put("waiting", waitingNs);
            stages.put("acknowledged", 0L);
            stages.put("deactivated", HANDLER + EOI);
        }

        abstract StormResult run(CostModel costs);

        static StormResult blocked(final CostModel costs, final double ratePerS)
        {
            return VirtualStorms.kvm(
                config(COUNT, 1, vms("vm", 1, 8, ratePerS, guest(HANDLER, false))), costs, 70_000);
        }
    }

    /** Case and cost that is doubled alone. */
    private record Doubled(Case of, Cost cost)
    {
        static Stream<Doubled> all()
        {
            return Stream.of(Case.values()).flatMap(of -> Cost.TIMES.stream().map(cost -> new Doubled(of, cost)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAddUpThePath(final Case of)
    {
        final StormResult result = of.run(COSTS);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final List<Outlier> interrupts = interrupts(result);
        assertEquals(COUNT, interrupts.size());
        for (final Outlier interrupt : interrupts.subList(1, COUNT))        // in front of the first a guest begins
        {
            assertEquals(of.path, interrupt.model().path());
            assertEquals(of.stages, stages(interrupt));
            assertEquals(of.stages.values().stream().mapToLong(Long::longValue).sum(), interrupt.responseNs());
        }
    }

    static Stream<Case> cases()
    {
        return Stream.of(Case.values());
    }

    @ParameterizedTest
    @MethodSource("doubled")
    void shouldChangeTheStagesOfTheRowOfACostAlone(final Doubled doubled)
    {
        final Distribution.Constant once = (Distribution.Constant)COSTS.time(doubled.cost);
        final List<Outlier> before = interrupts(doubled.of.run(COSTS));
        final List<Outlier> after = interrupts(doubled.of.run(with(COSTS, doubled.cost, 2 * once.ns())));

        final List<Map<String, Long>> expected = new ArrayList<>();
        for (final Outlier interrupt : before.subList(1, COUNT))
        {
            final Map<String, Long> stages = stages(interrupt);
            stages.computeIfPresent(doubled.cost.stage(),
                (stage, ns) -> ns + (isOf(doubled.of, doubled.cost) ? once.ns() : 0));
            expected.add(stages);
        }

        assertEquals(expected, after.subList(1, COUNT).stream().map(PathSumTest::stages).toList());
    }

    static Stream<Doubled> doubled()
    {
        return Doubled.all();
    }

    /** Returns whether the path of a case has a cost. */
    private static boolean isOf(final Case of, final Cost cost)
    {
        return switch (cost)
        {
            case SIGNAL -> true;
            case EOI -> true;
            case HOST_IRQ, LOAD, ENTER -> of.path == InterruptPath.DIRECT_BLOCKED;
            case SCHEDULE -> of == Case.BLOCKED || of == Case.BLOCKED_BEYOND_POLL;
            default -> false;
        };
    }

    private static Map<String, Long> stages(final Outlier interrupt)
    {
        final Map<String, Long> shown = interrupt.stages();
        final Map<String, Long> stages = new LinkedHashMap<>();
        for (final String stage : List.of("signalled", "woken", "waiting", "acknowledged", "deactivated"))
        {
            stages.put(stage, shown.getOrDefault(stage, 0L));
        }

        return stages;
    }
}
