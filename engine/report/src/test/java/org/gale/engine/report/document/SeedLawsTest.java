package org.gale.engine.report.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class SeedLawsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double OF_ONE = 12.706204736;
    private static final String ANSWER = """
        {"head": {"question": "direct", "seeds": [1, 2], "order": "drawn"}, "rows": [
            {"labels": ["none", "0", "-", "1:1"], "figures": [{"name": "mean", "worth": null, "recovered": null,
                "value": {"value": 30, "low": 17.293795264, "high": 42.706204736}, "least": 7, "samples": [8, 7],
                "of_seeds": [29, 31]}]},
            {"labels": ["all direct", "9", "-", "1:1"], "figures": [{"name": "mean", "recovered": null,
                "change": {"value": -0.6666666667, "low": -0.7658419880, "high": -0.4217579284},
                "value": {"value": 10, "low": 10, "high": 10}, "worth": {"value": 20, "low": 7.293795264, "high":
                32.706204736}, "least": 7, "samples": [7, 9], "of_seeds": [10, 10]}]},
            {"labels": ["vm-by-boot", "4", "drawn", "1:1"], "figures": [{"name": "mean", "recovered": {"value": 0.5,
                "low": 0.5, "high": 0.5}, "value": {"value": 20, "low": 13.646897632, "high": 26.353102368}, "worth":
                {"value": 10, "low": 3.646897632, "high": 16.353102368}, "of_seeds": [19.5, 20.5]}]},
            {"labels": ["vm-by-load", "4", "-", "1:1"], "figures": [{"name": "mean", "recovered": null,
                "value": {"value": 12, "low": 12, "high": 12}, "worth": {"value": 18, "low": 5.293795264, "high":
                30.706204736}, "of_seeds": [12, 12]}]}],
        "steps": [{"name": "selection", "pool": "4", "figure": "mean", "worth":
            {"value": 8, "low": 1.646897632, "high": 14.353102368}}],
        "sensitivity": [{"cost": "trap", "place": "1:1", "worth": {"value": 25, "low": 25, "high": 25},
            "change": {"value": 5, "low": -7.706204736, "high": 17.706204736}, "of_seeds": [25, 25]}],
        "break_even": [{"now_ns": 100, "from_ns": 6.25, "to_ns": 1600, "signs": "+-", "tried": [6.25, 100, 1600],
            "worths": [{"value": 3, "low": 2, "high": 4}, {"value": -1, "low": -2, "high": 1},
            {"value": -7, "low": -9, "high": -6}]}],
        "break_even_io": [{"place": "1:1", "property": "depth", "level": 0.05, "now": [4], "from": 4, "to": 16,
            "sides": "<>", "tried": [1, 4, 8, 16], "changes": [{"value": 0.01, "low": -0.02, "high": 0.04},
            {"value": -0.02, "low": -0.03, "high": -0.01}, {"value": -0.05, "low": -0.06, "high": -0.04},
            {"value": -0.09, "low": -0.11, "high": -0.07}]},
            {"place": "1:1", "property": "rate", "level": 0.2, "now": [4], "from": null, "to": null,
            "sides": "0<", "tried": [1, 4], "changes": [null, {"value": 0.02, "low": 0.01, "high": 0.03}]}],
        "ranges": [{"place": "1:1", "figure": "mean", "low": 1.5, "high": 38.5, "of_draws": [DRAWS]}]}
        """.replace("DRAWS", IntStream.range(0, 40).mapToObj(i -> 39 - i + ".5").collect(Collectors.joining(", ")));

    @Test
    void shouldFindNothingInASoundAnswer() throws IOException
    {
        assertEquals(List.of(), faults(ANSWER));
    }

    @ParameterizedTest(name = "{1} for {0} at {2}")
    @CsvSource(delimiter = '|', value = {
        "\"least\": 7, \"samples\": [8, 7] | \"least\": 8, \"samples\": [8, 7] | /rows/0/figures/0/least is 8,",
        "[29, 31] | [29, 32] | /rows/0/figures/0/value/value is 30,",
        "\"high\": 42.706204736 | \"high\": 42.8 | /rows/0/figures/0/value/high is 42.8,",
        "\"seeds\": [1, 2] | \"seeds\": [1, 3] | /head/seeds/1 is 3, and the first one 1",
        "[29, 31] | [29] | /rows/0/figures/0/of_seeds has 1 values of 2",
        "{\"value\": 20, \"low\": 7.2 | {\"value\": -20, \"low\": 7.2 | /rows/1/figures/0/worth/value is -20,",
        "\"worth\": {\"value\": 18, | \"worth\": {\"value\": 17, | /rows/3/figures/0/worth/value is 17,",
        "{\"value\": 0.5, | {\"value\": 0.6, | /rows/2/figures/0/recovered/value is 0.6,",
        "\"low\": 0.5, | \"low\": 0.4, | /rows/2/figures/0/recovered/low is 0.4,",
        "{\"value\": 8, \"low\" | {\"value\": -8, \"low\" | /steps/0/worth/value is -8,",
        "{\"value\": 25, | {\"value\": 26, | /sensitivity/0/worth/value is 26,",
        "{\"value\": 5, | {\"value\": -5, | /sensitivity/0/change/value is -5,",
        "[6.25, 100, 1600] | [6.25, 1700, 1600] | /break_even/0/tried/2 is 1600,",
        "\"now_ns\": 100 | \"now_ns\": 101 | /break_even/0/tried is from 6.25",
        "\"+-\" | \"-+\" | /break_even/0/signs is -+,",
        "\"from_ns\": 6.25 | \"from_ns\": 100 | /break_even/0/from_ns is 100,",
        "[1, 4, 8, 16] | [1, 9, 8, 16] | /break_even_io/0/tried/2 is 8,",
        "\"from\": 4 | \"from\": 1.5 | /break_even_io/0/from is 1.5,",
        "\"from\": 4 | \"from\": 8 | /break_even_io/0/from is 8,",
        "\"to\": 16 | \"to\": 8 | /break_even_io/0/to is 8,",
        "\"to\": 16 | \"to\": 3 | /break_even_io/0/from is 4,",
        "\"<>\" | \"><\" | /break_even_io/0/from is 4,",
        "0.05, \"now\": [4], \"from\": 4, \"to\": 16 | 0.3, \"now\": [4], \"from\": null, \"to\": null | " +
            "/break_even_io/0/changes are all on one side of 0.3,",
        "\"0<\" | \"<<\" | /break_even_io/1/sides is <<,",
        "\"to\": null | \"to\": 4 | /break_even_io/1/sides is 0<,",
        "\"low\": 1.5 | \"low\": 0.5 | /ranges/0/low is 0.5, and 0 of 40 draws lie below it, which have to be 1",
        "\"low\": 1.5 | \"low\": 2.5 | /ranges/0/low is 2.5, and 2 of 40",
        "\"high\": 38.5 | \"high\": 39.5 | /ranges/0/high is 39.5, and 0 of 40",
        "\"high\": 38.5 | \"high\": 37.5 | /ranges/0/high is 37.5, and 2 of 40",
        "\"high\": 38.5 | \"high\": 38.6 | /ranges/0 is from 1.5 to 38.6, of which one is the worth of no draw",
        "{\"value\": -0.6666666667 | {\"value\": -0.67 | /rows/1/figures/0/change/value is -0.67",
    })
    void shouldFindOneChangedNumber(final String from, final String to, final String fault) throws IOException
    {
        final List<String> faults = faults(ANSWER.replace(from, to));

        assertFalse(faults.isEmpty());
        assertEquals(fault, faults.get(0).substring(0, fault.length()));
    }

    @Test
    void shouldBeginWithTheSeedOfTheJob() throws IOException
    {
        assertEquals(List.of(), AnswerLaws.faults(MAPPER.readTree("{\"head\": {\"seeds\": [7, 8]}}"), 7));
        assertEquals(List.of("/head/seeds/0 is 7, and the seed of the job 6"),
            AnswerLaws.faults(MAPPER.readTree("{\"head\": {\"seeds\": [7, 8]}}"), 6));
    }

    @Test
    void shouldFindTheQuantilesOfStudent()
    {
        assertEquals(OF_ONE, StudentInterval.quantile(1), 1e-6);
        assertEquals(3.182446305, StudentInterval.quantile(3), 1e-8);
        assertEquals(2.262157163, StudentInterval.quantile(9), 1e-8);
        assertEquals(1.984216952, StudentInterval.quantile(99), 1e-8);
    }

    private static List<String> faults(final String text) throws IOException
    {
        final List<String> faults = new ArrayList<>(SeedLaws.faults(MAPPER.readTree(text)));
        faults.addAll(BreakEvenLaws.faults(MAPPER.readTree(text)));
        faults.addAll(IoBreakEvenLaws.faults(MAPPER.readTree(text)));
        faults.addAll(RangeLaws.faults(MAPPER.readTree(text)));

        return faults;
    }
}
