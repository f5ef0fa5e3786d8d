package org.gale.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.Stalls;
import org.gale.engine.storm.StormMeasurement;
import org.gale.engine.storm.StormPace;
import org.gale.engine.storm.Warmup;

/** JSON of the measured part of a storm. Pure functions. */
final class MeasurementJson
{
    private static final int SHARE_DIGITS = 4;

    private MeasurementJson()
    {
    }

    /** Writes the fields of a measurement into the object in hand. */
    static void write(final JsonGenerator json, final StormMeasurement measurement) throws IOException
    {
        final Warmup.Past warmup = measurement.warmup();
        json.writeNumberField("measured_ns", measurement.ns());
        json.writeObjectFieldStart("warmup");
        json.writeStringField("ending", warmup.ending().label());
        json.writeNumberField("ns", warmup.ns());
        json.writeNumberField("offered", warmup.offered());
        json.writeNumberField("delivered", warmup.delivered());
        json.writeEndObject();
        stalls(json, measurement.stalls());
    }

    /** Writes the fields of a pace into the object in hand. */
    static void pace(final JsonGenerator json, final StormPace pace) throws IOException
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
