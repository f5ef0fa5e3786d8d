package org.gale.tests.migration;

import org.gale.engine.command.MigrationOrder;

/**
 * Bounds of an exploration: the host, and how often a path may use each action that is not free. Drops, entries of
 * guests, and steps of the migration are free.
 *
 * @param kind         {@code kvm}, {@code kvm-level}, {@code direct}, {@code forwarded} or {@code forwarded-4.0}
 * @param messages     by the device, and levels that software makes pending
 * @param acknowledges by a vCPU
 * @param enables      changes of an enable bit
 * @param moves        of an interrupt to the other vCPU
 * @param masks        changes of a priority mask
 * @param blocks       of a vCPU
 * @param puts         of a vCPU
 * @param failures     of a step of the migration
 */
record MigrationScope(String kind, int messages, int acknowledges, int enables, int moves, int masks, int blocks,
    int puts, int failures)
{
    /**
     * Parses a scope.
     *
     * @param text kind, then the eight budgets in the order of the components, separated by spaces
     */
    static MigrationScope parse(final String text)
    {
        final String[] words = text.trim().split(" +", -1);
        final int[] numbers = new int[8];
        for (int i = 0; i < numbers.length; i++)
        {
            numbers[i] = Integer.parseInt(words[i + 1]);
        }

        return new MigrationScope(words[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5],
            numbers[6], numbers[7]);
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
            default -> throw new IllegalArgumentException("no such kind: " + kind);
        };
    }

    /** Returns a VM of the scope that migrates in an order. */
    ExploredVm vm(final MigrationOrder order)
    {
        return new ExploredVm(this, driven(), order);
    }
}
