package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Storms in virtual time whose machines, guests, costs and streams are drawn from a seed. Whatever they are, nothing is
 * lost, Little's law holds, and times add up.
 */
class RandomVirtualStormsTest
{
    private static final int STORMS = 20;
    private static final String RESIDENT = "resident";
    private static final String DIRECT = "direct";
    private static final List<String> PROFILES = List.of(RESIDENT, "overcommit", DIRECT, DIRECT);
    private static final List<String> POLICIES = List.of("per-vcpu", "all-or-nothing", "first-come", "none");
    /** Ends of a storm in which nothing is wrong; none of the actions that it asks for may be due. */
    private static final Set<Outcome> ENDS = Set.of(Outcome.OK, Outcome.SKIPPED);
    private static final long US = 1_000;
    private static final long COUNT_FROM = 2_000;
    private static final long COUNT_TO = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldAddUpInAFewStorms(final int part)
    {
        runAll(part * STORMS / 4, (part + 1) * STORMS / 4);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void shouldAddUpInEachStorm(final int part)
    {
        runAll(part * STORMS, (part + 1) * STORMS);
    }

    private static void runAll(final int from, final int to)
    {
        for (int seed = from; seed < to; seed++)
        {
            final Storm storm = new Storm(seed);
            check("seed " + seed + " of " + storm, storm, storm.run());
        }
    }

    private static void check(final String name, final Storm storm, final StormResult result)
    {
        assertTrue(ENDS.contains(result.verdict().outcome()) || storm.mayWait(result),
            () -> result.verdict() + " at " + name);
        assertEquals(0, result.totals().accounting().remainder(), name);
        final long most = result.totals().elapsedNs() * storm.pes;
        final long peNs = result.model().peNs().values().stream().mapToLong(Long::longValue).sum();
        assertTrue(storm.profile.equals(RESIDENT) ? peNs <= most : peNs == most,
            () -> name + ": " + peNs + " of " + most + ", and partitions end with their own last events");
        for (final Outlier interrupt : VirtualStorms.interrupts(result))
        {
            final boolean runs = interrupt.model().deactivatedNs() == Outlier.RUNS;
            assertEquals(runs ? interrupt.responseNs() : interrupt.handledNs(),
                interrupt.stages().values().stream().mapToLong(Long::longValue).sum(), name);
            interrupt.stages().forEach((stage, ns) -> assertTrue(ns >= 0, () -> name + ": " + stage + ' ' + ns));
        }
    }

    /** Storm that is drawn from a seed. */
    private static final class Storm
    {
        private final SplittableRandom random;
        private final int pes;
        private final String profile;
        private final StormConfig config;
        private final CostModel costs;
        private final Map<String, String> own;

        Storm(final int seed)
        {
            random = new SplittableRandom(seed);
            profile = PROFILES.get(random.nextInt(PROFILES.size()));
            final List<VmShape> groups = new ArrayList<>();
            final int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++)
            {
                groups.add(group("g" + i));
            }
            final int vpes = groups.stream().mapToInt(group -> group.count() * group.vpes()).sum();
            pes = profile.equals(RESIDENT) ? vpes : 1 + random.nextInt(vpes);
            config = config(seed, groups);
            costs = costs();
            own = new LinkedHashMap<>(Map.of("slice", (20 + random.nextInt(400)) + "us",
                "enqueue", random.nextBoolean() ? "tail" : "preempt", "queues", random.nextBoolean() ? "one" : "pe"));
            if (profile.equals(DIRECT))
            {
                final String policy = POLICIES.get(random.nextInt(POLICIES.size()));
                final boolean isSwitching = policy.equals("per-vcpu") && random.nextBoolean();
                own.putAll(Map.of("policy", policy, "vpeid_bits", "" + (1 + random.nextInt(4)),
                    "toggles", isSwitching ? "1/100" : "0", "moves", random.nextBoolean() ? "1/50" : "0"));
            }
        }

        /** Returns whether closed streams wait for interrupts that a guest masks. */
        boolean mayWait(final StormResult result)
        {
            return result.verdict().outcome() == Outcome.CHECK_FAILED &&
                result.verdict().failure().startsWith("nothing can happen any more") &&
                config.shape().groups().stream().anyMatch(group -> group.guest().mask() != GuestShape.MASK_OPEN);
        }

        StormResult run()
        {
            return profile.equals(RESIDENT) ? VirtualStorms.resident(config, costs) :
                VirtualStorms.profile(profile, config, costs, own);
        }

        private StormConfig config(final int seed, final List<VmShape> groups)
        {
            final List<PhaseShape> phases = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--)
            {
                phases.add(new PhaseShape("p" + i, 500 * US + random.nextInt(2_000) * US, List.of()));
            }
            final StormConfigs shaped = StormConfigs.of(StormConfig.DEFAULT.shaped(
                SettingValues.NONE.with(StormSettings.PES, (long)pes),
                new HostShape(groups, HostShape.Order.GROUP, phases)))
                .pes(pes).latencyEvery(1).seed(seed).with(StormSettings.CLOCK, StormSettings.VIRTUAL)
                .countLimit(random.nextLong(COUNT_FROM, COUNT_TO));

            return (phases.isEmpty() && random.nextBoolean() ? shaped.untimed() : shaped.durationNs(
                phases.isEmpty() ? 3_000 * US : phases.stream().mapToLong(PhaseShape::durationNs).sum())).build();
        }

        private VmShape group(final String name)
        {
            final List<DeviceShape> devices = new ArrayList<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--)
            {
                devices.add(new DeviceShape("d" + i, 1 + random.nextInt(3), 1 + random.nextInt(20),
                    random.nextBoolean() ? DeviceShape.Target.SPREAD : DeviceShape.Target.VECTOR,
                    random.nextBoolean() ? DeviceShape.SPREAD : random.nextInt(32), stream()));
            }

            return new VmShape(name, 1 + random.nextInt(4), 1 + random.nextInt(4), devices, new GuestShape(
                time(8 * US), profile.equals(DIRECT) ||
                random.nextInt(3) > 0 ? GuestShape.MASK_OPEN : random.nextInt(GuestShape.MASK_OPEN),
                random.nextBoolean()));
        }

        private StreamShape stream()
        {
            return random.nextInt(3) == 0 ? new ClosedStream(1 + random.nextInt(4)) :
                new OpenStream(2_000 + random.nextInt(100_000), random.nextBoolean());
        }

        private CostModel costs()
        {
            CostModel drawn = CostModel.of(CostModel.BASES.get(random.nextInt(CostModel.BASES.size())));
            for (final Cost cost : Cost.TIMES)
            {
                drawn = random.nextInt(3) != 0 ? drawn :
                    drawn.with(cost, cost.isFixed() ? Distribution.constant(random.nextInt(400_000)) : time(2 * US));
            }

            return drawn.withLrLimit(1 + random.nextInt(6));
        }

        private Distribution time(final long scaleNs)
        {
            final long ns = 1 + random.nextLong(scaleNs);

            return switch (random.nextInt(6))
            {
                case 0 -> Distribution.ZERO;
                case 1 -> Distribution.constant(ns);
                case 2 -> new Distribution.Uniform(ns / 2, ns);
                case 3 -> new Distribution.Exponential(ns);
                case 4 -> new Distribution.Lognormal(ns, random.nextInt(100) / 100.0);
                default -> new Distribution.Pareto(1 + random.nextInt(30) / 10.0, 1 + ns / 4, 100 * ns);
            };
        }

        @Override
        public String toString()
        {
            return profile + ", " + pes + " PEs, " + config + ", " + config.shape() + ", " +
                costs + ", " + own;
        }
    }
}
