package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
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
import static org.gale.engine.storm.flow.Streams.scale;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of streams that wait for deliveries. */
class ClosedStreamsTest
{
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
    void shouldFillTheWindowOfEachStream()
    {
        final Streams streams = begun(config(List.of(
            vms("a", 2, closed(2, 64, 100), closed(1, 8, 5)), vms("b", 1, closed(1, 64, 40))))).offer();

        for (int vm = 0; vm < 2; vm++)
        {
            assertEquals(100, streams.of(vm, 0).size());
            assertEquals(5, streams.of(vm, 1).size());
        }
        assertEquals(40, streams.of(2).size());
    }

    @Test
    void shouldNotHaveAnEventInFlightTwice()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, closed(2, 8, 1000))))).offer();

        assertEquals(16, streams.events.size());
        assertEquals(16, new HashSet<>(streams.events).size());
    }

    /** Batches are completed at random, as many as were drained or fewer. */
    @Test
    void shouldNeverExceedAWindow()
    {
        final int[] windows = { 1, 3, 17, 64, 200 };
        final List<VmShape> groups = new ArrayList<>();
        for (final int window : windows)
        {
            groups.add(vms("w" + window, 1, closed(2, 128, window)));
        }
        final Streams streams = begun(config(groups));
        final SplittableRandom random = new SplittableRandom(1);
        final List<Long> positions = new ArrayList<>();
        final List<Integer> counts = new ArrayList<>();
        int completed = 0;
        for (int i = 0; i < 3000; i++)
        {
            streams.traffic.offerPaced(streams.clock.nanoTime());
            streams.drain();
            positions.add(streams.lane.consumer().position());
            counts.add(streams.events.size());
            assertWindows(streams, completed, windows);
            if (random.nextInt(4) == 0)
            {
                final int index = random.nextInt(positions.size() / 2, positions.size());
                if (counts.get(index) > completed)
                {
                    completed = counts.get(index);
                    streams.lane.consumer().complete(positions.get(index));
                }
            }
        }
        for (int vm = 0; vm < windows.length; vm++)
        {
            assertTrue(streams.of(vm).size() > 20 * windows[vm], "VM " + vm + ": " + streams.of(vm).size());
        }
    }

    private static void assertWindows(final Streams streams, final int completed, final int[] windows)
    {
        final int[] inFlight = new int[windows.length];
        final List<Streams.Event> events = streams.events;
        for (int i = completed; i < events.size(); i++)
        {
            inFlight[events.get(i).vm()]++;
        }
        for (int vm = 0; vm < windows.length; vm++)
        {
            assertTrue(inFlight[vm] <= windows[vm], "VM " + vm + ": " + inFlight[vm]);
        }
    }

    @Test
    void shouldLetStreamsTakeTurns()
    {
        final Streams streams = begun(config(List.of(vms("a", 4, closed(1, 2048, 2048)))));

        streams.traffic.offerPaced(streams.clock.nanoTime());
        streams.drain();

        for (int vm = 0; vm < 4; vm++)
        {
            assertEquals(Traffic.BATCH / 4, streams.of(vm).size());
        }
    }

    @Test
    void shouldShareTheDefaultWindow()
    {
        final Streams streams = begun(config(List.of(vms("a", 4, closed(4, 1024, 0))))).offer();

        assertEquals(ClosedStream.WINDOWS_DEFAULT, streams.events.size());
    }

    @Test
    void shouldHaveTheWindowsOfEachPhase()
    {
        final PhaseShape.PhaseChange wide = new PhaseShape.PhaseChange(0, 1,
            SettingValues.NONE.with(StormSettings.WINDOW, 60L));
        final Streams streams = begun(config(List.of(vms("a", 1, closed(1, 64, 20), closed(1, 64, 20)),
            vms("b", 1, closed(1, 64, 20))), phase(1), phase(1, scale(0, 0.5), pause(1), wide), phase(1))).offer();
        assertEquals(60, streams.events.size());
        streams.complete();

        streams.run(MS, MS);
        assertEquals(30, streams.of(0, 0).size());
        assertEquals(80, streams.of(0, 1).size());
        assertEquals(20, streams.of(1).size());
        streams.complete();

        streams.run(MS, MS);
        assertEquals(50, streams.of(0, 0).size());
        assertEquals(40, streams.of(1).size());
        assertEquals(List.of(0L, MS, 2 * MS),
            streams.bases.stream().distinct().toList());
    }

    @Test
    void shouldRoundAScaledWindowToTheNextWholeOne()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, closed(1, 64, 3)), vms("b", 1, closed(1, 64, 3)),
            vms("c", 1, closed(1, 64, 3))), phase(1, scale(0, 0.5), scale(1, 0.49), scale(2, 0.01)))).offer();

        assertEquals(List.of(2, 1, 1), List.of(streams.of(0).size(), streams.of(1).size(), streams.of(2).size()));
    }

    @Test
    void shouldProgressBesideAnOpenStreamThatIsBehind()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 64, 1e9)), vms("b", 1, closed(1, 64, 64)))));
        streams.clock.advance(MS);
        for (int i = 0; i < 20; i++)
        {
            streams.traffic.offerPaced(streams.clock.nanoTime());
            streams.drain();
            streams.complete();
        }

        assertTrue(streams.of(0).size() >= 9 * Traffic.BATCH, streams.of(0).size() + " open");
        assertTrue(streams.of(1).size() >= 9 * 64, streams.of(1).size() + " closed");
    }

    @Test
    void shouldGoOnWithTheNextEventWhenItResumes()
    {
        final StormConfig config = config(List.of(vms("a", 1, closed(2, 8, 4), closed(1, 8, 2))), phase(5), phase(5));
        final Streams whole = begun(config);
        for (int i = 0; i < 10; i++)
        {
            whole.offer();
            whole.complete();
        }
        final Streams rest = new Streams(config);
        made.add(rest);
        rest.traffic.resume(23, new ResumePosition(7 * MS, 7 * MS, new long[]{ 20, 3 }));
        rest.begin().offer();

        assertEquals(names(whole.of(0, 0).subList(20, 24)), names(rest.of(0, 0)));
        assertEquals(names(whole.of(0, 1).subList(3, 5)), names(rest.of(0, 1)));
        rest.run(3 * MS, MS);
        assertTrue(rest.traffic.isDone(rest.clock.nanoTime()));
    }

    @Test
    void shouldGoOnBehindTheLastEventOfAPurgedJournal()
    {
        final StormConfig config = config(List.of(vms("a", 1, closed(2, 8, 4), closed(1, 8, 2))), phase(5), phase(5));
        final Streams whole = begun(config);
        for (int i = 0; i < 10; i++)
        {
            whole.offer();
            whole.complete();
        }
        final Streams.Event last = whole.of(0, 0).get(15);                     // the last one of its order
        final Streams rest = new Streams(config);
        made.add(rest);
        rest.traffic.resume(23, new ResumePosition(7 * MS, 7 * MS, new long[]{ 5, 3 }).behind(
            new long[]{ Commands.msi(last.device(), last.event(), 0), 0 }));
        rest.begin().offer();

        assertEquals(names(whole.of(0, 0).subList(16, 20)), names(rest.of(0, 0)));
        assertEquals(names(whole.of(0, 1).subList(3, 5)), names(rest.of(0, 1)));
    }

    private static List<String> names(final List<Streams.Event> events)
    {
        return events.stream().map(event -> event.device() + "." + event.event()).toList();
    }
}
