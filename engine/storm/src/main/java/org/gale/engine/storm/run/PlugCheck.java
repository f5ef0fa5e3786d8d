package org.gale.engine.storm.run;

import java.util.function.LongSupplier;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NumberText;
import org.gale.engine.record.InvariantBrokenException;

/**
 * Law of plugs: as many functions are destroyed as guests say, and none of them holds an event then, which would be
 * withdrawn. Owned by the thread of the machine.
 */
final class PlugCheck
{
    private static final int NO_INTID = -1;

    private final LongSupplier claimed;
    private final long before;

    /**
     * Begins to count.
     *
     * @param claimed returns the functions that guests have unplugged; a negative number is not compared
     */
    PlugCheck(final WitnessedVectors vectors, final LongSupplier claimed)
    {
        this.claimed = claimed;
        this.before = vectors.unplugged().count();
    }

    /**
     * Compares.
     *
     * @param sequence number of the last command applied
     * @throws InvariantBrokenException if the law is broken
     */
    void check(final WitnessedVectors vectors, final long sequence)
    {
        final long now = claimed.getAsLong();
        final long counted = vectors.unplugged().count() - before;
        if (now >= 0 && now != counted)
        {
            broken(NumberText.counted(now, "plug") + " of functions came to an end, and commands have destroyed " +
                NumberText.counted(counted, "function"), sequence);
        }
    }

    /**
     * Checks that no function held an event as it was destroyed.
     *
     * @param sequence number of the last command applied
     * @throws InvariantBrokenException naming the first vector of a function that did
     */
    static void checkHeld(final WitnessedVectors vectors, final DueLpis lpis, final long sequence)
    {
        final int index = vectors.unplugged().firstHeld();
        if (index != DueLpis.NONE)
        {
            final long command = lpis.command(index, sequence);
            final String cause = command == 0 ? "" : ", triggered by command " + NumberText.count(command) + ',';
            broken(lpis.name(index) + cause + " is lost: its function was unplugged while it held the event (" +
                NumberText.counted(vectors.unplugged().held(), "such vector") + ')', sequence);
        }
    }

    private static void broken(final String finding, final long sequence)
    {
        throw new InvariantBrokenException("P1", finding, OwnerId.NONE, NO_INTID, sequence, sequence);
    }
}
