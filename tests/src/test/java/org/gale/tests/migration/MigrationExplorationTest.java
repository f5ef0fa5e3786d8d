package org.gale.tests.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.command.MigrationOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The exploration of migrations in the right order finds no interrupt that is lost, and none too many. The list of
 * scopes has the number of states of each, and so has the book.
 */
@Tag("M-MIG")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MigrationExplorationTest
{
    private static final Path SCOPES = Path.of("src/test/resources/org/gale/tests/migration/scopes.txt");
    private static final Path PAGE = Path.of("../engine/docs/migration.md");

    /**
     * Scope with its number of states.
     *
     * @param suite  {@code verify} or {@code slow}
     * @param scope  of the exploration, in words
     * @param states that it has
     */
    private record Listed(String suite, String scope, int states)
    {
        @Override
        public String toString()
        {
            return scope;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void shouldLoseNothingInAnyState(final Listed listed)
    {
        explore(listed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    void shouldLoseNothingInAnyStateOfLargerScopes(final Listed listed)
    {
        explore(listed);
    }

    @Test
    void shouldGiveTheStatesOfEachScopeInTheBook() throws IOException
    {
        assertEquals(listed().stream().map(each -> MigrationScope.parse(each.scope).toString() + ' ' + each.states)
            .sorted().toList(), ScopeTables.rows(Files.readAllLines(PAGE)));
    }

    private static void explore(final Listed listed)
    {
        try (ExploredVm vm = MigrationScope.parse(listed.scope).vm(MigrationOrder.RIGHT))
        {
            final Exploration exploration = new Exploration(vm);

            final Exploration.Finding finding = exploration.all();

            System.out.println(listed + ": " + exploration.states() + " states, " + exploration.edges() +
                " actions");
            assertNull(finding, () -> finding.violation() + " by " + finding.actions());
            assertEquals(listed.states, exploration.states());
        }
    }

    private static List<Listed> small() throws IOException
    {
        return listed().stream().filter(each -> each.suite.equals("verify")).toList();
    }

    private static List<Listed> large() throws IOException
    {
        return listed().stream().filter(each -> each.suite.equals("slow")).toList();
    }

    private static List<Listed> listed() throws IOException
    {
        return Files.readAllLines(SCOPES).stream().filter(line -> !line.startsWith("#")).map(line ->
        {
            final String[] parts = line.split("\\|", -1);

            return new Listed(parts[0].trim(), parts[1].trim().replaceAll(" +", " "),
                Integer.parseInt(parts[2].trim()));
        }).toList();
    }
}
