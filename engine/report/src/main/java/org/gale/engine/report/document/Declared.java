package org.gale.engine.report.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/**
 * Declaration of a value of a document, by the components of its records.
 *
 * @param kind       range of the value
 * @param type       that declares what the value holds; null of one that is not declared
 * @param isRequired true if the value may be neither missing nor null
 */
record Declared(ValueKind kind, Type type, boolean isRequired)
{
    private static final Declared OTHER = new Declared(ValueKind.OTHER, null, false);

    /** Returns the declaration of a document. */
    static Declared of(final Class<? extends Record> type)
    {
        return new Declared(ValueKind.OBJECT, type, true);
    }

    /** Returns the declaration of a member or of an element, whose name is its index. */
    Declared of(final String name)
    {
        if (kind.equals(ValueKind.TREE))
        {
            return this;
        }
        if (type instanceof ParameterizedType generic)
        {
            final Type[] arguments = generic.getActualTypeArguments();
            final Type held = arguments[arguments.length - 1];

            return new Declared(ValueKind.of(held, false), held, generic.getRawType() == List.class);
        }
        if (type == Config.class && Config.KINDS.containsKey(name))
        {
            return new Declared(Config.KINDS.get(name), null, false);
        }
        if (!(type instanceof Class<?> document && document.isRecord()))
        {
            return OTHER;
        }
        final RecordFields fields = RecordFields.of(document);
        final Map<String, RecordFields.Field> members = fields.members();
        final RecordFields.Field field = members.containsKey(name) ? members.get(name) : members.get(RecordFields.ANY);

        return field == null ? OTHER : new Declared(
            ValueKind.of(field.type(), field.isSigned()), field.type(), field.isRequired());
    }

    /** Returns the names of the values that this one has to hold. */
    List<String> required()
    {
        return type instanceof Class<?> document && document.isRecord() ?
            RecordFields.of(document).members().entrySet().stream().filter(field -> field.getValue().isRequired())
            .map(Map.Entry::getKey).toList() : List.of();
    }
}
