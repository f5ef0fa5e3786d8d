package org.gale.engine.trace.text;

import java.util.Arrays;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Times of readings of counters. In a text that begins with a time each reading has the last one in front of it, in
 * another text the first one behind it. Owner: the calling thread.
 */
final class ReadingTimes
{
    /** Limit of the time between the first and the last reading, ns: a year. */
    static final long SPAN_LIMIT_NS = 366L * 24 * 3600 * 1_000_000_000;

    private static final long NONE = Long.MIN_VALUE;
    /** Time by which times of whole seconds may differ from an interval, ns. */
    private static final long TOLERANCE_NS = 1_500_000_000;
    private static final int TOLERANCE_SHARE = 10;
    private final String option;
    private final String hint;
    private long[] times = new long[16];
    private String clock = "";
    private String otherClock = "";
    private boolean isWhole;
    private boolean isAny;
    private long everyNs;
    private String otherEvery = "";
    private boolean isTimeFirst;
    private boolean isReadingFirst;
    private long pendingNs;
    private int last;
    private boolean isByTimes;
    private long intervalNs;
    private String source = "";

    /**
     * Begins without a time.
     *
     * @param option that gives the time between readings, for messages
     */
    ReadingTimes(final String option)
    {
        this.option = option;
        this.hint = " (give " + option + " T, the time from one reading to the next)";
    }

    /** Begins a text. */
    void begin()
    {
        isTimeFirst = false;
        isReadingFirst = false;
        pendingNs = NONE;
    }

    /** Takes the interval that the head of a reading names. */
    void every(final long ns)
    {
        otherEvery = everyNs != 0 && everyNs != ns ? NumberText.duration(ns) : otherEvery;
        everyNs = everyNs == 0 ? ns : everyNs;
    }

    /** Takes a time. */
    void stamp(final InterruptStamps.Stamp stamp)
    {
        otherClock = clock.isEmpty() || clock.equals(stamp.clock()) ? otherClock : stamp.clock();
        clock = clock.isEmpty() ? stamp.clock() : clock;
        isWhole |= stamp.isWhole();
        isTimeFirst |= !isReadingFirst;
        if (isTimeFirst)
        {
            pendingNs = stamp.ns();
        }
        else if (times[last] == NONE)
        {
            set(last, stamp.ns());
        }
    }

    /** Begins a reading. */
    void reading(final int index)
    {
        if (index == times.length)
        {
            times = Arrays.copyOf(times, 2 * times.length);
        }
        isReadingFirst |= !isTimeFirst;
        last = index;
        set(index, isTimeFirst ? pendingNs : NONE);
        pendingNs = NONE;
    }

    private void set(final int reading, final long ns)
    {
        times[reading] = ns;
        isAny |= ns != NONE;
    }

    /**
     * Ends the readings.
     *
     * @param readings at least two
     * @param givenNs  time from one reading to the next that the user gave, ns; 0 for none
     * @throws OutcomeException if there is no time from the first to the last one, or two that differ
     */
    void end(final int readings, final long givenNs)
    {
        final String fault = fault(readings);
        isByTimes = givenNs == 0 && (everyNs == 0 || fault == null);
        if (isByTimes && fault != null)
        {
            throw new OutcomeException(Outcome.USAGE, fault + hint);
        }
        intervalNs = givenNs == 0 ? everyNs : givenNs;
        source = isByTimes ? (isWhole ? "times in whole seconds" : "times") + " of the text (" + clock + ")" :
            givenNs == 0 ? "the head of watch" : option + ' ' + NumberText.duration(givenNs);
        if (!isByTimes && givenNs == 0 && !otherEvery.isEmpty())
        {
            throw new OutcomeException(Outcome.USAGE, "heads of watch name intervals of " +
                NumberText.duration(everyNs) + " and " + otherEvery + hint);
        }
        if (intervalNs > SPAN_LIMIT_NS / (readings - 1) || (isByTimes && spanNs() > SPAN_LIMIT_NS))
        {
            throw new OutcomeException(Outcome.USAGE, "more than 366 days lie between the first and the last of " +
                readings + " readings by " + source + " (give " + option + " T)");
        }
        if (givenNs > 0 && fault == null)
        {
            check(givenNs * (readings - 1), times[readings - 1] - times[0], givenNs);
        }
    }

    /** Returns the time from the first to the last reading, ns. */
    long spanNs()
    {
        return isByTimes ? times[last] - times[0] : intervalNs * last;
    }

    /** Returns the time between a reading and the one before, ns. */
    long stepNs(final int reading)
    {
        return isByTimes ? times[reading] - times[reading - 1] : intervalNs;
    }

    /** Returns where the time comes from, for people. */
    String source()
    {
        return source;
    }

    /** Returns why the times of the texts cannot be used, or null. */
    private String fault(final int readings)
    {
        if (!isAny)
        {
            return "the texts hold no times";
        }
        if (!otherClock.isEmpty())
        {
            return "the texts hold times of two clocks, " + clock + " and " + otherClock;
        }
        for (int i = 0; i < readings; i++)
        {
            if (times[i] == NONE)
            {
                return "reading " + (i + 1) + " of " + readings + " has no time";
            }
            if (i > 0 && times[i] < times[i - 1])
            {
                return "reading " + (i + 1) + " of " + readings + " has an earlier time than the one before";
            }
        }

        return times[readings - 1] == times[0] ? "all " + readings + " readings have the same time" : null;
    }

    /** Refuses an interval that the times of the texts contradict. */
    private void check(final long byIntervalNs, final long byTimesNs, final long givenNs)
    {
        final long difference = Math.abs(byIntervalNs - byTimesNs);
        if (difference > Math.max(TOLERANCE_NS, byTimesNs / TOLERANCE_SHARE))
        {
            throw new OutcomeException(Outcome.USAGE, option + ' ' + NumberText.duration(givenNs) + ": makes " +
                NumberText.duration(byIntervalNs) + " from the first to the last reading, and the times of the texts " +
                NumberText.duration(byTimesNs) + " (leave it out)");
        }
    }
}
