package org.gale.engine.storm.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.modelled;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.poisson;
import static org.gale.engine.storm.flow.Streams.trace;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of devices with models among the other streams of a storm. */
class DueModelsTest
{
    private static final long US = 1_000;

    private record Due(long ns, int device, int event)
    {
    }

    private static DueEvents due(final StormConfig config)
    {
        final DueEvents events = StormSources.due(config, new ResidentWorkload(config), Topology.of(config));
        events.begin(0, 0);

        return events;
    }

    /** Takes what is due up to a time, and handles each event after a time. */
    private static List<Due> run(final DueEvents events, final long fromNs, final long untilNs)
    {
        final List<Due> taken = new ArrayList<>();
        for (long ns = events.nextNs(fromNs); ns <= untilNs; ns = events.nextNs(ns))
        {
            final long word = events.take(ns);
            if (word != DueEvents.NOTHING)
            {
                final int device = Commands.msiDeviceId(word);
                final int event = Commands.msiEventId(word);
                taken.add(new Due(ns, device, event));
                events.acknowledged(device, event, ns);
                assertEquals(0, events.prolongedNs(device, event, ns));
                events.handled(device, event, ns);
            }
        }

        return taken;
    }

    @Test
    void shouldMergeModelsWithStreamsByTimeThenDevice()
    {
        final StormConfig config = config(List.of(
            vms("a", 1, drives(1, 2, "500us")), vms("b", 1, open(1, 1, 2000)), vms("c", 1, drives(1, 1, "500us"))));

        final List<Due> taken = run(due(config), 0, 500 * US);

        assertEquals(List.of(new Due(0, 1, 0), new Due(500 * US, 0, 0), new Due(500 * US, 0, 1),
            new Due(500 * US, 1, 0), new Due(500 * US, 2, 0)), taken);
    }

    @Test
    void shouldDrawTheTimesOfADeviceWhateverOthersThereAre()
    {
        final String service = "{exponential: 50us}";
        final StormConfig alone = config(List.of(vms("a", 1, drives(2, 1, service))));
        final StormConfig beside = config(List.of(
            vms("a", 1, drives(2, 1, service), poisson(1, 2, 100_000)), vms("b", 2, drives(1, 4, service))));

        final List<Due> times = run(due(alone), 0, MS);
        final List<Due> others = run(due(beside), 0, MS);

        assertNotEquals(0, times.size());
        assertEquals(times, others.stream().filter(event -> event.device < 2).toList());
        assertNotEquals(times.stream().filter(event -> event.device == 0).map(Due::ns).toList(),
            times.stream().filter(event -> event.device == 1).map(Due::ns).toList());
    }

    @Test
    void shouldStopTheClockOfAModelThatPauses()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, drives(1, 1, "400us")), vms("b", 1, open(1, 1, 1))),
            phase(1), phase(2, pause(0)), phase(1)));
        final List<Due> taken = run(events, 1, MS);

        events.begin(1, MS);
        taken.addAll(run(events, MS, 3 * MS));
        events.begin(2, 3 * MS);
        taken.addAll(run(events, 3 * MS, 4 * MS));

        assertEquals(List.of(400 * US, 800 * US, 3 * MS + 200 * US, 3 * MS + 600 * US, 4 * MS),
            taken.stream().filter(event -> event.device == 0).map(Due::ns).toList());
    }

    @Test
    void shouldNameModelsWhoseEventsNoGuestHandles()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, drives(1, 1, "400us")))));
        assertEquals("", events.waiting());

        final long word = events.take(events.nextNs(0));

        assertEquals("a/drive", events.waiting());
        assertEquals(DueEvents.NEVER, events.nextNs(MS));

        events.handled(Commands.msiDeviceId(word), Commands.msiEventId(word), MS);
        assertEquals("", events.waiting());
        assertEquals(MS + 400 * US, events.nextNs(MS));
    }

    @Test
    void shouldSayWhetherThereAreModels()
    {
        assertNotNull(due(config(List.of(vms("a", 1, drives(1, 1, "1us"))))).models());
        assertNull(due(config(List.of(vms("a", 1, open(1, 1, 1))))).models());
        assertNull(due(StormConfig.DEFAULT).models());
    }

    @Test
    void shouldAskNoModelOfADeviceWithoutOne()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, open(1, 1, 1), drives(1, 1, "1us")))));

        events.acknowledged(0, 0, 0);
        assertEquals(0, events.prolongedNs(0, 0, 0));
        events.handled(0, 0, 0);

        assertEquals(0, Commands.msiDeviceId(events.take(0)));
        assertEquals(US, events.nextNs(1));
    }

    /** VMs in front move the numbers of the devices, which say nothing of their times. */
    @Test
    void shouldDrawTheTimesOfADeviceHoweverManyVmsAreInFront()
    {
        final String service = "{exponential: 50us}";
        final StormConfig few = config(List.of(vms("a", 1, drives(1, 1, service)), vms("b", 2, drives(2, 1, service))));
        final StormConfig many =
            config(List.of(vms("a", 3, drives(1, 1, service)), vms("b", 2, drives(2, 1, service))));

        final List<Due> times = run(due(few), 0, MS).stream().filter(event -> event.device >= 1).toList();

        assertTrue(times.stream().map(Due::device).distinct().count() == 4, times::toString);
        assertEquals(times, run(due(many), 0, MS).stream().filter(event -> event.device >= 3)
            .map(event -> new Due(event.ns, event.device - 2, event.event)).toList());
    }

    @Test
    void shouldCountWhatTheDevicesOfAGroupRaiseAndComplete()
    {
        final DueEvents events = due(config(List.of(
            vms("a", 2, drives(1, 2, "400us")), vms("b", 1, open(1, 1, 1), drives(1, 1, "400us")))));

        run(events, 0, 800 * US);                                       // two rounds

        assertEquals(List.of(8L, 2L), List.of(events.models().interrupts(0), events.models().interrupts(1)));
        assertEquals(List.of(8L, 2L), List.of(events.models().completions(0), events.models().completions(1)));
    }

    @Test
    void shouldSayHowLongTheDevicesOfAGroupHeldWorkBack()
    {
        final DueEvents events = due(config(List.of(vms("a", 2, coalescing("200us")), vms("b", 1, open(1, 1, 1),
            coalescing("300us")))));

        final List<Due> taken = run(events, 0, 800 * US);               // complete at 500us, and held after that

        assertEquals(List.of(new Due(0, 2, 0), new Due(700 * US, 0, 0), new Due(700 * US, 1, 0),
            new Due(800 * US, 3, 0)), taken);
        assertEquals(List.of(400 * US, 300 * US),
            List.of(events.models().heldNs(0, Hold.MODERATION), events.models().heldNs(1, Hold.MODERATION)));
        assertEquals(0, events.models().heldNs(0, Hold.MASK));
    }

    /** Returns a drive with one request at a time, whose interrupt waits for a second one. */
    private static DeviceShape coalescing(final String time)
    {
        return modelled("io", 1, 1,
            Map.of("service", "500us", "depth", "1", "coalesce.threshold", "2", "coalesce.time", time));
    }

    @Test
    void shouldCountWhatTheTracesOfAGroupOffer(@TempDir final Path directory) throws IOException
    {
        final Path trace = WallModelsTest.traceOf(directory, 6, 2);
        final DueEvents events = due(config(List.of(vms("x", 1, drives(1, 1, "4us")), vms("a", 2, trace(trace, 2)))));

        run(events, 0, 4 * US);                                         // MSIs at 0us, 2us and 4us, IPIs between

        assertEquals(List.of(6L, 4L, 0L), List.of(events.models().recorded(1, RecordedKind.MSI),
            events.models().recorded(1, RecordedKind.IPI), events.models().recorded(1, RecordedKind.TIMER)));
        assertEquals(0, events.models().recorded(0, RecordedKind.MSI));
        assertEquals(10, events.models().interrupts(1));
    }

    @Test
    void shouldProlongAHandlerByItsServiceTime(@TempDir final Path directory) throws IOException
    {
        final DueEvents events = due(config(List.of(
            vms("a", 1, trace(WallModelsTest.traceOf(directory, 2, 1, 70), 1)))));
        events.take(0);

        events.acknowledged(0, 0, 10);

        assertEquals(70, events.prolongedNs(0, 0, 10));
        assertEquals(0, events.prolongedNs(0, 0, 80));
    }

    @Test
    void shouldAskAModelForItsTimeWhenAHandlerIsProlonged()
    {
        final DueEvents events = due(config(List.of(vms("a", 1, modelled("packets", 1, 1,
            Map.of("rate", "1k", "arrivals", "constant", "moderation", "none", "per-packet", "500ns"))))));
        final long firstNs = events.nextNs(0);
        events.take(firstNs);
        events.acknowledged(0, 0, firstNs);
        assertEquals(DueEvents.NEVER, events.nextNs(firstNs));          // masked while its driver polls

        assertEquals(500, events.prolongedNs(0, 0, firstNs));
        assertEquals(0, events.prolongedNs(0, 0, firstNs + 500));

        assertEquals(firstNs + MS, events.nextNs(firstNs + 500));
    }
}
