package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Declarations of settings, and the types of their values. */
class SettingTest
{
    @SuppressWarnings("unchecked")
    static final List<Setting<Long>> NUMBERS = OfferedSettings.ALL.stream()
        .filter(setting -> setting.type().javaType() == Long.class).map(setting -> (Setting<Long>)setting).toList();

    private static final long NONE = Long.MAX_VALUE - 1;

    @Test
    void shouldHoldWhatWasDeclared()
    {
        final Setting<Long> setting = Setting.of("max-load", Setting.Group.KEY, SettingType.COUNT)
            .between(1, 20_000).defaultValue(10_000L).unlimited(5L).unit("event").recordedIfOther("load").help("text");

        assertEquals("max-load", setting.name());
        assertTrue(setting.isKey());
        assertEquals("10k", setting.defaultText());
        assertEquals(5L, setting.unlimitedValue());
        assertEquals("event", setting.unit());
        assertEquals("load", setting.recordKey());
        assertFalse(setting.isRecordedAlways());
        assertEquals("text", setting.help());
        assertEquals("max_load", setting.jsonKey());
        assertEquals("1 to 20,000", setting.rangeText());
        assertEquals("key max-load", setting.toString());
        assertFalse(setting.isDerived());
    }

    @Test
    void shouldFollowFromOthers()
    {
        final Setting<Long> base = Setting.of("base", Setting.Group.PACE, SettingType.COUNT).help("");
        final Setting<Long> other = Setting.of("other", Setting.Group.PACE, SettingType.COUNT).help("");
        final Setting<Long> less = Setting.of("less", Setting.Group.PACE, SettingType.DURATION)
            .follows((one, next) -> one - next, base, other).unit("ns").recorded("less").help("");

        assertTrue(less.isDerived());
        assertEquals(List.of(base, other), less.followed());
        assertEquals(4, SettingValues.NONE.with(base, 6L).with(other, 2L).withDerived(less).get(less));
        assertNull(less.defaultValue());
        assertEquals("", less.defaultText());
        assertEquals("less_ns", less.jsonKey());
        assertTrue(less.isRecordedAlways());
        assertEquals("", less.rangeText());
    }

    @Test
    void shouldSayWhereARangeEnds()
    {
        assertEquals("from 7", ranged(7, Long.MAX_VALUE, null).rangeText());
        assertEquals("from 7", ranged(7, NONE, NONE).rangeText());
        assertEquals("7 to 9", ranged(7, 9, NONE).rangeText());
    }

    @Test
    void shouldRefuseWhatLiesOutsideOfARange()
    {
        final Setting<Long> setting = ranged(7, 9, null);
        SettingValues.check(setting, 7L);
        SettingValues.check(setting, 9L);

        assertEquals("n: 6 is not in 7 to 9",
            assertThrows(SettingException.class, () -> SettingValues.check(setting, 6L)).getMessage());
        assertThrows(SettingException.class, () -> SettingValues.check(setting, 10L));
        assertEquals("n: 6 is below 7", assertThrows(SettingException.class,
            () -> SettingValues.check(ranged(7, Long.MAX_VALUE, null), 6L)).getMessage());
        final Setting<Double> factor =
            Setting.of("f", Setting.Group.KEY, SettingType.FACTOR).between(1, 2).help("");
        SettingValues.check(factor, 1.0);
        SettingValues.check(factor, 2.0);
        assertThrows(SettingException.class, () -> SettingValues.check(factor, 0.999));
        assertThrows(SettingException.class, () -> SettingValues.check(factor, 2.001));
        assertThrows(SettingException.class, () -> SettingValues.check(factor, Double.NaN));
    }

    @Test
    void shouldReadPathsAndFiles()
    {
        final SettingType<Path> file = SettingType.fileType("FILE");
        final SettingType<Path> path = SettingType.pathType("DIR");

        assertEquals(Path.of("a/b"), file.reader().apply("a/b"));
        assertEquals(Path.of("/"), file.reader().apply("/"));
        assertEquals(Path.of("a"), path.reader().apply("a/"));
        assertEquals("a", path.shown().apply(Path.of("a")));
        assertEquals("'a/' names a directory, not a file",
            assertThrows(IllegalArgumentException.class, () -> file.reader().apply("a/")).getMessage());
        assertEquals("'' names no file or directory",
            assertThrows(IllegalArgumentException.class, () -> path.reader().apply("")).getMessage());
    }

    @Test
    void shouldDeriveATypeFromAnother()
    {
        final SettingType<String> words = SettingType.words("W", List.of("one", "two"));
        final SettingType<String> other = words.labelled("X").readBy(text -> "read " + text)
            .shownBy(text -> "shown " + text).suggesting(List.of("three"));

        assertEquals("two", words.reader().apply("two"));
        assertThrows(IllegalArgumentException.class, () -> words.reader().apply("three"));
        assertEquals(List.of("one", "two"), words.words());
        assertEquals("X", other.label());
        assertEquals("read a", other.reader().apply("a"));
        assertEquals("shown a", other.shown().apply("a"));
        assertEquals(List.of("three"), other.words());
        assertEquals("512", SettingType.SIZE.plain(512L));
    }

    private static Setting<Long> ranged(final long min, final long max, final Long unlimited)
    {
        return Setting.of("n", Setting.Group.KEY, SettingType.COUNT).between(min, max).unlimited(unlimited).help("");
    }

    /** Each number is admitted at both ends of its declared range, and refused next to them. */
    @ParameterizedTest
    @FieldSource("NUMBERS")
    void shouldAdmitTheEndsOfItsRangeAndNothingNextToThem(final Setting<Long> setting)
    {
        assertTrue(setting.admits(setting.min()) && setting.admits(setting.max()), setting.rangeText());
        assertFalse(setting.min() > Long.MIN_VALUE && setting.admits(setting.min() - 1), setting.rangeText());
        assertFalse(setting.max() < Long.MAX_VALUE && setting.admits(setting.max() + 1), setting.rangeText());
        assertTrue(setting.defaultValue() == null || setting.admits(setting.defaultValue()), setting.defaultText());
    }
}
