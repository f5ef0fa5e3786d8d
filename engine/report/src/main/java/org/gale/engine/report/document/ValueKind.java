package org.gale.engine.report.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Range of a value of a document.
 *
 * @param words for messages
 * @param test  true for a value within the range
 */
record ValueKind(String words, Predicate<JsonNode> test)
{
    static final ValueKind OBJECT = new ValueKind("an object", JsonNode::isObject);
    static final ValueKind LIST = new ValueKind("a list", JsonNode::isArray);
    static final ValueKind TEXT = new ValueKind("a text", JsonNode::isTextual);
    static final ValueKind FLAG = new ValueKind("true or false", JsonNode::isBoolean);
    static final ValueKind NUMBER = new ValueKind("a number of 0 or more", ValueKind::isNumber);
    static final ValueKind WHOLE =
        new ValueKind("a whole number of 0 or more", value -> isWhole(value) && value.asDouble() >= 0);
    static final ValueKind INTEGER = new ValueKind("a whole number", ValueKind::isWhole);
    /** Actions by the clock are a number a second, those by events a text such as {@code 1/10k}. */
    static final ValueKind ACTIONS =
        new ValueKind("a number of 0 or more, or a text", value -> value.isTextual() || isNumber(value));
    /** Any value, but no negative number: keys may be added. */
    static final ValueKind OTHER = new ValueKind(NUMBER.words, value -> !value.isNumber() || isNumber(value));

    /** Any value: what it holds is checked where it is read. */
    static final ValueKind TREE = new ValueKind("a tree", value -> true);

    private static final ValueKind EXIT = new ValueKind("an exit code", ValueKind::isExitCode);
    private static final ValueKind VM = new ValueKind("a VM", value -> value.isTextual() || WHOLE.test.test(value));
    private static final Map<Type, ValueKind> OF_TYPES = Map.of(Long.class, WHOLE, Number.class, NUMBER,
        String.class, TEXT, Boolean.class, FLAG, VmName.class, VM, DocumentExit.class, EXIT, Object.class, OTHER,
        JsonNode.class, TREE);

    private static final double LIMIT = 0x1p63;

    /** Returns the range of a type. */
    static ValueKind of(final Type type, final boolean isSigned)
    {
        if (type instanceof ParameterizedType generic)
        {
            return generic.getRawType() == List.class ? LIST : OBJECT;
        }
        if (OF_TYPES.containsKey(type))
        {
            return isSigned && type == Long.class ? INTEGER : OF_TYPES.get(type);
        }

        return RecordFields.of((Class<?>)type).isList() ? LIST : OBJECT;
    }

    private static boolean isNumber(final JsonNode value)
    {
        return value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= LIMIT;
    }

    private static boolean isWhole(final JsonNode value)
    {
        if (value.isIntegralNumber())
        {
            return value.canConvertToLong();
        }

        final double number = value.asDouble();

        return value.isNumber() && Math.abs(number) < LIMIT && number == Math.rint(number);
    }

    private static boolean isExitCode(final JsonNode value)
    {
        return isWhole(value) && value.canConvertToInt() && DocumentExit.isOne(value.intValue());
    }
}
