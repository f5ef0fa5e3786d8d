package org.gale.engine.report;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.storm.result.ModelTrace;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ModelPerfettoTest
{
    private static final List<String> STATES = List.of("guest", "handler");

    @Test
    void shouldShowWhatAPeDidAndTheWayOfAnInterrupt() throws IOException
    {
        final ModelTrace trace = new ModelTrace();
        trace.slice(1, 3, 1_500, 2_000);
        trace.slice(0, 3, 2_000, 2_000);                            // takes no time
        trace.way(7, 42, 3, 1_000, 1_500);

        final JsonNode events = write(trace);

        assertEquals("handler 3 1.5 0.5", find(events, "X", 2, "name", "tid", "ts", "dur"));
        assertEquals("LPI 42 7 1.0", find(events, "X", 1, "name", "tid", "ts"));
        assertEquals("1 7 1.0", find(events, "s", 1, "id", "tid", "ts"));
        assertEquals("1 3 1.5 e", find(events, "f", 2, "id", "tid", "ts", "bp"));
    }

    /** Each device and PE is named once, before its first event. */
    @Test
    void shouldHaveEachEvent() throws IOException
    {
        final ModelTrace trace = new ModelTrace();
        trace.slice(1, 3, 1_500, 2_000);
        trace.slice(0, 3, 2_000, 2_001);
        trace.way(7, 42, 4, 2_500, 3_000);
        trace.way(7, -2, 3, 4_000, 5_000);
        final StringWriter out = new StringWriter();
        ModelPerfetto.write(trace, STATES, out);

        assertEquals("""
            {displayTimeUnit:ns,traceEvents:[
            {pid:1,ph:M,name:process_name,args:{name:devices}},
            {pid:2,ph:M,name:process_name,args:{name:PEs, virtual}},
            {pid:2,tid:3,ph:M,name:thread_name,args:{name:PE 3}},
            {ph:X,cat:pe,pid:2,tid:3,ts:1.500,name:handler,dur:0.500},
            {ph:X,cat:pe,pid:2,tid:3,ts:2.000,name:guest,dur:0.001},
            {pid:2,tid:4,ph:M,name:thread_name,args:{name:PE 4}},
            {pid:1,tid:7,ph:M,name:thread_name,args:{name:device 7}},
            {ph:X,cat:device,pid:1,tid:7,ts:2.500,name:LPI 42,dur:0.001},
            {ph:s,cat:device,pid:1,tid:7,ts:2.500,name:interrupt,id:1},
            {ph:f,cat:pe,pid:2,tid:4,ts:3.000,name:interrupt,id:1,bp:e},
            {ph:X,cat:device,pid:1,tid:7,ts:4.000,name:PPI 27 of VPE 1,dur:0.001},
            {ph:s,cat:device,pid:1,tid:7,ts:4.000,name:interrupt,id:2},
            {ph:f,cat:pe,pid:2,tid:3,ts:5.000,name:interrupt,id:2,bp:e}]}
            """, out.toString().replace("},{\"p", "},\n{\"p").replace("[{", "[\n{").replace("\"", "") + '\n');
    }

    @Test
    void shouldTellWhatATraceHadNoRoomFor() throws IOException
    {
        final ModelTrace trace = new ModelTrace();
        for (int i = 0; i < ModelTrace.LIMIT + 2; i++)
        {
            trace.slice(0, 0, i, i + 1);
        }

        assertEquals(2, trace.left());
        assertEquals("PEs, virtual (2 later slices and ways left out)",
            write(trace).get(1).at("/args/name").asText());
    }

    private static JsonNode write(final ModelTrace trace) throws IOException
    {
        final StringWriter writer = new StringWriter();
        ModelPerfetto.write(trace, STATES, writer);

        return new ObjectMapper().readTree(writer.toString()).get("traceEvents");
    }

    /** Returns fields of the one event of a kind and process. */
    private static String find(final JsonNode events, final String phase, final int process, final String... fields)
    {
        final StringBuilder found = new StringBuilder();
        for (final JsonNode event : events)
        {
            if (event.get("ph").asText().equals(phase) && event.get("pid").asInt() == process)
            {
                for (final String field : fields)
                {
                    found.append(event.get(field).asText()).append(' ');
                }
            }
        }

        return found.toString().trim();
    }
}
