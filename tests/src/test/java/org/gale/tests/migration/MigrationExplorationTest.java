package org.gale.tests.migration;

import java.util.concurrent.TimeUnit;
import org.gale.engine.command.MigrationOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The exploration of migrations in the right order finds no interrupt that is lost, and none too many. Each scope names
 * its kind, then messages, acknowledges, enables, moves, masks, blocks, puts and failures.
 */
@Tag("M-MIG")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MigrationExplorationTest
{
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "kvm 1 1 0 0 0 0 0 1", "direct 1 1 0 0 0 0 0 1", "msix 1 1 0 0 0 0 0 1", "msix 1 0 0 0 1 0 0 1"})
    void shouldLoseNothingInAnyState(final String scope)
    {
        explore(scope);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "kvm 2 2 0 0 0 0 0 1", "kvm 1 1 1 1 0 0 0 1", "kvm 1 1 0 0 1 0 0 1", "kvm 1 1 0 0 0 1 1 1",
        "kvm-level 1 1 1 0 0 0 0 1", "kvm-level 2 2 0 0 0 0 0 1",
        "direct 2 2 0 0 0 0 0 1", "direct 1 1 1 1 0 0 0 1", "direct 1 1 0 0 0 1 1 1",
        "direct 1 1 1 1 0 1 0 1",
        "forwarded 2 2 0 0 0 0 0 1", "forwarded 1 1 1 1 0 0 0 1", "forwarded 1 1 0 0 0 1 1 1",
        "forwarded-4.0 1 1 1 1 0 0 0 1"})
    void shouldLoseNothingInAnyStateOfLargerScopes(final String scope)
    {
        explore(scope);
    }

    private static void explore(final String scope)
    {
        try (ExploredVm vm = MigrationScope.parse(scope).vm(MigrationOrder.RIGHT))
        {
            final Exploration exploration = new Exploration(vm);

            final Exploration.Finding finding = exploration.all();

            System.out.println(scope + ": " + exploration.states() + " states, " + exploration.edges() +
                " actions");
            assertNull(finding, () -> finding.violation() + " by " + finding.actions());
        }
    }
}
