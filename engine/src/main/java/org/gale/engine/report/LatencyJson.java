package org.gale.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormResult;

/**
 * JSON of the latencies of a storm. On the virtual clock each histogram has its exact mean, and there is no service
 * time. Used once, by one thread.
 */
final class LatencyJson
{
    private static final int DIGITS = 6;

    private final JsonGenerator json;
    private final boolean hasMeans;

    private LatencyJson(final JsonGenerator json, final boolean hasMeans)
    {
        this.json = json;
        this.hasMeans = hasMeans;
    }

    /** Writes {@code latency_ns}. */
    static void write(final JsonGenerator json, final StormResult result) throws IOException
    {
        new LatencyJson(json, result.model() != null).latency(result);
    }

    private void latency(final StormResult result) throws IOException
    {
        json.writeObjectFieldStart("latency_ns");
        json.writeStringField("sampled", result.latencies().sampled());
        json.writeNumberField("delivered", result.latencies().delivered().all());
        percentiles("response", result.latencies().response());
        for (final Map.Entry<String, Histogram> other : result.latencies().others().entrySet())
        {
            percentiles(other.getKey(), other.getValue());
        }
        curves(result);
        json.writeObjectFieldStart("stages");
        for (final Map.Entry<String, Histogram> stage : result.latencies().stages().entrySet())
        {
            percentiles(stage.getKey(), stage.getValue());
        }
        json.writeEndObject();
        routes(result.latencies().responseByRoute(), result.latencies().delivered().byRoute());
        json.writeArrayFieldStart("vms");
        final List<Histogram> byVm = result.latencies().responseByVm();
        for (int vmId = 0; vmId < byVm.size(); vmId++)
        {
            json.writeStartObject();
            json.writeNumberField("vm", vmId);
            percentiles("response", byVm.get(vmId));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void routes(final Map<String, Histogram> byRoute, final Map<String, Long> delivered) throws IOException
    {
        if (!byRoute.isEmpty())
        {
            json.writeObjectFieldStart("delivered_by_route");
            for (final Map.Entry<String, Long> route : delivered.entrySet())
            {
                json.writeNumberField(route.getKey(), route.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("routes");
            for (final Map.Entry<String, Histogram> route : byRoute.entrySet())
            {
                percentiles(route.getKey(), route.getValue());
            }
            json.writeEndObject();
        }
    }

    /** Writes the percentile curves, each as a list of percentile and ns. */
    private void curves(final StormResult result) throws IOException
    {
        json.writeObjectFieldStart("curves");
        curve("response", result.latencies().response());
        for (final Map.Entry<String, Histogram> other : result.latencies().others().entrySet())
        {
            curve(other.getKey(), other.getValue());
        }
        for (final Map.Entry<String, Histogram> stage : result.latencies().stages().entrySet())
        {
            curve(stage.getKey(), stage.getValue());
        }
        json.writeEndObject();
    }

    private void curve(final String name, final Histogram histogram) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final PercentileCurve.Point point : PercentileCurve.of(name, histogram).points())
        {
            json.writeStartArray();
            json.writeNumber(BigDecimal.valueOf(point.percentile()).setScale(DIGITS, RoundingMode.HALF_UP));
            json.writeNumber(point.ns());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void percentiles(final String name, final Histogram histogram) throws IOException
    {
        IntervalJson.summary(json, name, LatencySummary.of(histogram), hasMeans);
    }
}
