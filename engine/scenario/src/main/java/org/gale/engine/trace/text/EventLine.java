package org.gale.engine.trace.text;

import static org.gale.engine.trace.text.LineBytes.endOfBlanks;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;
import static org.gale.engine.trace.text.LineBytes.isWord;
import static org.gale.engine.trace.text.LineBytes.number;

/** Line that was parsed as an event with a CPU and a time. Owner: the calling thread. */
abstract class EventLine
{
    static final int CPU_LIMIT = 4096;

    private static final int FRACTION_DIGITS = 9;
    private static final int SECOND_DIGITS = 9;
    private static final int TEN = 10;
    private static final long NS_PER_S = 1_000_000_000;

    private byte[] bytes;
    private int begin;
    private int limit;
    private long timeNs;
    private int cpu;
    private int eventStart;
    private int eventEnd;

    /** Begins with a line, whose last blanks are left out. */
    final void begin(final byte[] line, final int start, final int end)
    {
        bytes = line;
        begin = start;
        limit = end;
        while (limit > begin && isBlank(bytes[limit - 1]))
        {
            limit--;
        }
    }

    final byte[] bytes()
    {
        return bytes;
    }

    final int start()
    {
        return begin;
    }

    /** Returns the end of the line without blanks, or of the event within it. */
    final int end()
    {
        return limit;
    }

    final long timeNs()
    {
        return timeNs;
    }

    final int cpu()
    {
        return cpu;
    }

    /** Returns where the name of the event begins, behind its group. */
    final int eventStart()
    {
        return eventStart;
    }

    final int eventEnd()
    {
        return eventEnd;
    }

    /** Returns where the arguments of the event begin. */
    final int argument()
    {
        return skipBlanks(Math.min(limit, eventEnd + 1));
    }

    final void setEnd(final int end)
    {
        limit = end;
    }

    final void setTimeNs(final long time)
    {
        timeNs = time;
    }

    /** Sets the CPU; false if it is beyond the limit. */
    final boolean setCpu(final long number)
    {
        cpu = number < 0 || number >= CPU_LIMIT ? CPU_LIMIT : (int)number;

        return cpu < CPU_LIMIT;
    }

    /** Returns the first place from one on that is no blank, or the end. */
    final int skipBlanks(final int from)
    {
        return endOfBlanks(bytes, from, limit);
    }

    /** Returns the start of the digits that end at a place. */
    final int startOfDigits(final int end)
    {
        int start = end;
        while (start > begin && isDigit(bytes[start - 1]))
        {
            start--;
        }

        return start;
    }

    /**
     * Finds a time in seconds with a fraction.
     *
     * @param end behind its last digit
     * @return the place of its first digit, or -1 if there is none
     */
    final int findSeconds(final int end)
    {
        final int dot = startOfDigits(end) - 1;
        final int start = startOfDigits(dot);
        final int fraction = end - dot - 1;
        if (dot < begin || bytes[dot] != '.' || start == dot || dot - start > SECOND_DIGITS || fraction == 0 ||
            fraction > FRACTION_DIGITS || (start > begin && !isBlank(bytes[start - 1])))
        {
            return -1;
        }
        long nanos = number(bytes, dot + 1, end);
        for (int i = fraction; i < FRACTION_DIGITS; i++)
        {
            nanos *= TEN;
        }
        timeNs = number(bytes, start, dot) * NS_PER_S + nanos;

        return start;
    }

    /** Finds the name of an event at a place, behind the names of its groups; false if none is there. */
    final boolean findName(final int from)
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

        return end > from;
    }

    /** Returns whether a colon ends the name of the event. */
    final boolean hasColon()
    {
        return eventEnd < limit && bytes[eventEnd] == ':';
    }
}
