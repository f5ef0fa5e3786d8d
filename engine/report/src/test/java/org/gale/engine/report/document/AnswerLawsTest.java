package org.gale.engine.report.document;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AnswerLawsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ANSWER = """
        {"rows": [
            {"figures": [{"name": "mean", "value": {"value": 30.5, "low": 30, "high": 31}, "worth": null},
                {"name": "p50", "value": {"value": 9, "low": 9, "high": 9}, "worth": null}]},
            {"figures": [
                {"name": "mean", "value": {"value": 20, "low": 19, "high": 21},
                    "worth": {"value": 10.5, "low": 10.5, "high": 11}},
                {"name": "p50", "value": {"value": 12, "low": 11, "high": 13},
                    "worth": {"value": -3, "low": -4, "high": -3}}]}],
        "sensitivity": [{"change": {"value": 5, "low": 4, "high": 6}}]}
        """;

    @Test
    void shouldFindNothingInASoundAnswer() throws IOException
    {
        assertEquals(List.of(), faults(ANSWER));
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(delimiter = '|', value = {
        "10.5, \"low\": 10.5, \"high\": 11 | -10.5, \"low\": -11, \"high\": -10 | /rows/1/figures/0/worth/value is " +
            "-10.5, and no row is that much above its value, 20",
        "-3, \"low\": -4, \"high\": -3 | 3, \"low\": 3, \"high\": 4 | /rows/1/figures/1/worth/value is 3, and no row " +
            "is that much above its value, 12",
        "5, \"low\": 4, \"high\": 6 | 5, \"low\": 5.1, \"high\": 6 | /sensitivity/0/change/value is 5, outside of " +
            "its interval, 5.1 to 6",
        "5, \"low\": 4, \"high\": 6 | 5, \"low\": 4, \"high\": 4.9 | /sensitivity/0/change/value is 5, outside of " +
            "its interval, 4 to 4.9",
    })
    void shouldFindAWorthThatNoRowGivesAndAValueOutsideOfItsInterval(
        final String from, final String to, final String fault) throws IOException
    {
        assertEquals(List.of(fault), faults(ANSWER.replace("\"value\": " + from, "\"value\": " + to)));
    }

    /** The worth of the last row: over the one of the same depth, 7 at each seed, or over the first one, 1. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', value = {
        "7 | null | ",
        "1 | null | /rows/3/figures/0/worth/value is 1, and by the values of the seeds 7.0",
        "7 | {\"value\": -6} | /rows/1/figures/0/worth is -6 of what the others are compared with",
    })
    void shouldCompareARowWithItsLikeWhenTwoKeysVary(final String worth, final String baseline, final String fault)
        throws IOException
    {
        assertEquals(fault == null ? List.of() : List.of(fault), faults("""
            {"head": {"question": "vary", "seeds": [1]}, "rows": [
                {"labels": ["none", "1"], "figures": [{"name": "mean", "value": {"value": 3}, "of_seeds": [3]}]},
                {"labels": ["none", "8"], "figures": [{"name": "mean", "value": {"value": 9}, "of_seeds": [9],
                    "worth": BASELINE}]},
                {"labels": ["direct", "1"], "figures": [{"name": "mean", "value": {"value": 2}, "of_seeds": [2],
                    "worth": {"value": 1}}]},
                {"labels": ["direct", "8"], "figures": [{"name": "mean", "value": {"value": 2}, "of_seeds": [2],
                    "worth": {"value": WORTH}}]}]}
            """.replace("WORTH", worth).replace("BASELINE", baseline)));
    }

    /** More completions are better, and of a path neither more nor fewer. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "completions_per_s | {\"value\": 6} | ",
        "completions_per_s | {\"value\": -6} | /rows/1/figures/0/worth/value is -6, and by the values of the seeds 6.0",
        "woken_share | null | ",
        "woken_share | {\"value\": -6} | /rows/1/figures/0/worth is -6 of what is no gain",
    })
    void shouldAskForTheDirectionOfAFigure(final String name, final String worth, final String fault)
        throws IOException
    {
        final List<String> faults = faults("""
            {"head": {"question": "vary", "seeds": [1]}, "rows": [
                {"labels": ["1"], "figures": [{"name": "NAME", "value": {"value": 3}, "of_seeds": [3]}]},
                {"labels": ["2"], "figures": [{"name": "NAME", "value": {"value": 9}, "of_seeds": [9],
                    "worth": WORTH}]}]}
            """.replace("WORTH", worth).replace("NAME", name));

        assertEquals(fault, faults.isEmpty() ? null : faults.get(0));
    }

    private static List<String> faults(final String text) throws IOException
    {
        final JsonNode json = MAPPER.readTree(text);

        return AnswerLaws.faults(json);
    }
}
