package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the model of a drive, with figures computed by hand. */
class IoModelTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    private final List<String> raised = new ArrayList<>();

    private static SettingValues values(final String... texts)
    {
        SettingValues values = SettingValues.NONE;
        for (int i = 0; i < texts.length; i += 2)
        {
            final String name = texts[i];
            final Setting<?> setting = IoModel.KIND.kind().settings().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
            values = values.withText(setting, texts[i + 1]);
        }

        return IoModel.KIND.kind().complete(values);
    }

    private static TrafficModel model(final int events, final String... texts)
    {
        return IoModel.KIND.maker().make(values(texts), new DevicePlace(events, 1, new SplittableRandom(1)));
    }

    /** Lets the model go on up to a time, and notes what it raises as time and event. */
    private List<String> run(final TrafficModel model, final long untilNs)
    {
        while (model.nextNs() <= untilNs)
        {
            final long nowNs = model.nextNs();
            model.fire(nowNs, sink(nowNs));
        }

        return raised;
    }

    private EventSink sink(final long nowNs)
    {
        return event -> raised.add(nowNs / US + "us " + event);
    }

    private static void handle(final TrafficModel model, final int event, final long nowNs)
    {
        model.acknowledged(nowNs, event);
        assertEquals(0, model.prolongedNs(nowNs, event));
        model.handled(nowNs, event);
    }

    @Test
    void shouldInterruptForEachCompletionAndWaitForTheGuest()
    {
        final TrafficModel model = model(1, "depth", "3", "service", "10us", "parallel", "2");

        assertEquals(List.of("10us 0", "10us 0", "20us 0"), run(model, MS));
        assertEquals(TrafficModel.NEVER, model.nextNs());
        assertEquals(3, model.completions());
    }

    @Test
    void shouldSubmitAsManyAsAHandlerTakesAtItsEnd()
    {
        final TrafficModel model = model(1, "depth", "3", "service", "10us", "parallel", "2");
        run(model, 15 * US);
        model.acknowledged(16 * US, 0);
        run(model, 20 * US);                                        // completes while the handler runs
        raised.clear();

        model.handled(21 * US, 0);

        assertEquals(List.of("31us 0", "31us 0", "41us 0"), run(model, MS));
    }

    @Test
    void shouldSubmitNothingWhenAHandlerFindsNothing()
    {
        final TrafficModel model = model(2, "depth", "1", "service", "10us");
        run(model, MS);

        handle(model, 0, 20 * US);
        raised.clear();
        handle(model, 0, 21 * US);

        assertEquals(List.of("30us 0"), run(model, MS));
    }

    @Test
    void shouldSubmitAfterTheThinkTime()
    {
        final TrafficModel model = model(1, "depth", "2", "service", "10us", "think", "5us");
        run(model, MS);
        raised.clear();

        handle(model, 0, 20 * US);

        assertEquals(List.of("35us 0", "35us 0"), run(model, MS));
    }

    @Test
    void shouldServeInTheOrderInWhichRequestsWereSubmitted()
    {
        final TrafficModel model = model(2, "depth", "2", "service", "10us", "parallel", "1");

        assertEquals(List.of("10us 0", "20us 1", "30us 0", "40us 1"), run(model, MS));
    }

    @Test
    void shouldInterruptAtTheThreshold()
    {
        final TrafficModel model = model(1, "depth", "5", "service", "10us", "parallel", "1",
            "coalesce.threshold", "2", "coalesce.time", "100us");

        assertEquals(List.of("20us 0", "40us 0"), run(model, 149 * US));
        assertEquals(List.of("20us 0", "40us 0", "150us 0"), run(model, MS));
    }

    @Test
    void shouldCountCompletionsSinceTheLastInterruptThoughTheyWereTaken()
    {
        final TrafficModel model = model(1, "depth", "3", "service", "10us", "parallel", "1",
            "coalesce.threshold", "2", "coalesce.time", "25500us");
        run(model, 30 * US);
        assertEquals(List.of("20us 0"), raised);
        handle(model, 0, 31 * US);                                  // takes the third one, too, and submits three

        assertEquals(List.of("20us 0", "41us 0", "61us 0"), run(model, 70 * US));
    }

    @Test
    void shouldInterruptAtTheTimeThoughNothingIsLeftToTake()
    {
        final TrafficModel model = model(1, "depth", "3", "service", "{list: [[10us, 1]]}", "parallel", "1",
            "coalesce.threshold", "2", "coalesce.time", "100us", "think", "1s");
        run(model, 30 * US);
        handle(model, 0, 31 * US);

        assertEquals(List.of("20us 0", "130us 0"), run(model, 900 * MS));
    }

    @Test
    void shouldCoalesceEachEventForItself()
    {
        final TrafficModel model = model(2, "depth", "2", "service", "10us", "parallel", "1",
            "coalesce.threshold", "2", "coalesce.time", "25500us");

        assertEquals(List.of("30us 0", "40us 1"), run(model, MS));
    }

    @Test
    void shouldNeverWaitLongerThanTheTimeOfCoalescing()
    {
        final TrafficModel model = model(1, "depth", "16", "parallel", "4", "service", "{exponential: 60us}",
            "coalesce.threshold", "8", "coalesce.time", "100us");
        long firstNs = -1;
        long longestNs = 0;
        for (int step = 0; step < 10_000; step++)
        {
            final long nowNs = model.nextNs();
            final long before = model.completions();
            final int sent = raised.size();
            model.fire(nowNs, sink(nowNs));
            firstNs = model.completions() > before && firstNs < 0 ? nowNs : firstNs;
            if (raised.size() > sent)
            {
                longestNs = Math.max(longestNs, nowNs - firstNs);
                firstNs = -1;
                handle(model, 0, nowNs);
            }
        }

        assertEquals(100 * US, longestNs);
    }

    @Test
    void shouldDrawTheSameTimesFromTheSameSeed()
    {
        final TrafficModel one = model(2);
        final TrafficModel other = model(2);

        final List<String> first = List.copyOf(run(one, MS));
        raised.clear();

        assertEquals(first, run(other, MS));
        assertEquals(64, first.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "coalesce.time | 150us | no multiple of 100us",
        "coalesce.time | 25600us | longer than 25.5ms",
        "coalesce.time | 99ns | no multiple of 100us",
        "service | 2s | the most of a service",
    })
    void shouldRefuseAText(final String name, final String text, final String message)
    {
        final Exception refusal = assertThrows(IllegalArgumentException.class, () -> values(name, text));

        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "coalesce.threshold | 2 | coalesce.threshold: 2 needs a coalesce.time",
        "service | 2ms | service: 2ms is longer than the storm",
        "depth | 65536 | depth: 65536 requests of 32 events are more than 1048576 of a device (try 32768)",
    })
    void shouldRefuseAContradiction(final String name, final String text, final String message)
    {
        final SettingException refusal = assertThrows(
            SettingException.class, () -> IoModel.KIND.kind().check().check(values(name, text), 32, MS));

        assertTrue(refusal.message(Spelling.NAMES).contains(message), refusal.message(Spelling.NAMES));
    }

    @Test
    void shouldAcceptItsDefaultsAndWhatIsNextToARefusal()
    {
        IoModel.KIND.kind().check().check(values(), 1024, MS);
        IoModel.KIND.kind().check().check(values("depth", "32768"), 32, MS);
        IoModel.KIND.kind().check().check(values("service", "1ms"), 1, MS);
        IoModel.KIND.kind().check().check(values("coalesce.threshold", "256", "coalesce.time", "25500us"), 1, MS);

        assertEquals(0L, values("coalesce.time", "0").get(IoModel.KIND.kind().settings().get(5)));
    }
}
