package org.gale.engine.storm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.VpeOfEvent;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.gale.engine.trace.TraceWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the ring of a trace, and of the device that goes around it. */
class TraceModelTest
{
    /** Time, CPU, vector and service. Two MSIs on CPUs 2 and 5, and a timer: a ring of 1000 and the mean gap of 250. */
    private static final long[][] EVENTS =
        {{0, 2, 0, 10}, {100, 5, 1, -1}, {100, 2, 2, 5}, {700, 5, 0, 30}, {1000, 2, 0, 40}};
    private static final long RING_NS = 1250;
    /** Two vectors of kind ipi, of which the first went to both CPUs, an MSI, and a timer. */
    private static final long[][] WITH_IPIS =
        {{0, 5, 3, 2}, {10, 5, 4, -1}, {20, 2, 3, 3}, {30, 5, 3, 4}, {40, 5, 1, 9}, {50, 5, 2, 1}};

    @TempDir
    private Path directory;
    private Path trace;

    @BeforeEach
    void writeTrace() throws IOException
    {
        trace = directory.resolve("t");
        write(trace, EVENTS);
    }

    private SettingValues values(final String... texts)
    {
        SettingValues values = SettingValues.NONE.with(TraceTraffic.FILE, new RecordedTrace(trace));
        for (int i = 0; i < texts.length; i += 2)
        {
            values = values.withText(setting(texts[i]), texts[i + 1]);
        }

        return TraceTraffic.KIND.kind().complete(values);
    }

    /** Returns the values of traffic that offers MSIs alone. */
    private SettingValues msis(final String... texts)
    {
        return values(texts).with(TraceSettings.TIMERS, false).with(TraceSettings.IPIS, false);
    }

    private static Setting<?> setting(final String name)
    {
        return TraceTraffic.KIND.kind().settings().stream().filter(setting -> setting.name().equals(name)).findFirst()
            .orElseThrow();
    }

    private static TrafficModel model(final SettingValues values, final long seed)
    {
        return TraceTraffic.KIND.maker().make(values, new DevicePlace(2, 2, new SplittableRandom(seed)));
    }

    /** Returns time and vector of the next events. */
    private static List<String> next(final TrafficModel model, final int count)
    {
        final List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final long ns = model.nextNs();
            model.fire(ns, event -> events.add(ns + " " + event));
        }

        return events;
    }

    @Test
    void shouldGoAroundTheMsisOfTheTrace()
    {
        final TrafficModel model = model(msis("phase", "0"), 1);

        assertEquals(List.of("0 0", "100 1", "700 0", "1000 0", "1250 0", "1350 1"), next(model, 6));
        assertEquals(6, model.completions());
    }

    @Test
    void shouldHoldTheWireOfATimerUntilItsHandlerEnds()
    {
        final TrafficModel model = model(values("phase", "0"), 1);

        // The timer is that of CPU 2, which is VPE 0: the event behind those of the two vectors.
        assertEquals(List.of("0 0", "100 1", "100 2", "700 0", "1000 0", "1250 0", "1350 1"), next(model, 7));
        model.acknowledged(1350, 2);
        assertEquals(5, model.prolongedNs(1350, 2));
        assertEquals(List.of(), next(model, 1));
        model.handled(1400, 2);
        assertEquals(List.of("1950 0", "2250 0", "2500 0", "2600 1", "2600 2"), next(model, 5));
        assertEquals(13, model.completions());
    }

    @Test
    void shouldHaveATimerForEachCpuBehindTheVectors()
    {
        final VpeOfEvent vpes = TraceTraffic.KIND.kind().source().vpes(values());

        assertEquals(2, vpes.timers());
        assertEquals(2, vpes.firstTimer());
        assertEquals(List.of(0, 1), List.of(vpes.vpe(2), vpes.vpe(3)));
        assertEquals(0, TraceTraffic.KIND.kind().source().vpes(values("timers", "off")).timers());
        assertEquals(0, vpes.ipis());
    }

    @Test
    void shouldHaveAnIpiForEachVectorAndCpuThatTookIt() throws IOException
    {
        write(trace, WITH_IPIS);
        final VpeOfEvent vpes = TraceTraffic.KIND.kind().source().vpes(values());

        assertEquals(2, vpes.firstIpi());
        assertEquals(3, vpes.ipis());
        // Vector 3 on CPUs 2 and 5, and vector 4 on CPU 5.
        assertEquals(List.of(0, 1, 1), List.of(vpes.vpe(2), vpes.vpe(3), vpes.vpe(4)));
        assertEquals(5, vpes.firstTimer());
        assertEquals(7, TraceTraffic.events(values()));
        assertEquals(0, TraceTraffic.ipis(values("ipis", "off")));
        assertEquals(4, TraceTraffic.events(values("ipis", "off")));
        assertEquals(5, TraceTraffic.events(values("timers", "off")));
    }

    @Test
    void shouldRaiseAnIpiAtEachOfItsTimes() throws IOException
    {
        write(trace, WITH_IPIS);
        final RecordedModel model = (RecordedModel)model(values("phase", "0"), 1);

        assertEquals(List.of("0 3", "10 4", "20 2", "30 3", "40 1", "50 6"), next(model, 6));
        model.acknowledged(60, 3);
        assertEquals(4, model.prolongedNs(60, 3));
        assertEquals(List.of(1L, 1L, 4L), List.of(model.recorded(RecordedKind.MSI), model.recorded(RecordedKind.TIMER),
            model.recorded(RecordedKind.IPI)));
    }

    @Test
    void shouldBringAnIpiThatAPhaseMovesBehindTheEndToTheBegin() throws IOException
    {
        write(trace, WITH_IPIS);                                    // the ring is 50 and the mean gap of 10 long

        assertEquals(List.of("5 2", "15 3", "25 1", "35 6", "45 3", "55 4", "65 2"),
            next(model(values("phase", "45ns"), 1), 7));
    }

    @Test
    void shouldOfferIpisAndTimersOfATraceWithoutDevices() throws IOException
    {
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            sort.add(0, 0, 1, 2, 10);
            sort.add(100, 1, 0, 5, -1);
            sort.sort();
            TraceWriter.write(
                List.of(new TraceVector("local_timer", VectorKind.TIMER), new TraceVector("IPI", VectorKind.IPI)), sort,
                out);
        }

        assertEquals(List.of("0 0", "100 2"), next(model(values("phase", "0"), 1), 2));
        final SettingException none =
            assertThrows(SettingException.class, () -> TraceTraffic.events(msis()));
        assertTrue(none.message(Spelling.NAMES).contains("'*' matches no MSI of "), none.message(Spelling.NAMES));
    }

    @Test
    void shouldOfferMsisAloneOfAJournalThatKnewNothingElse()
    {
        final SettingValues old = TraceTraffic.KIND.kind().ofJournal(
            SettingValues.NONE.with(TraceTraffic.FILE, new RecordedTrace(trace)));

        assertEquals(2, TraceTraffic.events(TraceTraffic.KIND.kind().complete(old)));
        assertEquals(4, TraceTraffic.events(
            TraceTraffic.KIND.kind().complete(TraceTraffic.KIND.kind().ofJournal(values()))));
    }

    @Test
    void shouldBringWhatAPhaseMovesBehindTheEndToTheBegin()
    {
        assertEquals(List.of("0 0", "300 0", "550 0", "650 1", "1250 0"),
            next(model(msis("phase", "550ns"), 1), 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 249, 250, 251, 1249, 1250, 1251, 99_999})
    void shouldOfferEachEventOnceInEachTurnAtAnyPhase(final long phaseNs)
    {
        final List<String> events = next(
            model(msis("phase", phaseNs == 0 ? "0" : phaseNs + "ns"), 1), 8);

        for (int i = 0; i < 8; i++)
        {
            final long ns = Long.parseLong(events.get(i).split(" ", -1)[0]);
            assertEquals(i / 4, ns / RING_NS, events.toString());
        }
    }

    @Test
    void shouldDrawThePhaseFromItsNumbers()
    {
        final List<String> one = next(model(msis(), 1), 8);

        assertEquals(one, next(model(msis(), 1), 8));
        assertNotEquals(one, next(model(msis(), 2), 8));
    }

    @Test
    void shouldDivideGapsBySpeedButNotHandlers()
    {
        final TrafficModel model = model(msis("phase", "0", "speed", "2"), 1);

        assertEquals(List.of("0 0", "50 1", "350 0", "500 0", "625 0"), next(model, 5));
        model.acknowledged(600, 0);
        assertEquals(10, model.prolongedNs(600, 0));
    }

    @Test
    void shouldTakeTheServiceOfTheEventOnce()
    {
        final TrafficModel model = model(msis("phase", "0"), 1);
        next(model, 3);
        model.acknowledged(700, 0);
        next(model, 1);

        assertEquals(30, model.prolongedNs(710, 0));
        assertEquals(0, model.prolongedNs(740, 0));
        model.handled(740, 0);
        model.acknowledged(1000, 0);
        assertEquals(40, model.prolongedNs(1000, 0));
        model.acknowledged(1100, 1);
        assertEquals(0, model.prolongedNs(1100, 1));
    }

    @Test
    void shouldSendEachVectorToTheCpuThatTookMostOfIt()
    {
        final VpeOfEvent vpes = TraceTraffic.KIND.kind().source().vpes(values());

        assertEquals(0, vpes.vpe(0));
        assertEquals(1, vpes.vpe(1));
        assertEquals(0, vpes.vpe(4));
        assertEquals(2, TraceTraffic.cpus(values()));
    }

    @Test
    void shouldNumberTheVectorsThatWereChosen()
    {
        final TrafficModel model = model(msis("phase", "0", "vectors", "?"), 1);
        final TrafficModel second = model(msis("phase", "0", "vectors", "b*"), 1);

        assertEquals(List.of("0 0", "100 1"), next(model, 2));
        assertEquals(List.of("100 0", "1350 0"), next(second, 2));
        assertEquals(RING_NS, TraceTraffic.KIND.kind().source().passNs(values("vectors", "b")));
    }

    @Test
    void shouldKnowTheTraceByItsHash() throws IOException
    {
        final SettingValues known = TraceTraffic.KIND.kind().source().identified(values());
        final String text = known.text(setting("hash"));
        write(trace, new long[][] {{0, 2, 0, 10}});

        assertTrue(text.matches("[0-9a-f]{64}"), text);
        assertNotEquals(text, TraceTraffic.KIND.kind().source().identified(values()).text(setting("hash")));
    }

    @Test
    void shouldFindTheFirstEventFromATime() throws IOException
    {
        final TraceRing ring = new TraceRing(TracePart.of(trace, new TraceChoice("a", false, false)), 1);

        assertEquals(3, ring.count());
        assertEquals(2, ring.firstFrom(701));
        assertEquals(3, ring.firstFrom(1001));
        assertEquals(0, ring.firstFrom(0));
    }

    private static void write(final Path trace, final long[][] events) throws IOException
    {
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            for (int i = 0; i < events.length; i++)
            {
                sort.add(events[i][0], i, (int)events[i][2], (int)events[i][1], events[i][3]);
            }
            sort.sort();
            TraceWriter.write(List.of(new TraceVector("a", VectorKind.MSI), new TraceVector("b", VectorKind.MSI),
                new TraceVector("local_timer", VectorKind.TIMER), new TraceVector("reschedule", VectorKind.IPI),
                new TraceVector("irq_work", VectorKind.IPI)), sort, out);
        }
    }
}
