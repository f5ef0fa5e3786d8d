package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gale.engine.storm.model.PacketShape.Period;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Laws of the models of devices, with parameters that are drawn from a seed. */
class ModelLawsTest
{
    private static final int SEEDS = 40;
    private static final long US = 1_000;
    private static final long LONG_TIME_NS = 25_500 * US;
    private static final long NEVER_NS = 1L << 50;
    private static final long STEP_NS = 10 * US;
    private static final long LIMIT_NS = 100_000_000 * US;

    private static LongStream seeds()
    {
        return LongStream.rangeClosed(1, SEEDS);
    }

    /** Draws a number of a range whose digits are evenly spread. */
    private static long draw(final SplittableRandom random, final long from, final long to)
    {
        final double least = Math.log((double)from);
        final double log = least + random.nextDouble() * (Math.log((double)to + 1) - least);

        return Math.min(to, Math.max(from, (long)Math.exp(log)));
    }

    private static String time(final SplittableRandom random, final long ns)
    {
        return switch (random.nextInt(3))
        {
            case 0 -> ns + "ns";
            case 1 -> "{exponential: " + ns + "ns}";
            default -> "{lognormal: {median: " + ns + "ns, sigma: 0.4}}";
        };
    }

    /** Runs a guest until its device has sent so many interrupts, and little longer. */
    private static ModelLoop run(final ModelLoop loop, final int interrupts)
    {
        for (long untilNs = STEP_NS; loop.raisedNs().size() < interrupts && untilNs < LIMIT_NS; untilNs += STEP_NS)
        {
            loop.run(untilNs);
        }

        return loop;
    }

    private static TrafficModel drive(final SplittableRandom random, final int events, final String... texts)
    {
        SettingValues values = SettingValues.NONE;
        for (int i = 0; i < texts.length; i += 2)
        {
            final String name = texts[i];
            final Setting<?> setting = IoModel.KIND.kind().settings().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
            values = values.withText(setting, texts[i + 1]);
        }

        return IoModel.KIND.maker().make(IoModel.KIND.kind().complete(values), new DevicePlace(events, 1, random));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldInterruptForEachCompletionOfADriveThatDoesNotCoalesce(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int events = (int)draw(random, 1, 16);
        final TrafficModel model = drive(random, events, "depth", Long.toString(draw(random, 1, 2_000)),
            "parallel", Long.toString(draw(random, 1, 500)), "service", time(random, draw(random, 100, 200_000)),
            "think", random.nextBoolean() ? "0" : time(random, draw(random, 1, 50_000)));

        final ModelLoop loop = run(new ModelLoop(model, events, draw(random, 1, 20_000) - 1), 5_000);

        assertTrue(model.completions() >= 5_000, model.completions() + " completions");
        assertEquals(model.completions(), loop.raisedNs().size());
        assertEquals(0, model.heldNs(Hold.MODERATION));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldInterruptOnceAThresholdWhenTheTimeIsLong(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int threshold = (int)draw(random, 2, 256);
        final int events = (int)draw(random, 1, 4);
        final long parallel = draw(random, events * 4L, 500);
        // A queue completes a threshold in a quarter of the time.
        final long serviceNs = draw(random, 100, LONG_TIME_NS / 4 * parallel / threshold / events / 4);
        final TrafficModel model = drive(random, events, "depth", Long.toString(draw(random, 2L * threshold, 4_096)),
            "parallel", Long.toString(parallel), "service", time(random, Math.min(serviceNs, 500_000)),
            "coalesce.threshold", Integer.toString(threshold), "coalesce.time", "25500us");

        final ModelLoop loop = run(new ModelLoop(model, events, draw(random, 1, 2_000)), 1_000);

        final int interrupts = loop.raisedNs().size();
        final double expected = (double)model.completions() / threshold;
        assertTrue(interrupts >= 1_000, interrupts + " interrupts");
        assertTrue(Math.abs(expected - interrupts) <= 0.01 * interrupts,
            interrupts + " interrupts, expected " + expected + ", threshold " + threshold);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHoldNoCompletionBackForLongerThanAShortTime(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long timeNs = 100 * US * draw(random, 1, 10);
        final TrafficModel model = drive(random, 1, "depth", Long.toString(draw(random, 1, 600)),
            "parallel", Long.toString(draw(random, 1, 64)),
            "service", "{exponential: " + draw(random, 1_000, 400_000) + "ns}",
            "coalesce.threshold", Long.toString(draw(random, 2, 256)), "coalesce.time", timeNs / US + "us");
        final Held held = new Held(model);

        run(new ModelLoop(held, 1, draw(random, 1, 20_000)), 2_000);

        assertTrue(held.interrupts >= 2_000, held.interrupts + " interrupts");
        assertTrue(held.longestNs <= timeNs, held.longestNs + " ns, and the time is " + timeNs);
        assertTrue(held.longestNs > 0, "nothing was held back");
    }

    /** Draws a NIC whose guest has time for its packets, and the times at which they come. */
    private static PacketQueue nic(
        final SplittableRandom random, final Moderation moderation, final long perPacketNs, final long[] arrivalsNs)
    {
        final Period period = moderation.kind() == Moderation.Kind.FIXED ? Period.EQE :
            random.nextBoolean() ? Period.EQE : Period.CQE;
        final Draw gaps = Draws.of(Distributions.of(time(random, perPacketNs * draw(random, 2, 100))), random);
        long ns = 0;
        for (int i = 0; i < arrivalsNs.length; i++)
        {
            ns += gaps.nextNs();
            arrivalsNs[i] = ns;
        }
        final int[] next = { 0 };
        final Draw drawn = () ->
        {
            final int packet = next[0]++;

            return packet >= arrivalsNs.length ? NEVER_NS : packet == 0 ? arrivalsNs[0] :
                arrivalsNs[packet] - arrivalsNs[packet - 1];
        };

        return new PacketQueue(
            new PacketShape(moderation, period, (int)draw(random, 1, 512), perPacketNs), drawn, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldMaskForTheTimeOfItsPolls(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long perPacketNs = draw(random, 1, 2_000);
        final long handlerNs = draw(random, 1, 5_000) - 1;
        final long[] arrivalsNs = new long[20_000];
        final Moderation moderation = List.of(Moderation.NONE, Moderation.DIM,
            Moderation.fixed(draw(random, 100, 1_000_000))).get(random.nextInt(3));
        final PacketQueue queue = nic(random, moderation, perPacketNs, arrivalsNs);

        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(queue)), 1, handlerNs).run(NEVER_NS / 2);

        assertEquals(arrivalsNs.length, queue.completions());
        assertEquals(perPacketNs * arrivalsNs.length + handlerNs * loop.acknowledgedNs().size(), queue.maskedNs());
        assertEquals(loop.busyNs(), queue.maskedNs());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLetNoPacketWaitWhileTheVectorIsUnmaskedAndTheGuestIdle(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long periodNs = random.nextBoolean() ? 0 : draw(random, 100, 1_000_000);
        final long[] arrivalsNs = new long[20_000];
        final PacketQueue queue = nic(random, periodNs == 0 ? Moderation.NONE : Moderation.fixed(periodNs),
            draw(random, 1, 2_000), arrivalsNs);
        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(queue)), 1, draw(random, 1, 5_000));

        loop.watch((fromNs, toNs) ->
        {
            final int oldest = (int)queue.completions();
            assertTrue(oldest == arrivalsNs.length || toNs - arrivalsNs[oldest] <= periodNs,
                "packet " + oldest + " waits at " + toNs + " ns for more than " + periodNs);
        }).run(NEVER_NS / 2);

        assertEquals(arrivalsNs.length, queue.completions());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldDecideAsLinuxDoesOnLoadsOfAllKinds(final Period period)
    {
        for (long seed = 1; seed <= 500; seed++)
        {
            final SplittableRandom random = new SplittableRandom(seed);
            final boolean isConstant = random.nextBoolean();
            final DynamicModeration moderation = new DynamicModeration(period);
            final LinuxNetDim linux = new LinuxNetDim();
            final StringBuilder profiles = new StringBuilder();
            long gapNs = draw(random, 10, 1_000_000);
            long ns = 0;
            long packets = 0;
            long events = 0;
            moderation.sample(ns, packets, events);
            for (int decision = 0; decision < 200; decision++)
            {
                gapNs = isConstant || random.nextInt(4) > 0 ? gapNs : draw(random, 10, 1_000_000);
                final long lastedNs = DynamicModeration.DECISION_EVENTS *
                    Math.max(gapNs, Math.min(moderation.periodNs(), gapNs * moderation.packetLimit()));
                final int before = moderation.profile();
                ns += lastedNs;
                packets += lastedNs / gapNs;
                events += DynamicModeration.DECISION_EVENTS;

                if (moderation.sample(ns, packets, events))
                {
                    profiles.append(linux.decide(lastedNs / US, lastedNs / gapNs));
                    assertEquals(profiles.charAt(profiles.length() - 1) - '0', moderation.profile(),
                        profiles + ", seed " + seed);
                }
                if (moderation.profile() != before)
                {
                    moderation.sample(ns, packets, events);
                }
            }
            assertTrue(profiles.length() > 100, "decisions " + profiles.length() + ", seed " + seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldComeToTheProfileOfAConstantLoadAndStay(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final boolean isHigh = random.nextBoolean();
        final long gapNs = isHigh ? draw(random, 1_100, 6_900) : draw(random, 9_000, 500_000);
        final PacketQueue queue = new PacketQueue(
            new PacketShape(Moderation.DIM, Period.EQE, (int)draw(random, 64, 512), draw(random, 1, 500)),
            () -> gapNs, 0);
        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(queue)), 1, draw(random, 1, 1_000));
        final long decisionNs = 65 * Math.max(gapNs, 256 * US);
        loop.run(8 * decisionNs);

        for (int decision = 8; decision < 60; decision++)
        {
            loop.run((decision + 1) * decisionNs);

            assertTrue(isHigh ? queue.profile() == 4 : queue.profile() <= 1,
                "profile " + queue.profile() + " at a gap of " + gapNs + " ns");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotifyOnceABatchWithAnyNumberOfRequestsInFlight(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long handlerNs = draw(random, 100, 10_000);
        final long fixedNs = draw(random, 10_000, 1_000_000);
        double last = 2;
        for (final int depth : IntStream.of(2, 3, 5 + random.nextInt(20), 25 + random.nextInt(30),
            65 + random.nextInt(1_000)).toArray())
        {
            final TrafficModel queue = virtio(random, depth, "{lognormal: {median: " + fixedNs + "ns, sigma: 0.21}}",
                "0ns", true);

            final List<Long> times = new ModelLoop(queue, 1, handlerNs).run(3_000 * fixedNs).acknowledgedNs();

            final long[] gaps = IntStream.range(1, times.size()).mapToLong(i -> times.get(i) - times.get(i - 1))
                .sorted().toArray();
            final double ratio = (double)times.size() / queue.completions();
            final double medianNs = gaps[gaps.length / 2];
            assertTrue(Math.abs(ratio * depth - 1) < 0.1, ratio + " interrupts per completion, depth " + depth);
            assertTrue(ratio < last, ratio + " is not below " + last + ", depth " + depth);
            assertTrue(Math.abs(medianNs / (fixedNs + handlerNs) - 1) < 0.05, medianNs + " ns, depth " + depth);
            last = ratio;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSaveNoFewerNotificationsTheSlowerTheDriverIs(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int depth = (int)draw(random, 2, 300);
        final long eachNs = draw(random, 1_000, 50_000);
        double last = 1;
        for (final double share : new double[]{ 0.3, 0.9, 3, 9 })
        {
            final TrafficModel queue = virtio(random, depth, "0ns", eachNs + "ns", false);

            final ModelLoop loop = new ModelLoop(queue, 1, (long)(share * eachNs)).run(5_000 * eachNs);

            final double ratio = (double)loop.raisedNs().size() / queue.completions();
            assertTrue(ratio <= last + 0.01, ratio + " is above " + last + ", depth " + depth);
            assertTrue(ratio >= 0.9 / Math.max(1, Math.min(depth, share + 1)), ratio + ", depth " + depth);
            last = ratio;
        }
    }

    private static TrafficModel virtio(final SplittableRandom random, final int depth, final String fixed,
        final String each, final boolean isBatched)
    {
        final VirtioShape shape =
            new VirtioShape(depth, Distributions.of(fixed), Distributions.of(each), true, isBatched);

        return new VectorModels(List.of(new VirtioQueue(
            shape, Draws.of(shape.fixed(), random.split()), Draws.of(shape.each(), random.split()), 0)));
    }

    /** Drive with one queue, and the longest time for which it has held a completion back. */
    private static final class Held implements TrafficModel
    {
        private final TrafficModel model;
        private final List<Long> postedNs = new ArrayList<>();
        private long interrupts;
        private long longestNs;

        Held(final TrafficModel model)
        {
            this.model = model;
        }

        @Override
        public long nextNs()
        {
            return model.nextNs();
        }

        @Override
        public void fire(final long nowNs, final EventSink sink)
        {
            final long before = model.completions();
            final int[] raised = { 0 };
            model.fire(nowNs, event ->
            {
                raised[0]++;
                sink.raise(event);
            });
            for (long i = before; i < model.completions(); i++)
            {
                postedNs.add(nowNs);
            }
            if (raised[0] > 0)
            {
                interrupts++;
                longestNs = Math.max(longestNs, nowNs - postedNs.get(0));
                postedNs.clear();
            }
        }

        @Override
        public void acknowledged(final long nowNs, final int event)
        {
            model.acknowledged(nowNs, event);
        }

        @Override
        public long prolongedNs(final long nowNs, final int event)
        {
            return model.prolongedNs(nowNs, event);
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            model.handled(nowNs, event);
        }

        @Override
        public boolean staysHigh(final int event)
        {
            return model.staysHigh(event);
        }

        @Override
        public long heldNs(final Hold reason)
        {
            return model.heldNs(reason);
        }

        @Override
        public long completions()
        {
            return model.completions();
        }

        @Override
        public long sent()
        {
            return model.sent();
        }

        @Override
        public long ticksHigh()
        {
            return model.ticksHigh();
        }

        @Override
        public long acted()
        {
            return model.acted();
        }

        @Override
        public String brokenLaw()
        {
            return model.brokenLaw();
        }

        @Override
        public boolean needsHandler(final int event)
        {
            return model.needsHandler(event);
        }
    }
}
