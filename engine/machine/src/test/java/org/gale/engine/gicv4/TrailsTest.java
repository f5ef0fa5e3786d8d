package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.gicv4.Explorer.Finding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Trails visit the states of the exploration breadth first with fewer replays, and find each mistake of a host. */
class TrailsTest
{
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.1 3 1 1 0 0 1 1 0", "4.0 1 1 1 1 0 0 0 0", "4.1 1 1 2 1 0 0 0 0"})
    void shouldVisitTheStatesOfTheExplorationBreadthFirst(final String text)
    {
        final Scope scope = Scope.parse(text);
        final Explorer explorer = new Explorer(scope, Scope.Host.SHIPPED, false);
        assertNull(explorer.explore(Integer.MAX_VALUE));
        try (ExploredHost explored = new ExploredHost(scope, Scope.Host.SHIPPED))
        {
            final Trails trails = new Trails(explored);

            assertNull(trails.explore());

            assertEquals(explorer.states(), trails.states());
            assertTrue(trails.replays() < trails.edges() * 3 / 5, trails.replays() + " of " + trails.edges());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void shouldFindEachMistake(final Control control)
    {
        final Finding finding;
        try (ExploredHost explored = new ExploredHost(control.scope(), control.host(false)))
        {
            finding = new Trails(explored).explore();
        }

        assertNotNull(finding, control.name());
        assertNotNull(
            Explorer.violationAfter(control.scope(), control.host(false), false, finding.actions()), finding.actions());
    }

    private static List<Control> controls()
    {
        return Control.committed();
    }
}
