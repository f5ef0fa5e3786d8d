package org.gale.engine.report;

import java.io.IOException;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneAccount;
import org.gale.engine.lanes.LaneWords;

/** Fields of the lanes of a storm, of its generator and of attached producers. Pure functions. */
final class LanesJson
{
    private LanesJson()
    {
    }

    /** Writes the words of the generator, and those of attached producers where they could attach. */
    static void words(final JsonGenerator json, final LaneWords generated, final AttachTotals attached)
        throws IOException
    {
        json.writeObjectFieldStart("lanes");
        json.writeObjectFieldStart("generator");
        words(json, generated);
        json.writeEndObject();
        if (attached != null)
        {
            json.writeObjectFieldStart("attached");
            words(json, attached.words());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /**
     * Writes the attached producers, and each of their lanes.
     *
     * @param attached null where none could attach
     */
    static void attached(final JsonGenerator json, final AttachTotals attached) throws IOException
    {
        if (attached == null)
        {
            json.writeNullField("attached");
            return;
        }
        json.writeObjectFieldStart("attached");
        json.writeNumberField("commands", attached.commands());
        json.writeNumberField("events", attached.events());
        json.writeNumberField("refused", attached.refused());
        json.writeObjectFieldStart("lanes_closed");
        ModelJson.numbers(json, attached.closed());
        json.writeEndObject();
        json.writeArrayFieldStart("lanes");
        for (final LaneAccount lane : attached.lanes())
        {
            json.writeStartObject();
            json.writeStringField("name", lane.name());
            json.writeStringField("end", lane.end().label());
            words(json, lane.words());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("lanes_beyond", attached.untold());
        json.writeEndObject();
    }

    private static void words(final JsonGenerator json, final LaneWords words) throws IOException
    {
        json.writeNumberField("published", words.published());
        json.writeNumberField("drained", words.drained());
        json.writeNumberField("left", words.left());
    }
}
