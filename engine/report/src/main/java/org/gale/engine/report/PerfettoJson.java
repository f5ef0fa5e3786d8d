package org.gale.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import com.fasterxml.jackson.core.JsonGenerator;

/** Events of a trace in the JSON that Perfetto reads, by process and thread. Times are ns. Used by one thread. */
final class PerfettoJson
{
    private static final int NS_DIGITS = 3;

    private final JsonGenerator json;

    PerfettoJson(final JsonGenerator json)
    {
        this.json = json;
    }

    /** Begins the events of a trace. */
    void beginEvents() throws IOException
    {
        json.writeStringField("displayTimeUnit", "ns");
        json.writeArrayFieldStart("traceEvents");
    }

    /** Ends the events of a trace. */
    void endEvents() throws IOException
    {
        json.writeEndArray();
    }

    /** Begins an event, whose other fields the caller writes, and its end. */
    void begin(
        final String phase, final String category, final int process, final int thread, final long ns,
        final String name) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("cat", category);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeNumberField("ts", microseconds(ns));
        json.writeStringField("name", name);
    }

    /** Writes how long an event lasted. */
    void duration(final long ns) throws IOException
    {
        json.writeNumberField("dur", microseconds(ns));
    }

    /** Names a process. */
    void process(final int process, final String name) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("pid", process);
        name("process_name", name);
    }

    /** Names a thread of a process. */
    void thread(final int process, final int thread, final String name) throws IOException
    {
        json.writeStartObject();
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        name("thread_name", name);
    }

    /** Ends an event that gives a name. */
    private void name(final String kind, final String name) throws IOException
    {
        json.writeStringField("ph", "M");
        json.writeStringField("name", kind);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static BigDecimal microseconds(final long ns)
    {
        return BigDecimal.valueOf(ns, NS_DIGITS);
    }
}
