package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words of a command line: options with a value, flags, and the rest. Used by the thread of main. */
final class Words
{
    private final List<String> words;

    Words(final String[] args)
    {
        words = new ArrayList<>(Arrays.asList(args));
    }

    /** Returns the value of an option, or a default. */
    String text(final String option, final String otherwise)
    {
        final int at = words.indexOf(option);
        if (at < 0)
        {
            return otherwise;
        }
        if (at + 1 == words.size())
        {
            throw new IllegalArgumentException(option + " has no value");
        }
        words.remove(at);

        return words.remove(at);
    }

    /** Returns the value of an option that is a number above 0, or a default. */
    double number(final String option, final double otherwise)
    {
        final String text = text(option, Double.toString(otherwise));
        try
        {
            final double value = Double.parseDouble(text);
            if (value > 0 && value < 1e9)
            {
                return value;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(option + ": '" + text + "' is not a number (try 5)", ex);
        }
        throw new IllegalArgumentException(option + ": " + text + " is not above 0");
    }

    /** Returns whether a flag is present. */
    boolean flag(final String flag)
    {
        return words.remove(flag);
    }

    /** Returns the words that no option or flag has consumed. */
    List<String> rest()
    {
        return words;
    }

    /**
     * Checks that all words have been consumed.
     *
     * @throws IllegalArgumentException if a word is left
     */
    void checkAllRead()
    {
        if (!words.isEmpty())
        {
            throw new IllegalArgumentException("no option '" + words.get(0) + "'");
        }
    }
}
