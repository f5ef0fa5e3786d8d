package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in the texts of jobs, and the mix by which seeds follow from one another. Pure functions. */
final class Numbers
{
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Pattern TIME = Pattern.compile("([0-9.]+)(ns|us|ms|s|m|h)?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*(?:ns|us|ms|s)?");

    private Numbers()
    {
    }

    /** Returns a time such as {@code 2us}, ns. */
    static long ns(final String text)
    {
        final Matcher time = TIME.matcher(text);
        if (!time.matches())
        {
            throw new IllegalArgumentException(text + " is no time");
        }
        final long unit = switch (time.group(2) == null ? "" : time.group(2))
        {
            case "ns", "" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };

        return Math.round(Double.parseDouble(time.group(1)) * unit);
    }

    /** Returns a count such as {@code 10k}. */
    static long count(final String text)
    {
        final long unit = text.endsWith("k") ? 1_000 : text.endsWith("M") ? 1_000_000 : 1;

        return unit * Long.parseLong(unit == 1 ? text : text.substring(0, text.length() - 1));
    }

    /** Returns all numbers and times in a text, in their order. */
    static List<String> all(final String text)
    {
        final List<String> numbers = new ArrayList<>();
        final Matcher number = NUMBER.matcher(text);
        while (number.find())
        {
            numbers.add(number.group());
        }

        return numbers;
    }

    /** Returns the mix of a number and a word. */
    static long mix(final long number, final long word)
    {
        final long product = (number ^ word) * 0x9e3779b97f4a7c15L;

        return Long.rotateLeft(product, 29) ^ (product >>> 32);
    }
}
