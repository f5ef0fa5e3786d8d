package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.journal.JournalText;
import org.gale.engine.trace.TraceReader;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that offer what a trace recorded. */
class TraceStormTest
{
    private static final int EVENTS = 2_000;
    private static final long SEED = 31;
    private static final long LONGEST_GAP_NS = 20_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private String trace;
    private int msis;
    private int ticks;
    private int ipis;

    /** Writes a trace of two disks, a NIC, a timer and two kinds of IPI on CPUs 3 and 7. */
    @BeforeEach
    void importTrace() throws IOException
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final List<String> names = List.of("disk-0", "disk-1", "net", "disk-0", "local_timer", "local_timer",
            "reschedule", "call_function");
        final StringBuilder text = new StringBuilder();
        long ns = 0;
        for (int i = 0; i < EVENTS; i++)
        {
            final int vector = (int)(random.nextLong() >>> 61);
            msis += vector < 4 ? 1 : 0;
            ticks += vector == 4 || vector == 5 ? 1 : 0;
            ipis += vector > 5 ? 1 : 0;
            text.append(ns).append(',').append((vector < 4 ? vector : i) % 2 == 0 ? 3 : 7).append(',')
                .append(names.get(vector)).append(',').append(i % 5 == 0 ? "" : Long.toString(i % 300)).append('\n');
            ns += i % 7 == 0 ? 0 : Long.remainderUnsigned(random.nextLong(), LONGEST_GAP_NS);
        }
        trace = directory.resolve("t").toString();
        final Path csv = Files.writeString(directory.resolve("t.csv"), text);
        assertEquals(ExitCode.OK, run("import", "csv", csv.toString(), "-o", trace), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "virtual", "wall" })
    void shouldOfferEachEventOnceAndEnd(final String clock) throws IOException
    {
        final JsonNode report = storm("--trace", trace, "--clock", clock, "--warmup", "0");

        checkEvents(report);
        assertEquals("all", report.at("/config/latency").asText());
        assertEquals(report.at("/accounting/delivered"), report.at("/latency_ns/response/count"));
        assertEquals(2, report.at("/config/vpes").asLong());
        assertEquals(3 + 4 + 2, report.at("/config/events").asLong());
        assertEquals(clock.equals("wall"), out.toString().contains("models on the wall clock"), out.toString());
        assertTrue(out.toString().contains("threads 1") || clock.equals("virtual"), out.toString());
    }

    @Test
    void shouldWriteTheTraceOfARunOfAFewRecordedEvents() throws IOException
    {
        final Path file = directory.resolve("perfetto.json");
        storm("--trace", trace, "--vms", "2", "--perfetto", file.toString());

        assertTrue(Files.size(file) > 0);
        assertEquals(ExitCode.USAGE, run("storm", "--trace", trace, "--vms", "84", "--perfetto", file.toString()));
        assertTrue(err.toString().contains("a trace holds 500,000 events"), err.toString());
    }

    /** Checks that a storm has offered each event of the trace once, and has lost none. */
    private void checkEvents(final JsonNode report)
    {
        final long raised = report.at("/accounting/ppis_raised").asLong();
        assertEquals(msis, report.at("/groups/0/recorded/msi").asLong());
        assertEquals(ticks, report.at("/groups/0/recorded/timer").asLong());
        assertEquals(ipis, report.at("/groups/0/recorded/ipi").asLong());
        assertEquals(EVENTS, report.at("/groups/0/completions").asLong());
        assertEquals(msis + ipis + raised, report.at("/groups/0/interrupts").asLong());
        assertEquals(msis + ipis + raised, report.at("/accounting/offered").asLong());
        assertTrue(raised > 0 && raised <= ticks, raised + " wires of " + ticks + " ticks");
        assertEquals(raised, report.at("/accounting/ppis_acknowledged").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(out.toString().contains("the same as live"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({ "--no-ipis, false, true", "--no-timers, true, false", "--no-timers --no-ipis, false, false" })
    void shouldLeaveOutWhatAnOptionTurnsOff(final String options, final boolean hasIpis, final boolean hasTimers)
        throws IOException
    {
        final JsonNode report = storm(("--trace " + trace + ' ' + options).split(" ", -1));

        assertEquals(hasIpis ? ipis : 0, report.at("/groups/0/recorded/ipi").asLong());
        assertEquals(hasTimers ? ticks : 0, report.at("/groups/0/recorded/timer").asLong());
        assertEquals(msis, report.at("/groups/0/recorded/msi").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
    }

    @Test
    void shouldGiveBackEachVectorWithItsGaps() throws IOException
    {
        final String journal = directory.resolve("run").toString();
        storm("--trace", trace, "--journal", journal, "-C", "costs.base=zero");
        final Path exported = Files.writeString(directory.resolve("e.csv"), JournalText.msis(Path.of(journal)));
        final Path again = directory.resolve("again");

        assertEquals(ExitCode.OK, run("import", "csv", exported.toString(), "-o", again.toString()), err.toString());

        assertEquals(new ArrayList<>(gaps(Path.of(trace)).values()), new ArrayList<>(gaps(again).values()));
    }

    /** Where nothing else ends a storm of two traces, the longer one is offered whole, whichever comes first. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldLastAsLongAsTheLongerOfTwoTraces(final boolean isLongerFirst) throws IOException
    {
        final Path shorter = directory.resolve("shorter");
        final Path csv = Files.writeString(directory.resolve("shorter.csv"), "0,3,disk-0,\n5000,3,disk-0,\n");
        assertEquals(ExitCode.OK, run("import", "csv", csv.toString(), "-o", shorter.toString()), err.toString());
        final List<String> files = isLongerFirst ? List.of(trace, shorter.toString()) :
            List.of(shorter.toString(), trace);
        final Path job = Files.writeString(directory.resolve("two.yaml"), """
            job: two
            clock: virtual
            machine: {pes: 4}
            vms:
              - {name: a, count: 1, vpes: 2, devices: [{name: x, count: 1, traffic:
                  {kind: trace, phase: 0, file: "%s"}}]}
              - {name: b, count: 1, vpes: 2, devices: [{name: y, count: 1, traffic:
                  {kind: trace, phase: 0, file: "%s"}}]}
            """.formatted(files.toArray()));

        final JsonNode report = storm(job.toString(), "--warmup", "0");

        assertEquals(EVENTS, report.at("/groups/" + (isLongerFirst ? 0 : 1) + "/completions").asLong());
    }

    @Test
    void shouldOfferTheTraceOnceForEachOfSeveralVmsAtDrawnPhases() throws IOException
    {
        final JsonNode report = storm("--trace", trace, "--vms", "3", "--seed", "9");
        final JsonNode otherSeed = storm("--trace", trace, "--vms", "3", "--seed", "10");

        assertEquals(3L * msis, report.at("/groups/0/recorded/msi").asLong());
        assertEquals(3L * ipis, report.at("/groups/0/recorded/ipi").asLong());
        assertEquals(3L * EVENTS, report.at("/groups/0/completions").asLong());
        assertEquals(3L * EVENTS, otherSeed.at("/groups/0/completions").asLong());
        assertNotEquals(report.at("/outliers"), otherSeed.at("/outliers"));
        assertEquals(0, report.at("/accounting/remainder").asLong());
    }

    @ParameterizedTest
    @CsvSource({ "gicv5, virtual", "'kvm, pes: 1', virtual", "gicv5, wall", "'kvm, pes: 1', wall" })
    void shouldOfferTheWholeTraceOnEachMachine(final String machine, final String clock) throws IOException
    {
        final JsonNode report = storm(machine(machine, "").toString(), "--clock", clock, "--warmup", "0");

        checkEvents(report);
    }

    @Test
    void shouldRefuseTimersAndIpisOfATraceOnAGicv4() throws IOException
    {
        assertEquals(ExitCode.USAGE, run("storm", machine("gicv4", "").toString()));
        final List<String> both = err.toString().lines().toList();
        assertEquals(ExitCode.USAGE, run("storm", machine("gicv4", ", timers: off").toString()));
        final String one = err.toString();
        final JsonNode report = storm(machine("gicv4", ", timers: off, ipis: off").toString());

        assertEquals(2, both.size(), both.toString());
        assertTrue(one.contains("vms.a.devices.d.traffic.ipis: an IPI of a trace is injected by VDPEND, and a " +
            "machine of kind gicv4 has no such instruction (try machine: {kind: kvm}, or write ipis: off)"), one);
        assertTrue(both.stream().anyMatch(line -> line.contains("vms.a.devices.d.traffic.timers: timer needs private " +
            "interrupts, and a machine of kind gicv4 injects messages alone (try machine: {kind: kvm}, or write " +
            "timers: off)")), both.toString());
        assertEquals(msis, report.at("/accounting/offered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "count: 2 | 2 is not 1: a vCPU has one timer (leave count out, or write timers: off)",
        "priority: 3 | 3 is not 0: on the wall clock each timer is taken first (leave priority out, or write timers:"
    })
    void shouldRefuseWhatTimersOfATraceDoNotAllow(final String key, final String message) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("j.yaml"), "job: j\nvms: [{name: a, count: 1, vpes: 2, " +
            "devices: [{name: d, events: 9, " + key + ", traffic: {kind: trace, file: " + trace + "}}]}]\n");

        assertEquals(ExitCode.USAGE, run("storm", job.toString(), "--clock", "wall"));

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldRefuseAnotherTimerBesideThoseOfATrace() throws IOException
    {
        final String devices = "job: j\nclock: virtual\nvms: [{name: a, count: 1, vpes: 2, devices: [{name: t, " +
            "traffic: {kind: timer}}, {name: d, events: 9, traffic: {kind: trace, KEYfile: " + trace + "}}]}]\n";
        final Path job = Files.writeString(directory.resolve("j.yaml"), devices.replace("KEY", ""));
        final Path other = Files.writeString(directory.resolve("o.yaml"), devices.replace("KEY", "timers: off, "));

        assertEquals(ExitCode.USAGE, run("storm", job.toString()));

        assertTrue(err.toString().contains("vms.a.devices.d.traffic.timers: a vCPU has one timer, which t is (leave " +
            "one of them out, or write timers: off for a trace)"), err.toString());
        assertEquals(0, storm(other.toString()).at("/accounting/remainder").asLong());
    }

    private Path machine(final String machine, final String keys) throws IOException
    {
        return Files.writeString(directory.resolve("timers.yaml"),
            "job: j\nclock: virtual\nthreads: 1\nmachine: {kind: " + machine + "}\nvms: [{name: a, count: 1, " +
            "vpes: 2, devices: [{name: d, count: 1, events: 9, traffic: {kind: trace, phase: 0, file: " + trace + keys +
            "}}]}]\n");
    }

    @Test
    void shouldTakeHalfTheTimeAtTwiceTheSpeed() throws IOException
    {
        final long ns = storm("--trace", trace).at("/measured_ns").asLong();
        final long fastNs = storm("--trace", trace, "--speed", "2").at("/measured_ns").asLong();

        assertTrue(ns > 0 && Math.abs(ns - 2 * fastNs) < 2 * 300 + 2, ns + " ns and " + fastNs + " ns");
    }

    @Test
    void shouldGoRoundWhenACountAsksForMore() throws IOException
    {
        final JsonNode report = storm("--trace", trace, "--count", Integer.toString(2 * EVENTS + 1));

        assertEquals(2L * EVENTS + 1, report.at("/accounting/offered").asLong());
    }

    @Test
    void shouldOfferTheVectorsThatAreChosen() throws IOException
    {
        final JsonNode report = storm("--trace", trace, "--vectors", "disk-?");

        assertTrue(report.at("/groups/0/recorded/msi").asLong() < msis);
        assertEquals(ipis, report.at("/groups/0/recorded/ipi").asLong());
        assertEquals(2 + 4 + 2, report.at("/config/events").asLong());
    }

    @Test
    void shouldRunItsPrintedJobAsAFile() throws IOException
    {
        final JsonNode report = storm("--trace", trace, "--speed", "3", "--vms", "2");
        assertEquals(ExitCode.OK, run("storm", "--trace", trace, "--speed", "3", "--vms", "2", "--print-job"));
        final Path job = Files.writeString(directory.resolve("job.yaml"), out.toString());

        final JsonNode again = storm(job.toString());

        assertEquals(digest(report), digest(again));
    }

    @Test
    void shouldReplayAndDescribeAJournalWithoutItsTrace() throws IOException
    {
        final String journal = directory.resolve("run").toString();
        storm("--trace", trace, "--journal", journal);
        Files.delete(Path.of(trace));

        assertEquals(ExitCode.OK, run("replay", journal), err.toString());
        assertEquals(ExitCode.OK, run("journal", "describe", journal), err.toString());
        assertTrue(out.toString().contains("job         trace \u00b7 1 VM vm"), out.toString());
    }

    @Test
    void shouldResumeOnlyWithTheSameTrace() throws IOException
    {
        final String journal = directory.resolve("run").toString();
        storm("--trace", trace, "--clock", "wall", "--journal", journal);
        Files.write(Path.of(trace), Files.readAllBytes(otherTrace()));

        assertEquals(ExitCode.USAGE, run("storm", "--resume", journal));
        final String another = err.toString();
        Files.delete(Path.of(trace));
        assertEquals(ExitCode.USAGE, run("storm", "--resume", journal));

        assertTrue(another.contains("file: " + trace + " is another trace: its hash is "), another);
        assertEquals("gale storm: " + trace + ": no such trace ('gale import' makes one of a text)\n", err.toString());
    }

    @Test
    void shouldRefuseAFileThatIsNoTraceOrOfAnotherVersionOrDamaged() throws IOException
    {
        final byte[] bytes = Files.readAllBytes(Path.of(trace));
        final Path broken = directory.resolve("broken");
        bytes[bytes.length / 2] ^= 1;
        Files.write(broken, bytes);
        assertEquals(ExitCode.JOURNAL_DAMAGED, run("storm", "--trace", broken.toString()));
        assertTrue(err.toString().contains(" is damaged (import the text again)"), err.toString());
        bytes[7] = 9;
        Files.write(broken, bytes);

        assertEquals(ExitCode.USAGE, run("storm", "--trace", broken.toString()));

        assertEquals("gale storm: " + broken + ": is a trace of version 9, and this gale reads version 1 " +
            "(import the text again)\n", err.toString());
        assertEquals(ExitCode.USAGE, run("storm", "--trace", directory.resolve("t.csv").toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "overcommit --trace T | --trace: 'T' and the profile 'overcommit' are two storms (leave one out)",
        "nvme --trace T | nvme: a job says what to run, and so does --trace (leave one of them out)",
        "--trace T --speed 0 | --speed: '0' is not in 0.001 to 1000000 (try 2 or 0.5)",
        "--trace T --speed fast | --speed: 'fast' is not a factor (try 2 or 0.5)",
        "--trace T --vectors disk-2 | --vectors: 'disk-2' matches no MSI of T: did you mean 'disk-1'?",
        "--trace T --vectors local_timer | --vectors: 'local_timer' matches no MSI of T (it has net, disk-1, disk-0)",
        "--trace T --events 2 | T: --events: 2 of a device are too few for the 3 vectors + 4 IPIs + 2 timers of T",
        "--no-timers | --no-timers: 'off' needs a trace (try --trace T)",
        "nvme --no-ipis | --no-ipis: traffic of kind io has none (leave it out)",
        "--trace T --rate 1k | --rate: traffic of kind trace has none (leave it out)",
        "--speed 2 | --speed: '2' needs a trace (try --trace T)",
        "--vectors net | --vectors: 'net' needs a trace (try --trace T)",
        "nvme --speed 2 | --speed: traffic of kind io has none (leave it out)",
        "--trace T --set a=b | --set a: needs a job file, and this storm has none " +
            "(gale storm JOB.yaml)" })
    void shouldRefuseInOneLine(final String arguments, final String message)
    {
        final String[] words = ("storm " + arguments).replace(" T", ' ' + trace).split(" ", -1);

        assertEquals(ExitCode.USAGE, run(words));

        assertTrue(err.toString().replace(trace, "T").startsWith("gale storm: " + message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "kind: trace | traffic.file: is missing: kind trace needs one (write file: T, of gale import)",
        "kind: trace, file: T, hash: 12 | traffic.hash: '12' is no SHA-256 (leave it out)",
        "kind: trace, file: T, phase: soon | traffic.phase: 'soon' is not a duration",
        "kind: trace, file: T, vectors: x | traffic.vectors: 'x' matches no MSI of T",
        "kind: trace, file: T, speed: 0 | traffic.speed: '0' is not in 0.001 to 1000000 (try 2 or 0.5)",
        "kind: open, rate: 1k, speed: 2 | traffic.speed: belongs to kind trace, and this is open",
        "kind: trace, file: T, rate: 1k | traffic.rate: belongs to kind open or packets or line, and this is trace" })
    void shouldRefuseAJobInOneLine(final String keys, final String message) throws IOException
    {
        final Path job = job("traffic: {" + keys.replace("T", trace) + "}");

        assertEquals(ExitCode.USAGE, run("storm", job.toString()));

        assertTrue(err.toString().replace(trace, "T").contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldRefuseTheTargetOfATraceForOtherTraffic() throws IOException
    {
        final Path job = job("target: trace, traffic: {kind: open, rate: 1k}");

        assertEquals(ExitCode.USAGE, run("storm", job.toString()));

        assertTrue(err.toString().contains("target: trace needs traffic of kind trace, and this is open"),
            err.toString());
    }

    private Path job(final String keys) throws IOException
    {
        return Files.writeString(directory.resolve("j.yaml"),
            "job: j\nclock: virtual\nvms: [{name: a, devices: [{name: d, events: 8, " + keys + "}]}]\n");
    }

    private Path otherTrace() throws IOException
    {
        final Path csv = Files.writeString(directory.resolve("o.csv"), "1,0,a\n5,1,b\n");
        final Path other = directory.resolve("o");
        run("import", "csv", csv.toString(), "-o", other.toString());

        return other;
    }

    /** Returns the gaps of each MSI of a trace, by its events as they come. */
    private static Map<Integer, List<Long>> gaps(final Path file) throws IOException
    {
        final Map<Integer, List<Long>> gaps = new TreeMap<>();
        final Map<Integer, Long> last = new TreeMap<>();
        final List<Integer> order = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(file))
        {
            while (reader.next())
            {
                if (reader.vectors().get(reader.vector()).kind() == VectorKind.MSI)
                {
                    if (!order.contains(reader.vector()))
                    {
                        order.add(reader.vector());
                    }
                    final int vector = order.indexOf(reader.vector());
                    final Long before = last.put(vector, reader.timeNs());
                    gaps.computeIfAbsent(vector, key -> new ArrayList<>())
                        .add(before == null ? -1 : reader.timeNs() - before);
                }
            }
        }

        return gaps;
    }

    private static String digest(final JsonNode report)
    {
        final String digest = report.at("/host/replay/digest").asText();
        assertNotEquals("", digest);

        return digest;
    }

    private JsonNode storm(final String... arguments) throws IOException
    {
        final Path report = directory.resolve("report.json");
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--json", report.toString()));
        assertEquals(ExitCode.OK, run(all.toArray(new String[0])), err.toString());

        return new ObjectMapper().readTree(report.toFile());
    }

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }
}
