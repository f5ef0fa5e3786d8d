package org.gale.engine.storm.result.sweep;

import java.util.Map;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;

/**
 * Facts that tie the files of a result to their run: its parameters, and the hashes of the files. Immutable.
 *
 * @param values of the keys of the sweep
 * @param seed   of the run; null for that of the job
 * @param hashes SHA-256 of the report and of the histograms, by the names of the files
 */
public record RunProof(Map<String, String> values, Long seed, Map<String, String> hashes)
{
    public RunProof
    {
        values = new TreeMap<>(values);
        hashes = new TreeMap<>(hashes);
    }

    /** Returns the proof as an object of JSON. */
    JsonText.Fields fields()
    {
        return json ->
        {
            json.writeObjectFieldStart("values");
            for (final Map.Entry<String, String> value : values.entrySet())
            {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
            if (seed != null)
            {
                json.writeNumberField("seed", seed);
            }
            json.writeObjectFieldStart("sha256");
            for (final Map.Entry<String, String> hash : hashes.entrySet())
            {
                json.writeStringField(hash.getKey(), hash.getValue());
            }
            json.writeEndObject();
        };
    }

    /** {@return the proof that an object of JSON describes, or null if it is none} */
    static RunProof of(final JsonNode json)
    {
        if (!json.path("values").isObject() || !json.path("sha256").isObject() ||
            !(json.path("seed").isMissingNode() || json.path("seed").canConvertToLong()))
        {
            return null;
        }

        return new RunProof(texts(json.path("values")),
            json.path("seed").isMissingNode() ? null : json.path("seed").asLong(), texts(json.path("sha256")));
    }

    private static Map<String, String> texts(final JsonNode object)
    {
        final Map<String, String> texts = new TreeMap<>();
        object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));

        return texts;
    }
}
