package org.gale.engine.storm.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the kinds of traffic by their names, and of the words of reports. */
class TrafficKindsTest
{
    private static final List<String> NAMES =
        List.of("closed", "open", "io", "packets", "virtio", "timer", "line", "ipi", "trace");

    private static SettingValues given(
        final SettingValues others, final TrafficKind kind, final String name, final String text)
    {
        return others.withText(setting(kind, name), text);
    }

    private static Setting<?> setting(final TrafficKind kind, final String name)
    {
        return kind.settings().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void shouldFindEachKindByItsName()
    {
        assertEquals(NAMES, TrafficKinds.ALL.stream().map(TrafficKind::name).toList());
        for (final TrafficKind kind : TrafficKinds.ALL)
        {
            assertSame(kind, TrafficKinds.of(kind.name()));
        }
        assertNull(TrafficKinds.of("closer"));
    }

    @Test
    void shouldKnowTheKindsWithAModel()
    {
        for (final TrafficKind kind : TrafficKinds.ALL)
        {
            assertEquals(!List.of("closed", "open").contains(kind.name()), kind.isModel(), kind.name());
        }
    }

    @Test
    void shouldCheckTheValuesOfAShape()
    {
        final TrafficKind timers = TrafficKinds.of("timer");
        final SettingValues even = given(given(SettingValues.NONE, timers, "hz", "1000"), timers, "jitter", "0");
        final SettingValues late = given(even, timers, "jitter", "2ms");

        assertEquals(even, timers.shape(even, 4, 1, false).values());
        assertThrows(SettingException.class, () -> timers.shape(late, 4, 1, false));
    }

    @Test
    void shouldLimitTheTimeOfAPacket()
    {
        final Setting<?> time = setting(TrafficKinds.of("packets"), "per-packet");

        assertEquals(0L, time.type().reader().apply("0"));
        assertEquals(1_000_000_000L, time.type().reader().apply("1s"));
        assertThrows(IllegalArgumentException.class, () -> time.type().reader().apply("1001ms"));
    }

    @Test
    void shouldNameEventsAndReasonsOfReports()
    {
        assertEquals(List.of("msi", "timer", "ipi"),
            Arrays.stream(RecordedKind.values()).map(RecordedKind::label).toList());
        assertEquals(List.of("MSIs", "ticks of timers", "IPIs"),
            Arrays.stream(RecordedKind.values()).map(RecordedKind::words).toList());
        assertEquals(List.of("moderation", "batch", "mask"), Arrays.stream(Hold.values()).map(Hold::label).toList());
    }

    @Test
    void shouldBeTheSameTraceByItsPath()
    {
        final RecordedTrace trace = new RecordedTrace(Path.of("a.trace"));
        final RecordedTrace same = new RecordedTrace(Path.of("a.trace"));

        assertEquals(trace, same);
        assertEquals(trace.hashCode(), same.hashCode());
        assertNotEquals(trace, new RecordedTrace(Path.of("b.trace")));
        assertNotEquals(trace, trace.path());
    }
}
