package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.storm.result.answer.Estimate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Three points of three seeds. The differences of the second one from the first are 1, 1 and 4; the third has two. */
class PairLawsTest
{
    private static final String[] ROWS = {"0, 1, 10", "0, 2, 20", "0, 3, 30", "1, 1, 11", "1, 2, 21", "1, 3, 34",
        "2, 1, 10", "2, 2, none", "2, 3, 29"};
    /** Student's quantile of 97.5 % of two degrees, by a table of a book, and that of one degree. */
    private static final double OF_TWO = 4.30265272974946;
    private static final double OF_ONE = 12.7062047361747;
    /** Differences 1, 1, 4: their mean is 2, their squares add up to 6, and the standard error is 1. */
    private static final Estimate MEAN = new Estimate(2, 2 - OF_TWO, 2 + OF_TWO);
    private static final PointDifference SECOND = new PointDifference(1, 1, 1, 4, 0, 3, 3, MEAN);
    private static final PointDifference THIRD =
        new PointDifference(2, -1, -1, 0, 1, 0, 2, new Estimate(-0.5, -0.5 - OF_ONE / 2, -0.5 + OF_ONE / 2));

    @Test
    void shouldFindNothingInSoundDifferences() throws IOException
    {
        assertEquals(List.of(), faults(SECOND, THIRD));
    }

    @ParameterizedTest
    @CsvSource({"least, 0, 1.0", "median, 4, 1.0", "greatest, 5, 4.0",
        "lower, 1, 0.0", "higher, 2, 3.0", "pairs, 2, 3.0",
        "value, 3, 2.0", "low, -3, 2.0", "high, 6, 2.0", "both, 4, 2.0"})
    void shouldFindANumberThatRunsContradict(final String field, final double value, final String counted)
        throws IOException
    {
        final Estimate mean = switch (field)
        {
            case "value" -> new Estimate(value, value - OF_TWO, value + OF_TWO);
            case "low" -> new Estimate(2, value, MEAN.high());
            case "high" -> new Estimate(2, MEAN.low(), value);
            case "both" -> new Estimate(2, 2 - value, 2 + value);
            default -> MEAN;
        };
        final PointDifference shown = new PointDifference(1, field.equals("least") ? value : 1,
            field.equals("median") ? value : 1, field.equals("greatest") ? value : 4,
            field.equals("lower") ? (int)value : 0, field.equals("higher") ? (int)value : 3,
            field.equals("pairs") ? (int)value : 3, mean);
        final List<String> faults = faults(shown, THIRD);

        assertEquals(1, faults.size(), faults.toString());
        assertEquals(true, faults.get(0).contains("and by the runs " + counted), faults.toString());
    }

    @Test
    void shouldFindAPointWithoutDifferences() throws IOException
    {
        assertEquals(List.of("the difference of point 2 has pairs: 0.0, and by the runs 2.0"), faults(SECOND));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 40, 3_000})
    void shouldFindNothingInWhatASweepShows(final int seeds) throws IOException
    {
        final Random random = new Random(seeds);
        final PairLaws laws = new PairLaws("rate");
        final PairedPoints.Runs runs = new PairedPoints.Runs(4, seeds);
        for (int run = 0; run < 4 * seeds; run++)
        {
            final double value = run / seeds == 3 ? 7 : 1e6 + random.nextInt(1_000);
            runs.add(run, value);
            laws.run(new ObjectMapper().readTree("{\"run\": " + run + ", \"point\": " + run / seeds + ", \"seed\": " +
                run % seeds + ", \"figures\": {\"rate\": " + value + "}}"));
        }

        assertEquals(List.of(), laws.faults(runs.from(1), true, runs.means()));
    }

    private static List<String> faults(final PointDifference... shown) throws IOException
    {
        final PairLaws laws = new PairLaws("rate");
        for (final String row : ROWS)
        {
            final String[] fields = row.split(", ", -1);
            laws.run(new ObjectMapper().readTree("{\"point\": " + fields[0] + ", \"seed\": " + fields[1] +
                ", \"figures\": {" + (fields[2].equals("none") ? "" : "\"rate\": " + fields[2]) + "}}"));
        }

        return laws.faults(new PairedPoints(0, List.of(shown)), true, List.of());
    }
}
