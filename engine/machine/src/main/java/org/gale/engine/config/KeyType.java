package org.gale.engine.config;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Type of the values of a {@link MachineKey}. Its reader takes the subject of messages, the key's name, and a text; the
 * subject is empty where a front end names the key itself.
 *
 * @param javaType class of the values
 * @param label    placeholder of a value in help texts, such as {@code N}
 * @param unit     noun in the singular that the values count; empty without one
 * @param min      smallest value, of numbers
 * @param max      largest value, of numbers
 * @param reader   throws {@link IllegalArgumentException} with a message for the user
 * @param writer   returns a text that the reader accepts
 * @param words    all values as texts, if they are few
 */
public record KeyType<T>(
    Class<T> javaType, String label, String unit, long min, long max, BiFunction<String, String, T> reader,
    Function<T, String> writer, List<String> words)
{
    /** Switches: 0 or 1. */
    static final KeyType<Boolean> FLAG = new KeyType<>(Boolean.class, "0|1", "", 0, 1,
        (subject, text) -> number(subject, text, 0, 1) == 1, on -> on ? "1" : "0", List.of("0", "1"));
    /** Addresses of register frames. */
    static final KeyType<Long> FRAME = new KeyType<>(Long.class, "ADDRESS", "", 0, MachineLimits.ADDRESS_LIMIT,
        KeyType::frame, address -> "0x" + Long.toHexString(address), List.of());

    /** DeviceIDs. */
    static final KeyType<Long> DEVICE = new KeyType<>(Long.class, "N", "", 0, MachineLimits.DEVICE_ID_MAX,
        (subject, text) -> number(subject, text, 0, MachineLimits.DEVICE_ID_MAX), String::valueOf, List.of());

    /** Seeds. */
    static final KeyType<Long> SEED = new KeyType<>(Long.class, "N", "", 0, Long.MAX_VALUE,
        (subject, text) -> number(subject, text, 0, Long.MAX_VALUE), String::valueOf, List.of());

    /** Addresses of registers of 32 bits. */
    static final KeyType<Long> REGISTER = new KeyType<>(Long.class, "ADDRESS", "", 0, MachineLimits.ADDRESS_LIMIT,
        (subject, text) -> aligned(subject, number(subject, text, 0, MachineLimits.ADDRESS_LIMIT), Integer.BYTES,
            "4 bytes"), FRAME.writer, List.of());

    /** Returns the type of numbers, which may be written in hexadecimal. */
    static KeyType<Integer> number(final String unit, final int min, final int max)
    {
        return new KeyType<>(Integer.class, "N", unit, min, max,
            (subject, text) -> (int)number(subject, text, min, max), number -> Integer.toString(number), List.of());
    }

    /** Returns the type of a few values, each of which has a text. */
    static <T> KeyType<T> oneOf(final Class<T> javaType, final Function<T, String> writer, final List<T> values)
    {
        final List<String> words = values.stream().map(writer).toList();

        return new KeyType<>(javaType, String.join("|", words), "", 0, 0, (subject, text) ->
        {
            final int index = words.indexOf(isNumber(text) ? Long.toString(number(subject, text)) : text);
            if (index < 0)
            {
                throw new IllegalArgumentException(assigned(subject, text) + (words.size() == 1 ?
                    " is not supported (only " + assigned(subject, words.get(0)) + ')' : " is not " + listed(words)));
            }

            return values.get(index);
        }, writer, words);
    }

    /** Returns the type of a few values without one of them. */
    public KeyType<T> without(final T value)
    {
        return oneOf(javaType, writer, words.stream().filter(word -> !word.equals(writer.apply(value)))
            .map(word -> reader.apply("", word)).toList());
    }

    /** Returns the type of values whose reader refuses a text without a subject. */
    static <T> KeyType<T> text(final Class<T> javaType, final String label, final Function<String, T> reader)
    {
        return new KeyType<>(javaType, label, "", 0, 0, (subject, text) ->
        {
            try
            {
                return reader.apply(text);
            }
            catch (final IllegalArgumentException ex)
            {
                throw new IllegalArgumentException(prefix(subject) + ex.getMessage(), ex);
            }
        }, T::toString, List.of());
    }

    /** Returns the range or the words of the values as people read them; the label for others. */
    public String range()
    {
        return !words.isEmpty() ? listed(words) :
            label.equals("N") ? NumberText.count(min) + " to " + NumberText.count(max) : label;
    }

    /** Reads a number of up to 64 bits. */
    static long number(final String subject, final String text)
    {
        if (!isNumber(text))
        {
            throw new IllegalArgumentException(prefix(subject) + '\'' + text + "' is not a number (try 16 or 0x10)");
        }

        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
    }

    private static long number(final String subject, final String text, final long min, final long max)
    {
        return inRange(subject, text, number(subject, text), min, max);
    }

    /** Returns a number, and refuses one outside a range. */
    static long inRange(final String subject, final String text, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                assigned(subject, text) + " is out of range (" + min + " to " + max + ')');
        }

        return value;
    }

    private static long frame(final String subject, final String text)
    {
        return aligned(
            subject, number(subject, text, 0, MachineLimits.ADDRESS_LIMIT), MachineLimits.FRAME_BYTES, "64 KiB");
    }

    private static long aligned(final String subject, final long address, final long bytes, final String size)
    {
        if ((address & (bytes - 1)) != 0)
        {
            throw new IllegalArgumentException(
                subject + " is not aligned to " + size + ": 0x" + Long.toHexString(address));
        }

        return address;
    }

    private static boolean isNumber(final String text)
    {
        return text.matches("0x[0-9a-fA-F]{1,16}|[0-9]{1,19}");
    }

    private static String assigned(final String subject, final String text)
    {
        return subject.isEmpty() ? '\'' + text + '\'' : subject + '=' + text;
    }

    private static String prefix(final String subject)
    {
        return subject.isEmpty() ? "" : subject + ": ";
    }

    private static String listed(final List<String> words)
    {
        final int last = words.size() - 1;

        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
