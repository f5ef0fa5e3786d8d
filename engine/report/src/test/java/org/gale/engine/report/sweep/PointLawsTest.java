package org.gale.engine.report.sweep;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.DocumentReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the laws of a joined point: its sums, its maxima and its means are those of its runs. */
@Tag("P14")
class PointLawsTest
{
    private static final String RUN = "{\"accounting\":{\"offered\":10,\"rejected\":{\"unreachable\":1}}," +
        "\"latency_ns\":{\"response\":{\"count\":2,\"mean\":3,\"max\":5}}," +
        "\"groups\":[{\"name\":\"a\",\"accounting\":{\"offered\":10}}]}";
    private static final String POINT = "{\"accounting\":{\"offered\":20,\"rejected\":{\"unreachable\":2}}," +
        "\"latency_ns\":{\"response\":{\"count\":4,\"mean\":3,\"max\":5}}," +
        "\"groups\":[{\"name\":\"a\",\"accounting\":{\"offered\":20}}]}";

    private final PointLaws laws = new PointLaws();

    private List<String> faults(final String point) throws IOException
    {
        final JsonNode run = DocumentReader.tree(RUN);
        laws.run(run);
        laws.run(run);

        return laws.faults(DocumentReader.tree(point));
    }

    @Test
    void shouldKeepAPointThatIsTheSumOfItsRuns() throws IOException
    {
        assertEquals(List.of(), faults(POINT));
        laws.clear();
        assertEquals(List.of(), faults(POINT));
    }

    @Test
    void shouldFindACounterThatIsNoSum() throws IOException
    {
        assertEquals(List.of("/accounting/rejected/unreachable is 1, and its runs have 2"),
            faults(POINT.replace("\"unreachable\":2", "\"unreachable\":1")));
    }

    @Test
    void shouldFindACounterThatIsMissing() throws IOException
    {
        assertEquals(List.of("/groups/a/accounting/offered is none, and its runs have 20"),
            faults(POINT.replace("{\"offered\":20}}]", "{}}]")));
    }

    /** Half of both runs together took no longer than half of the slower one, and no shorter than that of the other. */
    @ParameterizedTest
    @CsvSource({"2000, 3000, 5000, false", "5010, 3000, 5000, true", "2994, 3000, 5000, true",
        "5012, 2000, 5000, false", "2990, 3000, 5000, false", "9000, 3000, , true"})
    void shouldFindAPercentileBeyondThoseOfTheRuns(
        final long shown, final long first, final Long second, final boolean isSound) throws IOException
    {
        final String times =
            "{\"latency_ns\":{\"response\":{\"count\":COUNT,\"mean\":3000,\"p50\":VALUE,\"max\":9000}}}";
        laws.run(DocumentReader.tree(times.replace("COUNT", "5").replace("VALUE", String.valueOf(first))));
        laws.run(DocumentReader.tree(times.replace("COUNT", "5").replace("VALUE", String.valueOf(second))));

        assertEquals(isSound ? List.of() : List.of("/latency_ns/response/p50 is " + shown +
            ", and those of its runs are from " + first + " to " + second), laws.faults(DocumentReader.tree(
            times.replace("COUNT", "10").replace("VALUE", String.valueOf(shown)))));
    }

    @Test
    void shouldFindAMaximumAndAMeanOfNoRun() throws IOException
    {
        assertEquals(List.of("/latency_ns/response/max is 6, and the greatest of its runs 5",
            "/latency_ns/response/mean is 4.0, and that of its runs 3.0"),
            faults(POINT.replace("\"mean\":3,\"max\":5", "\"mean\":4,\"max\":6")));
    }
}
