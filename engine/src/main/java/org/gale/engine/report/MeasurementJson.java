package org.gale.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.Warmup;

/** JSON of the measured part of a storm. Pure functions. */
final class MeasurementJson
{
    private static final int SHARE_DIGITS = 4;

    private MeasurementJson()
    {
    }

    /** Writes the fields of the measured part of a result into the current object. */
    static void write(final JsonGenerator json, final StormResult result) throws IOException
    {
        final Warmup.Past warmup = result.rates().warmup();
        json.writeNumberField("measured_ns", result.rates().ns());
        json.writeObjectFieldStart("warmup");
        json.writeStringField("ending", warmup.ending().label());
        json.writeNumberField("ns", warmup.ns());
        json.writeNumberField("offered", warmup.offered());
        json.writeNumberField("delivered", warmup.delivered());
        json.writeEndObject();
        if (result.host() != null)
        {
            stalls(json, result.host().stalls());
            notes(json, result.host().notes());
        }
        json.writeArrayFieldStart("outliers");
        for (final StormLatencies.Explained outlier : result.latencies().outliers())
        {
            outlier(json, outlier);
        }
        json.writeEndArray();
        stop(json, result.verdict().stop());
        if (result.host() != null)
        {
            moments(json, result.host().moments());
        }
    }

    private static void notes(final JsonGenerator json, final List<String> notes) throws IOException
    {
        json.writeArrayFieldStart("notes");
        for (final String note : notes)
        {
            json.writeString(note);
        }
        json.writeEndArray();
    }

    private static void moments(final JsonGenerator json, final List<HostEffects.Moment> moments) throws IOException
    {
        json.writeArrayFieldStart("moments");
        for (final HostEffects.Moment moment : moments)
        {
            json.writeStartObject();
            json.writeStringField("kind", moment.label());
            json.writeStringField("thread", moment.thread());
            json.writeNumberField("at_ns", moment.startNs());
            json.writeNumberField("length_ns", moment.ns());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void outlier(final JsonGenerator json, final StormLatencies.Explained explained)
        throws IOException
    {
        final Outlier outlier = explained.outlier();
        json.writeStartObject();
        json.writeNumberField("response_ns", outlier.responseNs());
        if (outlier.model() == null)
        {
            json.writeNumberField("service_ns", outlier.serviceNs());
        }
        json.writeNumberField("at_ns", explained.atNs());
        json.writeNumberField("command", outlier.command());
        json.writeNumberField("vm", outlier.vmId());
        if (outlier.isTimer())
        {
            json.writeNumberField("ppi", outlier.ppi());
            json.writeNumberField("vpe", outlier.vpe());
        }
        else if (outlier.isOfLine())
        {
            json.writeNumberField("spi", outlier.spi());
        }
        else
        {
            json.writeNumberField("lpi", outlier.lpiId());
        }
        json.writeObjectFieldStart("stages");
        for (final Map.Entry<String, Long> stage : outlier.stages().entrySet())
        {
            json.writeNumberField(stage.getKey(), stage.getValue());
        }
        json.writeEndObject();
        if (outlier.model() == null)
        {
            json.writeStringField("cause", explained.label());
            json.writeNumberField("overlap_ns", explained.cause().overlapNs());
            json.writeNumberField("resolution_ns", explained.cause().resolutionNs());
        }
        else
        {
            json.writeStringField("path", explained.label());
        }
        json.writeEndObject();
    }

    /** Writes the condition that ended the run and the interrupt that met it, or null. */
    private static void stop(final JsonGenerator json, final StormVerdict.Stop stop) throws IOException
    {
        if (stop == null)
        {
            json.writeNullField("stopped");
            return;
        }
        json.writeObjectFieldStart("stopped");
        json.writeStringField("condition", stop.condition().text());
        json.writeFieldName("outlier");
        if (stop.explained() == null)
        {
            json.writeNull();
        }
        else
        {
            outlier(json, stop.explained());
        }
        json.writeEndObject();
    }

    /** Writes the fields of a pace into the object in hand. */
    static void pace(final JsonGenerator json, final GeneratorPace pace) throws IOException
    {
        json.writeStringField("limit", pace.limit().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("least_per_s", Math.round(pace.leastPerS()));
        json.writeNumberField("short_seconds", pace.shortSeconds());
        json.writeNumberField("lane_full_share",
            BigDecimal.valueOf(pace.fullShare()).setScale(SHARE_DIGITS, RoundingMode.HALF_UP));
        json.writeNumberField("skipped", pace.skipped());
    }

    /** Writes the stalls; times of sources that are missing are null. */
    private static void stalls(final JsonGenerator json, final Stalls stalls) throws IOException
    {
        json.writeObjectFieldStart("stalls");
        for (final Stalls.OfThread thread : stalls.threads())
        {
            json.writeObjectFieldStart(thread.name());
            time(json, "wait_ns", thread.waitNs());
            time(json, "longest_ns", thread.longestNs());
            json.writeEndObject();
        }
        time(json, "stolen_ns", stalls.stolenNs());
        time(json, "throttled_ns", stalls.throttledNs());
        json.writeArrayFieldStart("missing");
        for (final String source : stalls.missing())
        {
            json.writeString(source);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tail_by_host");
        for (final String reason : stalls.reasons())
        {
            json.writeString(reason);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void time(final JsonGenerator json, final String name, final long ns) throws IOException
    {
        json.writeFieldName(name);
        if (ns == HostMeter.MISSING)
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(ns);
        }
    }
}
