package org.gale.engine.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.gale.engine.storm.run.ModelTrace;
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

    @Test
    void shouldTellWhatATraceHadNoRoomFor() throws IOException
    {
        final ModelTrace trace = new ModelTrace();
        for (int i = 0; i < ModelTrace.LIMIT + 2; i++)
        {
            trace.slice(0, 0, i, i + 1);
        }

        assertEquals(2, trace.left());
        assertEquals("PEs, modelled (2 later slices and ways left out)",
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
