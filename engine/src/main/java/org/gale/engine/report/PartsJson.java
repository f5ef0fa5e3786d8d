package org.gale.engine.report;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.latency.LatencySummary;
import org.gale.engine.storm.run.PartAccount;
import org.gale.engine.storm.run.StormParts;

/** JSON of the parts of a storm. Their figures have the names that those of the storm have. Pure functions. */
final class PartsJson
{
    private PartsJson()
    {
    }

    /** Writes {@code groups} and {@code phases}. */
    static void write(final JsonGenerator json, final StormParts parts) throws IOException
    {
        groups(json, parts.groups(), false);
        json.writeArrayFieldStart("phases");
        for (final StormParts.OfPhase phase : parts.phases())
        {
            json.writeStartObject();
            json.writeStringField("name", phase.name());
            json.writeNumberField("start_s", IntervalJson.seconds(phase.startNs()));
            json.writeNumberField("length_s", IntervalJson.seconds(phase.lengthNs()));
            figures(json, phase.account(), phase.response(), true);
            groups(json, phase.groups(), true);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void groups(
        final JsonGenerator json, final List<StormParts.OfGroup> groups, final boolean isOfPhase) throws IOException
    {
        json.writeArrayFieldStart("groups");
        for (final StormParts.OfGroup group : groups)
        {
            json.writeStartObject();
            json.writeStringField("name", group.name());
            json.writeNumberField("vms", group.vms());
            figures(json, group.account(), group.response(), isOfPhase);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void figures(
        final JsonGenerator json, final PartAccount account, final LatencySummary response, final boolean isOfPhase)
        throws IOException
    {
        json.writeObjectFieldStart("accounting");
        if (isOfPhase)
        {
            json.writeNumberField("carried_in", account.carriedIn());
        }
        account(json, account);
        json.writeEndObject();
        json.writeObjectFieldStart("latency_ns");
        IntervalJson.summary(json, "response", response);
        json.writeEndObject();
    }

    private static void account(final JsonGenerator json, final PartAccount account) throws IOException
    {
        json.writeNumberField("offered", account.offered());
        json.writeNumberField("delivered", account.delivered());
        json.writeNumberField("coalesced", account.coalesced());
        json.writeNumberField("pending", account.pending());
        json.writeNumberField("rejected", account.rejected());
        json.writeNumberField("remainder", account.remainder());
    }
}
