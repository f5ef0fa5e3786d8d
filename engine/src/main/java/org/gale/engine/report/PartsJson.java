package org.gale.engine.report;

import java.io.IOException;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.run.PartAccount;
import org.gale.engine.storm.run.StormParts;

/** JSON of the parts of a storm. Their figures have the names that those of the storm have. Pure functions. */
final class PartsJson
{
    private PartsJson()
    {
    }

    /** Writes {@code groups}. */
    static void write(final JsonGenerator json, final StormParts parts) throws IOException
    {
        json.writeArrayFieldStart("groups");
        for (final StormParts.OfGroup group : parts.groups())
        {
            group(json, group);
        }
        json.writeEndArray();
    }

    private static void group(final JsonGenerator json, final StormParts.OfGroup group) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("name", group.name());
        json.writeNumberField("vms", group.vms());
        json.writeObjectFieldStart("accounting");
        account(json, group.account());
        json.writeEndObject();
        json.writeObjectFieldStart("latency_ns");
        IntervalJson.summary(json, "response", group.response());
        json.writeEndObject();
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
