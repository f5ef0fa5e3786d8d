package org.gale.engine.report;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RunTableLawsTest
{
    private static final String REPORT = """
        {"elapsed_s": 0.003, "model": {"exits": 2463, "direct": 488, "forwarded": 1512, "kicks": 1017},
        "completions_per_s": 7.5,
        "pe_time_ns": {"guest": 1, "idle": 2}, "groups": [{"name": "a b", "latency_ns": {"response": {"p50": 4}}}],
        "latency_ns": {"delivered": 9, "response": {"count": 8, "p50": 1234, "p99": null},
        "routes": {"direct": {"p99": 77}}}}
        """;

    @Test
    void shouldFindNothingInASoundTable() throws IOException
    {
        assertEquals(List.of(), faults("response, ns", "p50", "1,234"));
        assertEquals(List.of(), faults("response, ns", "p99", "too few"));
        assertEquals(List.of(), faults("host", "of another version", "9"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "response, ns | p50 | 1,234 | 1,235",
        "response, ns | a b p50 | 4 | 1,234",
        "response by route, ns | direct p99 | 77 | 78",
        "host | direct | 24.40 % | 75.60 %",
        "host | kicks | 1,017 | 1,016",
        "host | completions/s | 8 | 7",
        "PE time | idle | 66.67 % | 33.33 %",
        "interrupts measured | all | 8 of 9 | 9 of 9",
    })
    void shouldFindACellThatTheReportContradicts(
        final String title, final String heading, final String right, final String wrong) throws IOException
    {
        assertEquals(List.of(), faults(title, heading, right));
        assertEquals(List.of("run 0, " + title + ", " + heading + " is " + wrong + ", and by its report " +
            right.replace(",", "")), faults(title, heading, wrong));
    }

    @Test
    void shouldFindARateOfExitsThatItsTimeContradicts() throws IOException
    {
        assertEquals(List.of(), faults("host", "exits/s", "821,000"));
        assertEquals(List.of(), faults("host", "exits/s", "821,100"));
        assertEquals(List.of("run 0, host, exits/s is 822,000, and its report has 2463 in 0.003 s"),
            faults("host", "exits/s", "822,000"));
    }

    private static List<String> faults(final String title, final String heading, final String cell) throws IOException
    {
        final JsonNode report = new ObjectMapper().readTree(REPORT);

        return RunTableLaws.faults(
            List.of(new RunTable.Block(title, List.of(heading), List.of(List.of(cell)))), List.of(report));
    }
}
