package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.OnOff;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spacing;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.poisson;
import static org.gale.engine.storm.flow.Streams.scale;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of streams that follow a clock. */
class OpenStreamsTest
{
    private static final long STEP_NS = 30_000;

    private final List<Streams> made = new ArrayList<>();

    @AfterEach
    void close()
    {
        made.forEach(Streams::close);
    }

    private Streams begun(final StormConfig config)
    {
        final Streams streams = new Streams(config);
        made.add(streams);

        return streams.begin();
    }

    @Test
    void shouldSpaceEventsEvenly()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000))))).offer();

        streams.run(5 * MS, STEP_NS);

        assertEquals(List.of(0L, MS, 2 * MS, 3 * MS, 4 * MS, 5 * MS), streams.times());
    }

    @Test
    void shouldSpaceTheEventsOfABurstByTheShareOfTimeThatItIsOn()
    {
        final DeviceShape device = new DeviceShape("d", 1, 8, DeviceShape.Target.SPREAD, 10,
            new OpenStream(1000, new Spacing(false, new OnOff(1.5, 2_000_000, 6_000_000))));
        final Streams streams = begun(config(List.of(vms("a", 1, device)))).offer();

        streams.run(2_000 * MS, STEP_NS);

        final List<Long> times = streams.times();
        int within = 0;
        for (int i = 1; i < times.size(); i++)
        {
            final long gapNs = times.get(i) - times.get(i - 1);
            assertTrue(gapNs >= MS / 4 - 1, gapNs + " ns");
            within += gapNs <= MS / 4 + 1 ? 1 : 0;
        }
        assertTrue(within > times.size() / 2 && within < times.size() - 20, within + " of " + times.size());
    }

    @Test
    void shouldOfferTiesByVmThenDevice()
    {
        final Streams streams = begun(config(List.of(
            vms("a", 2, open(1, 8, 1000), open(1, 8, 2000)), vms("b", 1, open(1, 8, 1000))))).offer();
        streams.run(MS, STEP_NS);

        assertEquals(List.of("0.0", "0.1", "1.0", "1.1", "2.0", "0.1", "1.1", "0.0", "0.1", "1.0", "1.1", "2.0"),
            streams.events.stream().map(event -> event.vm() + "." + event.group()).toList());
    }

    @Test
    void shouldDrawEachEventOfAllDevicesOnceInARound()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(3, 5, 1000))))).offer();
        streams.run(29 * MS, STEP_NS);

        final List<String> names = streams.events.stream().map(event -> event.device() + "." + event.event()).toList();
        assertEquals(30, names.size());
        assertEquals(15, new HashSet<>(names.subList(0, 15)).size());
        assertEquals(names.subList(0, 15), names.subList(15, 30));
        assertNotEquals(names.subList(0, 15), names.subList(0, 15).stream().sorted().toList());
    }

    /** The groups of all kinds keep their times and orders when one is added behind them. */
    @Test
    void shouldKeepOtherStreamsWhenAGroupIsAdded()
    {
        final List<VmShape> groups = List.of(vms("a", 3, poisson(2, 8, 20_000), open(1, 8, 7_000)),
            vms("b", 1, closed(1, 32, 4), poisson(1, 16, 3_000)));
        final List<VmShape> more = new ArrayList<>(groups);
        more.add(vms("c", 5, poisson(2, 8, 90_000), closed(4, 8, 8)));
        final Streams before = begun(config(groups)).offer();
        final Streams after = begun(config(more)).offer();
        for (int i = 0; i < 200; i++)
        {
            before.run(STEP_NS, STEP_NS);
            before.complete();
            after.run(STEP_NS, STEP_NS);
            after.complete();
        }

        for (int vm = 0; vm < 3; vm++)
        {
            assertEquals(before.of(vm), after.of(vm));
        }
        assertEquals(before.of(3, 1), after.of(3, 1));
        assertEquals(orderOf(before.of(3, 0)), orderOf(after.of(3, 0)));
        assertTrue(before.of(0, 0).size() > 100 && before.of(3, 0).size() > 100);
        assertEquals(before.bases.get(0), after.bases.get(0));
    }

    private static List<Integer> orderOf(final List<Streams.Event> events)
    {
        return events.subList(0, 100).stream().map(Streams.Event::event).toList();
    }

    @Test
    void shouldDrawOtherNumbersForEachStreamAndSeed()
    {
        final List<VmShape> groups = List.of(vms("a", 2, poisson(1, 64, 100_000), poisson(1, 64, 100_000)));
        final Streams streams = begun(config(groups)).run(MS, STEP_NS);
        final Streams other = begun(config(groups).with(StormSettings.SEED, 9L)).run(MS, STEP_NS);

        final List<List<Long>> times = new ArrayList<>();
        for (final Streams run : List.of(streams, other))
        {
            for (int vm = 0; vm < 2; vm++)
            {
                times.add(run.of(vm, 0).stream().map(Streams.Event::ns).toList());
                times.add(run.of(vm, 1).stream().map(Streams.Event::ns).toList());
            }
        }
        assertEquals(8, new HashSet<>(times).size());
    }

    /** Mean, deviation and median of an exponential distribution: m, m and m ln 2. */
    @Test
    void shouldBeAPoissonProcessOfItsRate()
    {
        final double meanNs = 1_000;
        final Streams streams = begun(config(List.of(vms("a", 1, poisson(1, 64, 1e9 / meanNs))))).offer();
        streams.run(200 * MS, 4 * STEP_NS);

        final List<Long> times = streams.times();
        double sum = times.get(0);
        double squares = 0;
        int shorter = 0;
        for (int i = 1; i < times.size(); i++)
        {
            final double ns = times.get(i) - times.get(i - 1);
            sum += ns;
            squares += ns * ns;
            shorter += ns < meanNs * Math.log(2) ? 1 : 0;
        }
        final double mean = sum / times.size();
        assertEquals(200_000, times.size(), 2_000);
        assertEquals(meanNs, mean, 0.01 * meanNs);
        assertEquals(meanNs, Math.sqrt(squares / times.size() - mean * mean), 0.02 * meanNs);
        assertEquals(0.5, (double)shorter / times.size(), 0.01);
    }

    @Test
    void shouldOfferNothingInAPausedPhaseAndGoOnAtItsEnd()
    {
        final Streams streams = begun(config(
            List.of(vms("a", 1, open(1, 8, 1000)), vms("b", 1, open(1, 8, 500), poisson(1, 8, 1000))),
            phase(4), phase(6, pause(0)), phase(10))).offer();
        streams.run(19 * MS, STEP_NS);

        assertEquals(List.of(0L, MS, 2 * MS, 3 * MS, 10 * MS, 11 * MS, 12 * MS),
            streams.of(0).stream().map(Streams.Event::ns).limit(7).toList());
        assertEquals(List.of(0L, 2 * MS, 4 * MS, 6 * MS, 8 * MS, 10 * MS, 12 * MS),
            streams.of(1, 0).stream().map(Streams.Event::ns).limit(7).toList());
        assertTrue(streams.of(1, 1).stream().anyMatch(event -> event.ns() > 4 * MS && event.ns() < 10 * MS));
    }

    @Test
    void shouldHaveTheRatesOfEachPhase()
    {
        final PhaseShape.PhaseChange slow = new PhaseShape.PhaseChange(1, 0, SettingValues.NONE.with(StormSettings.RATE,
            100.0));
        final Streams streams = begun(config(
            List.of(vms("a", 1, open(1, 8, 1000)), vms("b", 1, open(1, 8, 1000), open(1, 8, 1000))),
            phase(10), phase(10, scale(0, 2), slow), phase(10))).offer();
        streams.run(30 * MS, STEP_NS);

        assertEquals(10 + 20 + 10, streams.of(0).size());
        assertEquals(10 + 1 + 10, streams.of(1, 0).size());
        assertEquals(10 + 10 + 10, streams.of(1, 1).size());
        assertEquals(10 * MS + MS / 2, streams.of(0).get(11).ns());
    }

    /** The generator is late by 40 events when the phase ends in the middle of them. */
    @Test
    void shouldPutATimeAtEachBoundaryBetweenBatches()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 100_000))),
            phase(1), phase(1, scale(0, 0.5)), phase(1))).offer();
        streams.run(3 * MS, 800_000);

        assertTrue(streams.bases.containsAll(List.of(0L, MS, 2 * MS)), streams.bases::toString);
        int phase = 0;
        for (final long base : streams.bases)
        {
            phase = base == (phase + 1) * MS ? phase + 1 : phase;
            assertTrue(base >= phase * MS && base < (phase + 1) * MS, base + " in " + streams.bases);
        }
        assertEquals(100 + 50 + 100, streams.events.size());
        assertBatchesInPhases(streams);
    }

    private static void assertBatchesInPhases(final Streams streams)
    {
        int at = 0;
        for (final Streams.Event event : streams.events)
        {
            while (at + 1 < streams.bases.size() && streams.bases.get(at + 1) <= event.ns())
            {
                at++;
            }
            assertEquals(streams.bases.get(at) / MS, event.ns() / MS, event::toString);
        }
    }

    @Test
    void shouldPutATimeAtABoundaryWhenEverythingIsPaused()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000)), vms("b", 1, closed(1, 8, 8))),
            phase(2, pause(0), pause(1)), phase(2, pause(0), pause(1)), phase(2))).offer();
        streams.run(5 * MS, STEP_NS);

        assertEquals(List.of(0L, 2 * MS, 4 * MS), streams.bases.subList(0, 3));
        assertEquals(4 * MS, streams.events.get(0).ns());
    }

    @Test
    void shouldPutATimeAtEachBoundaryWhenTheGeneratorStalls()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000))),
            phase(2), phase(2), phase(2), phase(2))).offer();
        streams.run(500 * MS, 500 * MS);

        assertTrue(streams.bases.containsAll(List.of(0L, 2 * MS, 4 * MS, 6 * MS)));
        assertTrue(streams.traffic.isDone(streams.clock.nanoTime()));
    }

    @Test
    void shouldLeaveOutWhatIsTooLateAtABoundary()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000))), phase(10), phase(1000))).offer();
        streams.run(10 * MS + StreamTraffic.LATE_NS, 10 * MS + StreamTraffic.LATE_NS);

        assertEquals(List.of(0L, 10 * MS, 11 * MS), streams.times().subList(0, 3));
    }

    @Test
    void shouldEndWithItsLastPhase()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000))), phase(3), phase(4))).offer();
        streams.run(50 * MS, 13 * MS);

        assertTrue(streams.traffic.isDone(streams.clock.nanoTime()));
        assertEquals(List.of(0L, MS, 2 * MS, 3 * MS, 4 * MS, 5 * MS, 6 * MS), streams.times());
    }

    @Test
    void shouldEndByCount()
    {
        final Streams streams = begun(config(List.of(vms("a", 4, open(1, 8, 1000))))
            .with(StormSettings.COUNT, 7L)).offer();
        streams.run(50 * MS, MS);

        assertEquals(7, streams.events.size());
    }

    @Test
    void shouldLeaveOutWhatIsDueWhenTheWarmupEnds()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000), poisson(1, 8, 10_000))))).offer();
        streams.clock.advance(3 * MS + MS / 2);
        streams.traffic.measure(streams.clock.nanoTime());
        streams.run(MS, STEP_NS);

        assertEquals(List.of(0L, 4 * MS), streams.of(0, 0).stream().map(Streams.Event::ns).toList());
        assertTrue(streams.of(0, 1).stream().allMatch(event -> event.ns() >= 3 * MS + MS / 2));
        assertTrue(streams.of(0, 1).size() > 0);
    }

    @Test
    void shouldSkipEventsBeyondTheLimitInFlight()
    {
        final Streams streams = new Streams(config(List.of(vms("a", 2, open(1, 8, 1000)))));
        made.add(streams);
        streams.traffic.limitInFlight(3);
        streams.begin().offer().run(4 * MS, MS);

        assertEquals(3, streams.events.size());
        assertEquals(7, streams.traffic.pace().result(0, 0).skipped());
        streams.complete();
        streams.run(MS, MS);
        assertEquals(5, streams.events.size());
    }

    @Test
    void shouldAskForTheRatesOfTheStreams()
    {
        final Streams streams = begun(config(List.of(vms("a", 2, open(1, 8, 1000), poisson(1, 8, 500)))))
            .offer().run(2000 * MS, MS);
        streams.traffic.pace().end(streams.clock.nanoTime());

        assertEquals(3000, streams.traffic.pace().result(0, 0).askedPerS());
        assertTrue(streams.traffic.pace().result(0, 0).isKept());
    }

    @Test
    void shouldAskForTheRatesOfThePhases()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000))),
            phase(1500), phase(1500, scale(0, 0.2)))).offer().run(3000 * MS, MS);
        streams.traffic.pace().end(streams.clock.nanoTime());

        final GeneratorPace pace = streams.traffic.pace().result(0, 0);
        assertEquals(600, pace.askedPerS(), 1);
        assertTrue(pace.isKept(), pace::toString);
    }

    @Test
    void shouldGoOnBehindTheLastEventWhenItResumes()
    {
        final StormConfig config = config(List.of(vms("a", 2, open(1, 8, 1000), poisson(1, 8, 1000))),
            phase(10), phase(20, scale(0, 2)), phase(10, pause(0)), phase(10));
        final Streams whole = begun(config).offer().run(60 * MS, STEP_NS);
        final Streams rest = new Streams(config);
        made.add(rest);
        final long elapsedNs = 13 * MS;
        final long[] offered = new long[4];
        for (int vm = 0; vm < 2; vm++)
        {
            for (int group = 0; group < 2; group++)
            {
                offered[2 * vm + group] =
                    whole.of(vm, group).stream().filter(event -> event.ns() <= elapsedNs).count();
            }
        }

        rest.traffic.resume(0, new ResumePosition(elapsedNs, elapsedNs, offered));
        rest.begin().offer().run(60 * MS, STEP_NS);

        assertEquals(0, rest.bases.get(0));
        assertTrue(rest.bases.containsAll(List.of(17 * MS, 27 * MS)));
        for (int vm = 0; vm < 2; vm++)
        {
            assertEquals(whole.of(vm, 0).stream().filter(event -> event.ns() > elapsedNs).toList(),
                later(rest.of(vm, 0), elapsedNs));
            assertEquals(whole.of(vm, 1).get((int)offered[2 * vm + 1]).event(), rest.of(vm, 1).get(0).event());
        }
        assertTrue(rest.events.stream().noneMatch(event -> event.ns() >= 17 * MS && event.ns() < 27 * MS));
    }

    private static List<Streams.Event> later(final List<Streams.Event> events, final long ns)
    {
        return events.stream().map(event -> new Streams.Event(
            event.ns() + ns, event.vm(), event.group(), event.device(), event.event())).toList();
    }

    @Test
    void shouldOfferNothingWhenAllPhasesWerePastBefore()
    {
        final Streams streams = new Streams(config(List.of(vms("a", 1, open(1, 8, 1000))), phase(3)));
        made.add(streams);
        streams.traffic.resume(3, new ResumePosition(3 * MS, 2 * MS, new long[]{ 3 }));
        streams.begin().offer().run(3 * MS, MS);

        assertEquals(0, streams.events.size());
        assertTrue(streams.traffic.isDone(streams.clock.nanoTime()));
    }

    @Test
    void shouldMergeAsManyStreamsAsThereMayBe()
    {
        final Streams streams = begun(config(List.of(vms("a", 4096, manyDevices())))).offer();
        streams.run(2 * MS, MS);
        streams.run(Traffic.LONG_GATHER_NS, Traffic.LONG_GATHER_NS);

        assertEquals(3 * 4096 * 32, streams.events.size());
        for (int i = 1; i < streams.events.size(); i++)
        {
            final Streams.Event before = streams.events.get(i - 1);
            final Streams.Event event = streams.events.get(i);
            assertTrue(before.ns() < event.ns() || (before.ns() == event.ns() && before.device() < event.device()));
        }
    }

    private static DeviceShape[] manyDevices()
    {
        final DeviceShape[] devices =
            new DeviceShape[32];
        Arrays.fill(devices, open(1, 2, 1000));

        return devices;
    }
}
