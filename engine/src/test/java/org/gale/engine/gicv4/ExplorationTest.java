package org.gale.engine.gicv4;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gale.engine.gicv4.Explorer.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The exploration finds nothing in the shipped host: no interrupt is lost, nobody is left asleep, and every invariant
 * of reference section 17 holds when it has to. Each scope names version, events, messages, transitions, moves,
 * configurations, blocks, failures and hops.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ExplorationTest
{
    private static final int WALKS = 4_000;
    private static final int WALK_LENGTH = 60;
    private static final int STATES_PER_ROUND = 100_000;
    private static final int MINUTES = Integer.getInteger("gale.v4.minutes", 10);

    @Tag("V4-BUG-1")
    @Tag("V4-T-2")
    @Tag("V4-T-3")
    @Tag("V4-T-5")
    @Tag("V4-T-18")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "4.1 1 1 1 1 1 1 1 1", "4.1 1 2 1 1 1 1 1 0", "4.1 1 2 2 1 0 0 0 0", "4.1 2 1 1 1 0 1 0 0",
        "4.1 2 2 1 1 0 0 0 0", "4.1 3 1 1 1 0 0 0 0", "4.1 3 1 1 0 0 1 1 0", "4.1 3 2 1 0 0 0 0 0",
        "4.0 1 1 1 0 0 1 0 1", "4.0 1 1 1 1 0 0 0 0", "4.0 1 2 2 0 0 0 0 0", "4.0 2 1 1 1 0 0 0 0",
        "4.0 3 1 1 0 0 1 1 0",
    })
    void shouldLoseNothingAndLeaveNobodyAsleepInAnyState(final String scope)
    {
        final Explorer explorer = new Explorer(Scope.parse(scope), Scope.Host.SHIPPED, false);

        final Finding finding = explorer.explore(Integer.MAX_VALUE);

        assertNull(finding, () -> text(finding));
        assertTrue(explorer.isComplete());
        System.out.println(scope + ": " + explorer.states() + " states, depth " + explorer.depth());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.1 3 400 400 400 400 400 400 400", "4.0 3 400 400 400 400 400 400 400"})
    void shouldLoseNothingInLongRandomRuns(final String scope)
    {
        try (ExploredHost explored = new ExploredHost(Scope.parse(scope), Scope.Host.SHIPPED))
        {
            for (int seed = 1; seed <= WALKS; seed++)
            {
                final Finding finding = Explorer.walk(explored, new SplittableRandom(seed), WALK_LENGTH);

                assertNull(finding, "seed " + seed + ": " + (finding == null ? "" : text(finding)));
            }
        }
    }

    /** The full form: {@code -Dgroups=slow -Dgale.v4.minutes=N}, half of the minutes for each version. */
    @Tag("slow")
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.1 3 2 2 1 1 1 1 1", "4.0 3 2 2 1 1 1 1 1"})
    void shouldLoseNothingInTheLargestScope(final String scope)
    {
        final Explorer explorer = new Explorer(Scope.parse(scope), Scope.Host.SHIPPED, false);
        final long begin = System.nanoTime();
        final long end = begin + TimeUnit.SECONDS.toNanos(30L * MINUTES);
        Finding finding = null;
        while (finding == null && !explorer.isComplete() && System.nanoTime() < end)
        {
            finding = explorer.explore(explorer.states() + STATES_PER_ROUND);
        }
        final long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        System.out.println(scope + ": " + explorer.states() + " states, depth " + explorer.depth() + ", " +
            explorer.states() / seconds + " a second" + (explorer.isComplete() ? ", all" : ""));

        final Finding found = finding;
        assertNull(found, () -> text(found));
    }

    private static String text(final Finding finding)
    {
        return finding.violation() + " by " + finding.actions();
    }
}
