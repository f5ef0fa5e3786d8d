package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Explorer.Budget;
import org.gale.engine.gicv4.Explorer.Finding;
import org.gale.engine.gicv4.Variant.Mistake;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The exploration finds nothing in the shipped host, and finds each deliberate mistake. {@code -Dgale.v4.states=N}
 * explores up to N states of each scope instead of the short form's.
 */
class ExplorationTest
{
    private static final int STATES = Integer.getInteger("gale.v4.states", 250);
    private static final int STATES_OF_MISTAKE = 60_000;

    @ParameterizedTest(name = "version {0}, {1} events: {2}")
    @CsvSource({
        "4.1, 1, 2 2 1 1 1 0", "4.0, 1, 2 2 1 1 1 0", "4.1, 2, 2 1 1 0 1 0", "4.0, 2, 2 1 1 0 1 0",
        "4.1, 2, 1 2 1 0 0 1", "4.0, 2, 1 2 1 0 0 1",
    })
    void shouldLoseNothingAndLeaveNobodyAsleep(final String version, final int events, final String budget)
    {
        final Explorer explorer = new Explorer(keys(version), events, budget(budget), Mistake.NONE);

        assertNull(explorer.explore(STATES));
    }

    @Tag("bites")
    @ParameterizedTest(name = "{0}, version {1}, {2} events: {3}")
    @CsvSource({
        "BIT_NOT_CARRIED, 4.1, 1, 1 2 0 0 0 0", "NO_REPEND, 4.0, 1, 1 1 0 0 0 0",
        "INJECTION_INTO_LATCH, 4.1, 1, 1 1 0 0 0 0", "FOLD_INTO_LATCH, 4.1, 1, 1 1 0 0 0 0",
        "NO_QUEUE, 4.1, 1, 1 2 0 0 0 0", "NO_KICK, 4.1, 1, 1 1 0 0 1 0", "FAILURE_RETURNS, 4.1, 2, 0 1 0 0 0 1",
        "NO_INVALIDATE, 4.1, 1, 1 1 0 0 0 0", "ASKED_TOO_LATE, 4.1, 1, 1 1 0 0 0 0",
        "GUEST_ENABLE_IN_HOST, 4.1, 1, 1 2 0 1 0 0", "PENDING_LAST_UNLOCKED, 4.1, 1, 1 1 0 0 1 0",
        "NO_WAKE_ON_ENABLE, 4.1, 1, 1 1 0 2 1 0", "MOVE_BY_STATE, 4.1, 1, 1 2 1 0 0 0",
        "MOVE_IN_GAP, 4.0, 1, 1 1 1 0 0 0",
    })
    void shouldFindTheMistake(final Mistake mistake, final String version, final int events, final String budget)
    {
        final Explorer explorer = new Explorer(keys(version), events, budget(budget), mistake);

        final Finding finding = explorer.explore(STATES_OF_MISTAKE);

        assertNotNull(finding, "a hole in the proof: " + mistake + " after " + explorer.states() + " states");
        assertFalse(finding.actions().isEmpty());
        System.out.println(mistake + ": " + finding.violation() + " by " + finding.actions());
    }

    private static String keys(final String version)
    {
        return "version=" + version + " cpus=2 lpi_bits=14" + (version.equals("4.1") ? " vpeid_bits=1" : "");
    }

    private static Budget budget(final String words)
    {
        final String[] numbers = words.split(" ", -1);

        return new Budget(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]),
            Integer.parseInt(numbers[3]), Integer.parseInt(numbers[4]), Integer.parseInt(numbers[5]));
    }
}
