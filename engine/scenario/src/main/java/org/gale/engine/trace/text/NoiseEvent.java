package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.number;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Arguments of the event {@code irq_noise} of the tracers osnoise and timerlat, which is written when a handler ends:
 * {@code NAME:NUMBER start SECONDS duration NS ns}. Owner: the calling thread.
 */
final class NoiseEvent
{
    private static final byte[] START = "start ".getBytes(US_ASCII);
    private static final byte[] DURATION = " duration ".getBytes(US_ASCII);
    private static final int BLANK = 1;

    private int nameEnd;
    private int numberEnd;
    private long timeNs;
    private long durationNs;

    /** Parses the arguments of a line, which then has the time of the start; false if it is another form. */
    boolean parse(final EventLine line)
    {
        final byte[] bytes = line.bytes();
        final int from = line.argument();
        int start = from + 1;
        while (start < line.end() && !(isBlank(bytes[start - 1]) && startsWith(bytes, start, line.end(), START)))
        {
            start++;
        }
        numberEnd = start - BLANK;
        nameEnd = line.startOfDigits(numberEnd) - 1;
        final int point = endOfDigits(bytes, Math.min(line.end(), start + START.length), line.end());
        final int timeEnd = endOfDigits(bytes, Math.min(line.end(), point + 1), line.end());
        final int duration = timeEnd + DURATION.length;
        if (start >= line.end() || nameEnd <= from || nameEnd + 1 == numberEnd || bytes[nameEnd] != ':' ||
            !startsWith(bytes, timeEnd, line.end(), DURATION) || line.findSeconds(timeEnd) != start + START.length)
        {
            return false;
        }
        timeNs = line.timeNs();
        durationNs = number(bytes, duration, endOfDigits(bytes, duration, line.end()));

        return durationNs >= 0;
    }

    int nameEnd()
    {
        return nameEnd;
    }

    int numberEnd()
    {
        return numberEnd;
    }

    /** Returns the time at which the handler began. */
    long timeNs()
    {
        return timeNs;
    }

    long durationNs()
    {
        return durationNs;
    }
}
