package org.gale.engine.report;

import java.io.IOException;
import java.util.function.ToLongFunction;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;

/** JSON of the actions between the events of a storm. Pure functions. */
final class ActionsJson
{
    private ActionsJson()
    {
    }

    /** Writes the actions, if the workload has any, into the current object. */
    static void write(final JsonGenerator json, final StormActions actions) throws IOException
    {
        if (actions.kinds().isEmpty())
        {
            return;
        }
        json.writeObjectFieldStart("actions");
        for (final AskedActions kind : actions.kinds())
        {
            json.writeObjectFieldStart(kind.setting().jsonKey());
            json.writeStringField("asked", kind.rate().toString());
            json.writeNumberField("due", kind.due());
            json.writeNumberField("begun", kind.begun());
            json.writeNumberField("completed", kind.completed());
            json.writeBooleanField("kept_up", kind.isKept());
            json.writeEndObject();
        }
        timeline(json, actions.timeline());
        json.writeEndObject();
    }

    private static void timeline(final JsonGenerator json, final ActionTimeline timeline) throws IOException
    {
        json.writeObjectFieldStart("timeline");
        json.writeNumberField("start_ns", timeline.startNs());
        json.writeNumberField("slice_ns", timeline.sliceNs());
        slices(json, timeline, "ended", ActionTimeline.Slice::ended);
        slices(json, timeline, "open_ns", ActionTimeline.Slice::openNs);
        slices(json, timeline, "held_ns", ActionTimeline.Slice::heldNs);
        slices(json, timeline, "moves", ActionTimeline.Slice::moves);
        json.writeEndObject();
    }

    private static void slices(
        final JsonGenerator json,
        final ActionTimeline timeline,
        final String name,
        final ToLongFunction<ActionTimeline.Slice> figure) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final ActionTimeline.Slice slice : timeline.slices())
        {
            json.writeNumber(figure.applyAsLong(slice));
        }
        json.writeEndArray();
    }
}
