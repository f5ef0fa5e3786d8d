package org.gale.engine.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * Matcher of replies and the expectations of a transcript. An expectation may have {@code *}, alternatives, masks,
 * numbers in any notation, and {@code FAIL} with or without its reason. Pure functions.
 */
final class ReplyMatcher
{
    private static final String ALTERNATIVE = "|";
    private static final String ANYTHING = "*";
    private static final String MASK = "mask";
    static final String FAIL = "FAIL";
    private static final String HEX_PREFIX = "0x";

    private ReplyMatcher()
    {
    }

    /**
     * Returns whether a reply matches an expectation.
     *
     * @param expected text behind {@code "< "}
     * @param actual   the reply
     * @throws IllegalArgumentException if the expectation is malformed
     */
    public static boolean matches(final String expected, final String actual)
    {
        final List<String> expectedWords = withoutComment(words(expected));
        final List<String> actualWords = words(actual);
        boolean isMatch = false;
        int start = 0;
        for (int i = 0; i <= expectedWords.size(); i++)
        {
            if (i == expectedWords.size() || expectedWords.get(i).equals(ALTERNATIVE))
            {
                // Every alternative is parsed, so that a malformed one is found even behind one that matches.
                isMatch |= matchesOne(expectedWords.subList(start, i), actualWords);
                start = i + 1;
            }
        }

        return isMatch;
    }

    /** Returns whether an expectation accepts failures alone. */
    public static boolean expectsFail(final String expected)
    {
        final List<String> words = withoutComment(words(expected));
        boolean isFirst = true;
        boolean isFail = true;
        for (final String word : words)
        {
            isFail &= !isFirst || word.equals(FAIL);
            isFirst = word.equals(ALTERNATIVE);
        }

        return isFail;
    }

    private static boolean matchesOne(final List<String> expected, final List<String> actual)
    {
        if (expected.isEmpty())
        {
            throw new IllegalArgumentException("an expected reply is empty");
        }
        if (expected.get(0).equals(ANYTHING) && expected.size() == 1)
        {
            return true;
        }
        if (expected.get(0).equals(FAIL))
        {
            return !actual.isEmpty() && actual.get(0).equals(FAIL) &&
                (expected.size() == 1 || (actual.size() > 1 && expected.get(1).equals(actual.get(1))));
        }

        int position = 0;
        boolean isMatch = true;
        for (int i = 0; i < expected.size(); i++)
        {
            final String word = position < actual.size() ? actual.get(position) : "";
            if (i + 1 < expected.size() && expected.get(i + 1).equals(MASK))
            {
                if (i + 2 == expected.size())
                {
                    throw new IllegalArgumentException("'mask' without its bits");
                }
                isMatch &= matchesMasked(expected.get(i), expected.get(i + 2), word);
                i += 2;
            }
            else
            {
                isMatch &= matchesWord(expected.get(i), word);
            }
            position++;
        }

        return isMatch && position == actual.size();
    }

    private static boolean matchesWord(final String expected, final String actual)
    {
        if (expected.equals(actual))
        {
            return true;
        }
        if (isHex(expected) && isHex(actual))
        {
            return significantDigits(expected).equalsIgnoreCase(significantDigits(actual));
        }
        if (isHex(expected) != isHex(actual) && isNumber(expected) && isNumber(actual))
        {
            return number(expected) == number(actual);
        }

        return false;
    }

    private static boolean matchesMasked(final String value, final String mask, final String actual)
    {
        if (!isNumber(value) || !isNumber(mask))
        {
            throw new IllegalArgumentException("'" + value + " mask " + mask + "' needs two numbers of up to 64 bits");
        }

        return isNumber(actual) && ((number(value) ^ number(actual)) & number(mask)) == 0;
    }

    private static boolean isHex(final String word)
    {
        return word.startsWith(HEX_PREFIX) && word.length() > HEX_PREFIX.length();
    }

    /**
     * Returns the digits without leading zeros. A block's reply is a number of any length, so digits are compared, not
     * longs.
     */
    private static String significantDigits(final String hex)
    {
        int start = HEX_PREFIX.length();
        while (start < hex.length() - 1 && hex.charAt(start) == '0')
        {
            start++;
        }

        return hex.substring(start);
    }

    private static boolean isNumber(final String word)
    {
        try
        {
            number(word);
            return true;
        }
        catch (final NumberFormatException ex)
        {
            return false;
        }
    }

    private static long number(final String word)
    {
        if (word.startsWith("+") || word.startsWith(HEX_PREFIX + "+"))
        {
            throw new NumberFormatException(word);
        }

        return isHex(word) ? Long.parseUnsignedLong(significantDigits(word), 16) : Long.parseUnsignedLong(word);
    }

    private static List<String> words(final String text)
    {
        final List<String> words = new ArrayList<>();
        int position = 0;
        while (position < text.length())
        {
            if (isSpace(text.charAt(position)))
            {
                position++;
                continue;
            }
            final int start = position;
            while (position < text.length() && !isSpace(text.charAt(position)))
            {
                position++;
            }
            words.add(text.substring(start, position));
        }

        return words;
    }

    private static List<String> withoutComment(final List<String> words)
    {
        for (int i = 0; i < words.size(); i++)
        {
            if (words.get(i).startsWith("#"))
            {
                return words.subList(0, i);
            }
        }

        return words;
    }

    private static boolean isSpace(final char c)
    {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
