package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * List of numbers as a key of a machine has it: {@code 0-3,8}, {@code 0x100,0x203} or {@code none}. Immutable.
 *
 * @param numbers in the order in which they are given
 */
public record NumberList(List<Integer> numbers)
{
    /** Text of a list without numbers. */
    private static final String NONE = "none";
    /** Limit of the numbers of a list. */
    private static final int LENGTH_LIMIT = MachineLimits.PE_LIMIT;

    public NumberList
    {
        numbers = List.copyOf(numbers);
    }

    /** Returns the list of the numbers of a range. */
    static NumberList of(final int first, final int end)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (int number = first; number < end; number++)
        {
            numbers.add(number);
        }

        return new NumberList(numbers);
    }

    /** Returns the numbers in rising order, without change of their count. */
    NumberList sorted()
    {
        return new NumberList(numbers.stream().sorted().toList());
    }

    static NumberList parse(final String text, final int max)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (final String part : text.equals(NONE) ? new String[0] : text.split(",", -1))
        {
            final int dash = part.indexOf('-');
            final int first = number(dash < 0 ? part : part.substring(0, dash), max);
            final int last = dash < 0 ? first : number(part.substring(dash + 1), max);
            if (last < first)
            {
                throw new IllegalArgumentException("'" + part + "' goes down (write " + last + '-' + first + ')');
            }
            if (numbers.size() + last - first >= LENGTH_LIMIT)
            {
                throw new IllegalArgumentException("more than " + LENGTH_LIMIT + " numbers: '" + part + '\'');
            }
            for (int number = first; number <= last; number++)
            {
                numbers.add(number);
            }
        }

        return new NumberList(numbers);
    }

    private static int number(final String text, final int max)
    {
        return (int)KeyType.inRange("", text, KeyType.number("", text), 0, max);
    }

    /** Returns a text of ascending ranges, which a key reads back. */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < numbers.size())
        {
            int end = at + 1;
            while (end < numbers.size() && numbers.get(end) == numbers.get(end - 1) + 1)
            {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(numbers.get(at));
            text.append(end - at > 1 ? "-" + numbers.get(end - 1) : "");
            at = end;
        }

        return text.isEmpty() ? NONE : text.toString();
    }
}
