package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Forms in which other systems read verdicts, and the reports of commands as JSON. */
class VerdictOutputTest
{
    private static final String JOB = """
        job: j
        clock: virtual
        count: 4k
        journal: none
        costs: {base: armv8-vhe}
        machine: {kind: kvm, pes: 2}
        vms:
          - {name: a, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 100k}}]}
          - {name: b, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 10k}}]}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldWriteEachFormOfAGate() throws IOException, SAXException
    {
        write("j.yaml", JOB);
        write("k.yaml", JOB.replace("job: j", "job: k"));
        assertEquals(ExitCode.OK, gale("gate", "--record", "--baseline", path("b"), path("j.yaml")), err.toString());

        assertEquals(ExitCode.CHECK_FAILED, gale("gate", "--baseline", path("b"), path("j.yaml"), path("k.yaml"),
            "--set", "costs.exit=3us", "--output", path("o.xml"), "--output", path("o.md"), "--output", path("o.json"),
            "--format", "github-benchmark"), err.toString());

        final String xml = valid("o.xml");
        assertTrue(xml.contains("tests=\"2\" errors=\"0\" skipped=\"1\" failures=\"1\""), xml);
        assertTrue(xml.contains("<failure message=\"moved: "), xml);
        assertTrue(xml.contains("response.mean"), xml);
        final String summary = read("o.md");
        assertTrue(summary.startsWith("### gale gate: 1 of 2 failed\n\n| | what | verdict |\n| --- | --- | --- |\n" +
            "| **failed** | j | moved: "), summary);
        assertTrue(summary.contains("| no verdict | k | no baseline "), summary);
        assertTrue(benchmark("o-smaller.json", "ns").containsAll(Set.of("j response.p50", "j response.p90",
            "j response.p99", "k response.p50", "k response.p90", "k response.p99")), read("o-smaller.json"));
        assertEquals(Set.of("j rate", "k rate"), benchmark("o-bigger.json", "1/s"));
    }

    @Test
    void shouldWriteEachFormOfAComparison() throws IOException, SAXException
    {
        write("j.yaml", JOB);
        gale("storm", path("j.yaml"), "--json", path("a.json"), "--quiet");
        gale("storm", path("j.yaml"), "--json", path("c.json"), "--quiet", "--set", "costs.schedule=2ms");

        gale("compare", path("a.json"), path("c.json"), "--fail-if", "response.p50 > 1ns", "--output", path("o.xml"),
            "--output", path("o.md"), "--output", path("o.json"), "--format", "github-benchmark");

        final String xml = valid("o.xml");
        assertTrue(xml.contains("tests=\"1\" errors=\"0\" skipped=\"0\" failures=\"1\""), xml);
        assertTrue(xml.contains("response.p50 &gt; 1ns") || xml.contains("response.p50 > 1ns"), xml);
        assertTrue(read("o.md").startsWith("### gale compare: 1 of 1 failed"), read("o.md"));
        assertNotEquals(0, benchmark("o-smaller.json", "ns").size());
        assertEquals(1, benchmark("o-bigger.json", "1/s").size());
    }

    @Test
    void shouldWriteTranscriptsAsJsonAndInEachForm() throws IOException, SAXException
    {
        write("s & <s>.gt", "# SKIP not | yet\nreadl 0x0\n");
        write("bad.gt", "no transcript\n");

        assertEquals(ExitCode.CHECK_FAILED, gale("check", "--json", path("s & <s>.gt"), path("bad.gt"), "--output",
            path("o.xml"), "--output", path("o.md"), "--output", path("o.json"), "--format", "github-benchmark"),
            err.toString());

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.check/1", json.path("schema").asText());
        assertEquals(1, json.path("failed").asInt());
        assertEquals(1, json.path("skipped").asInt());
        assertEquals(3, json.path("exit").asInt());
        assertEquals("skipped", json.at("/transcripts/0/result").asText());
        assertEquals("not | yet", json.at("/transcripts/0/reason").asText());
        assertEquals("not ok", json.at("/transcripts/1/result").asText());
        assertEquals(1, json.at("/transcripts/1/line").asInt());
        assertTrue(valid("o.xml").contains("skipped=\"1\""), read("o.xml"));
        assertTrue(read("o.md").contains("s & &lt;s>.gt | skipped: not \\| yet |"), read("o.md"));
        assertEquals(Set.of("transcripts that fail"), benchmark("o-smaller.json", ""));
        assertEquals(Set.of("transcripts that hold"), benchmark("o-bigger.json", ""));
    }

    @Test
    void shouldPrintTheFindingsOfADoctorAsJson() throws IOException
    {
        final int exit = gale("doctor", "--json", directory.toString());

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.doctor/1", json.path("schema").asText());
        assertEquals(exit, json.path("exit").asInt());
        final Set<String> levels = new HashSet<>();
        json.path("findings").forEach(finding -> levels.add(finding.path("level").asText()));
        assertTrue(Set.of("ok", "note", "spoils", "lacks").containsAll(levels), levels.toString());
        assertTrue(json.path("findings").size() > 3, out.toString());
    }

    /** Checks OpenMetrics text: a family is named once and before its samples, units end names, and there is an end. */
    @Test
    void shouldWriteTheFiguresOfAStormAsOpenMetrics() throws IOException
    {
        write("j.yaml", JOB);
        assertEquals(ExitCode.OK, gale("storm", path("j.yaml"), "--metrics", path("m.txt"), "--json", path("r.json"),
            "--quiet"), err.toString());

        final List<String> lines = read("m.txt").lines().toList();
        final Set<String> families = new HashSet<>();
        final Set<String> samples = new HashSet<>();
        String family = "";
        for (final String line : lines.subList(0, lines.size() - 1))
        {
            if (line.startsWith("# TYPE "))
            {
                family = line.split(" ", -1)[2];
                assertTrue(families.add(family), line);
            }
            else if (line.startsWith("# UNIT "))
            {
                assertTrue(family.endsWith('_' + line.split(" ", -1)[3]), line);
            }
            else if (!line.startsWith("# HELP "))
            {
                assertTrue(line.matches("[a-z0-9_]+\\{job=\"j\"[^}]*\\} -?[0-9.]+"), line);
                assertTrue(line.startsWith(family), line);
                assertTrue(samples.add(line.substring(0, line.indexOf('}'))), line);
            }
        }
        assertEquals("# EOF", lines.get(lines.size() - 1));
        final JsonNode report = new ObjectMapper().readTree(read("r.json"));
        final String p99 = report.at("/latency_ns/response/p99").decimalValue().movePointLeft(9).toPlainString();
        assertTrue(lines.contains("gale_storm_response_p99_seconds{job=\"j\"} " + p99), read("m.txt"));
        assertTrue(lines.contains("gale_storm_exit{job=\"j\"} 0"), read("m.txt"));
        assertTrue(lines.contains("gale_storm_offered{job=\"j\"} 4000"), read("m.txt"));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("gale_storm_offered{job=\"j\",group=\"a\"} ")), p99);
    }

    /** Returns the text of a suite, which the demands of Surefire's schema hold for. */
    private String valid(final String name) throws IOException, SAXException
    {
        final String xml = read(name);
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(VerdictOutputTest.class.getResource("/junit.xsd")).newValidator()
            .validate(new StreamSource(new StringReader(xml)));

        return xml;
    }

    /** Returns the names of measures, each of which has what github-action-benchmark reads. */
    private Set<String> benchmark(final String name, final String unit) throws IOException
    {
        final List<String> names = new ArrayList<>();
        for (final JsonNode measure : new ObjectMapper().readTree(read(name)))
        {
            names.add(measure.path("name").asText().replace(path("c.json") + ' ', "c "));
            assertEquals(unit, measure.path("unit").asText());
            assertTrue(measure.path("value").isNumber(), measure.toString());
        }
        assertEquals(names.size(), Set.copyOf(names).size());

        return Set.copyOf(names);
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private void write(final String name, final String text) throws IOException
    {
        Files.writeString(directory.resolve(name), text);
    }

    private String read(final String name) throws IOException
    {
        return Files.readString(directory.resolve(name));
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
