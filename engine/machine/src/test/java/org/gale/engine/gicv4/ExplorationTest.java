package org.gale.engine.gicv4;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gale.engine.gicv4.Explorer.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The exploration finds nothing in the shipped host: no interrupt is lost, nobody is left asleep, and every invariant
 * of reference section 17 holds when it has to. Each scope names version, events, messages, transitions, moves,
 * configurations, blocks, failures and hops. Scopes share nothing, so that two are explored at a time.
 */
@Tag("V4-BUG-1")
@Tag("V4-T-2")
@Tag("V4-T-3")
@Tag("V4-T-5")
@Tag("V4-T-18")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ExplorationTest
{
    private static final int STATES_PER_ROUND = 100_000;
    private static final int MINUTES = Integer.getInteger("gale.v4.minutes", 10);

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "4.1 2 1 1 1 0 1 0 0", "4.1 3 1 1 1 0 0 0 0", "4.1 3 1 1 0 0 1 1 0", "4.1 3 2 1 0 0 0 0 0",
        "4.0 1 1 1 0 0 1 0 1", "4.0 1 1 1 1 0 0 0 0", "4.0 1 2 2 0 0 0 0 0", "4.0 3 1 1 0 0 1 1 0",
    })
    void shouldLoseNothingAndLeaveNobodyAsleepInAnyState(final String scope)
    {
        explore(scope);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "4.1 1 1 1 1 1 1 1 1", "4.1 1 2 1 1 1 1 1 0", "4.1 1 2 2 1 0 0 0 0", "4.1 2 2 1 1 0 0 0 0",
        "4.0 2 1 1 1 0 0 0 0",
    })
    void shouldLoseNothingAndLeaveNobodyAsleepInAnyStateOfLargerScopes(final String scope)
    {
        explore(scope);
    }

    private static void explore(final String scope)
    {
        try (ExploredHost explored = new ExploredHost(Scope.parse(scope), Scope.Host.SHIPPED))
        {
            final Trails trails = new Trails(explored);

            final Finding finding = trails.explore();

            assertNull(finding, () -> text(finding));
            System.out.println(scope + ": " + trails.states() + " states, " + trails.edges() + " actions, " +
                trails.replays() + " replays");
        }
    }

    @ParameterizedTest(name = "version {0}, {1} runs of {2} actions")
    @CsvSource({"4.1, 4000, 60", "4.0, 4000, 60", "4.1, 50, 10000", "4.0, 50, 10000"})
    void shouldLoseNothingInRandomRuns(final String version, final int walks, final int length)
    {
        final Scope scope = Scope.parse(version + " 3" + (" " + length).repeat(7));
        try (ExploredHost explored = new ExploredHost(scope, Scope.Host.SHIPPED))
        {
            for (int seed = 1; seed <= walks; seed++)
            {
                final Finding finding = Explorer.walk(explored, new SplittableRandom(seed), length);

                assertNull(finding, "seed " + seed + ": " + (finding == null ? "" : text(finding)));
            }
        }
    }

    /**
     * The full form: {@code -Dgroups=slow -Dgale.v4.minutes=N}, half of the minutes for each version. It ends before
     * the heap is used up.
     */
    @Tag("slow")
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.1 3 2 2 1 1 1 1 1", "4.0 3 2 2 1 1 1 1 1"})
    void shouldLoseNothingInTheLargestScope(final String scope)
    {
        final Explorer explorer = new Explorer(Scope.parse(scope), Scope.Host.SHIPPED, false);
        final int limit = Explorer.stateLimit(Runtime.getRuntime().maxMemory());
        final long begin = System.nanoTime();
        final long end = begin + TimeUnit.SECONDS.toNanos(30L * MINUTES);
        Finding finding = null;
        while (finding == null && !explorer.isComplete() && explorer.states() < limit && System.nanoTime() < end)
        {
            finding = explorer.explore(Math.min(limit, explorer.states() + STATES_PER_ROUND));
            System.out.println(scope + ": " + progress(explorer, System.nanoTime() - begin));
        }
        System.out.println(scope + ": " + (explorer.isComplete() ? "all states" : explorer.states() < limit ?
            "not all states, the time is over" : "not all states, the heap holds no more"));

        final Finding found = finding;
        assertNull(found, () -> text(found));
    }

    private static String progress(final Explorer explorer, final long elapsedNs)
    {
        final double seconds = Math.max(1, elapsedNs) / 1e9;

        return String.format(Locale.ROOT, "%,d states, depth %d, %.0f s, %,.0f states an hour",
            explorer.states(), explorer.depth(), seconds, explorer.states() / seconds * 3600);
    }

    private static String text(final Finding finding)
    {
        return finding.violation() + " by " + finding.actions();
    }
}
