package org.gale.tests.migration;

import java.util.EnumMap;
import java.util.Map;
import org.gale.engine.command.MigrationOrder;

/**
 * Bounds of an exploration: the host, and how often a path may use each action that is not free. Drops, entries of
 * guests, and steps of the migration are free.
 *
 * @param kind    {@code kvm}, {@code kvm-level}, {@code direct}, {@code forwarded}, {@code forwarded-4.0},
 *                {@code msix}, or {@code msix-two} with two VMs
 * @param budgets of the actions; one that is missing is 0
 */
record MigrationScope(String kind, Map<Budget, Integer> budgets)
{
    /**
     * Parses a scope.
     *
     * @param text kind, then numbers in the order of {@link Budget}, separated by spaces; the last ones may be left out
     */
    static MigrationScope parse(final String text)
    {
        final String[] words = text.trim().split(" +", -1);
        if (words.length > 1 + Budget.ALL.size())
        {
            throw new IllegalArgumentException("more numbers than budgets: " + text);
        }
        final Map<Budget, Integer> budgets = new EnumMap<>(Budget.class);
        for (int i = 1; i < words.length; i++)
        {
            budgets.put(Budget.ALL.get(i - 1), Integer.valueOf(words[i]));
        }
        budgets.values().removeIf(number -> number == 0);

        return new MigrationScope(words[0], budgets);
    }

    /** Returns how often a path may use an action. */
    int most(final Budget budget)
    {
        return budgets.getOrDefault(budget, 0);
    }

    /** Returns a driver of the kind. */
    Driven driven()
    {
        return switch (kind)
        {
            case "kvm" -> new DrivenKvm(false);
            case "kvm-level" -> new DrivenKvm(true);
            case "direct" -> new DrivenGicv4("4.1", true);
            case "forwarded" -> new DrivenGicv4("4.1", false);
            case "forwarded-4.0" -> new DrivenGicv4("4.0", false);
            case "msix" -> new DrivenMsix(1);
            case "msix-two" -> new DrivenMsix(2);
            default -> throw new IllegalArgumentException("no such kind: " + kind);
        };
    }

    /** Returns a VM of the scope that migrates in an order. */
    ExploredVm vm(final MigrationOrder order)
    {
        return new ExploredVm(this, driven(), order);
    }
}
