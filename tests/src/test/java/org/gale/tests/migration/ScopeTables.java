package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tables of a page of the book that have a scope and its states in each row. Pure functions. */
final class ScopeTables
{
    private static final String STATES = "states";
    private static final Map<String, String> KINDS = Map.of("KVM", "kvm",
        "KVM, one level-triggered LPI", "kvm-level", "GICv4.1, direct", "direct", "GICv4.1, forwarded", "forwarded",
        "GICv4.0, forwarded", "forwarded-4.0", "MSI-X", "msix", "MSI-X, two VMs", "msix-two");
    private static final Map<String, Budget> COLUMNS = Map.ofEntries(Map.entry("messages", Budget.MESSAGES),
        Map.entry("acknowledges", Budget.ACKNOWLEDGES), Map.entry("enables", Budget.ENABLES),
        Map.entry("moves", Budget.MOVES), Map.entry("masks", Budget.MASKS), Map.entry("sleeps", Budget.BLOCKS),
        Map.entry("leaves", Budget.PUTS), Map.entry("failures", Budget.FAILURES), Map.entry("routes", Budget.ROUTES),
        Map.entry("retargets", Budget.RETARGETS), Map.entry("passes", Budget.PASSES));

    private ScopeTables()
    {
    }

    /** Returns each row as its scope and its states, in words and sorted. */
    static List<String> rows(final List<String> page)
    {
        final List<String> rows = new ArrayList<>();
        String[] head = {};
        for (final String line : page)
        {
            final String[] cells = line.replaceAll("^\\| *| *\\|$", "").split(" *\\| *", -1);
            if (!line.startsWith("|") || cells[cells.length - 1].equals(STATES))
            {
                head = line.startsWith("|") && cells[0].equals("host") ? cells : new String[0];
            }
            else if (head.length != 0 && KINDS.containsKey(cells[0]))
            {
                rows.add(row(head, cells));
            }
        }

        return rows.stream().sorted().toList();
    }

    private static String row(final String[] head, final String[] cells)
    {
        final Map<Budget, Integer> budgets = new EnumMap<>(Budget.class);
        for (int i = 1; i < cells.length - 1; i++)
        {
            final int number = cells[i].equals("–") ? 0 : Integer.parseInt(cells[i]);
            if (number != 0)
            {
                budgets.put(COLUMNS.get(head[i]), number);
            }
        }

        return new MigrationScope(KINDS.get(cells[0]), budgets).toString() + ' ' +
            cells[cells.length - 1].replace(",", "");
    }
}
