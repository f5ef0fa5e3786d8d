package org.gale.engine.report.sweep;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.FigureValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PointJoinTest
{
    private static final int MANY = 12_000;

    private final PointJoin join = new PointJoin();

    @Test
    void shouldAddCounters() throws IOException, DataFormatException
    {
        add(RunTexts.report(50, 10, 20), 10, 20);
        add(RunTexts.report(70, 30), 30);

        final JsonNode point = json();
        assertEquals(3, point.at("/accounting/delivered").asLong());
        assertEquals(4, point.at("/accounting/rejected/untranslated").asLong());
        assertEquals(20, point.at("/pe_time_ns/guest").asLong());
        assertEquals(14, point.at("/model/exits").asLong());
        assertEquals(60, point.at("/journal/commands").asLong());
        assertEquals(3, point.at("/groups/0/accounting/offered").asLong());
        assertEquals(4, point.at("/groups/1/accounting/offered").asLong());
    }

    @Test
    void shouldHaveASampleForEachOneOfItsRuns() throws IOException, DataFormatException
    {
        add(RunTexts.report(50, 10, 20), 10, 20);
        assertNull(join.fault());
        add(RunTexts.report(70, 30, 40), 30);

        assertEquals("latency_ns/response: histograms have 3 samples, and results 4", join.fault());
    }

    @Test
    void shouldAddNothingThatCountsNothing() throws IOException, DataFormatException
    {
        add(RunTexts.report(50, 10, 20), 10, 20);
        add(RunTexts.report(70, 30), 30);

        final JsonNode point = json();
        for (final String pointer : List.of("/model/version", "/model/costs", "/journal/bytes_per_command",
            "/journal/verified", "/accounting/vms", "/host", "/config", "/rate_per_s"))
        {
            assertTrue(point.at(pointer).isMissingNode(), pointer);
        }
    }

    /** Histograms whose percentiles differ from any average of percentiles: one run has nearly all samples. */
    @Test
    void shouldAddHistogramsAndAverageNone() throws IOException, DataFormatException
    {
        final long[] many = new long[MANY];
        Arrays.fill(many, 100);
        final long[] few = {90_001, 90_001};
        add(RunTexts.report(50, many), many);
        add(RunTexts.report(70, few), few);

        final JsonNode response = json().at("/latency_ns/response");
        assertEquals(MANY + 2, response.at("/count").asLong());
        assertEquals(100, response.at("/p50").asLong());
        assertEquals(100, response.at("/p99_9").asLong());
        assertEquals(90_001, response.at("/p99_99").asLong());
        assertEquals(90_001, response.at("/max").asLong());
        assertEquals(new BigDecimal("114.981003166"), response.at("/mean").decimalValue());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldHaveTheFiguresOfOneHistogramWithAllSamples(final long seed) throws IOException, DataFormatException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Histogram all = RunTexts.histogram();
        long max = 0;
        for (int run = 0; run < 5; run++)
        {
            final long[] samples = new long[MANY / 4];
            for (int i = 0; i < samples.length; i++)
            {
                samples[i] = (random.nextLong() >>> 1) >>> (30 + run + (random.nextLong() >>> 60));
                all.recordValue(samples[i]);
                max = Math.max(max, samples[i]);
            }
            add(RunTexts.report(50, samples), samples);
        }

        final JsonNode response = json().at("/latency_ns/response");
        assertEquals(all.getTotalCount(), response.at("/count").asLong());
        assertEquals(all.getValueAtPercentile(50), response.at("/p50").asLong());
        assertEquals(all.getValueAtPercentile(99.9), response.at("/p99_9").asLong());
        assertEquals(Math.min(max, all.getValueAtPercentile(99.99)), response.at("/p99_99").asLong());
        assertEquals(max, response.at("/max").asLong());
    }

    @Test
    void shouldTellLeastMiddleAndGreatestOfEachFigure() throws IOException, DataFormatException
    {
        add(RunTexts.report(70, 30), 30);
        add(RunTexts.report(50, 10), 10);
        add(RunTexts.report(90, 20), 20);

        final JsonNode spread = json().path("spread");
        assertEquals("{\"min\":50,\"median\":70,\"max\":90}", spread.path("rate").toString());
        assertEquals("{\"min\":10,\"median\":20,\"max\":30}", spread.path("response.max").toString());
        assertEquals("{\"min\":10,\"median\":20,\"max\":30}", spread.path("quiet.response.max").toString());
    }

    @Test
    void shouldTellTheLowerMiddleOfAnEvenNumber() throws IOException, DataFormatException
    {
        add(RunTexts.report(70, 30), 30);
        add(RunTexts.report(50, 10), 10);

        assertEquals(50, json().at("/spread/rate/median").asLong());
    }

    @Test
    void shouldJoinTheLatenciesOfGroupsAsFarAsReportsAllow() throws IOException, DataFormatException
    {
        add(RunTexts.report(70, 30, 40), 30, 40);
        add(RunTexts.report(50, 10), 10);

        final JsonNode groups = json().path("groups");
        assertEquals("{\"count\":3,\"mean\":26.666666667,\"max\":40}", groups.at("/0/latency_ns/response").toString());
        assertEquals("{\"count\":0,\"mean\":null,\"max\":null}", groups.at("/1/latency_ns/response").toString());
    }

    @Test
    void shouldTellNoMeanOnTheWallClock() throws IOException, DataFormatException
    {
        add(RunTexts.wallReport(10, 20), 10, 20);

        assertFalse(json().at("/latency_ns/response").has("mean"));
        assertFalse(json().at("/groups/0/latency_ns/response").has("mean"));
    }

    /** Requests have an exact mean on both clocks, the wall clock without other means included. */
    @ParameterizedTest(name = "on the wall clock: {0}")
    @ValueSource(booleans = {true, false})
    void shouldJoinTheRequestsOfTheStormAndOfItsGroups(final boolean isWall) throws IOException, DataFormatException
    {
        for (final long[] requests : List.of(new long[]{7, 8}, new long[]{6}))
        {
            final byte[] report = isWall ? RunTexts.wallReport(10, 20) : RunTexts.report(70, 10, 20);
            final RunReport run = RunReport.of("any", RunTexts.withRequests(report, requests));
            try (HistogramLog log = new HistogramLog())
            {
                log.decode(RunTexts.log(Map.of("response", new long[]{10, 20}, "request", requests)),
                    tag -> join.latency(tag)::add);
            }
            join.add(run, FigureValue.all(
                ComparedReport.figures(List.of(run.json())).ofSeveral().all(), run.json().json()));
        }

        final JsonNode point = json();
        assertEquals("{\"count\":3,\"mean\":7,\"p50\":7,\"p90\":null,\"p99\":null,\"p99_9\":null," +
            "\"p99_99\":null,\"max\":8}", point.at("/latency_ns/request").toString());
        assertEquals("{\"count\":3,\"mean\":7,\"max\":8}", point.at("/groups/0/latency_ns/request").toString());
        assertTrue(point.at("/groups/1/latency_ns/request").isMissingNode());
        assertEquals("{\"min\":6,\"median\":6,\"max\":7.5}", point.at("/spread/request.mean").toString());
        assertEquals(List.of("response", "request"), List.copyOf(join.latencies().keySet()));
    }

    @Test
    void shouldForgetAPoint() throws IOException, DataFormatException
    {
        add(RunTexts.report(70, 30, 5_000), 30, 5_000);
        join.clear();
        assertEquals("{}", json().toString());
        assertEquals(Map.of(), join.latencies());

        add(RunTexts.report(50, 10), 10);
        assertEquals(1, json().at("/latency_ns/response/count").asLong());
        assertEquals(10, json().at("/latency_ns/response/max").asLong());
        assertEquals(1, json().at("/accounting/delivered").asLong());
        assertEquals(List.of("response"), List.copyOf(join.latencies().keySet()));
    }

    /** Reports of earlier versions have no means. */
    @ParameterizedTest(name = "without: {0}, then {1}")
    @CsvSource({"false, false", "true, false", "false, true"})
    void shouldTellNoMeanOfAGroupWhereOneRunKnowsNoSum(final boolean firstLacks, final boolean secondLacks)
        throws IOException, DataFormatException
    {
        for (final boolean lacks : new boolean[]{firstLacks, secondLacks})
        {
            final String report = new String(RunTexts.report(50, 10, 30), StandardCharsets.UTF_8);
            add((lacks ? report.replaceAll("\"mean\":[^,]*,", "") : report).getBytes(StandardCharsets.UTF_8), 10, 30);
        }

        for (final String place : List.of("/latency_ns/response/mean", "/groups/0/latency_ns/response/mean"))
        {
            assertEquals(firstLacks || secondLacks ? "null" : "20", json().at(place).toString(), place);
        }
    }

    /** One point without a sum, of the wall clock, leaves no mark on the next one. */
    @Test
    void shouldTellTheMeanOfAPointBehindOneWithout() throws IOException, DataFormatException
    {
        add(RunTexts.wallReport(30, 40), 30, 40);
        add(RunTexts.report(70, 10), 10);
        assertTrue(json().at("/latency_ns/response/mean").isNull());
        join.clear();

        add(RunTexts.report(50, 10, 20), 10, 20);

        assertEquals(15, json().at("/latency_ns/response/mean").asLong());
    }

    /** The joined percentiles of a group are those of all its samples. */
    @Test
    void shouldJoinThePercentilesOfGroupsWithHistograms() throws IOException, DataFormatException
    {
        final long[] many = new long[MANY];
        Arrays.fill(many, 100);
        final long[] few = {90_001, 90_001};
        add(RunTexts.withHistograms(RunTexts.report(50, many), many), many);
        add(RunTexts.withHistograms(RunTexts.report(70, few), few), few);

        final JsonNode groups = json().path("groups");
        assertEquals("{\"count\":12002,\"mean\":114.981003166,\"p50\":100,\"p90\":100,\"p99\":100,\"p99_9\":100," +
            "\"p99_99\":90001,\"max\":90001}", groups.at("/0/latency_ns/response").toString());
        assertEquals("{\"count\":0,\"mean\":null,\"p50\":null,\"p90\":null,\"p99\":null,\"p99_9\":null," +
            "\"p99_99\":null,\"max\":null}", groups.at("/1/latency_ns/response").toString());
    }

    @Test
    void shouldJoinNoPercentileOfAGroupWithoutTheHistogramOfARun() throws IOException, DataFormatException
    {
        add(RunTexts.withHistograms(RunTexts.report(50, 30, 40), 30, 40), 30, 40);
        add(RunTexts.report(70, 10), 10);

        assertEquals("{\"count\":3,\"mean\":26.666666667,\"max\":40}",
            json().at("/groups/0/latency_ns/response").toString());
    }

    @Test
    void shouldTellAHistogramThatIsNotTheOneOfItsFigures() throws IOException
    {
        final byte[] report = RunTexts.report(50, 30, 40);

        assertNull(PartHistograms.fault(RunReport.of("any", report)));
        assertNull(PartHistograms.fault(RunReport.of("any", RunTexts.withHistograms(report, 30, 40))));
        assertEquals("quiet.response has 1 samples in its histogram, and 2 in its figures",
            PartHistograms.fault(RunReport.of("any", RunTexts.withHistograms(report, 30))));
        assertEquals("quiet.response has 0 samples in its histogram, and 2 in its figures",
            PartHistograms.fault(RunReport.of("any", RunTexts.withHistograms(report))));
        final String text = new String(RunTexts.withHistograms(report, 30, 40), StandardCharsets.UTF_8);
        for (final String[] damage : new String[][]{{"HISTE", "HISTF"}, {"HISTE", "!"}, {"HISTEwAA", "HISTEw=="},
            {"\"encoded_digits\":3", "\"encoded_digits\":4"}, {"HISTEwAAAA", "HISTEwAB"}})
        {
            final String fault = PartHistograms.fault(RunReport.of(
                "any", text.replace(damage[0], damage[1]).getBytes(StandardCharsets.UTF_8)));
            assertTrue(fault != null && fault.startsWith("quiet.response: "), damage[0] + ": " + fault);
        }
    }

    private void add(final byte[] report, final long... responses) throws IOException, DataFormatException
    {
        final RunReport run = RunReport.of("any", report);
        try (HistogramLog log = new HistogramLog())
        {
            log.decode(RunTexts.log("response", responses), tag -> join.latency(tag)::add);
        }
        join.add(run, FigureValue.all(
                ComparedReport.figures(List.of(run.json())).ofSeveral().all(), run.json().json()));
    }

    private JsonNode json() throws IOException
    {
        return new ObjectMapper().enable(
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .readTree(JsonText.line((final JsonGenerator line) ->
            {
                if (join.joined() != null)
                {
                    DocumentWriter.fields(line, join.joined());
                }
            }));
    }
}
