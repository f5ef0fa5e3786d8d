package org.gale.engine.report.shown;

import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.host.HostMeter;
import org.gale.engine.report.MeasurementText;
import org.gale.engine.storm.result.Stalls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the law of the line of stalls, where each source of the host is known and where it is missing. */
class StallPhrasesTest
{
    private static final long LENGTH_NS = 102_280_000;
    private static final long GENERATOR_NS = 100_030_032;
    private static final long LONGEST_NS = 100_100_000;

    @ParameterizedTest
    @CsvSource({
        "2500000, 100030032, true",
        "-1, 100030032, true",
        "2500000, -1, true",
        "-1, -1, true",
        "2500000, 50030032, false",
        "-1, 50030032, false",
    })
    void shouldCompareWaitsThatAreKnown(final long engineNs, final long generatorNs, final boolean isSound)
    {
        final Stalls stalls = new Stalls(LENGTH_NS, 2, List.of(
            new Stalls.OfThread("engine", engineNs, LONGEST_NS),
            new Stalls.OfThread("generator", generatorNs < 0 ? generatorNs : GENERATOR_NS, LONGEST_NS),
            new Stalls.OfThread("helpers", 0, 0)), 10_000_000, HostMeter.MISSING);
        final ShownFacts facts = new ShownFacts(report(engineNs, generatorNs), "text");

        new TextPhrases(facts).read("stalls   " + String.join(" \u00b7 ", MeasurementText.stalls(stalls)));

        assertEquals(isSound, facts.faults().isEmpty(), facts.faults().toString());
    }

    private static JsonNode report(final long engineNs, final long generatorNs)
    {
        final ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.putObject("host").put("cores", 2);
        final ObjectNode stalls = report.putObject("stalls");
        wait(stalls.putObject("engine"), engineNs).put("longest_ns", LONGEST_NS);
        wait(stalls.putObject("generator"), generatorNs).put("longest_ns", LONGEST_NS);
        wait(stalls.putObject("helpers"), 0).put("longest_ns", 0);
        stalls.put("stolen_ns", 10_000_000).putNull("throttled_ns");

        return report;
    }

    private static ObjectNode wait(final ObjectNode thread, final long ns)
    {
        return ns == HostMeter.MISSING ? thread.putNull("wait_ns") : thread.put("wait_ns", ns);
    }
}
