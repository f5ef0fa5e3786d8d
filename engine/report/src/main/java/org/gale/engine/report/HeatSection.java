package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.report.document.Ending;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.ResponseHeat;

/**
 * Section of a document with the heat map of a storm, sparse: for each slice of the time the steps that have samples,
 * each with their number. Slices are joined by twos until the text is short enough. Pure functions.
 */
final class HeatSection
{
    /** Limit of the text, in bytes. */
    static final int LIMIT = 256 << 10;

    /** Length of the names and of the numbers that are written once. */
    private static final int HEAD = 200;

    private HeatSection()
    {
    }

    /** {@return the samples of a heat map, or null if it has none} */
    static Ending.Heat of(final ResponseHeat heat)
    {
        if (!heat.isAny())
        {
            return null;
        }
        final ResponseHeat written = within(heat, LIMIT);

        return new Ending.Heat(written.sliceNs(), (long)HeatScale.fromNs(0), (long)HeatScale.STEPS_PER_DECADE,
            written.slices().stream().map(HeatSection::sparse).toList());
    }

    /** Returns the steps of a slice that have samples, each with their number. */
    private static List<Long> sparse(final List<Long> slice)
    {
        final List<Long> sparse = new ArrayList<>();
        for (int step = 0; step < slice.size(); step++)
        {
            if (slice.get(step) > 0)
            {
                sparse.add((long)step);
                sparse.add(slice.get(step));
            }
        }

        return sparse;
    }

    /** Returns a heat map of the same samples whose text is not longer than a limit, as far as slices can be joined. */
    static ResponseHeat within(final ResponseHeat heat, final int limit)
    {
        ResponseHeat within = heat;
        while (length(within) > limit && within.slices().size() > 1)
        {
            within = halved(within);
        }

        return within;
    }

    /** Returns the greatest length that the text of a heat map can have. */
    private static long length(final ResponseHeat heat)
    {
        long length = HEAD;
        for (final List<Long> slice : heat.slices())
        {
            length += "[  ], ".length();
            for (int step = 0; step < slice.size(); step++)
            {
                length += slice.get(step) == 0 ? 0 :
                    ", , ".length() + Integer.toString(step).length() + Long.toString(slice.get(step)).length();
            }
        }

        return length;
    }

    private static ResponseHeat halved(final ResponseHeat heat)
    {
        final List<List<Long>> slices = new ArrayList<>();
        for (int i = 0; i < heat.slices().size(); i += 2)
        {
            final List<Long> joined = new ArrayList<>(heat.slices().get(i));
            for (int step = 0; step < joined.size() && i + 1 < heat.slices().size(); step++)
            {
                joined.set(step, joined.get(step) + heat.slices().get(i + 1).get(step));
            }
            slices.add(joined);
        }

        return new ResponseHeat(2 * heat.sliceNs(), slices);
    }
}
