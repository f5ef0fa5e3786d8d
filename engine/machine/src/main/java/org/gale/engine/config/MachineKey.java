package org.gale.engine.config;

import java.util.Map;

/**
 * Key of a machine, declared once: its words, their messages, the line that journals record and the page of the
 * protocol follow from the declaration. Immutable.
 *
 * @param name            as users write it, such as {@code its.cache}
 * @param type            of the values
 * @param defaultValue    value of a machine that is not given another one; null if it follows from other keys
 * @param most            key whose value is the largest value of this one; null for none
 * @param elOneValue      value with {@code preset=el1}, whatever is given; null if the preset does not matter
 * @param isRecorded      true to record the default, too
 * @param help            for users, without a full stop
 */
public record MachineKey<T>(
    String name, KeyType<T> type, T defaultValue, MachineKey<Integer> most, T elOneValue, boolean isRecorded,
    String help)
{
    /** Declares a key that every journal records. */
    static <T> MachineKey<T> of(final String name, final KeyType<T> type, final T defaultValue, final String help)
    {
        return new MachineKey<>(name, type, defaultValue, null, null, true, help);
    }

    /** Returns this key, of which journals record another value than the default. */
    MachineKey<T> recordedIfOther()
    {
        return new MachineKey<>(name, type, defaultValue, most, elOneValue, false, help);
    }

    /** Returns this key with another one, whose value is the largest value of this one. */
    MachineKey<T> atMost(final MachineKey<Integer> other)
    {
        return new MachineKey<>(name, type, defaultValue, other, elOneValue, isRecorded, help);
    }

    /** Returns this key with the value that it has with {@code preset=el1}, whatever is given. */
    MachineKey<T> onElOne(final T value)
    {
        return new MachineKey<>(name, type, defaultValue, most, value, isRecorded, help);
    }

    /** Returns this key under the name of another part of a board; its default follows from other keys. */
    MachineKey<T> ofPart(final String otherName)
    {
        return new MachineKey<>(otherName, type, null, most, elOneValue, false, help);
    }

    /**
     * Returns the text of the value among those of all keys, or of the default.
     *
     * @return the text, or null if the value follows from other keys
     */
    public String textIn(final Map<String, Object> values)
    {
        final T value = in(values);

        return value == null ? null : type.writer().apply(value);
    }

    /** Returns the text of the default for a reader. */
    public String defaultText()
    {
        return defaultValue == null ? "by the other keys" : type.writer().apply(defaultValue);
    }

    /** Returns the value among those of all keys, or the default. */
    T in(final Map<String, Object> values)
    {
        return type.javaType().cast(values.getOrDefault(name, defaultValue));
    }
}
