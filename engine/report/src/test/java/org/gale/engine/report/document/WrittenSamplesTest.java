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

class WrittenSamplesTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TEXT = """
        vm,lpi,device,event,vpe,at_ns,response_ns,signalled_ns,woken_ns,waiting_ns,acknowledged_ns,deactivated_ns,path,\
        partition
        0,7,0,256,0,100,100,100,0,0,0,30,resident,0
        1,PPI 27,1,400,1,200,120,100,0,0,20,30,resident,0
        0,SPI 40,1,400,1,300,110,100,0,0,10,30,woken,0
        # 0 left out
        """;
    private static final String REPORT = """
        {"modelled": "x", "exit": 0, "elapsed_s": 0.000001,
        "latency_ns": {"response": {"count": 3, "mean": 110, "max": 120},
            "stages": {"signalled": {"count": 3, "max": 100}, "acknowledged": {"count": 3, "max": 20}},
            "vms": [{"vm": 0, "response": {"count": 2}}, {"vm": 1, "response": {"count": 1}}]},
        "outliers": [
            {"response_ns": 120, "at_ns": 200, "vm": 1, "ppi": 27, "vpe": 1, "path": "resident",
                "stages": {"signalled": 100, "acknowledged": 20, "deactivated": 30}},
            {"response_ns": 110, "at_ns": 300, "vm": 0, "spi": 40, "path": "woken",
                "stages": {"signalled": 100, "acknowledged": 10, "deactivated": 30}},
            {"response_ns": 100, "at_ns": 100, "vm": 0, "lpi": 7, "path": "resident",
                "stages": {"signalled": 100, "acknowledged": 0, "deactivated": 30}}]}
        """;
    private static final String WALL = """
        command,vm,lpi,device,event,vpe,at_ns,response_ns,late_ns,queued_ns,translated_ns,signalled_ns,woken_ns,\
        acknowledged_ns,deactivated_ns
        5,0,3,0,256,0,100,101,1,10,20,30,0,40,0
        # 9 left out
        """;
    private static final String WALL_REPORT = """
        {"exit": 0, "elapsed_s": 1, "latency_ns": {"response": {"count": 10, "max": 101}},
        "outliers": [{"response_ns": 101, "at_ns": 100, "vm": 0, "lpi": 3, "stages": {"late": 1, "queued": 10,
            "translated": 20, "signalled": 30, "acknowledged": 40, "deactivated": 0}},
            {"response_ns": 100, "at_ns": 100, "vm": 0, "lpi": 4, "stages": {}}],
        "host": {"outliers": [{"command": 5}, {"command": 6}]}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "200,120; 200,121; response_ns of row 2 is 121, and its stages up to the acknowledge add up to 120",
        "100,100,100; 0,100,100; at_ns of row 1 is 0, before its response of 100 was over",
        "300,110; 190,110; at_ns of row 3 is 190, before that of the row above, 200",
        "300,110; 301,110; no row is /outliers/1 of the report",
        "300,110; 3000,110; at_ns of the last row is 3000, and /elapsed_s of the report is",
        "100,0,0,10,30; 100,0,10,0,30; no row is /outliers/1 of the report",
        "100,0,0,20,30; 140,0,0,-20,30; acknowledged_ns of row 2 is -20",
        "100,0,0,20,30; 90,0,0,30,30; the longest acknowledged_ns is 30, and /latency_ns/stages/acknowledged/max",
        "100,100,100; 100,101,101; the responses of 3 rows add up to 331, and /latency_ns/response/mean",
        "200,120,100,0,0,20,30; 200,119,99,0,0,20,30; the longest response_ns is 119",
        "0,7,0; 1,7,0; 1 rows are of VM 0, and /latency_ns/vms of the report has 2",
        "0,SPI 40; 0,SPI 41; no row is /outliers/1 of the report",
        "woken,0; direct,0; no row is /outliers/1 of the report",
        "# 0 left out; # 1 left out; it has 3 rows and '# 1 left out', and /latency_ns/response/count",
        "# 0 left out; # none; its last line is '# none'",
        "0,7,0,256; 0,7,256; row 1 is no row",
        "200,120; x,120; row 2 is no row",
        "10,30,woken; 10,31,woken; no row is /outliers/1 of the report",
        "10,30,woken; 10,-1,woken; deactivated_ns of row 3 is -1",
        "10,30,woken; ,30,woken; row 3 is no row",
        "waiting_ns; late_ns; its columns are",
    })
    void shouldFindARowThatTheReportContradicts(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of(), faults(TEXT, MAPPER.readTree(REPORT)));

        final List<String> faults = faults(TEXT.replace(from, to), MAPPER.readTree(REPORT));

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @Test
    void shouldKnowARowWhoseHandlerRuns() throws IOException
    {
        final String runs = TEXT.replace("10,30,woken", "10,,woken");
        assertTrue(faults(runs, MAPPER.readTree(REPORT)).get(0).startsWith("no row is /outliers/1"));

        assertEquals(List.of(), faults(runs, MAPPER.readTree(REPORT.replace(
            "\"acknowledged\": 10, \"deactivated\": 30", "\"acknowledged\": 10"))));
    }

    /** Work after a handler is no part of the response; a row of an interrupt without it has an empty cell. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "none", value = {
        "none; none; none",
        "30,,,woken; 30,,x,woken; row 3 is no row",
        "30,,9,; 30,,8,; no row is /outliers/0 of the report",
        "30,,9,; 30,,,; 0 rows have thread_ns, and /latency_ns/stages/thread/count of the report is 1",
        "30,,9,; 30,3,9,; row 2 has both softirq_ns and thread_ns",
        "30,,9,; ,,9,; thread_ns of row 2 has a time, and deactivated_ns has none",
        "30,,9,; 30,,10,; the longest thread_ns is 10, and /latency_ns/stages/thread/max",
        "30,,9,; 30,,-9,; thread_ns of row 2 is -9",
    })
    void shouldReadTheWorkAfterHandlers(final String from, final String to, final String fault) throws IOException
    {
        final String threaded = TEXT.replace("deactivated_ns,", "deactivated_ns,softirq_ns,thread_ns,")
            .replace("120,100,0,0,20,30,", "120,100,0,0,20,30,,9,").replace("30,resident,0\n1", "30,,,resident,0\n1")
            .replace("30,woken", "30,,,woken");
        final JsonNode report = MAPPER.readTree(REPORT.replace("20, \"deactivated\": 30",
            "20, \"deactivated\": 30, \"thread\": 9").replace("\"stages\": {\"signalled\": {",
            "\"stages\": {\"thread\": {\"count\": 1, \"max\": 9}, \"signalled\": {"));

        final List<String> faults = faults(from == null ? threaded : threaded.replace(from, to), report);

        assertTrue(fault == null ? faults.isEmpty() : faults.stream().anyMatch(found -> found.startsWith(fault)),
            faults::toString);
    }

    @Test
    void shouldFindARowThatIsMissing() throws IOException
    {
        assertEquals("it has 2 rows and '# 0 left out', and /latency_ns/response/count of the report is 3",
            faults(TEXT.replaceFirst("0,7,.*\n", ""), MAPPER.readTree(REPORT)).get(0));
    }

    @Test
    void shouldFindARowBehindTheLastLine() throws IOException
    {
        assertEquals("a row stands after '# 0 left out'",
            faults(TEXT + "0,7,0,256,0,330,100,100,0,0,0,30,resident,0\n", MAPPER.readTree(REPORT)).get(0));
    }

    /** The first offer may come late on the wall clock, and an outlier may be one of those that were left out. */
    @Test
    void shouldKnowWhatRowsOfTheWallClockMayLack() throws IOException
    {
        assertEquals(List.of(), faults(WALL, MAPPER.readTree(WALL_REPORT)));

        final List<String> faults = faults(WALL.replace("5,0,3", "4,0,3").replace("# 9", "# 0"),
            MAPPER.readTree(WALL_REPORT));

        assertEquals(List.of("it has 1 rows and '# 0 left out', and /latency_ns/response/count of the report is 10",
            "no row is /outliers/0", "no row is /outliers/1"),
            faults.stream().map(fault -> fault.replaceAll("(outliers/.).*", "$1")).sorted().toList());
    }

    @Test
    void shouldAskNothingOfAStormThatFailed() throws IOException
    {
        assertEquals(List.of(), faults("", ((ObjectNode)MAPPER.readTree(REPORT)).put("exit", 7)));
    }

    private static List<String> faults(final String text, final JsonNode report) throws IOException
    {
        return WrittenSamples.faults(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), report);
    }
}
