package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SweepLawsTest
{
    private static final List<SweepPoint> POINTS = List.of(point(0, 3, 1, 0), point(1, 1, 1, 2));

    @Test
    void shouldFindNothingInASoundSweep() throws IOException
    {
        assertEquals(List.of(), SweepLaws.faults(head(), POINTS));
    }

    @ParameterizedTest
    @CsvSource({"runs, 9", "runs, 7", "points, 3", "points, 1", "results, 5", "results, 3"})
    void shouldFindACountThatPointsContradict(final String field, final int value) throws IOException
    {
        final ObjectNode head = head();
        head.put(field, value);

        assertEquals(true, SweepLaws.faults(head, POINTS).stream().anyMatch(
            fault -> fault.startsWith("sweep.json /" + field + " is " + value)));
    }

    @Test
    void shouldFindARowThatIsMissing() throws IOException
    {
        assertEquals(List.of("sweep.json /points is 2, and the rows of points are 1",
            "sweep.json /results is 4, and the results of the points are 1",
            "sweep.json /missing is 2, and the missing runs of the points are 1"),
            SweepLaws.faults(head(), POINTS.subList(1, 2)));
    }

    @Test
    void shouldFindAFailedRunThatIsShownAsAMissingOne() throws IOException
    {
        assertEquals(List.of("sweep.json /missing is 2, and the missing runs of the points are 3",
            "sweep.json /failed is 2, and the failed runs of the points are 1"),
            SweepLaws.faults(head(), List.of(POINTS.get(0), point(1, 1, 2, 1))));
    }

    private static ObjectNode head() throws IOException
    {
        return (ObjectNode)new ObjectMapper().readTree("""
            {"points": 2, "runs": 8, "results": 4, "missing": [3, 5], "failed": [{"run": 6}, {"run": 7}]}
            """);
    }

    private static SweepPoint point(final int number, final int results, final int missing, final int failures)
    {
        return new SweepPoint(number, List.of(), results, missing, failures, 0, 1, 1, 1);
    }
}
