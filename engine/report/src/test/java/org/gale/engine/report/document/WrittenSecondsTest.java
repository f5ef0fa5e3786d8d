package org.gale.engine.report.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WrittenSecondsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TEXT = """
        start_s,length_s,warmup,offered,delivered,rate_per_s,pending,lane_words,journal_bytes,response_count,\
        response_p50,response_p90,response_p99,response_p99_9,response_p99_99,response_max
        0.000000,1.000500,true,11,10,9,1,3,77,2,5,,,,,6
        1.000500,0.500000,false,21,22,44,0,0,88,0,,,,,,
        """;
    private static final String REPORT = """
        {"exit": 0, "intervals": [
            {"start_s": 0.0, "length_s": 1.0005, "warmup": true, "offered": 11, "delivered": 10, "rate_per_s": 9,
                "pending": 1, "lane_words": 3, "latency_ns": {"response": {"count": 2, "p50": 5, "p90": null,
                "p99": null, "p99_9": null, "p99_99": null, "max": 6}}},
            {"start_s": 1.0005, "length_s": 0.5, "warmup": false, "offered": 21, "delivered": 22, "rate_per_s": 44,
                "pending": 0, "lane_words": 0, "latency_ns": {"response": {"count": 0, "p50": null, "p90": null,
                "p99": null, "p99_9": null, "p99_99": null, "max": null}}}],
        "host": {"intervals": [{"journal_bytes": 77}, {"journal_bytes": 88}]}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "1.000500,true; 1.000501,true; length_s of row 1 is '1.000501', and that of /intervals/0 of the report 1.0005",
        "true; false; warmup of row 1 is 'false'",
        ",22,; ,23,; delivered of row 2 is '23'",
        ",3,77,; ,3,78,; journal_bytes of row 1 is '78'",
        ",2,5,; ,2,,; response_p50 of row 1 is ''",
        ",,6; ,6,6; response_p99_99 of row 1 is '6'",
        ",22,; ,x,; delivered of row 2 is 'x'",
        "response_max; response_mix; it lacks the columns [response_max]",
        ",,6; ,,6,; row 1 has 17 cells, and the heading 16",
        "offered,delivered; delivered,offered; delivered of row 1 is '11'",
    })
    void shouldFindACellThatTheReportContradicts(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of(), faults(TEXT, MAPPER.readTree(REPORT)));

        final List<String> faults = faults(TEXT.replace(from, to), MAPPER.readTree(REPORT));

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @Test
    void shouldFindARowThatIsMissingAndOneTooMany() throws IOException
    {
        final String[] lines = TEXT.split("(?<=\n)", -1);

        assertEquals(List.of("it has 1 rows, and /intervals of the report 2"),
            faults(lines[0] + lines[1], MAPPER.readTree(REPORT)));
        assertEquals(List.of("it has 3 rows, and /intervals of the report 2"),
            faults(TEXT + lines[2], MAPPER.readTree(REPORT)));
        assertEquals("it has 0 rows, and /intervals of the report 2", faults("", MAPPER.readTree(REPORT)).get(0));
    }

    @Test
    void shouldAskNothingOfLanesOfTheVirtualClockAndOfAStormThatFailed() throws IOException
    {
        final ObjectNode report = (ObjectNode)MAPPER.readTree(REPORT);
        ((ObjectNode)report.at("/intervals/0")).remove("lane_words");
        report.put("modelled", "x").putObject("host");

        assertEquals(List.of(), faults(TEXT, report));
        assertEquals(List.of(), faults("", report.put("exit", 130)));
    }

    private static List<String> faults(final String text, final JsonNode report) throws IOException
    {
        return WrittenSeconds.faults(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), report);
    }
}
