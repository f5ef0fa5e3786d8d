package org.gale.engine.gicv4;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gale.engine.gicv4.Variant.Mistake;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The exploration finds each mistake with the fewest actions, and these actions lose nothing on the shipped host.
 */
@Tag("bites")
@Tag("V4-T-4")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ControlTest
{
    private static final int STATES = 1_000_000;
    private static final int WALKS = 4_000;
    private static final int WALK_LENGTH = 60;

    @Test
    void shouldHaveAControlForEveryMistake()
    {
        final TreeSet<String> expected = Arrays.stream(Mistake.values()).map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
        expected.removeAll(List.of(Mistake.NONE.name(), Mistake.NO_COVERS.name()));
        expected.remove(Mistake.MOVE_DROPS_PENDING.name());                     // the simulator finds it: BitesTest
        expected.add(Control.LEGACY);

        assertEquals(expected, Control.committed().stream().map(Control::name)
            .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void shouldLoseAnInterruptByTheCommittedActions(final Control control)
    {
        assertNotNull(Explorer.violationAfter(control.scope(), control.host(false), true, control.actions()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void shouldLoseNothingOnTheShippedHostByTheSameActions(final Control control)
    {
        assertNull(Explorer.violationAfter(control.scope(), Scope.Host.SHIPPED, false, control.actions()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void shouldFindTheMistakeWithTheCommittedNumberOfActions(final Control control)
    {
        final Explorer explorer = new Explorer(control.scope(), control.host(false), true);

        final Explorer.Finding finding = explorer.explore(STATES);

        assertNotNull(finding, () -> "a hole in the proof: " + control + " after " + explorer.states() + " states");
        assertEquals(Action.parse(control.actions()).length, Action.parse(finding.actions()).length, finding.actions());
        System.out.println(control + ": " + finding.violation() + " by " + finding.actions());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoken")
    void shouldDifferFromTheTranscriptOnAHostWithTheMistakeOnly(final Control control) throws IOException
    {
        final List<String> lines = Files.readAllLines(ControlTranscript.file(control), UTF_8);

        try (V4Rig shipped = new V4Rig(control.scope().keys());
            V4Rig mistaken = new V4Rig(control.scope().keys(), control.mistake()))
        {
            mistaken.host().swapOrder.lossy(control.name().equals(Control.LEGACY));

            assertNull(ControlTranscript.firstDifference(shipped, lines));
            assertNotNull(ControlTranscript.firstDifference(mistaken, lines));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void shouldFindTheMistakeInLongRandomRuns(final Control control)
    {
        final Scope scope = Scope.parse(control.scope().version() + " 3 400 400 400 400 400 400 400");
        Explorer.Finding finding = null;
        try (ExploredHost explored = new ExploredHost(scope, control.host(false)))
        {
            for (int seed = 1; seed <= WALKS && finding == null; seed++)
            {
                finding = Explorer.walk(explored, new SplittableRandom(seed), WALK_LENGTH);
            }
        }

        assertNotNull(finding);
    }

    @Test
    void shouldLoseNothingWithoutTheCoversBeyondTheProtocol()
    {
        final Explorer explorer = new Explorer(Scope.parse("4.1 1 1 2 0 0 1 0 0"),
            new Scope.Host(Mistake.NO_COVERS, false, false), false);

        final Explorer.Finding finding = explorer.explore(STATES);

        assertNull(finding, () -> finding.violation() + " by " + finding.actions());
        assertTrue(explorer.isComplete());
    }

    /** The others need a message by software, a step that fails, or a moment inside the handler or a block. */
    @Test
    void shouldHaveATranscriptOfEveryControlThatLinesCanSay()
    {
        final List<String> unspoken = Control.committed().stream().map(Control::name)
            .filter(name -> spoken().stream().noneMatch(control -> control.name().equals(name))).toList();

        assertEquals(List.of("INJECTION_INTO_LATCH", "FAILED_DISABLE_RETURNS", "FAILED_ENABLE_RETURNS",
            "ASKED_TOO_LATE", "PENDING_LAST_UNLOCKED"), unspoken);
    }

    private static List<Control> spoken()
    {
        return Control.committed().stream().filter(control -> Files.exists(ControlTranscript.file(control))).toList();
    }

    private static List<Control> controls()
    {
        return Control.committed();
    }
}
