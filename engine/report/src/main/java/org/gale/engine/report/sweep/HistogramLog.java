package org.gale.engine.report.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;

/**
 * Reader of the interval logs that storms write, {@code --hlog}. Each log is decoded once. Intervals of the warm-up are
 * kept apart, because a run that was too short to warm up counts them. Used by one thread.
 */
final class HistogramLog implements AutoCloseable
{
    /** Prefix of the tags of the warm-up. */
    static final String WARMUP = "warmup-";

    private static final String TAG = "Tag=";
    private static final int FIELDS = 5;

    private final EncodedHistogram decoder = new EncodedHistogram();

    /** Receiver of intervals. */
    @FunctionalInterface
    interface Intervals
    {
        /**
         * Begins an interval.
         *
         * @param tag of the interval: {@code response} or a stage, with {@link #WARMUP} in front in the warm-up
         * @return receiver of its buckets, whose values are in ns
         */
        EncodedHistogram.Buckets begin(String tag);
    }

    /**
     * Decodes a log.
     *
     * @return number of samples by tag
     * @throws DataFormatException if a line is no interval; the message has the number of the line
     */
    Map<String, Long> decode(final byte[] log, final Intervals intervals) throws DataFormatException
    {
        final Map<String, Long> counts = new TreeMap<>();
        int begin = 0;
        int number = 0;
        boolean hasVersion = false;
        while (begin < log.length)
        {
            int end = begin;
            while (end < log.length && log[end] != '\n')
            {
                end++;
            }
            number++;
            if (end == log.length)
            {
                throw new DataFormatException("line " + number + ": ends early");
            }
            final String line = new String(log, begin, end - begin, StandardCharsets.ISO_8859_1).stripTrailing();
            begin = end + 1;
            hasVersion |= line.startsWith("#[Histogram log format version 1.");
            if (line.startsWith(TAG))
            {
                interval(line, number, counts, intervals);
            }
            else if (!line.startsWith("#") && !line.startsWith("\"") && !line.isEmpty())
            {
                throw new DataFormatException("line " + number + ": is no interval with a tag");
            }
        }
        if (!hasVersion)
        {
            throw new DataFormatException("is no interval log of HdrHistogram");
        }

        return counts;
    }

    @Override
    public void close()
    {
        decoder.close();
    }

    private void interval(
        final String line, final int number, final Map<String, Long> counts, final Intervals intervals)
        throws DataFormatException
    {
        final String[] fields = line.split(",", FIELDS);
        if (fields.length != FIELDS)
        {
            throw new DataFormatException("line " + number + ": ends early");
        }
        final String tag = fields[0].substring(TAG.length());
        try
        {
            final long samples = decoder.decode(Base64.getDecoder().decode(fields[FIELDS - 1]), intervals.begin(tag));
            counts.merge(tag, samples, Long::sum);
        }
        catch (final IllegalArgumentException | DataFormatException ex)
        {
            final DataFormatException fault = new DataFormatException("line " + number + ": " + ex.getMessage());
            fault.initCause(ex);
            throw fault;
        }
    }
}
