package org.gale.engine.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.BitSet;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.Outlier;

/**
 * Trace of a run in virtual time in the JSON that Perfetto reads. Each PE is a track with slices of what it does:
 * guest, handler, host, polling. An arrow leads from the message of a device to the handler of its interrupt. Used
 * once, by one thread.
 */
public final class ModelPerfetto implements ModelTrace.Taker
{
    private static final int DEVICES = 1;
    private static final int PES = 2;

    private final JsonGenerator json;
    private final PerfettoJson perfetto;
    private final List<String> states;
    private final BitSet namedDevices = new BitSet();
    private final BitSet namedPes = new BitSet();
    private long ways;

    private ModelPerfetto(final JsonGenerator json, final List<String> states)
    {
        this.json = json;
        this.perfetto = new PerfettoJson(json);
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
            final ModelPerfetto model = new ModelPerfetto(json, states);
            model.perfetto.beginEvents();
            model.perfetto.process(DEVICES, "devices");
            model.perfetto.process(PES, trace.left() == 0 ? "PEs, virtual" :
                "PEs, virtual (" + NumberText.count(trace.left()) + " later slices and ways left out)");
            trace.read(model);
            model.perfetto.endEvents();
        });
    }

    @Override
    public void slice(final int state, final int pe, final long startNs, final long endNs)
    {
        try
        {
            namePe(pe);
            begin("X", PES, pe, startNs, states.get(state));
            perfetto.duration(endNs - startNs);
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
                perfetto.thread(DEVICES, device, "device " + device);
            }
            ways++;
            begin("X", DEVICES, device, messageNs, Outlier.name(lpi));
            perfetto.duration(1);
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
            perfetto.thread(PES, pe, "PE " + pe);
        }
    }

    private void begin(
        final String phase, final int process, final int thread, final long ns, final String name) throws IOException
    {
        perfetto.begin(phase, process == PES ? "pe" : "device", process, thread, ns, name);
    }
}
