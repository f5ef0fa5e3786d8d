package org.gale.engine.storm.figure;

import java.util.List;
import java.util.Set;
import org.gale.engine.storm.figure.Figure.Use;

/**
 * Percentile of a latency, with the places that show it. Immutable.
 *
 * @param name    as users write it
 * @param percent of the samples that are not above it; 100 of the maximum
 * @param uses    places that have or show it, of each latency that they show
 */
public record Percentile(String name, double percent, Set<Use> uses)
{
    /** Median. */
    public static final Percentile MEDIAN = new Percentile("p50", 50, Use.JUDGED, Use.TEXT, Use.PAGE, Use.RUNS);
    /** Percentile by which a tail is judged. */
    public static final Percentile P99 = new Percentile("p99", 99, Use.JUDGED, Use.TEXT, Use.PAGE, Use.RUNS);
    /** Largest sample. */
    public static final Percentile MAX = new Percentile("max", 100, Use.TEXT, Use.PAGE);

    /** Percentiles of each latency in ascending order, then the maximum. */
    public static final List<Percentile> ALL = List.of(MEDIAN,
        new Percentile("p90", 90, Use.JUDGED, Use.TEXT), P99,
        new Percentile("p99.9", 99.9, Use.JUDGED, Use.TEXT),
        new Percentile("p99.99", 99.99), MAX);

    private Percentile(final String name, final double percent, final Use... uses)
    {
        this(name, percent, Set.of(uses));
    }

    /** Returns the names of all. */
    public static List<String> names()
    {
        return ALL.stream().map(Percentile::name).toList();
    }

    /** Returns the percentiles that a place shows. */
    public static List<Percentile> of(final Use place)
    {
        return ALL.stream().filter(one -> one.uses.contains(place)).toList();
    }

    /** Returns the place among {@link #ALL}. */
    public int index()
    {
        int index = 0;
        while (!ALL.get(index).name.equals(name))
        {
            index++;
        }

        return index;
    }

    /** Returns whether this is the largest sample. */
    public boolean isMax()
    {
        return percent == MAX.percent;
    }

    /** Returns the key in JSON and CSV. */
    public String key()
    {
        return name.replace('.', '_');
    }
}
