package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.json.JsonText;

/** Schema of jobs, JSON Schema 2020-12, made from the forms: it knows every key, and no value that is not a scalar. */
public final class JobSchema
{
    private static final List<String> SCALARS = List.of("string", "number", "boolean");

    private JobSchema()
    {
    }

    /** Writes the schema as indented JSON. */
    public static void write(final JobForms forms, final Writer out) throws IOException
    {
        JsonText.indented(out, json ->
        {
            json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.writeStringField("title", "job of gale");
            body(json, forms.top(), List.of("job", "vms"));
            json.writeObjectFieldStart("$defs");
            for (final JobForm form : forms.all())
            {
                if (!form.equals(forms.top()))
                {
                    json.writeObjectFieldStart(id(form));
                    variants(json, forms.variants(form));
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        });
    }

    /** Writes a form that has a variant for each kind, or none. */
    private static void variants(final JsonGenerator json, final List<JobForm> forms) throws IOException
    {
        if (forms.size() == 1)
        {
            body(json, forms.get(0), List.of());
            return;
        }
        json.writeArrayFieldStart("anyOf");
        for (final JobForm form : forms)
        {
            json.writeStartObject();
            body(json, form, List.of());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void body(final JsonGenerator json, final JobForm form, final List<String> needed) throws IOException
    {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        if (!needed.isEmpty())
        {
            words(json, "required", needed);
        }
        json.writeObjectFieldStart("properties");
        for (final JobKey key : form.keys())
        {
            json.writeObjectFieldStart(key.name());
            property(json, key);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void property(final JsonGenerator json, final JobKey key) throws IOException
    {
        switch (key.shape())
        {
            case SETTING, TEXT -> words(json, "type", SCALARS);
            case TREE -> words(json, "type", key.setting().type().equals(VcpuNames.TYPE) ?
                List.of("string", "array") : List.of("string", "number", "object"));
            case TEXTS -> words(json, "type", List.of("string", "array"));
            case MAP, NODE -> json.writeStringField("$ref", "#/$defs/" + id(key.form()));
            case MAPS ->
            {
                json.writeStringField("type", "array");
                json.writeObjectFieldStart("items");
                json.writeStringField("$ref", "#/$defs/" + id(key.form()));
                json.writeEndObject();
            }
            case NAMED ->
            {
                json.writeStringField("type", "object");
                json.writeObjectFieldStart("additionalProperties");
                if (key.form() == null)
                {
                    words(json, "type", SCALARS);
                }
                else
                {
                    json.writeStringField("$ref", "#/$defs/" + id(key.form()));
                }
                json.writeEndObject();
            }
        }
    }

    private static void words(final JsonGenerator json, final String field, final List<String> words) throws IOException
    {
        json.writeArrayFieldStart(field);
        for (final String word : words)
        {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private static String id(final JobForm form)
    {
        return form.name().replace(' ', '-');
    }
}
