package org.gale.engine.command;

import java.util.Locale;

/**
 * Orders in which a monitor migrates a VM: the right one, and mistakes that lose interrupts (M-MIG-3). Numbers are
 * appended and never reused.
 */
public enum MigrationOrder
{
    /** The right order. */
    RIGHT(0),
    /** Copies first, and withdraws the translation entries when the source is destroyed. */
    LATE_REDIRECT(1),
    /** Entries keep the id of the source. */
    OLD_ID(2),
    /** Withdraws the entries, and does not wait for what is under way between ITS and table. */
    NO_SYNC(3),
    /** Restores edges as not pending. */
    EDGE_LOST(4),
    /** Restores a level that software made pending from its line alone. */
    LATCH_LOST(5),
    /** Restores nothing as active. */
    ACTIVE_LOST(6),
    /** Restores a blocked vCPU without the request of its doorbell. */
    NO_DOORBELL(7);

    private static final MigrationOrder[] ORDERS = values();

    private final int number;

    MigrationOrder(final int number)
    {
        this.number = number;
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
