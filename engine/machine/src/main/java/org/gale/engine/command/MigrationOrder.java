package org.gale.engine.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Orders in which a monitor migrates a VM: the right one, and mistakes that lose interrupts (M-MIG-3). Numbers are
 * appended and never reused.
 */
public enum MigrationOrder
{
    /** The right order. */
    RIGHT(0, true, true),
    /** Copies first, and withdraws the translation entries when the source is destroyed. */
    LATE_REDIRECT(1, true, true),
    /** Entries keep the id of the source. */
    OLD_ID(2, true, true),
    /** Withdraws the entries, and does not wait for what is under way between ITS and table. */
    NO_SYNC(3, true, false),
    /** Restores edges as not pending. */
    EDGE_LOST(4, true, false),
    /** Restores a level that software made pending from its line alone. */
    LATCH_LOST(5, true, false),
    /** Restores nothing as active. */
    ACTIVE_LOST(6, true, false),
    /** Restores a blocked vCPU without the request of its doorbell. */
    NO_DOORBELL(7, true, true),
    /** Saves the latch of software for what is in the pending table of a vPE. */
    VPT_UNREAD(8, false, true),
    /** Reads the pending table of a vPE while the vPE is mapped. */
    UNMAPPED_LATE(9, false, true),
    /** Discards the events before the pending tables are read. */
    DISCARD_FIRST(10, false, true);

    private static final MigrationOrder[] ORDERS = values();

    private final int number;
    private final boolean isOfKvm;
    private final boolean isOfGicv4;

    MigrationOrder(final int number, final boolean isOfKvm, final boolean isOfGicv4)
    {
        this.number = number;
        this.isOfKvm = isOfKvm;
        this.isOfGicv4 = isOfGicv4;
    }

    /** Returns the number that a HOST command carries. */
    public int number()
    {
        return number;
    }

    /** Returns the order as a script spells it. */
    public String spelling()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether verbs of a family migrate in this order. */
    public boolean isOf(final int family)
    {
        return (family == KvmVerb.FAMILY && isOfKvm) || (family == V4Verb.FAMILY && isOfGicv4);
    }

    /** Returns the orders of a family of verbs. */
    public static List<MigrationOrder> of(final int family)
    {
        return Arrays.stream(ORDERS).filter(order -> order.isOf(family)).toList();
    }

    /**
     * Finds an order.
     *
     * @param number of a HOST command
     * @return the order, or null if there is none of that number
     */
    public static MigrationOrder byNumber(final int number)
    {
        return number >= 0 && number < ORDERS.length ? ORDERS[number] : null;
    }

    /**
     * Finds an order.
     *
     * @param text as a script spells it
     * @return the order, or null if there is none of that name
     */
    public static MigrationOrder of(final String text)
    {
        for (final MigrationOrder order : ORDERS)
        {
            if (order.spelling().equals(text))
            {
                return order;
            }
        }

        return null;
    }
}
