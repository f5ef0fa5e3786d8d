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
import org.gale.engine.command.VmVerb;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.tests.migration.Exploration.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The exploration of migrations finds each wrong order with the fewest actions. The right order loses nothing by the
 * same ones, and a session that carries them out reports the loss, too, or the judge of storms where no session does.
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
        /** Returns the family of the verbs that migrate. */
        private int family()
        {
            return scope.kind().startsWith("kvm") ? KvmVerb.FAMILY : isOfVectors() ? VmVerb.FAMILY : V4Verb.FAMILY;
        }

        /** Returns whether no session migrates the VM: its devices have vectors. */
        private boolean isOfVectors()
        {
            return scope.kind().equals("msix");
        }

        @Override
        public String toString()
        {
            return order.spelling() + " of " + scope.kind();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {KvmVerb.FAMILY, V4Verb.FAMILY, VmVerb.FAMILY})
    void shouldHaveEachOrderOfAHost(final int family) throws IOException
    {
        final TreeSet<MigrationOrder> expected = new TreeSet<>(MigrationOrder.of(family));
        expected.remove(MigrationOrder.RIGHT);

        assertEquals(expected, committed().stream().filter(wrong -> wrong.family() == family).map(Wrong::order)
            .collect(Collectors.toCollection(TreeSet::new)));
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
            assertEquals(List.of(), wrong.isOfVectors() ? List.of() : notices(lines));
        }
    }

    /** No script migrates a VM whose devices have vectors: the judge of storms follows the commands. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ofVectors")
    void shouldHearOfItAsAStormDoes(final Wrong wrong)
    {
        assertNull(finding(wrong, MigrationOrder.RIGHT));
        final String finding = finding(wrong, wrong.order);

        assertNotNull(finding, wrong.toString());
        assertTrue(finding.startsWith("P1 "), finding);
    }

    private static String finding(final Wrong wrong, final MigrationOrder order)
    {
        try (Driven driven = wrong.scope.driven(); ExploredVm vm = new ExploredVm(wrong.scope, driven, order))
        {
            driven.judged();
            vm.lines(Deed.parse(wrong.actions));
            System.out.println(wrong + " in order " + order.spelling() + ": " + driven.finding());

            return driven.finding();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ofSessions")
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

    private static List<Wrong> ofVectors() throws IOException
    {
        return committed().stream().filter(Wrong::isOfVectors).toList();
    }

    private static List<Wrong> ofSessions() throws IOException
    {
        return committed().stream().filter(wrong -> !wrong.isOfVectors()).toList();
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
