package org.gale.engine.report.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Figures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WrittenMetricsTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TEXT = """
        # TYPE gale_storm_info gauge
        gale_storm_info{job="a\\"b",version="1",seed="7"} 1
        gale_storm_exit{job="a\\"b"} 0
        gale_storm_rate{job="a\\"b"} 4200
        gale_storm_response_p50_seconds{job="a\\"b"} 0.000002291
        gale_storm_response_mean_seconds{job="a\\"b"} 0.0000031102675
        gale_storm_response_count{job="a\\"b"} 2
        gale_storm_response_max_seconds{job="a\\"b",group="g"} 0.000000003
        gale_storm_response_count{job="a\\"b",group="g"} 2
        gale_storm_offered{job="a\\"b",group="g",phase="p"} 5
        gale_storm_rejected{job="a\\"b",phase="p"} 6
        gale_storm_woken_count{job="a\\"b"} 0
        gale_storm_journal_bytes{job="a\\"b"} 100
        gale_storm_elapsed_s{job="a\\"b"} 1.5
        # EOF
        """;
    private static final String REPORT = """
        {"config": {"job": "a\\"b"}, "seed": 7, "exit": 0, "rate_per_s": 4200, "elapsed_s": 1.5,
        "latency_ns": {"response": {"count": 2, "p50": 2291, "mean": 3110.2675, "p90": null},
            "stages": {"woken": {"count": 0, "max": 0}}},
        "groups": [{"name": "g", "vms": 1, "latency_ns": {"response": {"count": 2, "max": 3}}},
            {"name": "h", "vms": 1}, {"name": "none", "vms": 0, "accounting": {"offered": 1}}],
        "phases": [{"name": "p", "accounting": {"rejected": 6},
            "groups": [{"name": "g", "vms": 1, "accounting": {"offered": 5}}]}],
        "host": {"journal": {"bytes": 100}}}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0.000002291; 0.002291; gale_storm_response_p50_seconds is 0.002291, and /latency_ns/response/p50",
        "0.0000031102675; 0.0000031102676; gale_storm_response_mean_seconds is",
        "exit{job=\"a\\\"b\"} 0; exit{job=\"a\\\"b\"} 3; gale_storm_exit is 3, and /exit of the report is 0",
        "seed=\"7\"; seed=\"8\"; /seed is 7",
        "rate{job=\"a\\\"b\"}; rate{job=\"a\\\"c\"}; /config/job is",
        "gale_storm_rate; gale_storm_race; gale_storm_race is no figure",
        "gale_storm_rate; gale_storm_race; gale_storm_rate is missing, and /rate_per_s of the report is 4200",
        "} 4200; } x; x' is no sample",
        "gale_storm_journal_bytes; gale_storm_elapsed_s; gale_storm_elapsed_s is there twice",
        "group=\"g\"} 0.000000003; group=\"g\"} 0.000000002; gale_storm_response_max_seconds of group g is",
        "phase=\"p\"} 5; phase=\"p\"} 6; gale_storm_offered of group g of phase p is 6",
        "gale_storm_rejected; # gale_storm_rejected; gale_storm_rejected of phase p is missing",
        "_info gauge; info; '# TYPE gale_storminfo' is no type of the text format",
        "info gauge; info info; '# TYPE gale_storm_info info' is no type of the text format",
        "# EOF; # EO; it ends with '# EO'",
    })
    void shouldFindAGaugeThatTheReportContradicts(final String from, final String to, final String fault)
        throws IOException
    {
        assertEquals(List.of(), faults(TEXT, MAPPER.readTree(REPORT)));

        final List<String> faults = faults(TEXT.replace(from, to), MAPPER.readTree(REPORT));

        assertTrue(faults.stream().anyMatch(found -> found.contains(fault)), faults::toString);
    }

    @Test
    void shouldAskNothingOfAStormThatFailed() throws IOException
    {
        final ObjectNode report = (ObjectNode)MAPPER.readTree(REPORT);

        assertEquals(List.of(), faults("", report.put("exit", 7)));
    }

    /** The table of the laws has each figure: a gauge of another name would be none. */
    @Test
    void shouldKnowEachFigure() throws IOException
    {
        final Figures figures = new Figures(List.of("g", "h"), List.of("p"));
        for (final Figure figure : figures.all())
        {
            final String own = figure.name().substring((figure.group().isEmpty() ? 0 : 2) +
                (figure.phase().isEmpty() ? 0 : 2)).replaceAll("[^a-z0-9]", "_");
            final String name = own + (figure.unit() == Figure.Unit.NANOSECONDS ? "_seconds" : "");
            final String text = "gale_storm_" + name + "{job=\"a\\\"b\"" +
                (figure.group().isEmpty() ? "" : ",group=\"" + figure.group() + '"') +
                (figure.phase().isEmpty() ? "" : ",phase=\"" + figure.phase() + '"') + "} 1\n";
            final List<String> faults = faults(text, MAPPER.readTree("{\"config\": {\"job\": \"a\\\"b\"}}"));

            assertTrue(faults.get(0).contains(" is 1, and " + figure.path() + " of the report"), faults::toString);
        }
    }

    private static List<String> faults(final String text, final JsonNode report) throws IOException
    {
        return WrittenMetrics.faults(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), report);
    }
}
