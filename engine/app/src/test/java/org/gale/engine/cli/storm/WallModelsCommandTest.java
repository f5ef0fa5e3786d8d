package org.gale.engine.cli.storm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale storm} with models of devices on the wall clock. */
class WallModelsCommandTest
{
    private static final String JOB = """
        job: x
        threads: 1
        count: 5k
        vms: [{name: a, count: 2, vpes: 2, devices: [{name: d, events: 2, target: vector, traffic: {kind: virtio}}]}]
        """;

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);

        return GaleRun.of(out, out, arguments);
    }

    private String text()
    {
        return out.toString().replace("\n         ", " ");
    }

    @Test
    void shouldBeginModelsAnewOnResumeAndSaySo() throws IOException
    {
        final Path left = directory.resolve("left");
        final InputStream job = new ByteArrayInputStream(JOB.getBytes(StandardCharsets.UTF_8));
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        Storms.leave(left,
            jobs.plan(jobs.read("-", job, Assignments.NONE), "-", SettingValues.NONE, Spelling.NAMES), 40);

        assertEquals(ExitCode.USAGE, run("storm", "--resume", left.toString(), "-C", "threads=2"), text());
        assertTrue(text().contains("-C threads: 2 are too many for models of devices"), text());

        assertEquals(ExitCode.OK, run("storm", "--resume", left.toString()), text());
        assertTrue(text().contains(
            "models on the wall clock, handlers take no time, begun again after what was pending"), text());
        assertTrue(text().contains("\noffered                 5,000 "), text());
        assertTrue(text().contains("\nremainder                   0 "), text());
        assertTrue(text().contains("the same as live"), text());
    }

    @ParameterizedTest
    @Tag("P6")
    @Tag("P11")
    @CsvSource({ "gicv5, 4", "gicv5, 20", "'kvm, pes: 2', 9", "'kvm, pes: 2', 20" })
    void shouldResumeAStormOfIpis(final String machine, final int frames) throws IOException
    {
        final JsonNode report = resumed("""
            job: x
            threads: 1
            count: 2k
            warmup: 0
            machine: {kind: MACHINE}
            vms:
              - {name: a, count: 2, vpes: 3, devices: [{name: i, traffic: {kind: ipi, unicast: 2k, broadcast: 300}}]}
            """.replace("MACHINE", machine), frames);

        final long offered = report.at("/accounting/offered").asLong();
        assertTrue(offered >= 2_000 && offered < 2_000 + 3, offered + " offered");
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean(), report.toString());
    }

    @ParameterizedTest
    @Tag("P6")
    @Tag("P11")
    @CsvSource({ "gicv5, 4", "gicv5, 60", "'kvm, pes: 2', 9", "'kvm, pes: 1', 33", "'kvm, pes: 1', 40" })
    void shouldResumeAStormOfLines(final String machine, final int frames) throws IOException
    {
        final JsonNode report = resumed("""
            job: x
            threads: 1
            count: 2k
            warmup: 0
            machine: {kind: MACHINE}
            vms:
            - name: a
              count: 2
              vpes: 3
              devices:
              - {name: e, count: 4, events: 2, traffic: {kind: line, rate: 4k, share: 2, resample: exit}}
              - {name: t, traffic: {kind: timer, hz: 500}}
              - {name: d, count: 1, events: 2, traffic: {kind: virtio}}
            """.replace("MACHINE", machine), frames);

        assertEquals(report.at("/accounting/sent").asLong(),
            report.at("/accounting/offered").asLong() + report.at("/accounting/ticks_high").asLong());
        assertTrue(report.at("/accounting/offered").asLong() >= 2_000, report.toString());
        assertEquals(report.at("/accounting/offered").asLong(), report.at("/accounting/delivered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/drained").asBoolean(), report.toString());
        assertTrue(report.at("/host/replay/equal").asBoolean(), report.toString());
    }

    @ParameterizedTest
    @CsvSource({ "virtual, gicv5", "virtual, 'kvm, pes: 1'", "wall, gicv5", "wall, 'kvm, pes: 1'" })
    void shouldReplayAStormOfLinesAndNameThemBySpi(final String clock, final String machine) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), "job: x\nthreads: 1\ncount: 200\n" +
            "warmup: 0\nlatency: all\nclock: " + clock + "\nmachine: {kind: " + machine + "}\nvms: [{name: a, " +
            "count: 1, vpes: 1, devices: [{name: e, count: 2, traffic: {kind: line, rate: 10k, share: 2}}]}]\n");
        final Path samples = directory.resolve("samples.csv");
        final Path report = directory.resolve("report.json");
        final Path journal = directory.resolve("journal");

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", journal.toString(), "--samples",
            samples.toString(), "--json", report.toString()), text());
        assertEquals(10, text().lines().filter(line -> line.contains("   SPI 0  ")).count(), text());

        final JsonNode read = new ObjectMapper().readTree(report.toFile());
        assertTrue(read.at("/host/replay/equal").asBoolean(), read.toString());
        read.get("outliers").forEach(outlier -> assertTrue(
            outlier.path("spi").asInt(-1) == 0 && !outlier.has("lpi") && !outlier.has("ppi"), outlier.toString()));
        assertEquals(200, Files.readString(samples).lines().filter(line -> (',' + line).contains(",0,SPI 0,0,0,0,"))
            .count());
        assertEquals(ExitCode.OK, run("replay", journal.toString()), text());
    }

    /** Resumes the storm of a job behind a number of frames; returns its report. */
    private JsonNode resumed(final String job, final int frames) throws IOException
    {
        final Path left = directory.resolve("left");
        final Path report = directory.resolve("report.json");
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        Storms.leave(left, jobs.plan(jobs.read("-", new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), "-", SettingValues.NONE, Spelling.NAMES), frames);
        assertEquals(ExitCode.OK, run("storm", "--resume", left.toString(), "--json", report.toString()), text());

        return new ObjectMapper().readTree(report.toFile());
    }

    @ParameterizedTest
    @ValueSource(strings = { "virtual", "wall" })
    void shouldNameATimerByItsPpiAndItsVpe(final String clock) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), "job: x\nthreads: 1\ncount: 200\n" +
            "warmup: 0\nlatency: all\nclock: " + clock + "\nmachine: {kind: kvm, pes: 1}\nvms: [{name: a, count: 1, " +
            "vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 10k}}]}]\n");
        final Path page = directory.resolve("page.html");
        final Path samples = directory.resolve("samples.csv");
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", "none", "--html", page.toString(),
            "--samples", samples.toString(), "--json", report.toString()), text());

        final JsonNode outliers = new ObjectMapper().readTree(report.toFile()).get("outliers");
        assertEquals(10, outliers.size());
        outliers.forEach(outlier ->
        {
            assertEquals(27, outlier.path("ppi").asInt(), outlier.toString());
            assertTrue(List.of(0, 1).contains(outlier.path("vpe").asInt(-1)), outlier.toString());
            assertFalse(outlier.has("lpi"), outlier.toString());
        });
        assertEquals(10, text().lines().filter(line -> line.contains("   PPI 27  ")).count(), text());
        assertTrue(Files.readString(page).contains(">PPI 27</td>"));
        assertEquals(200, Files.readString(samples).lines().filter(line -> (',' + line).contains(",0,PPI 27,"))
            .count());
    }

    @Test
    void shouldNameTimersInATraceOfPesAndInAStop() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), """
            job: x
            count: 200
            latency: all
            clock: virtual
            vms: [{name: a, count: 1, vpes: 2, devices: [{name: t, traffic: {kind: timer}}]}]
            """);
        final Path trace = directory.resolve("trace.json");

        assertEquals(ExitCode.OK,
            run("storm", job.toString(), "--perfetto", trace.toString()), text());

        assertTrue(Files.readString(trace).contains("\"PPI 27 of VPE 1\""));
        assertFalse(Files.readString(trace).contains("\"LPI "));
        assertTrue(run("storm", job.toString(), "--stop-if", "response > 1ns") > 0, text());
        assertTrue(text().contains("VM 0 PPI 27 of VPE "), text());
    }

    @Test
    void shouldSayThatHandlersTakeTime() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB + "handler: 1us\n");

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", "none"), text());

        assertTrue(text().contains("models on the wall clock \u00b7 handler 1us"), text());
        assertFalse(text().contains("begun again"), text());
        assertTrue(text().contains("\ndevices           completions     interrupts     ratio  completions/s "), text());
    }

    @Test
    void shouldShowDevicesAndTheSlowestStageOnThePage() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB + "clock: virtual\n");
        final Path page = directory.resolve("page.html");

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", "none", "--html", page.toString()), text());

        final String html = Files.readString(page);
        assertTrue(html.contains("data-json=\"/groups/0/interrupts\""), html);
        assertTrue(html.contains("Slowest stage: signalled, p99 "), html);
        assertTrue(text().contains("\nSlowest stage: signalled, p99 "), text());
    }

    @Test
    void shouldSayThatModelsRunOnTheVirtualClock() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB + "clock: virtual\n");

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", "none"), text());

        assertTrue(text().contains("models on the virtual clock"), text());
        assertFalse(text().contains("handlers take"), text());
    }
}
