package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;
import static org.gale.engine.trace.text.LineBytes.isWord;
import static org.gale.engine.trace.text.LineBytes.number;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Line of an event as the kernel's trace file and the scripts of its profiler write it: a task, a CPU in brackets, a
 * time in seconds with a colon, and the event with a colon. A task may contain all of these; so the first time
 * counts which an event follows. The kernel's latency format has the CPU in front of its flags, and the time in µs.
 */
final class HandlerLine
{
    static final int CPU_LIMIT = 4096;

    private static final byte[] LOST_CPU = "CPU:".getBytes(US_ASCII);
    private static final byte[] EVENTS = "EVENTS]".getBytes(US_ASCII);
    private static final byte[] DROPPED = "DROPPED]".getBytes(US_ASCII);
    private static final byte[] RECORD = "PERF_RECORD_".getBytes(US_ASCII);
    private static final byte[] RECORD_LOST = "PERF_RECORD_LOST".getBytes(US_ASCII);
    private static final int MARKED_US = 3;
    private static final int FRACTION_DIGITS = 9;
    private static final int SECOND_DIGITS = 9;
    private static final int US_DIGITS = 15;
    private static final int TEN = 10;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long NS_PER_US = 1_000;

    private byte[] bytes;
    private int begin;
    private int limit;
    private long timeNs;
    private int cpu;
    private int eventStart;
    private int eventEnd;
    private boolean isLost;

    /** Parses a line; false if it is no event with a CPU and a time. */
    boolean parse(final byte[] line, final int start, final int end)
    {
        bytes = line;
        begin = start;
        limit = end;
        while (limit > begin && isBlank(bytes[limit - 1]))
        {
            limit--;
        }
        isLost = findLost();
        boolean isFound = isLost;
        for (int i = find(begin + 1); !isFound && i + 1 < limit; i = find(i + 1))
        {
            isFound = isBlank(bytes[i + 1]) &&
                (isDigit(bytes[i - 1]) ? findEvent(i + 1) && findSeconds(i) : isUs(i) && findEvent(i + 1) && findUs(i));
        }

        return isFound;
    }

    long timeNs()
    {
        return timeNs;
    }

    int cpu()
    {
        return cpu;
    }

    /** Returns whether the line says that events of its CPU were lost. */
    boolean isLost()
    {
        return isLost;
    }

    /** Returns where the name of the event begins, behind its group. */
    int eventStart()
    {
        return eventStart;
    }

    int eventEnd()
    {
        return eventEnd;
    }

    /** Returns where the arguments of the event begin. */
    int argument()
    {
        int start = Math.min(limit, eventEnd + 1);
        while (start < limit && isBlank(bytes[start]))
        {
            start++;
        }

        return start;
    }

    /** Returns the end of the line without blanks. */
    int end()
    {
        return limit;
    }

    private int find(final int from)
    {
        return LineBytes.find(bytes, Math.min(from, limit), limit, ':');
    }

    /** Finds a line of the kernel about lost events. */
    private boolean findLost()
    {
        int start = begin;
        while (start < limit && isBlank(bytes[start]))
        {
            start++;
        }
        if (!startsWith(bytes, start, limit, LOST_CPU) || bytes[limit - 1] != ']')
        {
            return false;
        }
        final int end = endOfDigits(bytes, start + LOST_CPU.length, limit);
        final long number = number(bytes, start + LOST_CPU.length, end);
        cpu = (int)Math.min(number, CPU_LIMIT);

        return number >= 0 && cpu < CPU_LIMIT &&
            (startsWith(bytes, Math.max(end, limit - EVENTS.length), limit, EVENTS) ||
            startsWith(bytes, Math.max(end, limit - DROPPED.length), limit, DROPPED));
    }

    private boolean findSeconds(final int colon)
    {
        final int dot = startOfDigits(colon) - 1;
        final int start = startOfDigits(dot);
        final int fraction = colon - dot - 1;
        if (dot < begin || bytes[dot] != '.' || start == dot || dot - start > SECOND_DIGITS ||
            fraction > FRACTION_DIGITS || (start > begin && !isBlank(bytes[start - 1])))
        {
            return false;
        }
        long nanos = number(bytes, dot + 1, colon);
        for (int i = fraction; i < FRACTION_DIGITS; i++)
        {
            nanos *= TEN;
        }
        timeNs = number(bytes, start, dot) * NS_PER_S + nanos;

        return findCpu(start);
    }

    /** Returns whether a colon ends a time of the latency format: µs, and a mark for a long wait. */
    private boolean isUs(final int colon)
    {
        return colon - MARKED_US > begin && bytes[colon - MARKED_US] == 'u' && bytes[colon - MARKED_US + 1] == 's';
    }

    private boolean findUs(final int colon)
    {
        final int end = colon - MARKED_US;
        final int start = startOfDigits(end);
        if (start == end || end - start > US_DIGITS || start == begin || !isBlank(bytes[start - 1]))
        {
            return false;
        }
        timeNs = number(bytes, start, end) * NS_PER_US;
        int flags = start - 1;
        while (flags > begin && isBlank(bytes[flags]))
        {
            flags--;
        }
        while (flags > begin && !isBlank(bytes[flags - 1]))
        {
            flags--;
        }
        final long number = number(bytes, flags, endOfDigits(bytes, flags, start));
        cpu = (int)Math.min(number, CPU_LIMIT);

        return cpu >= 0 && cpu < CPU_LIMIT;
    }

    /** Finds the last number in brackets before the time; without one, as the profiler may write it, the CPU is 0. */
    private boolean findCpu(final int end)
    {
        cpu = 0;
        for (int close = end - 1; close > begin + 1; close--)
        {
            if (bytes[close] == ']')
            {
                final int start = startOfDigits(close);
                if (start < close && start > begin && bytes[start - 1] == '[')
                {
                    final long number = number(bytes, start, close);
                    cpu = number < 0 ? CPU_LIMIT : (int)Math.min(number, CPU_LIMIT);
                    break;
                }
            }
        }

        return cpu < CPU_LIMIT;
    }

    /** Finds an event, which a count may precede. */
    private boolean findEvent(final int from)
    {
        int start = from;
        while (start < limit && isBlank(bytes[start]))
        {
            start++;
        }
        final int afterCount = endOfDigits(bytes, start, limit);
        if (afterCount > start && afterCount < limit && isBlank(bytes[afterCount]))
        {
            start = afterCount;
            while (start < limit && isBlank(bytes[start]))
            {
                start++;
            }
        }

        return findName(start);
    }

    private boolean findName(final int from)
    {
        eventStart = from;
        int end = from;
        while (end < limit &&
            (isWord(bytes[end]) || (bytes[end] == ':' && end + 1 < limit && isWord(bytes[end + 1]))))
        {
            eventStart = bytes[end] == ':' ? end + 1 : eventStart;
            end++;
        }
        eventEnd = end;
        isLost = startsWith(bytes, from, end, RECORD_LOST);

        return end > from && ((end < limit && bytes[end] == ':') || startsWith(bytes, from, end, RECORD));
    }

    /** Returns the start of the digits that end at a place. */
    private int startOfDigits(final int end)
    {
        int start = end;
        while (start > begin && isDigit(bytes[start - 1]))
        {
            start--;
        }

        return start;
    }
}
