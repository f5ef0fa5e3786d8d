package org.gale.engine.storm.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Share of a storm: the partitions whose number, divided by a count of shares, leaves the index of the share.
 * Immutable.
 *
 * @param index of the share, from 0
 * @param count of shares
 */
public record Share(int index, int count)
{
    /** The share that is the whole storm. */
    public static final Share WHOLE = new Share(0, 1);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

    public Share
    {
        if (index < 0 || index >= count)
        {
            throw new IllegalArgumentException("'" + index + '/' + count + "' is no share (write I/N, with I from 0 " +
                "to N - 1)");
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no share
     */
    public static Share parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("'" + text + "' is no share (write I/N, with I from 0 to N - 1)");
        }

        return new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Returns the share as {@code I/N}. */
    public String text()
    {
        return index + "/" + count;
    }

    /** Returns whether the share is the whole storm. */
    public boolean isWhole()
    {
        return count == 1;
    }

    /** Returns whether the share has a partition. */
    public boolean has(final int partition)
    {
        return partition % count == index;
    }

    /** Returns the share of an engine of this share, whose partitions are dealt by their index within the share. */
    public Share engine(final int engine, final int engines)
    {
        return new Share(index + count * engine, Math.multiplyExact(count, engines));
    }

    @Override
    public String toString()
    {
        return text();
    }
}
