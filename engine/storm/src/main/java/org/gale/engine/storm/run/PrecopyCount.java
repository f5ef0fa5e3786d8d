package org.gale.engine.storm.run;

import java.util.function.ToIntFunction;
import org.gale.engine.command.PrecopyPages;

/** Pages of the tables of one VM, as a pass has sent them or would send them. Owned by one thread. */
public final class PrecopyCount
{
    /** Values before those of the tables: the errno, and the number of the pass. */
    private static final int BEFORE = 2;

    private final long[] values = new long[BEFORE + PrecopyPages.TABLE_LIMIT];
    private int first;
    private int end;

    /** Taker of the pages of a table. */
    @FunctionalInterface
    public interface Taker
    {
        /**
         * Takes a table.
         *
         * @param table name
         * @param sent  pages that are sent
         * @param pages of the table
         */
        void table(String table, long sent, long pages);
    }

    /**
     * Takes the words that a pass has put out.
     *
     * @param outputs gives the values of the pass, and returns their number
     * @throws IllegalStateException if the machine refused the pass
     */
    public PrecopyCount passed(final ToIntFunction<long[]> outputs)
    {
        end = outputs.applyAsInt(values);
        first = BEFORE;
        if (end < BEFORE || values[0] != 0)
        {
            throw new IllegalStateException("the machine refuses a pass before a migration: " + values[0]);
        }

        return this;
    }

    /**
     * Takes the words that the next pass would send.
     *
     * @param query gives one value for each table, and returns their number
     */
    public PrecopyCount left(final ToIntFunction<long[]> query)
    {
        end = query.applyAsInt(values);
        first = 0;

        return this;
    }

    /** Gives each table to a taker. */
    public void forEach(final Taker taker)
    {
        for (int i = first; i < end; i++)
        {
            taker.table(PrecopyPages.name(values[i]), PrecopyPages.sent(values[i]), PrecopyPages.pages(values[i]));
        }
    }
}
