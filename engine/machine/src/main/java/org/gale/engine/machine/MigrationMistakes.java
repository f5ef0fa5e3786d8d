package org.gale.engine.machine;

import java.util.List;
import org.gale.engine.command.MigrationOrder;

/** Counts of the wrong orders that migrations were asked for (M-MIG-3). Outside of the state. */
public final class MigrationMistakes
{
    private final String family;
    private final long[] acted = new long[MigrationOrder.values().length];
    private final boolean[] isAsked = new boolean[acted.length];

    /**
     * Makes the counts of a machine at reset.
     *
     * @param family of the verbs that migrate, as a script spells it
     */
    public MigrationMistakes(final String family)
    {
        this.family = family;
    }

    /** Notes that a migration is asked for in an order. */
    public void asked(final int order)
    {
        isAsked[order] = true;
    }

    /** Counts interrupts, messages, entries or vCPUs on which an order has acted. */
    public void acted(final int order, final long count)
    {
        acted[order] += count;
    }

    /** Notes on how many an order has acted in all, where that is counted elsewhere. */
    public void actedInAll(final int order, final long count)
    {
        acted[order] = count;
    }

    /** Adds the wrong orders that were asked for, and how often each acted. */
    public void addControls(final List<Control> controls)
    {
        for (int number = 1; number < acted.length; number++)
        {
            if (isAsked[number])
            {
                controls.add(new Control(
                    family + " migrate order=" + MigrationOrder.byNumber(number).spelling(), acted[number], true));
            }
        }
    }
}
