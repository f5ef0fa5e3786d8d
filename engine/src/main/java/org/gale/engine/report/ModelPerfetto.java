package org.gale.engine.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import org.gale.engine.config.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.run.ModelTrace;

/**
 * Trace of a run in virtual time in the JSON that Perfetto reads. Each PE is a track with slices of what it does:
 * guest, handler, host, polling. An arrow leads from the message of a device to the handler of its interrupt. Used
 * once, by one thread.
 */
public final class ModelPerfetto implements ModelTrace.Taker
{
    private static final int DEVICES = 1;
    private static final int PES = 2;
    private static final int NS_DIGITS = 3;

    private final JsonGenerator json;
    private final List<String> states;
    private final BitSet namedDevices = new BitSet();
    private final BitSet namedPes = new BitSet();
    private long ways;

    private ModelPerfetto(final JsonGenerator json, final List<String> states)
    {
        this.json = json;
        this.states = states;
    }

    /**
     * Writes a trace.
     *
     * @param states names of what a PE does, by number
     */
    public static void write(final ModelTrace trace, final List<String> states, final Writer writer) throws IOException
    {
        JsonText.plain(writer, json ->
        {
            final ModelPerfetto perfetto = new ModelPerfetto(json, states);
            json.writeStringField("displayTimeUnit", "ns");
            json.writeArrayFieldStart("traceEvents");
            perfetto.name("process_name", DEVICES, 0, "devices");
            perfetto.name("process_name", PES, 0, trace.left() == 0 ? "PEs, modelled" :
                "PEs, modelled (" + NumberText.count(trace.left()) + " later slices and ways left out)");
            trace.read(perfetto);
            json.writeEndArray();
        });
    }

    @Override
    public void slice(final int state, final int pe, final long startNs, final long endNs)
    {
        try
        {
            namePe(pe);
            begin("X", PES, pe, startNs, states.get(state));
            json.writeNumberField("dur", microseconds(endNs - startNs));
            json.writeEndObject();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void way(final int device, final int lpi, final int pe, final long messageNs, final long handlerNs)
    {
        try
        {
            namePe(pe);
            if (!namedDevices.get(device))
            {
                namedDevices.set(device);
                name("thread_name", DEVICES, device, "device " + device);
            }
            ways++;
            begin("X", DEVICES, device, messageNs, "LPI " + lpi);
            json.writeNumberField("dur", BigDecimal.valueOf(1, NS_DIGITS));
            json.writeEndObject();
            arrow("s", DEVICES, device, messageNs);
            arrow("f", PES, pe, handlerNs);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void arrow(final String phase, final int process, final int thread, final long ns) throws IOException
    {
        begin(phase, process, thread, ns, "interrupt");
        json.writeNumberField("id", ways);
        if (process == PES)
        {
            json.writeStringField("bp", "e");                       // binds to the slice around it
        }
        json.writeEndObject();
    }

    private void namePe(final int pe) throws IOException
    {
        if (!namedPes.get(pe))
        {
            namedPes.set(pe);
            name("thread_name", PES, pe, "PE " + pe);
        }
    }

    private void begin(
        final String phase, final int process, final int thread, final long ns, final String name) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("cat", process == PES ? "pe" : "device");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeNumberField("ts", microseconds(ns));
        json.writeStringField("name", name);
    }

    private void name(final String kind, final int process, final int thread, final String name) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
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
