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
    RIGHT(0, KvmVerb.FAMILY, V4Verb.FAMILY, VmVerb.FAMILY),
    /** Copies first, and withdraws the translation entries when the source is destroyed. */
    LATE_REDIRECT(1, KvmVerb.FAMILY, V4Verb.FAMILY, VmVerb.FAMILY),
    /** Entries keep the id of the source. */
    OLD_ID(2, KvmVerb.FAMILY, V4Verb.FAMILY, VmVerb.FAMILY),
    /** Withdraws the entries, and does not wait for what is under way between ITS and table. */
    NO_SYNC(3, KvmVerb.FAMILY, VmVerb.FAMILY),
    /** Restores edges as not pending. */
    EDGE_LOST(4, KvmVerb.FAMILY),
    /** Restores a level that software made pending from its line alone. */
    LATCH_LOST(5, KvmVerb.FAMILY),
    /** Restores nothing as active. */
    ACTIVE_LOST(6, KvmVerb.FAMILY),
    /** Restores a blocked vCPU without the request of its doorbell. */
    NO_DOORBELL(7, KvmVerb.FAMILY, V4Verb.FAMILY),
    /** Saves the latch of software for what is in the pending table of a vPE. */
    VPT_UNREAD(8, V4Verb.FAMILY),
    /** Reads the pending table of a vPE while the vPE is mapped. */
    UNMAPPED_LATE(9, V4Verb.FAMILY),
    /** Discards the events before the pending tables are read. */
    DISCARD_FIRST(10, V4Verb.FAMILY),
    /** Saves functions without the counts of their eventfds, which are closed. */
    EVENTFD_CLOSED(11, VmVerb.FAMILY),
    /** Saves functions without their pending bits. */
    PBA_UNSAVED(12, VmVerb.FAMILY);

    private static final MigrationOrder[] ORDERS = values();

    private final int number;
    /** Bit for each family of verbs that migrate so. */
    private final int families;

    MigrationOrder(final int number, final int... families)
    {
        this.number = number;
        this.families = Arrays.stream(families).reduce(0, (all, family) -> all | 1 << family);
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
        return (families >>> family & 1) != 0;
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
