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
 * each word, and the marks of a component say how it stands there.
 *
 * @param fields   of its components, in their order
 * @param members  fields by their names, those of sections among them; of a list by their indexes
 * @param isList   true of a record that is written as a list
 * @param isScalar true of a record that is written as its value
 */
record RecordFields(List<Field> fields, Map<String, Field> members, boolean isList, boolean isScalar)
{
    /** Name of the member that stands for all that have no field of their own. */
    static final String ANY = "";

    private static final Map<Class<?>, RecordFields> KNOWN = new ConcurrentHashMap<>();

    /**
     * Field of a document.
     *
     * @param isInner true of a section or a map whose fields stand among those of its holder
     */
    record Field(String name, Type type, Method accessor, boolean isInner, boolean isLeftOut, boolean isSigned,
        boolean isRequired)
    {
        private static Field of(final RecordComponent component)
        {
            final Method accessor = component.getAccessor();

            final JsonProperty name = accessor.getAnnotation(JsonProperty.class);

            return new Field(
                name == null ? spelled(component.getName()) : name.value(), component.getGenericType(), accessor,
                accessor.isAnnotationPresent(JsonUnwrapped.class) || accessor.isAnnotationPresent(JsonAnySetter.class),
                component.isAnnotationPresent(IfThere.class), component.isAnnotationPresent(Signed.class),
                component.isAnnotationPresent(Required.class));
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
            fields = read(type);                                    // which may read the types of its sections first
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

        final boolean isList = type.isAnnotationPresent(JsonFormat.class);

        return new RecordFields(fields, members(fields, isList), isList,
            fields.get(0).accessor().isAnnotationPresent(JsonValue.class));
    }

    private static Map<String, Field> members(final List<Field> fields, final boolean isList)
    {
        final Map<String, Field> members = new HashMap<>();
        for (final Field field : fields)
        {
            if (!field.isInner())
            {
                members.put(isList ? String.valueOf(members.size()) : field.name(), field);
            }
            else if (field.type() instanceof Class<?> section)
            {
                members.putAll(of(section).members());
            }
            else
            {
                final Type held = ((ParameterizedType)field.type()).getActualTypeArguments()[1];
                members.put(ANY, new Field(ANY, held, field.accessor(), false, true, false, false));
            }
        }

        return members;
    }
}
