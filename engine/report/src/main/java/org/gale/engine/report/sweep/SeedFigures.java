package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Figure of each seed of a scenario. No value is averaged: least, median and greatest are three of them. Immutable.
 *
 * @param values in ascending order
 */
record SeedFigures(List<BigDecimal> values)
{
    /** Figure of no seed. */
    public static final SeedFigures NONE = new SeedFigures(List.of());

    public SeedFigures
    {
        values = values.stream().sorted().toList();
    }

    /** Returns the figures of these seeds and of others. */
    public SeedFigures join(final SeedFigures others)
    {
        return new SeedFigures(Stream.concat(values.stream(), others.values.stream()).toList());
    }

    /** Returns the least value. */
    public BigDecimal least()
    {
        return values.get(0);
    }

    /** Returns the value in the middle; of an even number the lower one of the two. */
    public BigDecimal median()
    {
        return values.get((values.size() - 1) / 2);
    }

    /** Returns the greatest value. */
    public BigDecimal greatest()
    {
        return values.get(values.size() - 1);
    }
}
