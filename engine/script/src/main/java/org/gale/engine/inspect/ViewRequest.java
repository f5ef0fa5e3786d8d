package org.gale.engine.inspect;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.gale.tables.operand.Intid;

/**
 * View and its options, as a user wrote them. Immutable.
 *
 * @param view    the view
 * @param options the present options, with a number of 0 where an option has none
 */
record ViewRequest(View view, Map<View.Option, Long> options)
{
    private static final int QUOTED_LIMIT = 60;
    private static final long NOT_A_NUMBER = -1;

    /**
     * Parses the words after {@code inspect}: {@code vist --vm 3}, {@code vist --vm=3}.
     *
     * @throws IllegalArgumentException with a sentence for the user: the word that is wrong, and the valid ones
     */
    static ViewRequest parse(final List<String> words)
    {
        if (words.isEmpty())
        {
            throw new IllegalArgumentException("which view? (" + String.join(", ", View.words()) + ")");
        }

        final View view = view(words.get(0));
        final Map<View.Option, Long> options = new EnumMap<>(View.Option.class);
        final Iterator<String> rest = words.subList(1, words.size()).iterator();
        while (rest.hasNext())
        {
            final String word = rest.next();
            final int equals = word.indexOf('=');
            final View.Option option = option(view, equals < 0 ? word : word.substring(0, equals));
            final String value = !option.takesValue() || equals >= 0 || !rest.hasNext() ?
                equals < 0 ? null : word.substring(equals + 1) : rest.next();
            if (options.put(option, number(option, value)) != null)
            {
                throw new IllegalArgumentException(option.word() + " is given twice");
            }
        }
        for (final View.Option option : View.Option.values())
        {
            if (view.needs(option) && !options.containsKey(option))
            {
                throw new IllegalArgumentException(
                    "'" + view.word() + "' needs " + option.usage() + " (" + view.usage() + ")");
            }
        }

        return new ViewRequest(view, options);
    }

    boolean has(final View.Option option)
    {
        return options.containsKey(option);
    }

    /** Returns the number of an option, 0 to 2<sup>32</sup> − 1. */
    long number(final View.Option option)
    {
        return options.get(option);
    }

    /** Returns the interrupt type, {@link Intid#TYPE_LPI} unless an option sets another. */
    int type()
    {
        return (int)(long)options.getOrDefault(View.Option.TYPE, (long)Intid.TYPE_LPI);
    }

    /** Returns a word of the user in quotes, shortened for a message. */
    static String quoted(final String word)
    {
        return word.length() > QUOTED_LIMIT ? "'" + word.substring(0, QUOTED_LIMIT) + "...'" : "'" + word + "'";
    }

    private static View view(final String word)
    {
        return Arrays.stream(View.values()).filter(view -> view.word().equals(word)).findFirst().orElseThrow(
            () -> new IllegalArgumentException(
                "no view " + quoted(word) + " (" + String.join(", ", View.words()) + ")"));
    }

    private static View.Option option(final View view, final String word)
    {
        return Arrays.stream(View.Option.values()).filter(view::takes).filter(option -> option.word().equals(word))
            .findFirst().orElseThrow(() -> new IllegalArgumentException(
                "'" + view.word() + "' has no option " + quoted(word) + " (" + view.usage() + ")"));
    }

    private static long number(final View.Option option, final String value)
    {
        if (!option.takesValue())
        {
            if (value != null)
            {
                throw new IllegalArgumentException(option.word() + " takes no value: " + quoted(value));
            }

            return 0;
        }
        final long number = value == null ? NOT_A_NUMBER : option == View.Option.TYPE ? type(value) : number(value);
        if (number == NOT_A_NUMBER)
        {
            throw new IllegalArgumentException(value == null ?
                option.word() + " has no value (" + option.usage() + ")" :
                option.word() + ": " + quoted(value) + " is not " +
                (option == View.Option.TYPE ? "lpi or spi" : "a number below 2^32 (try 0 or 0x10)"));
        }

        return number;
    }

    private static long type(final String value)
    {
        return value.equalsIgnoreCase("lpi") ? Intid.TYPE_LPI :
            value.equalsIgnoreCase("spi") ? Intid.TYPE_SPI : NOT_A_NUMBER;
    }

    private static long number(final String value)
    {
        if (value.matches("0[xX][0-9a-fA-F]{1,8}"))
        {
            return Long.parseLong(value.substring(2), 16);
        }
        final long number = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : NOT_A_NUMBER;

        return number >>> Integer.SIZE == 0 ? number : NOT_A_NUMBER;
    }
}
