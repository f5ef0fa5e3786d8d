package org.gale.engine.hypervisor;

import java.util.List;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.Control;

/** Counts of the wrong orders that migrations were asked for (M-MIG-3). Outside of the state. */
final class MigrationMistakes
{
    private final long[] acted = new long[MigrationOrder.values().length];
    private final boolean[] isAsked = new boolean[acted.length];

    /** Notes that a migration is asked for in an order. */
    void asked(final int order)
    {
        isAsked[order] = true;
    }

    /** Counts interrupts, messages or entries on which an order has acted. */
    void acted(final int order, final long count)
    {
        acted[order] += count;
    }

    /**
     * Adds the wrong orders that were asked for, and how often each acted.
     *
     * @param forgotten vCPUs without the request of a doorbell for which an interrupt waited
     */
    void addControls(final List<Control> controls, final long forgotten)
    {
        for (int number = 1; number < acted.length; number++)
        {
            if (isAsked[number])
            {
                final MigrationOrder order = MigrationOrder.byNumber(number);
                controls.add(new Control("kvm migrate order=" + order.spelling(),
                    order == MigrationOrder.NO_DOORBELL ? forgotten : acted[number], true));
            }
        }
    }
}
