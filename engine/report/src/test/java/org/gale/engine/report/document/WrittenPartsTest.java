package org.gale.engine.report.document;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the histograms that a report has as texts: both sides of each law. */
@Tag("P14")
class WrittenPartsTest
{
    private static final String PLACE = "/groups/0/latency_ns/encoded/response ";

    private final Histogram samples = histogram(3, 5, 5, 70_000, 1_000_000);

    private static Histogram histogram(final int digits, final long... values)
    {
        final Histogram histogram = new Histogram(1L << 40, digits);
        Arrays.stream(values).forEach(histogram::recordValue);

        return histogram;
    }

    private static String text(final Histogram histogram)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoByteBuffer(buffer);

        return '"' + Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)) + '"';
    }

    private List<String> faults(final String digits, final String encoded, final long count, final long max)
        throws Exception
    {
        final JsonNode report = new ObjectMapper().readTree("{\"encoded_digits\": " + digits + ", \"groups\": [" +
            "{\"latency_ns\": {\"response\": {\"count\": " + count + ", \"max\": " + max + "}, \"encoded\": " +
            encoded + "}}]}");
        final Part part =
            new Part("a", 1, null, EventAccount.NONE, Part.Times.of(samples), null, null, null, List.of());

        return WrittenParts.faults(report, List.of(part), List.of());
    }

    private List<String> faults(final Histogram written) throws Exception
    {
        return faults("3", "{\"response\": " + text(written) + '}', 4, 1_000_000);
    }

    @Test
    void shouldFindTheSamplesAgain() throws Exception
    {
        assertEquals(List.of(), faults(samples));
        assertEquals(List.of(), faults("2", "{\"response\": " + text(histogram(2, 5, 5, 70_000, 1_000_000)) + '}', 4,
            1_000_000));
        assertEquals(List.of(), faults("null", "null", 4, 1_000_000));
    }

    @Test
    void shouldFindASampleOfAnotherBucket() throws Exception
    {
        assertEquals(List.of(PLACE + "has 0 samples from 69952 ns on, and its part 1"),
            faults(histogram(3, 5, 5, 71_000, 1_000_000)));
        assertEquals(List.of(PLACE + "has 1 samples from 5 ns on, and its part 2"),
            faults(histogram(3, 5, 6, 70_000, 1_000_000)));
    }

    @Test
    void shouldFindAnotherCountOrMaximum() throws Exception
    {
        assertTrue(faults(histogram(3, 5, 5, 70_000, 1_000_000, 1_000_000)).contains(
            PLACE + "has 5 samples, and /groups/0/latency_ns/response/count is 4"));
        assertTrue(faults(histogram(3, 5, 5, 70_000, 1_000_000, 2_000_000)).stream().anyMatch(
            fault -> fault.startsWith(PLACE + "has the maximum 20") && fault.endsWith("/max is 1000000")));
    }

    @Test
    void shouldFindATextThatIsMissingOrNone() throws Exception
    {
        assertEquals(List.of(PLACE + "is missing"), faults("3", "{}", 4, 1_000_000));
        final List<String> found =
            faults("3", "{\"response\": " + text(samples) + ", \"handled\": \"\"}", 4, 1_000_000);
        assertEquals(List.of(PLACE.replace("response", "handled") + "has no samples"), found);
        assertEquals(1, faults("3", "{\"response\": \"AAAA\"}", 4, 1_000_000).size());
        assertEquals(1, faults("3", "{\"response\": \"?\"}", 4, 1_000_000).size());
    }

    @Test
    void shouldFindFewerDigits() throws Exception
    {
        assertEquals(List.of(PLACE + "distinguishes 2 digits, and /encoded_digits is 3"),
            faults(histogram(2, 5, 5, 70_000, 1_000_000)));
    }
}
