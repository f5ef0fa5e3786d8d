package org.gale.engine.inspect;

import java.util.StringJoiner;

/** Texts of changes of watched values. Pure functions. */
public final class WatchedChange
{
    private WatchedChange()
    {
    }

    /**
     * Returns the fields that changed between two values.
     *
     * @param before value of a {@link WatchExpression}: a word, or {@code name=value} of each field
     * @return both values, or of fields those that differ: {@code pending 0 -> 1, table 0 -> 1}
     */
    public static String text(final String before, final String now)
    {
        final String[] old = before.split(" ", -1);
        final String[] fresh = now.split(" ", -1);
        final StringJoiner changes = new StringJoiner(", ");
        boolean isOfFields = old.length == fresh.length && old.length > 1;
        for (int i = 0; isOfFields && i < old.length; i++)
        {
            final int equals = old[i].indexOf('=') + 1;
            isOfFields = equals > 0 && fresh[i].startsWith(old[i].substring(0, equals));
            if (isOfFields && !old[i].equals(fresh[i]))
            {
                changes.add(old[i].substring(0, equals - 1) + ' ' + old[i].substring(equals) + " -> " +
                    fresh[i].substring(equals));
            }
        }

        return isOfFields ? changes.toString() : before + " -> " + now;
    }
}
