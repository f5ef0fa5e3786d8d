package org.gale.engine.report.sweep;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.result.answer.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Differences of the points of a sweep, seed by seed. */
class PairedPointsTest
{
    private static final Figure TIME =
        Figure.other("p99", Figure.Unit.NANOSECONDS, Figure.Better.LOWER);

    /** The seeds of the points overlap; each seed of the second one is 3 above that of the first one. */
    @Test
    void shouldPairTheRunsOfASeed()
    {
        final PairedPoints.Runs runs = runs(5, 10, 50, 90, 30, 70, 13, 53, 93, 33, 73);

        final PairedPoints pairs = runs.from(0);

        assertEquals(new PairedPoints(0, List.of(new PointDifference(1, 3, 3, 3, 0, 5, 5, new Estimate(3, 3.0, 3.0)))),
            pairs);
        assertEquals("higher", pairs.rows().get(0).verdict());
        assertEquals(
            new PairedPoints(1, List.of(new PointDifference(0, -3, -3, -3, 5, 0, 5, new Estimate(-3, -3.0, -3.0)))),
            runs.from(1));
        assertEquals(List.of("5", "-3", "-3", "-3", "5", "0"), SweepText.numbers(TIME, runs.from(1).rows().get(0)));
        assertEquals(List.of("5", "+3", "+3", "+3", "0", "5"), SweepText.numbers(TIME, pairs.rows().get(0)));
    }

    @Test
    void shouldLeaveOutSeedsThatOneOfThePointsLacks()
    {
        final PairedPoints pairs = runs(3, 1, Double.NaN, 3, 5, 6, Double.NaN, Double.NaN, 1, 2).from(0);

        assertEquals(List.of(new PointDifference(1, 4, 4, 4, 0, 1, 1, Estimate.of(4)),
            new PointDifference(2, -1, -1, -1, 1, 0, 1, Estimate.of(-1))), pairs.rows());
        assertEquals(List.of(), runs(3, 1, 2, 3, Double.NaN, Double.NaN, Double.NaN).from(0).rows());
    }

    @Test
    void shouldPairNothingWithoutSeeds()
    {
        assertEquals(List.of(), runs(1, 1, 2, 3).from(0).rows());
    }

    @ParameterizedTest
    @CsvSource({"'1 2 3 4', too few seeds", "'1 2 3 4 5', higher", "'-1 -2 -3 -4 -5', lower",
        "'1 2 3 4 -5', not separated", "'1 2 3 4 0', not separated", "'0 0', equal", "'0 0 0 0 0', equal"})
    void shouldDecideWhereFiveSeedsAgree(final String differences, final String verdict)
    {
        assertEquals(verdict, PointDifference.of(0, Stream.of(differences.split(" ")).map(Double::valueOf).toList())
            .verdict());
    }

    @Test
    void shouldTakeTheLowerOfTwoInTheMiddle()
    {
        assertEquals(new PointDifference(4, -7, 2, 9, 1, 3, 4, Estimate.of(-7, 2, 3, 9)),
            PointDifference.of(4, List.of(9.0, 2.0, -7.0, 3.0)));
        assertEquals(3, PointDifference.of(4, List.of(9.0, 3.0, -7.0)).median());
    }

    /** Returns the runs of points, whose figures are given point by point. */
    private static PairedPoints.Runs runs(final int runsOfPoint, final double... figures)
    {
        final PairedPoints.Runs runs = new PairedPoints.Runs(figures.length / runsOfPoint, runsOfPoint);
        for (int run = 0; run < figures.length; run++)
        {
            runs.add(run, figures[run]);
        }

        return runs;
    }
}
