package org.gale.engine.report.document;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Fields of a type of records, as documents have them: the names are those of the components with an underscore before
 * each word, and the marks of a component say how it stands there. What only a reader needs is found when it is asked
 * for, as a short run writes one document. Immutable.
 */
final class RecordFields
{
    /** Name of the member that stands for all that have no field of their own. */
    static final String ANY = "";

    private static final Map<Class<?>, RecordFields> KNOWN = new ConcurrentHashMap<>();

    private final List<Field> fields;
    private final boolean isList;
    private final boolean isScalar;
    private volatile Map<String, Field> members;

    private RecordFields(final List<Field> fields, final boolean isList, final boolean isScalar)
    {
        this.fields = fields;
        this.isList = isList;
        this.isScalar = isScalar;
    }

    /**
     * Field of a document.
     *
     * @param held    type of the values of a map, for the field that stands for these; null for any other
     * @param isInner true of a section or a map whose fields stand among those of its holder
     */
    record Field(
        String name, RecordComponent component, Type held, Method accessor, boolean isInner, boolean isLeftOut)
    {
        private static Field of(final RecordComponent component)
        {
            final Method accessor = component.getAccessor();

            final JsonProperty name = accessor.getAnnotation(JsonProperty.class);

            return new Field(
                name == null ? spelled(component.getName()) : name.value(), component, null, accessor,
                accessor.isAnnotationPresent(JsonUnwrapped.class) || accessor.isAnnotationPresent(JsonAnySetter.class),
                accessor.isAnnotationPresent(IfThere.class));
        }

        Type type()
        {
            return held == null ? component.getGenericType() : held;
        }

        boolean isSigned()
        {
            return held == null && component.isAnnotationPresent(Signed.class);
        }

        boolean isRequired()
        {
            return held == null && component.isAnnotationPresent(Required.class);
        }

        private static String spelled(final String component)
        {
            final StringBuilder name = new StringBuilder();
            for (int i = 0; i < component.length(); i++)
            {
                final char letter = component.charAt(i);
                name.append(Character.isUpperCase(letter) ? "_" : "").append(Character.toLowerCase(letter));
            }

            return name.toString();
        }

        /** Returns the value in a record. */
        Object in(final Record document)
        {
            try
            {
                return accessor.invoke(document);
            }
            catch (final ReflectiveOperationException ex)
            {
                throw new IllegalStateException("a component of a document cannot be read: " + name, ex);
            }
        }
    }

    /** Returns the fields of a type of records. */
    static RecordFields of(final Class<?> type)
    {
        RecordFields fields = KNOWN.get(type);
        if (fields == null)
        {
            fields = read(type);
            KNOWN.put(type, fields);
        }

        return fields;
    }

    private static RecordFields read(final Class<?> type)
    {
        final List<Field> fields = new ArrayList<>();
        for (final RecordComponent component : type.getRecordComponents())
        {
            fields.add(Field.of(component));
        }

        return new RecordFields(fields, type.isAnnotationPresent(JsonFormat.class),
            fields.get(0).accessor().isAnnotationPresent(JsonValue.class));
    }

    /** Returns the fields of the components, in their order. */
    List<Field> fields()
    {
        return fields;
    }

    /** Returns whether the record is written as a list. */
    boolean isList()
    {
        return isList;
    }

    /** Returns whether the record is written as its value. */
    boolean isScalar()
    {
        return isScalar;
    }

    /** Returns the fields by their names, those of sections among them; of a list by their indexes. */
    Map<String, Field> members()
    {
        if (members == null)
        {
            members = found();
        }

        return members;
    }

    private Map<String, Field> found()
    {
        final Map<String, Field> found = new HashMap<>();
        for (final Field field : fields)
        {
            if (!field.isInner())
            {
                found.put(isList ? String.valueOf(found.size()) : field.name(), field);
            }
            else if (field.type() instanceof Class<?> section)
            {
                found.putAll(of(section).members());
            }
            else
            {
                final Type held = ((ParameterizedType)field.type()).getActualTypeArguments()[1];
                found.put(ANY, new Field(ANY, field.component(), held, field.accessor(), false, true));
            }
        }

        return found;
    }
}
