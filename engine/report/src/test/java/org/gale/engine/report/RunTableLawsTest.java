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

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "costs.exit | 2us | -",
        "costs.exit | 0.002ms | -",
        "costs.exit | 1us | run 1 is to have costs.exit=1us, and its report has \"2us\"",
        "machine.pes | 1k | -",
        "machine.pes | 8 | run 1 is to have machine.pes=8, and its report has 1000",
        "vms.0.count | 9 | -",
        "machine.kind | kvm | -",
    })
    void shouldFindARunOfAnotherValue(final String key, final String value, final String fault) throws IOException
    {
        assertEquals(fault == null ? List.of() : List.of(fault), runs(key, value, 7));
    }

    @Test
    void shouldFindARunOfAnotherSeed() throws IOException
    {
        assertEquals(List.of("run 1 has seed 8, and run 0 7"), runs("costs.exit", "2us", 8));
    }

    @Test
    void shouldFindARowOfAnotherRunInTheText()
    {
        final List<RunTable.Block> blocks = List.of(new RunTable.Block("host", List.of("a b", "c"),
            List.of(List.of("1", "2 of 3"), List.of("4", "5"))));
        final List<String> lines =
            List.of("host", "x  y    a b", "0  of     1", "0  ab     4", "", "host", "x  y  c", "0  of  2 of 3",
            "0  ab  5", "");

        assertEquals(List.of(), text(blocks, lines));
        assertEquals(List.of("the table 'host' has [4, 5] for [0, ab], and the text shows [4, 6]"),
            text(blocks, lines.stream().map(line -> line.replace("5", "6")).toList()));
        assertEquals(List.of("the table 'host' has [1, 2 of 3] for [0, of], and the text shows [1]",
            "the table 'host' has [4, 5] for [0, ab], and the text shows [4]"),
            text(blocks, lines.stream().limit(7).toList()).subList(0, 2));
    }

    private static List<String> text(final List<RunTable.Block> blocks, final List<String> lines)
    {
        return RunTableLaws.text(List.of("x", "y"), List.of(List.of("0", "of"), List.of("0", "ab")), blocks, lines);
    }

    private static List<String> runs(final String key, final String value, final long seed) throws IOException
    {
        final ObjectMapper mapper = new ObjectMapper();
        final String config = ", \"config\": {\"pes\": 1000, \"kind\": \"gicv4\", \"costs\": {\"exit\": \"2us\"}}}";

        return RunTableLaws.runs(List.of("x", key), List.of(List.of("a", "of no time"), List.of("b", value)), List.of(
            mapper.readTree("{\"seed\": 7" + config), mapper.readTree("{\"seed\": " + seed + config)));
    }

    private static List<String> faults(final String title, final String heading, final String cell) throws IOException
    {
        final JsonNode report = new ObjectMapper().readTree(REPORT);

        return RunTableLaws.faults(
            List.of(new RunTable.Block(title, List.of(heading), List.of(List.of(cell)))), List.of(report));
    }
}
