package org.gale.engine.storm.result;

import java.util.List;

/**
 * Number of a result, with its place.
 *
 * @param place JSON pointer in the report or in the part of a share
 * @param value as it stands there; a time in ns
 */
public record Placed(String place, long value)
{
    /** Returns the sum of numbers. */
    static Placed sum(final String words, final List<Placed> parts)
    {
        return new Placed(words, parts.stream().mapToLong(Placed::value).reduce(0, Math::addExact));
    }

    /** Returns this number in words: its place and its value. */
    @Override
    public String toString()
    {
        return place + " is " + value;
    }
}
