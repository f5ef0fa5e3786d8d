package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Line of an event as the kernel's trace file and the scripts of its profiler write it: a task, a CPU in brackets, a
 * time in seconds with a colon, and the event with a colon. A task may contain all of these; so the first time
 * counts which an event follows.
 */
final class HandlerLine
{
    private static final int CPU_LIMIT = 4096;
    private static final int FRACTION_DIGITS = 9;
    private static final int SECOND_DIGITS = 9;
    private static final int CPU_DIGITS = 6;
    private static final int TEN = 10;
    private static final long NS_PER_S = 1_000_000_000;

    private byte[] bytes;
    private int length;
    private long timeNs;
    private int cpu;
    private int eventStart;
    private int eventEnd;

    /** Parses a line; false if it is no event with a CPU and a time. */
    boolean parse(final byte[] line, final int lineLength)
    {
        bytes = line;
        length = lineLength;
        for (int i = 1; i + 1 < length; i++)
        {
            if (bytes[i] == ':' && isBlank(bytes[i + 1]) && isDigit(bytes[i - 1]) && findEvent(i + 1) && findTime(i))
            {
                return true;
            }
        }

        return false;
    }

    long timeNs()
    {
        return timeNs;
    }

    int cpu()
    {
        return cpu;
    }

    /** Returns the name of the event without its group. */
    String event()
    {
        int start = eventStart;
        for (int i = eventStart; i < eventEnd; i++)
        {
            start = bytes[i] == ':' ? i + 1 : start;
        }

        return new String(bytes, start, eventEnd - start, ISO_8859_1);
    }

    /** Returns what follows the event. */
    String arguments()
    {
        final int start = Math.min(length, eventEnd + 1);

        return new String(bytes, start, length - start, ISO_8859_1).strip();
    }

    private boolean findTime(final int colon)
    {
        int dot = colon - 1;
        while (dot > 0 && isDigit(bytes[dot]))
        {
            dot--;
        }
        int start = dot;
        while (start > 0 && isDigit(bytes[start - 1]))
        {
            start--;
        }
        final int fraction = colon - dot - 1;
        if (bytes[dot] != '.' || start == dot || dot - start > SECOND_DIGITS || fraction > FRACTION_DIGITS ||
            (start > 0 && !isBlank(bytes[start - 1])))
        {
            return false;
        }
        long nanos = number(dot + 1, colon);
        for (int i = fraction; i < FRACTION_DIGITS; i++)
        {
            nanos *= TEN;
        }
        timeNs = number(start, dot) * NS_PER_S + nanos;

        return findCpu(start);
    }

    /** Finds the last number in brackets before the time; without one, as the profiler may write it, the CPU is 0. */
    private boolean findCpu(final int end)
    {
        cpu = 0;
        for (int close = end - 1; close > 1; close--)
        {
            int open = close - 1;
            while (bytes[close] == ']' && open > 0 && isDigit(bytes[open]))
            {
                open--;
            }
            if (bytes[close] == ']' && bytes[open] == '[' && open + 1 < close)
            {
                cpu = close - open - 1 > CPU_DIGITS ? CPU_LIMIT : (int)number(open + 1, close);
                break;
            }
        }

        return cpu < CPU_LIMIT;
    }

    private boolean findEvent(final int from)
    {
        eventStart = from;
        while (eventStart < length && isBlank(bytes[eventStart]))
        {
            eventStart++;
        }
        int end = eventStart;
        while (end < length &&
            (isWord(bytes[end]) || (bytes[end] == ':' && end + 1 < length && isWord(bytes[end + 1]))))
        {
            end++;
        }
        eventEnd = end;

        return end > eventStart && end < length && bytes[end] == ':';
    }

    private long number(final int start, final int end)
    {
        long value = 0;
        for (int i = start; i < end; i++)
        {
            value = value * TEN + bytes[i] - '0';
        }

        return value;
    }

    private static boolean isDigit(final byte letter)
    {
        return letter >= '0' && letter <= '9';
    }

    private static boolean isBlank(final byte letter)
    {
        return letter == ' ' || letter == '\t';
    }

    private static boolean isWord(final byte letter)
    {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
            isDigit(letter);
    }
}
