package org.gale.engine.storm.flow;

import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.poisson;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.run.ResidentWorkload;
import org.gale.engine.storm.setting.StormConfig;
import org.junit.jupiter.api.Test;

/** Tests of devices with models among the other streams of a storm. */
class DueModelsTest
{
    private static final long US = 1_000;

    private record Due(long ns, int device, int event)
    {
    }

    private static DueEvents due(final StormConfig config)
    {
        final DueEvents events = DueEvents.of(config, new ResidentWorkload(config));
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
        assertTrue(due(config(List.of(vms("a", 1, drives(1, 1, "1us"))))).isModelled());
        assertFalse(due(config(List.of(vms("a", 1, open(1, 1, 1))))).isModelled());
        assertFalse(due(StormConfig.DEFAULT).isModelled());
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
}
