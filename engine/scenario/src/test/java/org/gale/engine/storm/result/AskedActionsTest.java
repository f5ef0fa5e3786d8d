package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what was asked for and done. */
class AskedActionsTest
{
    private static final Setting<ActionRate> MOVES =
        Setting.of("moves", Setting.Group.KEY, SettingType.ACTION_RATE).help("");

    /** By the clock, one and a hundredth may be missed: the last one may be due and not taken. */
    @ParameterizedTest(name = "{0}: {2} of {1} began")
    @CsvSource({"1/10, 30, 30, true", "1/10, 30, 29, false", "1/10, 0, 0, true", "1000, 30, 30, true",
        "1000, 30, 29, true", "1000, 30, 28, false", "1000, 1000, 989, true", "1000, 1000, 988, false",
        "0, 0, 0, true"})
    void shouldBeKeptWhenWhatWasDueBegan(final String rate, final long due, final long begun, final boolean isKept)
    {
        final AskedActions actions = asked(rate, true, due, begun, begun);

        assertEquals(isKept, actions.isKept());
        assertEquals(isKept, new StormActions(List.of(asked("0", false, 0, 0, 0), actions), null).isKept());
    }

    @Test
    void shouldBeEmptyWhenAskedForAndNoneWasCompleted()
    {
        final AskedActions empty = asked("1/10", true, 3, 1, 0);

        assertTrue(empty.isEmpty());
        assertFalse(asked("1/10", true, 3, 1, 1).isEmpty());
        assertFalse(asked("0", false, 0, 0, 0).isEmpty());
        assertEquals(List.of(empty),
            new StormActions(List.of(asked("1/10", true, 3, 3, 3), empty), null).empty());
        assertEquals(List.of(), StormActions.NONE.empty());
        assertTrue(StormActions.NONE.isKept());
    }

    private static AskedActions asked(
        final String rate, final boolean isAsked, final long due, final long begun, final long completed)
    {
        return new AskedActions(MOVES, "move", ActionRate.parse(rate), isAsked, due, begun, completed, "late");
    }
}
