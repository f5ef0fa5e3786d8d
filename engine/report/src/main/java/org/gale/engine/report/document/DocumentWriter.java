package org.gale.engine.report.document;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;

/**
 * Writer of documents. It walks their records itself: a run that ends after a moment would spend a tenth of its
 * processor time on the mapper by which documents are read. Pure functions.
 */
public final class DocumentWriter
{
    private DocumentWriter()
    {
    }

    /** Writes the fields of a document into the object that is open. */
    public static void fields(final JsonGenerator json, final Record document) throws IOException
    {
        for (final Map.Entry<String, Object> field : fields(document).entrySet())
        {
            json.writeFieldName(field.getKey());
            value(json, field.getValue());
        }
    }

    /** Returns the fields of a record by their names, in order: those that a document has. */
    public static Map<String, Object> fields(final Record document)
    {
        final Map<String, Object> fields = new LinkedHashMap<>();
        add(fields, document);

        return fields;
    }

    private static void add(final Map<String, Object> fields, final Record document)
    {
        for (final RecordFields.Field field : RecordFields.of(document.getClass()).fields())
        {
            final Object value = field.in(document);
            if (!field.isInner())
            {
                if (value != null || !field.isLeftOut())
                {
                    fields.put(field.name(), value);
                }
            }
            else if (value instanceof Record section)
            {
                add(fields, section);
            }
            else if (value instanceof Map<?, ?> map)
            {
                map.forEach((name, inner) -> fields.put((String)name, inner));
            }
        }
    }

    /** Writes a value: a record, a list or a map of values, a text, a number, a flag, or null. */
    private static void value(final JsonGenerator json, final Object value) throws IOException
    {
        if (value instanceof Record document)
        {
            document(json, document);
        }
        else if (value instanceof List<?> list)
        {
            list(json, list);
        }
        else if (value instanceof Map<?, ?> map)
        {
            json.writeStartObject();
            for (final Map.Entry<?, ?> field : map.entrySet())
            {
                json.writeFieldName((String)field.getKey());
                value(json, field.getValue());
            }
            json.writeEndObject();
        }
        else if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean)
        {
            json.writeObject(value);
        }
        else
        {
            DocumentReader.write(json, value);
        }
    }

    private static void document(final JsonGenerator json, final Record document) throws IOException
    {
        final RecordFields type = RecordFields.of(document.getClass());
        if (type.isScalar())
        {
            value(json, type.fields().get(0).in(document));
        }
        else if (type.isList())
        {
            list(json, type.fields().stream().map(field -> field.in(document)).toList());
        }
        else
        {
            json.writeStartObject();
            fields(json, document);
            json.writeEndObject();
        }
    }

    private static void list(final JsonGenerator json, final List<?> list) throws IOException
    {
        json.writeStartArray();
        for (final Object element : list)
        {
            value(json, element);
        }
        json.writeEndArray();
    }
}
