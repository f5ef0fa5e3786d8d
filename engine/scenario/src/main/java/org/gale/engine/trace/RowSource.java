package org.gale.engine.trace;

import java.io.IOException;

/** Sequence of rows of numbers, in the order of their first two columns. Owner: the calling thread. */
interface RowSource
{
    /** Goes to the next row; false behind the last one. */
    boolean next() throws IOException;

    /** Returns a column of the row. */
    long column(int index);

    /** Compares the row of this source with that of another one. */
    default int compareRows(final RowSource other)
    {
        final int byFirst = Long.compare(column(0), other.column(0));

        return byFirst == 0 ? Long.compare(column(1), other.column(1)) : byFirst;
    }
}
