package org.gale.tests.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.V4Verb;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.tests.migration.Exploration.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The exploration of migrations finds each wrong order with the fewest actions. The right order loses nothing by the
 * same ones, and a session that carries them out reports the loss, too.
 */
@Tag("M-MIG")
class WrongOrdersTest
{
    private static final Path COMMITTED = Path.of("src/test/resources/org/gale/tests/migration/orders.txt");

    /**
     * Wrong order with its shortest counterexample.
     *
     * @param order   of the migration
     * @param scope   of the exploration
     * @param actions as committed, in words
     * @param length  number of the actions
     */
    private record Wrong(MigrationOrder order, MigrationScope scope, String actions, int length)
    {
        private boolean isOfKvm()
        {
            return scope.kind().startsWith("kvm");
        }

        @Override
        public String toString()
        {
            return order.spelling() + " of " + scope.kind();
        }
    }

    @Test
    void shouldHaveEachOrderOfBothHosts() throws IOException
    {
        for (final boolean isOfKvm : new boolean[] {true, false})
        {
            final TreeSet<MigrationOrder> expected =
                new TreeSet<>(MigrationOrder.of(isOfKvm ? KvmVerb.FAMILY : V4Verb.FAMILY));
            expected.remove(MigrationOrder.RIGHT);

            assertEquals(expected, committed().stream().filter(wrong -> wrong.isOfKvm() == isOfKvm).map(Wrong::order)
                .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("committed")
    void shouldFindTheFewestActions(final Wrong wrong)
    {
        try (ExploredVm vm = wrong.scope.vm(wrong.order))
        {
            final Finding finding = new Exploration(vm).shortest();

            assertNotNull(finding, wrong.toString());
            assertEquals(wrong.actions, finding.actions());
            assertEquals(wrong.length, finding.length());
            assertTrue(vm.acted() > 0, "the order has lost an interrupt, and counts nothing");
            System.out.println(wrong + ": " + finding.length() + " actions, " + finding.violation());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("committed")
    void shouldLoseNothingByTheSameActionsInTheRightOrder(final Wrong wrong)
    {
        try (ExploredVm vm = wrong.scope.vm(MigrationOrder.RIGHT))
        {
            final List<String> lines = vm.lines(Deed.parse(wrong.actions));

            assertNull(vm.wrong(), () -> vm.wrong() + " by " + lines);
            assertEquals(List.of(), notices(lines));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("committed")
    void shouldHearOfItInASession(final Wrong wrong)
    {
        try (ExploredVm vm = wrong.scope.vm(wrong.order))
        {
            final List<String> lines = vm.lines(Deed.parse(wrong.actions));
            final List<String> notices = notices(lines);

            assertNotNull(vm.wrong());
            assertTrue(notices.stream().anyMatch(notice -> notice.matches("! P[125] .*")),
                () -> notices + " by " + lines);
        }
    }

    /** Says lines to a session, and returns what it tells without being asked. */
    private static List<String> notices(final List<String> lines)
    {
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            Stream.concat(Stream.concat(Stream.of("notices on"), lines.stream()), Stream.of("digest")).forEach(line ->
            {
                final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
                session.execute(bytes, 0, bytes.length);
            });

            return reply.text(0).lines().filter(line -> line.startsWith("!") || line.startsWith("FAIL")).toList();
        }
    }

    private static List<Wrong> committed() throws IOException
    {
        return Files.readAllLines(COMMITTED).stream().filter(line -> !line.startsWith("#")).map(line ->
        {
            final String[] parts = line.split("\\|", -1);

            return new Wrong(MigrationOrder.of(parts[0].trim()), MigrationScope.parse(parts[1]), parts[2].trim(),
                Integer.parseInt(parts[3].trim()));
        }).toList();
    }
}
