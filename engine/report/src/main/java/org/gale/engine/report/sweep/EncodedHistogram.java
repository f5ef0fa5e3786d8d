package org.gale.engine.report.sweep;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.gale.engine.storm.figure.Latency;

/**
 * Decoder of the compressed histograms of interval logs (format V2 of HdrHistogram). It passes the buckets on that have
 * samples: a histogram of the library's own would take 200 KiB for each of them. Used by one thread.
 */
final class EncodedHistogram implements AutoCloseable
{
    private static final int COMPRESSED_COOKIE = 0x1c849314;
    private static final int COOKIE = 0x1c849313;
    private static final int DIGITS_LIMIT = 5;
    private static final int MAGNITUDE_LIMIT = 62;
    /** Limit of a decoded histogram: nine bytes for each bucket of five digits. */
    private static final int LENGTH_LIMIT = 64 << 20;
    private static final int LAST_SHIFT = 56;
    private static final int PART_BITS = 7;
    private static final int PART_MASK = 0x7f;
    private static final int MORE = 0x80;

    private final Inflater inflater = new Inflater();
    private byte[] payload = new byte[1 << 14];

    /** Consumer of buckets. */
    @FunctionalInterface
    interface Buckets
    {
        /**
         * Takes a bucket that has samples.
         *
         * @param value lowest value of the bucket
         * @param count number of samples, at least 1
         */
        void bucket(long value, long count);
    }

    /**
     * Decodes a histogram.
     *
     * @param encoded as an interval log holds it, behind Base64
     * @return number of samples
     * @throws DataFormatException if the bytes are no such histogram
     */
    long decode(final byte[] encoded, final Buckets buckets) throws DataFormatException
    {
        try
        {
            return counts(inflated(ByteBuffer.wrap(encoded)), 0, buckets);
        }
        catch (final BufferUnderflowException ex)
        {
            throw fault("ends early", ex);
        }
    }

    /**
     * Decodes a histogram that is not compressed.
     *
     * @param digits least number of digits that it distinguishes
     * @return number of samples
     * @throws DataFormatException if the bytes are no such histogram
     */
    static long decodePlain(final byte[] encoded, final int digits, final Buckets buckets) throws DataFormatException
    {
        try
        {
            return counts(ByteBuffer.wrap(encoded), digits, buckets);
        }
        catch (final BufferUnderflowException ex)
        {
            throw fault("ends early", ex);
        }
    }

    /**
     * Decodes the histogram of a latency that a report has as a text.
     *
     * @param encoded by the labels of latencies; null where the report has none
     * @param digits  least number of digits that it distinguishes
     * @return number of samples; 0 where there is no text
     * @throws IllegalArgumentException if it is no such histogram
     */
    static long decodeText(
        final Map<String, String> encoded, final Latency latency, final int digits, final Buckets buckets)
    {
        final String text = encoded == null ? "" : encoded.getOrDefault(latency.label(), "");
        try
        {
            return text.isEmpty() ? 0 : decodePlain(Base64.getDecoder().decode(text), digits, buckets);
        }
        catch (final DataFormatException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    @Override
    public void close()
    {
        inflater.end();
    }

    private ByteBuffer inflated(final ByteBuffer encoded) throws DataFormatException
    {
        if (encoded.getInt() != COMPRESSED_COOKIE || encoded.getInt() != encoded.remaining())
        {
            throw fault("does not begin as a compressed histogram", null);
        }
        inflater.reset();
        inflater.setInput(encoded);
        int length = inflater.inflate(payload);
        while (!inflater.finished())
        {
            if (length < payload.length || length >= LENGTH_LIMIT)
            {
                throw fault(length < payload.length ? "ends early" : "is too long", null);
            }
            payload = Arrays.copyOf(payload, payload.length * 2);
            length += inflater.inflate(payload, length, payload.length - length);
        }

        return ByteBuffer.wrap(payload, 0, length);
    }

    private static long counts(final ByteBuffer in, final int least, final Buckets buckets) throws DataFormatException
    {
        final int cookie = in.getInt();
        final int length = in.getInt();
        final int normalizingOffset = in.getInt();
        final int digits = in.getInt();
        final long lowest = in.getLong();
        in.getLong();                                           // highest: the counts say which values there are
        in.getDouble();                                         // ratio of integers to values: 1
        if (cookie != COOKIE || length != in.remaining() || normalizingOffset != 0 || digits < least ||
            digits > DIGITS_LIMIT || lowest < 1)
        {
            throw fault("has another header", null);
        }
        final int unit = Long.SIZE - 1 - Long.numberOfLeadingZeros(lowest);
        final int halfMagnitude = halfMagnitude(digits);
        long total = 0;
        long index = 0;
        while (in.hasRemaining())
        {
            final long count = zigZag(in);
            if (count <= 0)
            {
                index += count == 0 ? 1 : -count;
            }
            else
            {
                buckets.bucket(value(index++, unit, halfMagnitude), count);
                total += count;
            }
            if (index < 0 || total < 0)
            {
                throw fault("has counts beyond all limits", null);
            }
        }

        return total;
    }

    /** Returns the number of bits of half the values that one power of two distinguishes. */
    private static int halfMagnitude(final int digits)
    {
        long distinct = 2;
        for (int i = 0; i < digits; i++)
        {
            distinct *= 10;
        }

        return Long.SIZE - Long.numberOfLeadingZeros(distinct - 1) - 1;
    }

    /** Returns the lowest value of a bucket. */
    private static long value(final long index, final int unit, final int halfMagnitude) throws DataFormatException
    {
        final long half = 1L << halfMagnitude;
        final long power = (index >> halfMagnitude) - 1;
        final int shift = (int)Math.max(0, Math.min(MAGNITUDE_LIMIT, power)) + unit;
        if (shift + halfMagnitude >= MAGNITUDE_LIMIT)
        {
            throw fault("has a value beyond all limits", null);
        }

        return power < 0 ? index << unit : ((index & (half - 1)) + half) << shift;
    }

    /** Returns the next count: seven bits a byte, the ninth byte of eight bits, the sign in bit 0. */
    private static long zigZag(final ByteBuffer in)
    {
        long word = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += PART_BITS)
        {
            final int part = in.get();
            if (shift == LAST_SHIFT || (part & MORE) == 0)
            {
                word |= (part & 0xffL) << shift;
                break;
            }
            word |= (long)(part & PART_MASK) << shift;
        }

        return (word >>> 1) ^ -(word & 1);
    }

    private static DataFormatException fault(final String text, final Throwable cause)
    {
        final DataFormatException fault = new DataFormatException("a histogram " + text);
        fault.initCause(cause);

        return fault;
    }
}
