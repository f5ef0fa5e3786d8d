package org.gale.engine.report.sweep;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EncodedHistogramTest
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int SAMPLES = 3_000;
    private static final int COOKIE = 0x1c849313;
    private static final int COMPRESSED_COOKIE = 0x1c849314;

    private final EncodedHistogram decoder = new EncodedHistogram();

    @AfterEach
    void close()
    {
        decoder.close();
    }

    @ParameterizedTest(name = "seed {0}, lowest {1}, {2} digits")
    @CsvSource({"1, 1, 3", "2, 1, 0", "3, 1, 1", "4, 1, 2", "5, 1, 5", "6, 1000, 3", "7, 3, 4"})
    void shouldPassOnEveryBucketOfTheLibrary(final long seed, final long lowest, final int digits)
        throws DataFormatException
    {
        final Histogram histogram = new Histogram(lowest, HIGHEST_NS, digits);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SAMPLES; i++)
        {
            final long value = (random.nextLong() >>> 1) >>> (27 + (random.nextLong() >>> 59));
            final long count = 1 + ((random.nextLong() >>> 1) >>> (20 + (random.nextLong() >>> 59)));
            histogram.recordValueWithCount(value, count);
        }

        final Histogram decoded = new Histogram(lowest, HIGHEST_NS, digits);
        final long count = decoder.decode(encoded(histogram), decoded::recordValueWithCount);

        assertEquals(histogram, decoded);
        assertEquals(histogram.getTotalCount(), count);
    }

    @Test
    void shouldPassOnNothingOfAnEmptyHistogram() throws DataFormatException
    {
        assertEquals(0, decoder.decode(encoded(RunTexts.histogram()), (value, count) ->
        {
            throw new AssertionError(value + " " + count);
        }));
    }

    /** Some bits of zlib mean nothing: its level, and what pads the last byte. */
    @Test
    void shouldFindAFlippedBitOrPassOnTheSameBuckets()
    {
        final Histogram histogram = RunTexts.histogram(1_000, 2_000, 30_000);
        final byte[] sound = encoded(histogram);
        int found = 0;
        for (int bit = 0; bit < sound.length * Byte.SIZE; bit++)
        {
            final byte[] damaged = sound.clone();
            damaged[bit / Byte.SIZE] ^= (byte)(1 << bit % Byte.SIZE);
            final Histogram decoded = RunTexts.histogram();
            try
            {
                decoder.decode(damaged, decoded::recordValueWithCount);
                assertEquals(histogram, decoded, "bit " + bit);
            }
            catch (final DataFormatException ex)
            {
                found++;
            }
        }

        assertTrue(found > sound.length * Byte.SIZE - 16, found + " of " + sound.length * Byte.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7, 8, 20})
    void shouldRefuseBytesThatEndEarly(final int length)
    {
        final byte[] cut = Arrays.copyOf(encoded(RunTexts.histogram(1_000, 2_000)), length);

        assertThrows(DataFormatException.class, () -> decoder.decode(cut, (value, count) -> { }));
    }

    @ParameterizedTest
    @CsvSource({"1c849313, 0, 3, 1, ok", "1c849303, 0, 3, 1, header", "1c849313, 1, 3, 1, header",
        "1c849313, 0, 6, 1, header", "1c849313, 0, -1, 1, header", "1c849313, 0, 3, 0, header"})
    void shouldRefuseAnotherHeader(
        final String cookie, final int normalizing, final int digits, final long lowest, final String answer)
        throws DataFormatException
    {
        final byte[] encoded =
            deflated(payload(Integer.parseUnsignedInt(cookie, 16), normalizing, digits, lowest, (byte)2));
        if (answer.equals("ok"))
        {
            assertEquals(1, decoder.decode(encoded, (value, count) -> assertEquals(0, value)));
            return;
        }

        final Exception ex =
            assertThrows(DataFormatException.class, () -> decoder.decode(encoded, (value, count) -> { }));
        assertEquals("a histogram has another header", ex.getMessage());
    }

    @Test
    void shouldRefuseAValueBeyondAllLimits()
    {
        final byte[] far = deflated(payload(COOKIE, 0, 3, 1, (byte)0xff, (byte)0xff, (byte)0x7f, (byte)2));

        assertTrue(assertThrows(DataFormatException.class, () -> decoder.decode(far, (value, count) -> { }))
            .getMessage().contains("beyond all limits"));
    }

    @Test
    void shouldRefuseACountThatEndsEarly()
    {
        final byte[] cut = deflated(payload(COOKIE, 0, 3, 1, (byte)0xff));

        assertEquals("a histogram ends early",
            assertThrows(DataFormatException.class, () -> decoder.decode(cut, (value, count) -> { })).getMessage());
    }

    @ParameterizedTest(name = "{0} buckets")
    @ValueSource(ints = {16_343, 16_344, 16_345, 100_000})
    void shouldDecodeAHistogramThatIsLongerThanItsBuffer(final int buckets) throws DataFormatException
    {
        final byte[] counts = new byte[buckets];
        Arrays.fill(counts, (byte)2);
        final long[] seen = new long[2];

        assertEquals(buckets, decoder.decode(deflated(payload(COOKIE, 0, 5, 1, counts)), (value, count) ->
        {
            seen[0] += count;
            seen[1] = value;
        }));

        assertEquals(buckets, seen[0]);
        assertEquals(buckets - 1, seen[1]);
    }

    @Test
    void shouldRefuseACutHistogramThatIsLongerThanItsBuffer()
    {
        final byte[] counts = new byte[100_000];
        Arrays.fill(counts, (byte)2);
        final byte[] whole = deflated(payload(COOKIE, 0, 5, 1, counts));
        final byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        ByteBuffer.wrap(cut).putInt(Integer.BYTES, cut.length - 8);

        assertEquals("a histogram ends early",
            assertThrows(DataFormatException.class, () -> decoder.decode(cut, (value, count) -> { })).getMessage());
    }

    private static byte[] payload(
        final int cookie, final int normalizing, final int digits, final long lowest, final byte... counts)
    {
        return ByteBuffer.allocate(40 + counts.length).putInt(cookie).putInt(counts.length).putInt(normalizing)
            .putInt(digits).putLong(lowest).putLong(HIGHEST_NS).putDouble(1).put(counts).array();
    }

    private static byte[] deflated(final byte[] payload)
    {
        final Deflater deflater = new Deflater();
        deflater.setInput(payload);
        deflater.finish();
        final byte[] out = new byte[200 + payload.length];
        final int length = deflater.deflate(out);
        deflater.end();

        return ByteBuffer.allocate(8 + length).putInt(COMPRESSED_COOKIE).putInt(length).put(out, 0, length).array();
    }

    private static byte[] encoded(final Histogram histogram)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());

        return Arrays.copyOf(buffer.array(), histogram.encodeIntoCompressedByteBuffer(buffer));
    }
}
