package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;
import static org.gale.engine.trace.text.LineBytes.number;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Line of an event as the kernel's trace file and the scripts of its profiler write it: a task, a CPU in brackets, a
 * time in seconds with a colon, and the event with a colon. A task may contain all of these; so the first time
 * counts which an event follows. The kernel's latency format has the CPU in front of its flags, and the time in µs.
 */
final class HandlerLine extends EventLine
{
    /** Longest time of a line of a kernel log, with its brackets. */
    private static final int STAMP_LIMIT = 24;
    private static final byte[] LOST_CPU = "CPU:".getBytes(US_ASCII);
    private static final byte[] EVENTS = "EVENTS]".getBytes(US_ASCII);
    private static final byte[] DROPPED = "DROPPED]".getBytes(US_ASCII);
    private static final byte[] RECORD = "PERF_RECORD_".getBytes(US_ASCII);
    private static final byte[] RECORD_LOST = "PERF_RECORD_LOST".getBytes(US_ASCII);
    private static final byte[] DIFFERENCE = "(+".getBytes(US_ASCII);
    private static final int MARKED_US = 3;
    private static final int US_DIGITS = 15;
    private static final long NS_PER_US = 1_000;

    private boolean isLost;
    private boolean isTicks;

    /** Parses a line; false if it is no event with a CPU and a time. */
    boolean parse(final byte[] line, final int start, final int end)
    {
        begin(line, start, end);
        isTicks = false;
        isLost = findLost();
        boolean isFound = isLost;
        for (int i = find(start + 1); !isFound && i + 1 < end(); i = find(i + 1))
        {
            isFound = isBlank(line[i + 1]) &&
                (isDigit(line[i - 1]) ? findEvent(i + 1) && findTime(i) : isUs(i) && findEvent(i + 1) && findUs(i));
        }

        return isFound;
    }

    /** Returns whether the line says that events of its CPU were lost. */
    boolean isLost()
    {
        return isLost;
    }

    /** Returns whether the line, which was not parsed, is an event whose stamp has no decimal point. */
    boolean isTicks()
    {
        return isTicks;
    }

    /** Returns whether a line without an event ends with a time and its colon. */
    boolean endsWithTime()
    {
        final int colon = end() - 1;

        return colon > start() && bytes()[colon] == ':' && isDigit(bytes()[colon - 1]) && findTime(colon);
    }

    private int find(final int from)
    {
        return LineBytes.find(bytes(), Math.min(from, end()), end(), ':');
    }

    /** Finds a line of the kernel about lost events, which the name of a source may precede. */
    private boolean findLost()
    {
        if (end() == start() || bytes()[end() - 1] != ']')
        {
            return false;
        }
        final int colon = TextSources.endOfName(this);
        final int from = afterStamp(skipBlanks(colon < 0 ? start() : colon + 1));
        if (!startsWith(bytes(), from, end(), LOST_CPU))
        {
            return false;
        }
        final int to = endOfDigits(bytes(), from + LOST_CPU.length, end());

        return setCpu(number(bytes(), from + LOST_CPU.length, to)) &&
            (startsWith(bytes(), Math.max(to, end() - EVENTS.length), end(), EVENTS) ||
            startsWith(bytes(), Math.max(to, end() - DROPPED.length), end(), DROPPED));
    }

    /** Skips the time in brackets that a kernel log has before each line. */
    private int afterStamp(final int from)
    {
        final int close = from < end() && bytes()[from] == '[' ?
            LineBytes.find(bytes(), from, Math.min(end(), from + STAMP_LIMIT), ']') : from;

        return close > from && close < Math.min(end(), from + STAMP_LIMIT) ? skipBlanks(close + 1) : from;
    }

    private boolean findTime(final int colon)
    {
        final int from = findSeconds(colon);
        if (from < 0)
        {
            final int digits = startOfDigits(colon);
            isTicks |= digits > start() && isBlank(bytes()[digits - 1]);

            return false;
        }

        return findCpu(from);
    }

    /** Returns whether a colon ends a time of the latency format: µs, and a mark for a long wait. */
    private boolean isUs(final int colon)
    {
        return colon - MARKED_US > start() && bytes()[colon - MARKED_US] == 'u' &&
            bytes()[colon - MARKED_US + 1] == 's';
    }

    private boolean findUs(final int colon)
    {
        final int to = colon - MARKED_US;
        final int from = startOfDigits(to);
        if (from == to || to - from > US_DIGITS || from == start() || !isBlank(bytes()[from - 1]))
        {
            return false;
        }
        setTimeNs(number(bytes(), from, to) * NS_PER_US);
        int flags = from - 1;
        while (flags > start() && isBlank(bytes()[flags]))
        {
            flags--;
        }
        while (flags > start() && !isBlank(bytes()[flags - 1]))
        {
            flags--;
        }

        return setCpu(number(bytes(), flags, endOfDigits(bytes(), flags, from)));
    }

    /** Finds the last number in brackets before the time; without one, as the profiler may write it, the CPU is 0. */
    private boolean findCpu(final int end)
    {
        boolean isWithin = setCpu(0);
        for (int close = end - 1; close > start() + 1; close--)
        {
            if (bytes()[close] == ']')
            {
                final int from = startOfDigits(close);
                if (from < close && from > start() && bytes()[from - 1] == '[')
                {
                    isWithin = setCpu(number(bytes(), from, close));
                    break;
                }
            }
        }

        return isWithin;
    }

    /** Finds an event, which a count may precede, or the difference from the time before. */
    private boolean findEvent(final int from)
    {
        int at = skipBlanks(from);
        final int afterCount = endOfDigits(bytes(), at, end());
        if (afterCount > at && afterCount < end() && isBlank(bytes()[afterCount]))
        {
            at = skipBlanks(afterCount);
        }
        if (startsWith(bytes(), at, end(), DIFFERENCE))
        {
            final int close = endOfDigits(bytes(), at + DIFFERENCE.length, end());
            at = close < end() && bytes()[close] == ')' ? skipBlanks(close + 1) : at;
        }
        if (at < end() && bytes()[at] == '#')
        {
            return findName(at + 1);                                            // a line of the tracer timerlat
        }
        if (!findName(at))
        {
            return false;
        }
        isLost = startsWith(bytes(), at, eventEnd(), RECORD_LOST);

        return hasColon() || startsWith(bytes(), at, eventEnd(), RECORD);
    }
}
