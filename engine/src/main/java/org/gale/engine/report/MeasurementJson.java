package org.gale.engine.report;

import java.io.IOException;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.StormMeasurement;
import org.gale.engine.storm.Warmup;

/** JSON of the measured part of a storm. Pure functions. */
final class MeasurementJson
{
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
    }
}
