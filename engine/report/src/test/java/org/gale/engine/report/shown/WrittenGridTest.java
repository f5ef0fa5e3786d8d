package org.gale.engine.report.shown;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the laws of grids: a cell that is wrong, at another place or left out is found. */
class WrittenGridTest
{
    private static final String ANSWER = """
        {"keys": ["policy", "d"], "head": {"groups": []}, "lines": [], "rows": [
            {"labels": ["none", "1"], "figures": [{"name": "mean", "value": {"value": 3140}, "worth": null}]},
            {"labels": ["none", "8"], "figures": [{"name": "mean", "value": {"value": 8740}, "worth": null}]},
            {"labels": ["direct", "1"], "figures": [{"name": "mean", "value": {"value": 2130},
                "worth": {"value": 1010, "low": 1000, "high": 1020}}]},
            {"labels": ["direct", "8"], "figures": [{"name": "mean", "value": {"value": 2120},
                "worth": {"value": 6610, "low": 6600, "high": 6620}}]}]}
        """;
    private static final String TEXT = """
        mean response
        policy      d 1      d 8
        none    3.14 us  8.74 us
        direct  2.13 us  2.12 us

        worth of the mean over policy none
        policy                   d 1                   d 8
        direct  1.01 us [1.00, 1.02]  6.61 us [6.60, 6.62]
        """;

    @Test
    void shouldFindNothingInWhatIsRight() throws IOException
    {
        assertEquals(List.of(), faults(TEXT));
    }

    /** The columns of a wide grid go on below a heading of their own. */
    @Test
    void shouldReadAGridThatGoesOn() throws IOException
    {
        final String wide = TEXT.replace("""
            policy      d 1      d 8
            none    3.14 us  8.74 us
            direct  2.13 us  2.12 us
            """, """
            policy      d 1
            none    3.14 us
            direct  2.13 us

            policy      d 8
            none    8.74 us
            direct  2.12 us
            """);

        assertEquals(List.of(), faults(wide));
        assertNotEquals(List.of(), faults(wide.replace("8.74 us", "8.84 us")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "8.74 us | 8.84 us",
        "direct  2.13 us  2.12 us | direct  2.12 us  2.13 us",
        "d 1      d 8 | d 8      d 1",
        "6.61 us [6.60, 6.62] | 5.60 us [5.59, 5.61]",
        "6.61 us [6.60, 6.62] | 6.61 us [6.61, 6.62]",
        "none    3.14 us  8.74 us | ''",
        "mean response | p50 of the response",
        "worth of the mean | worth of p99",
    })
    void shouldFindWhatIsWrong(final String right, final String wrong) throws IOException
    {
        assertNotEquals(List.of(), faults(TEXT.replace(right, wrong)), wrong);
    }

    private static List<String> faults(final String text) throws IOException
    {
        return WrittenAnswer.faults(text.lines().toList(), new ObjectMapper().readTree(ANSWER));
    }
}
