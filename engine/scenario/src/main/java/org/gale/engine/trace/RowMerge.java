package org.gale.engine.trace;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;

/** Merge of sorted sources. Owner: the calling thread. */
final class RowMerge implements RowSource
{
    private final PriorityQueue<RowSource> others = new PriorityQueue<>(RowSource::compareRows);
    private RowSource first;

    RowMerge(final List<? extends RowSource> sources) throws IOException
    {
        for (final RowSource source : sources)
        {
            if (source.next())
            {
                others.add(source);
            }
        }
    }

    @Override
    public boolean next() throws IOException
    {
        if (first != null && first.next())
        {
            if (others.isEmpty() || first.compareRows(others.element()) <= 0)
            {
                return true;
            }
            others.add(first);
        }
        first = others.poll();

        return first != null;
    }

    @Override
    public long column(final int index)
    {
        return first.column(index);
    }
}
