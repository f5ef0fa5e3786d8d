package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.gale.engine.storm.virtual.PathCosts.ENTER;
import static org.gale.engine.storm.virtual.PathCosts.EXIT;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.HOST_IRQ;
import static org.gale.engine.storm.virtual.PathCosts.INJECT;
import static org.gale.engine.storm.virtual.PathCosts.KICK;
import static org.gale.engine.storm.virtual.PathCosts.LOAD;
import static org.gale.engine.storm.virtual.PathCosts.SCHEDULE;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.gale.engine.storm.virtual.PathCosts.stages;
import static org.gale.engine.storm.virtual.PathCosts.with;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.interrupts;
import static org.gale.engine.storm.virtual.VirtualStorms.trapping;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that each response is the sum of its path, to the nanosecond, in storms whose arrivals never meet. */
class PathSumTest
{
    private static final int COUNT = 12;
    private static final long POLL = 300_000;

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
        },
        DIRECT_IN_ITS_GUEST(InterruptPath.RESIDENT, SIGNAL, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return gicv4("per-vcpu", costs, true);
            }
        },
        DIRECT_WAITING_IN_ITS_GUEST(InterruptPath.RESIDENT, SIGNAL, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return gicv4("per-vcpu", costs, false);
            }
        },
        DIRECT_BLOCKED(InterruptPath.DIRECT_BLOCKED, HOST_IRQ + ENTER + SIGNAL, SCHEDULE, LOAD)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return gicv4("per-vcpu", costs, trapping(HANDLER));
            }
        },
        FORWARDED_IN_ITS_GUEST(InterruptPath.FORWARDED_RUNNING, EXIT + HOST_IRQ + INJECT + ENTER, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return gicv4("none", costs, true);
            }
        },
        FORWARDED_BY_A_HOUSEKEEPER(InterruptPath.FORWARDED_RUNNING, HOST_IRQ + INJECT + KICK + EXIT + ENTER, 0, 0)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return VirtualStorms.profile("direct", config(COUNT, 1, vms("vm", 1, 8, 1000, guest(HANDLER, true))),
                    costs, Map.of("policy", "none", "toggles", "0", "moves", "0", "slice", "70us", "host_irqs",
                    "housekeeping"));
            }
        },
        FORWARDED_BLOCKED(InterruptPath.FORWARDED_BLOCKED, HOST_IRQ + INJECT + ENTER, SCHEDULE, LOAD)
        {
            @Override
            StormResult run(final CostModel costs)
            {
                return gicv4("none", costs, false);
            }
        };

        private final InterruptPath path;
        private final long signalledNs;
        private final long wokenNs;
        private final long waitingNs;

        Case(final InterruptPath path, final long signalledNs, final long wokenNs, final long waitingNs)
        {
            this.path = path;
            this.signalledNs = signalledNs;
            this.wokenNs = wokenNs;
            this.waitingNs = waitingNs;
        }

        Map<String, Long> sums()
        {
            return stages(signalledNs, wokenNs, waitingNs, 0);
        }

        abstract StormResult run(CostModel costs);

        static StormResult gicv4(final String policy, final CostModel costs, final boolean isWorking)
        {
            return gicv4(policy, costs, guest(HANDLER, isWorking));
        }

        static StormResult gicv4(final String policy, final CostModel costs, final GuestShape guest)
        {
            return VirtualStorms.gicv4(policy, config(COUNT, 1, vms("vm", 1, 8, 1000, guest)), costs, 70_000);
        }

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
        final StormResult result = of.run(PathCosts.ALL);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final List<Outlier> interrupts = interrupts(result);
        assertEquals(COUNT, interrupts.size());
        for (final Outlier interrupt : interrupts.subList(1, COUNT))        // in front of the first a guest begins
        {
            assertEquals(of.path, interrupt.model().path());
            assertEquals(of.sums(), stages(interrupt));
            assertEquals(of.sums().values().stream().mapToLong(Long::longValue).sum(), interrupt.handledNs());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTakeTheInterruptsOfTheHostOnPes(final Case of)
    {
        final Modelled modelled = of.run(PathCosts.ALL).model();

        assertEquals(of == Case.RESIDENT ? Map.of() : Map.of("host", 0L, "trap", 0L), modelled.offPeNs());
        assertEquals(of == Case.FORWARDED_IN_ITS_GUEST ? (COUNT - 1) * (EXIT + HOST_IRQ + INJECT + ENTER) : 0,
            modelled.peNs().getOrDefault("stolen", 0L), "the first one comes while its guest is loaded");
    }

    static Stream<Case> cases()
    {
        return Stream.of(Case.values());
    }

    @ParameterizedTest
    @MethodSource("doubled")
    void shouldChangeTheStagesOfTheRowOfACostAlone(final Doubled doubled)
    {
        final Distribution.Constant once = (Distribution.Constant)PathCosts.ALL.time(doubled.cost);
        final List<Outlier> before = interrupts(doubled.of.run(PathCosts.ALL));
        final List<Outlier> after = interrupts(doubled.of.run(with(PathCosts.ALL, doubled.cost, 2 * once.ns())));

        final List<Map<String, Long>> expected = new ArrayList<>();
        for (final Outlier interrupt : before.subList(1, COUNT))
        {
            final Map<String, Long> stages = stages(interrupt);
            stages.computeIfPresent(doubled.cost.stage(),
                (stage, ns) -> ns + (isOf(doubled.of, doubled.cost) ? once.ns() : 0));
            expected.add(stages);
        }

        assertEquals(expected, after.subList(1, COUNT).stream().map(PathCosts::stages).toList());
    }

    static Stream<Doubled> doubled()
    {
        return Doubled.all();
    }

    private static boolean isForwarded(final Case of)
    {
        return of.path == InterruptPath.FORWARDED_BLOCKED || of.path == InterruptPath.FORWARDED_RUNNING;
    }

    /** Returns whether the path of a case has a cost. */
    private static boolean isOf(final Case of, final Cost cost)
    {
        final boolean isForwarded = isForwarded(of);
        final boolean isBlocked =
            of.path == InterruptPath.FORWARDED_BLOCKED || of.path == InterruptPath.DIRECT_BLOCKED;

        return switch (cost)
        {
            case EOI -> true;
            case SIGNAL -> !isForwarded;
            case INJECT -> isForwarded;
            case HOST_IRQ, ENTER -> isForwarded || isBlocked;
            case KICK -> of == Case.FORWARDED_BY_A_HOUSEKEEPER;
            case EXIT -> isForwarded && !isBlocked;
            case LOAD -> isBlocked;
            case LOAD_DIRECT -> of == Case.DIRECT_BLOCKED;
            case SCHEDULE -> isBlocked && of != Case.BLOCKED_WITHIN_POLL;
            default -> false;
        };
    }
}
