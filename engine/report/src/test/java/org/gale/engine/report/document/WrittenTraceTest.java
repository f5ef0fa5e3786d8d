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

class WrittenTraceTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VIRTUAL = """
        {"displayTimeUnit":"ns","traceEvents":[
        {"pid":1,"ph":"M","name":"process_name","args":{"name":"devices"}},
        {"pid":2,"ph":"M","name":"process_name","args":{"name":"PEs, virtual"}},
        {"ph":"X","cat":"device","pid":1,"tid":0,"ts":0.000,"name":"LPI 256","dur":0.001},
        {"ph":"s","cat":"device","pid":1,"tid":0,"ts":0.000,"name":"interrupt","id":1},
        {"ph":"f","cat":"pe","pid":2,"tid":0,"ts":0.100,"name":"interrupt","id":1,"bp":"e"},
        {"ph":"X","cat":"pe","pid":2,"tid":0,"ts":0.100,"name":"handler","dur":0.030},
        {"ph":"X","cat":"pe","pid":2,"tid":0,"ts":0.130,"name":"host","dur":0.500}
        ]}
        """;
    private static final String OF_VIRTUAL = """
        {"modelled": "x", "exit": 0, "elapsed_s": 0.000001, "accounting": {"delivered": 1},
        "pe_time_ns": {"handler": 30, "host": 500, "guest": 0, "idle": 470},
        "outliers": [{"at_ns": 100, "stages": {"deactivated": 30}}]}
        """;
    private static final String WALL = """
        {"displayTimeUnit":"ns","traceEvents":[
        {"pid":1,"ph":"M","name":"process_name","args":{"name":"lanes"}},
        {"ph":"i","cat":"lane","pid":1,"tid":0,"ts":0.500,"name":"MSI","s":"t","args":{"command":2}},
        {"ph":"i","cat":"lane","pid":1,"tid":0,"ts":5.000,"name":"MSI","s":"t","args":{"command":3}},
        {"ph":"i","cat":"pe","pid":3,"tid":0,"ts":1.000,"name":"acknowledge 1","s":"t","args":{"command":4}},
        {"ph":"X","cat":"engine","pid":2,"tid":0,"ts":1.000,"name":"4 commands","dur":6.500},
        {"ph":"i","cat":"pe","pid":3,"tid":0,"ts":7.500,"name":"acknowledge 1","s":"t","args":{"command":6}},
        {"ph":"X","cat":"engine","pid":2,"tid":0,"ts":7.500,"name":"2 commands","dur":1.000}
        ]}
        """;
    private static final String OF_WALL = """
        {"exit": 0, "elapsed_s": 0.00001, "accounting": {"delivered": 2, "sent": 2},
        "outliers": [{"at_ns": 9000, "response_ns": 4000}, {"at_ns": 1500, "response_ns": 1000}],
        "host": {"journal": {"commands": 6}, "outliers": [{"command": 3}, {"command": 2}]}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "\"dur\":0.030; \"dur\":0.000; handler adds up to 0 ns, and /pe_time_ns/handler of the report is 30",
        "\"dur\":0.030; \"dur\":-0.030; event 1 of kind 'X pe' lasts -0.030 us",
        "\"dur\":0.500; \"dur\":5.000; it ends at 5130 ns, and /elapsed_s of the report is",
        "\"ts\":0.100,\"name\":\"handler\"; \"ts\":0.001,\"name\":\"handler\"; no handler begins at 100 ns, as",
        "\"handler\",\"dur\":0.030; \"handler\",\"dur\":0.029; no handler ends at 130",
        "\"ts\":0.130; \"ts\":-0.130; event 2 of kind 'X pe' begins at -0.130 us",
        "\"ts\":0.130,; ; event 2 of kind 'X pe' begins at null us",
        "\"id\":1,\"bp\"; \"id\":2,\"bp\"; event 1 of kind 'f pe' is arrow 2 to 100 ns, after arrow 1 from 0 ns",
        "\"ts\":0.000,\"name\":\"inter; \"ts\":0.101,\"name\":\"inter; event 1 of kind 'f pe' is arrow 1 to 100 ns",
        "\"X\",\"cat\":\"device\"; \"X\",\"cat\":\"dev\"; it has 1 arrows from devices, 1 to PEs, and 0 messages",
        "\"name\":\"host\"; \"name\":\"guest\"; host adds up to 0 ns",
        "]}; ; it is no JSON",
    })
    void shouldFindAnEventOfVirtualTimeThatTheReportContradicts(
        final String from, final String to, final String fault) throws IOException
    {
        assertEquals(List.of(), faults(VIRTUAL, MAPPER.readTree(OF_VIRTUAL)));

        final List<String> faults = faults(VIRTUAL.replace(from, to == null ? "" : to), MAPPER.readTree(OF_VIRTUAL));

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @Test
    void shouldFindAWayThatIsMissingInATraceThatIsWhole() throws IOException
    {
        final ObjectNode report = (ObjectNode)MAPPER.readTree(OF_VIRTUAL);
        ((ObjectNode)report.get("accounting")).put("delivered", 2);
        assertEquals(List.of("it has the ways of 1 interrupts, and /accounting/delivered of the report is 2"),
            faults(VIRTUAL, report));

        assertEquals(List.of(), faults(VIRTUAL.replace("PEs, virtual", "PEs, virtual (1 later slices left out)"),
            report));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "\"dur\":6.500; \"dur\":0.006; event 2 of kind 'X engine' begins at 7500 ns, and the one before it ends",
        "\"dur\":1.000; \"dur\":9.000; it ends at 16500 ns, and /elapsed_s of the report is",
        "\"ts\":5.000; \"ts\":0.005; event 2 of kind 'i lane', of command 3, is at 5 ns, and by /outliers",
        "\"command\":6; \"command\":7; event 2 of kind 'i pe' is of command 7, and /host/journal/commands",
        "\"command\":6; \"command\":0; event 2 of kind 'i pe' is of command 0",
        "\"i\",\"cat\":\"pe\"; \"j\",\"cat\":\"pe\"; it has 0 acknowledges, and /accounting/delivered",
        "\"i\",\"cat\":\"lane\"; \"j\",\"cat\":\"lane\"; it has 0 events of lanes, and /accounting/sent",
    })
    void shouldFindAnEventOfAJournalThatTheReportContradicts(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of(), faults(WALL, MAPPER.readTree(OF_WALL)));

        final List<String> faults = faults(WALL.replace(from, to), MAPPER.readTree(OF_WALL));

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    /** A pin of a function is acknowledged without an event of the account. */
    @Test
    void shouldLetAStormWithVectorsAcknowledgeMore() throws IOException
    {
        final ObjectNode report = (ObjectNode)MAPPER.readTree(OF_WALL);
        ((ObjectNode)report.get("accounting")).put("delivered", 1);
        assertEquals(List.of("it has 2 acknowledges, and /accounting/delivered of the report is 1"),
            faults(WALL, report));

        ((ObjectNode)report.get("accounting")).put("held", 0);

        assertEquals(List.of(), faults(WALL, report));
    }

    @Test
    void shouldAskNothingOfAStormThatFailedOrWasResumed() throws IOException
    {
        final ObjectNode report = (ObjectNode)MAPPER.readTree(OF_WALL);

        assertEquals(List.of(), faults("", report.put("exit", 7)));
        report.put("exit", 0);
        ((ObjectNode)report.get("host")).putObject("resumed");
        assertEquals(List.of(), faults("", report));
    }

    private static List<String> faults(final String text, final JsonNode report) throws IOException
    {
        return WrittenTrace.faults(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), report);
    }
}
