package org.gale.engine.trace.text;

import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Times of the events of a text, and whether they are absolute. Ticks have no decimal point; differences fall all the
 * time; a function graph may have no times at all. Owner: the calling thread.
 */
final class TextStamps
{
    /** Number of times of which two fall where times are differences, of which every other one is expected to. */
    private static final int FALLING_OF = 5;
    /** Number of times of which one falls in a text of differences that begins with 0. */
    private static final int FALLING_OF_ZERO = 4;
    private static final int STAMPS_MIN = 4;

    private long firstNs;
    private long lastNs;
    private long stamps;
    private long falling;
    private long ticks;
    private long firstTicksLine;
    private long timeless;

    /** Begins a text. */
    void begin()
    {
        lastNs = 0;
        stamps = 0;
        falling = 0;
        ticks = 0;
        firstTicksLine = 0;
        timeless = 0;
    }

    /** Adds the time of an event, and returns whether it is before that of the event in front of it. */
    boolean falls(final long timeNs)
    {
        final boolean isFalling = timeNs < lastNs;
        firstNs = stamps == 0 ? timeNs : firstNs;
        lastNs = timeNs;
        stamps++;
        falling += isFalling ? 1 : 0;

        return isFalling;
    }

    /** Adds an event of a handler whose stamp has no decimal point. */
    void addTicks(final TextLines text)
    {
        firstTicksLine = ticks == 0 ? text.number() : firstTicksLine;
        ticks++;
    }

    /** Adds a line of a function graph. */
    void addGraph(final boolean isTimeless)
    {
        timeless += isTimeless ? 1 : 0;
    }

    /** Refuses a text whose stamps are no absolute times. */
    void check(final String text)
    {
        if (ticks > stamps)
        {
            throw refusal(text + ": line " + firstTicksLine + ": a stamp without a decimal point counts ticks, which " +
                "are no times (record with the clock mono: echo mono > trace_clock)");
        }
        if (timeless > 0 && stamps == 0)
        {
            throw refusal(text + ": is a function graph without times (record with them: " +
                "echo funcgraph-abstime > trace_options)");
        }
        if (stamps >= STAMPS_MIN && (2 * stamps <= falling * FALLING_OF ||
            (firstNs == 0 && stamps <= falling * FALLING_OF_ZERO)))
        {
            throw refusal(text + ": " + NumberText.count(falling) + " of " + NumberText.count(stamps) +
                " times fall: they are differences, or of several CPUs one after another (write absolute times, in " +
                "their order)");
        }
    }

    private static OutcomeException refusal(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
