package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gale.engine.storm.result.answer.Estimate;

/**
 * Differences of the figure of a point from that of another one, seed by seed. Runs of one seed have the same arrivals
 * where the job draws them alike, so that a difference shows what the spread of the seeds would hide.
 *
 * @param point    number of the point
 * @param least    least difference
 * @param median   the lower one of the two in the middle, if their number is even
 * @param greatest greatest difference
 * @param lower    number of seeds with a lower figure
 * @param higher   number of seeds with a higher figure
 * @param pairs    number of seeds with which both have the figure, from 1
 * @param mean     mean difference, with an interval if there are two pairs or more
 */
public record PointDifference(
    int point, double least, double median, double greatest, int lower, int higher, int pairs, Estimate mean)
{
    /** Least number of pairs that show a difference: by chance all five agree once in sixteen times. */
    private static final int PAIRS_MIN = 5;

    /**
     * Returns the differences of a point.
     *
     * @param differences of its seeds, at least one
     */
    static PointDifference of(final int point, final List<Double> differences)
    {
        final List<Double> sorted = new ArrayList<>(differences);
        Collections.sort(sorted);

        return new PointDifference(point, sorted.get(0), sorted.get((sorted.size() - 1) / 2),
            sorted.get(sorted.size() - 1), (int)sorted.stream().filter(one -> one < 0).count(),
            (int)sorted.stream().filter(one -> one > 0).count(), sorted.size(),
            Estimate.of(sorted.stream().mapToDouble(one -> one).toArray()));
    }

    /** Returns the verdict of the seeds. */
    public String verdict()
    {
        return lower + higher == 0 ? "equal" : pairs < PAIRS_MIN ? "too few seeds" :
            lower == pairs ? "lower" : higher == pairs ? "higher" : "not separated";
    }
}
