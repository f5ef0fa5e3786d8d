package org.gale.engine.config;

import java.util.Locale;
import java.util.Optional;

/** Search for the name that a user may have meant. Pure functions. */
public final class NearestName
{
    private static final int WORD_LENGTH_LIMIT = 64;

    private NearestName()
    {
    }

    /** Returns the nearest candidate, if it is near enough that the word can be a misspelling of it. */
    public static Optional<String> to(final String word, final Iterable<String> candidates)
    {
        if (word.length() > WORD_LENGTH_LIMIT)
        {
            return Optional.empty();
        }

        final String wanted = word.toLowerCase(Locale.ROOT);
        String nearest = null;
        int least = 1 + Math.max(1, word.length() / 3);
        for (final String candidate : candidates)
        {
            final int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }

        return Optional.ofNullable(nearest);
    }

    /** Returns a clause that ends a message, {@code : did you mean 'readl'?}, or an empty string. */
    public static String hint(final String word, final Iterable<String> candidates)
    {
        return to(word, candidates).map(name -> ": did you mean '" + name + "'?").orElse("");
    }

    /** Returns the number of letters to insert, remove, replace or swap with a neighbour. */
    static int distance(final String a, final String b)
    {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.length(); i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++)
            {
                final int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            final int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }

        return last[b.length()];
    }
}
