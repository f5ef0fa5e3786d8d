package org.gale.engine.cli.storm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import com.fasterxml.jackson.databind.JsonNode;
import org.agrona.IoUtil;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that several engines run. */
class EnginesCommandTest
{
    private static final int ROUNDS = 10;
    private static final String SEVEN = """
        job: seven
        defaults: {count: 1}
        vms:
          - {name: a, vpes: 1, devices: [{name: d, count: 1, events: 8, traffic: {kind: closed}}]}
          - {name: b, vpes: 2, devices: [{name: d, count: 2, events: 16, traffic: {kind: closed}}]}
          - {name: c, vpes: 3, devices: [{name: d, count: 1, events: 100, traffic: {kind: closed, window: 7}}]}
          - {name: d, count: 3, vpes: 1, devices: [{name: d, count: 4, events: 4, traffic: {kind: closed}}]}
          - {name: e, vpes: 4, devices: [{name: d, count: 1, events: 64, traffic: {kind: closed}},
              {name: x, count: 1, events: 3, traffic: {kind: closed}}]}
          - {name: f, count: 2, vpes: 2, devices: [{name: d, count: 1, events: 33, traffic: {kind: closed, window: 1}}]}
          - {name: g, vpes: 2, devices: [{name: d, count: 3, events: 50, traffic: {kind: closed}}]}
        """;
    /** Events of each group of that job. */
    private static final List<Long> EVENTS = List.of(8L, 32L, 100L, 48L, 67L, 66L, 150L);

    @TempDir
    private Path directory;

    private final EngineStorms storms = new EngineStorms();

    private String seven() throws IOException
    {
        return Files.writeString(directory.resolve("seven.yaml"), SEVEN).toString();
    }

    @Tag("P6")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7})
    void shouldOfferEachEventOfUnlikeGroupsAsOftenAsAskedWhoeverRunsThem(final int engines) throws IOException
    {
        final Path file = directory.resolve("r.json");
        final List<String> words = new ArrayList<>(
            List.of(seven(), "-C", "iterations=" + ROUNDS, "--json", file.toString()));
        words.addAll(engines == 0 ? List.of() : List.of("--engines", Integer.toString(engines)));

        assertEquals(ExitCode.OK, storms.storm(words.toArray(new String[0])), storms.err());

        final JsonNode report = EngineStorms.read(file);
        final List<Long> offered = StreamSupport.stream(report.get("groups").spliterator(), false)
            .map(group -> group.get("accounting").get("offered").asLong()).toList();
        assertEquals(EVENTS.stream().map(events -> ROUNDS * events).toList(), offered);
        assertEquals(0, report.get("accounting").get("coalesced").asLong());
        assertEquals(0, report.get("accounting").get("remainder").asLong());
        assertEquals(471L * ROUNDS, report.get("accounting").get("delivered").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean());
        assertEquals(10, report.get("accounting").get("vms").size());
    }

    @Test
    void shouldLeaveAJournalForEachEngineAndAFileThatNamesThem() throws IOException
    {
        final Path run = directory.resolve("run");

        assertEquals(ExitCode.OK, storms.storm("--engines", "3", "--vms", "4", "--vpes", "1", "--lpis", "64",
            "--devices", "1", "--count", "30k", "--journal", run.toString()), storms.err());

        final List<String> lines = Files.readAllLines(run.resolve("gale.engines"));
        assertEquals(List.of("gale.engines=1", "engines=3"), lines.subList(0, 2));
        assertEquals(List.of("engine-000=vm0 vm3", "engine-001=vm1", "engine-002=vm2"),
            lines.stream().filter(line -> line.matches("engine-[0-9]{3}=.*")).toList());
        assertTrue(lines.get(lines.size() - 1).startsWith("checksum="), lines.toString());
        for (int i = 0; i < 3; i++)
        {
            assertTrue(lines.contains("engine-00" + i + ".share=" + i + "/3"), lines.toString());
            final Path journal = run.resolve("engine-00" + i);
            assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(journal, (done, total) -> { }).status());
            assertTrue(Files.readString(journal.resolve("gale.journal")).contains("share=" + i + "/3"));
        }
    }

    @Tag("P1")
    @Tag("P12")
    @Test
    void shouldEndAllWithSevenAndNameTheEngineThatLostAnInterrupt() throws IOException
    {
        final Path run = directory.resolve("run");
        final AtomicInteger broken = new AtomicInteger(-1);

        assertEquals(ExitCode.INVARIANT_BROKEN, storms.storm((options, machine,
            log) -> options.config().share().index() == 2 ?
            Storms.forgetting(options, machine, log, (vm, lpi) -> broken.set(vm)) :
            new StormRun(options, machine, log), "--engines", "3", "--vms", "3", "--vpes", "1", "--lpis", "256",
            "--devices", "1", "--duration", "20s", "--journal", run.toString()), storms.err());

        assertEquals(2, broken.get());
        assertTrue(storms.err().startsWith("gale storm: engine 2: P1 broken: VM 2 LPI "), storms.err());
        assertTrue(storms.err().contains("gale replay " + run.resolve("engine-002") + " --to "), storms.err());
        assertEquals(JournalEnd.Status.CLOSED,
            JournalVerifier.verify(run.resolve("engine-002"), (done, total) -> { }).status());
        assertFalse(JournalSummary.read(run.resolve("engine-002"), ReplayProgress.NONE).isStoppedShort());
        assertTrue(JournalSummary.read(run.resolve("engine-000"), ReplayProgress.NONE).isStoppedShort());
        assertTrue(JournalSummary.read(run.resolve("engine-001"), ReplayProgress.NONE).isStoppedShort());
        final byte[] other = Files.readAllBytes(run.resolve("engine-000").resolve("mark"));
        storms.forget();

        assertEquals(ExitCode.USAGE, storms.storm("--resume", run.toString()));

        assertTrue(storms.err().startsWith("gale storm: --resume " + run +
            ": engine-002 ended with exit code 7 at command "), storms.err());
        assertTrue(storms.err().contains("Go there: gale replay " + run.resolve("engine-002") + " --to "),
            storms.err());
        assertArrayEquals(other, Files.readAllBytes(run.resolve("engine-000").resolve("mark")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--engines 0 | --engines: '0' is no number of engines (write 1 to 256, or all)",
        "--engines 257 | --engines: '257' is no number of engines (write 1 to 256, or all)",
        "--engines two | --engines: 'two' is no number of engines (write 1 to 256, or all)",
        "--engines -1 | --engines: '-1' is no number of engines (write 1 to 256, or all)",
        "--engines 17 | --engines: 17 are more than the 16 partitions of the storm (try --engines 16)",
        "--engines 2 --profile overcommit | --engines: 2 are more than the 1 partition of the storm (try --engines 1)",
        "--engines 2 -C threads=2 | -C threads: 2 belong to one engine: each of several has one thread (leave it out)",
        "--engines 2 -C cpu.engine=0 | -C cpu.engine: 0 belongs to one engine (try -C cpu.engines=0-1)",
        "--engines 2 -C cpu.generator=0 | -C cpu.generator: 0 belongs to one engine (try -C cpu.engines=0-1)",
        "--engines 2 -C cpu.engines=0 | -C cpu.engines: '0' names 1 processor, and there are 2 engines (name as many)",
        "--engines 2 -C cpu.engines=1-0 | -C cpu.engines: '1-0' is no list of processors (write 0-3,8)",
        "--engines 2 -C cpu.engines=0,0 | -C cpu.engines: '0,0' names a processor twice",
        "--engines 3 -C window=2 | -C window: 2 is less than one event for each of 3 engines or shares",
        "--engines 2 --clock virtual --count 1k | order: host is one sequence of events of all VMs, and on the " +
            "virtual clock the report is the same for any number of engines (add --set order=group)",
        "--share 4/4 | --share: '4/4' is no share (write I/N, with I from 0 to N - 1)",
        "--share 0/0 | --share: '0/0' is no share (write I/N, with I from 0 to N - 1)",
    })
    void shouldRefuseWhatSeveralEnginesCannotDo(final String words, final String message)
    {
        assertEquals(ExitCode.USAGE, storms.storm(words.split(" ")), storms.err());

        assertEquals("gale storm: " + message, storms.err().lines().findFirst().orElse(""));
    }

    @Test
    void shouldRefuseLanesAndARamFileWithTheReason()
    {
        assertEquals(ExitCode.USAGE, storms.storm("--engines", "2", "--lanes", directory.resolve("l").toString()));
        assertEquals(ExitCode.USAGE, storms.storm("--engines", "2", "--ram-file", directory.resolve("r").toString()));

        assertEquals(List.of("gale storm: --lanes: " + directory.resolve("l") +
            " belongs to one engine, which producers attach to (leave it out, or --engines)",
            "gale storm: --ram-file: " + directory.resolve("r") +
            " belongs to one machine, and each engine has its own (leave it out, or --engines)"),
            storms.err().lines().toList());
    }

    @Test
    void shouldRemoveTheTemporaryJournalsOfAllEngines()
    {
        assertEquals(ExitCode.OK, storms.storm("--engines", "2", "--vms", "2", "--vpes", "1", "--lpis", "64",
            "--devices", "1", "--count", "10k"), storms.err());

        final String name = storms.out().replaceFirst("(?s).*temporary directory (gale-[0-9a-f]{6}).*", "$1");
        final File left = new File(System.getProperty("java.io.tmpdir"), name);
        final boolean isLeft = left.exists();
        IoUtil.delete(left, true);
        assertFalse(isLeft, left.toString());
    }

    @Test
    void shouldStopAllEnginesWhenAConditionIsMetInOne() throws IOException
    {
        final Path file = directory.resolve("r.json");
        final Path run = directory.resolve("run");

        assertEquals(ExitCode.CHECK_FAILED, storms.storm("--engines", "2", "--vms", "2", "--vpes", "1", "--lpis", "64",
            "--devices", "1", "--duration", "20s", "--warmup", "10ms", "--stop-if", "response > 1us", "--journal",
            run.toString(), "--json", file.toString()), storms.err());

        final JsonNode report = EngineStorms.read(file);
        assertEquals(3, report.get("exit").asInt());
        assertEquals("stop-if", report.get("drained_reason").asText());
        assertEquals(0, report.get("accounting").get("remainder").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean());
        assertTrue(report.get("elapsed_s").asDouble() < 18, report.get("elapsed_s").asText());
        for (final Path journal : Stream.of("engine-000", "engine-001").map(run::resolve).toList())
        {
            assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(journal, (done, total) -> { }).status());
        }
    }

    private static String nodes(final String machine)
    {
        return "job: nodes\nmachine: {" + machine + ", partitions: [{name: node, count: 3, pes: 8}, " +
            "{name: big, pes: 6}]}\ndefaults: {vpes: 3, devices: [{name: d, count: 2, events: 16, traffic: " +
            "{kind: closed}}]}\nvms: [{name: web, count: 5, partition: node}, {name: db, partition: node1, " +
            "count: 1}, {name: big, count: 2, partition: big}]\n";
    }

    @Tag("P6")
    @ParameterizedTest
    @CsvSource({"kvm, 0", "kvm, 2", "kvm, 4", "gicv4, 0", "gicv4, 3"})
    void shouldLoseNothingWhereThePartitionsOfAJobAreRunApart(final String kind, final int engines) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("nodes.yaml"), nodes("kind: " + kind +
            (kind.equals("gicv4") ? ", injection: {vpeid-bits: 4, toggles: 1/200, moves: 1/500}" : ""))
            .replace("pes: 8", kind.equals("gicv4") ? "pes: 9, vpeids: 3" : "pes: 2")
            .replace("pes: 6", kind.equals("gicv4") ? "pes: 6, vpeids: 3" : "pes: 3"));
        final Path file = directory.resolve("r.json");
        final List<String> words = new ArrayList<>(
            List.of(job.toString(), "-C", "iterations=12", "--json", file.toString()));
        words.addAll(engines == 0 ? List.of() : List.of("--engines", Integer.toString(engines)));

        assertEquals(ExitCode.OK, storms.storm(words.toArray(new String[0])), storms.err());

        final JsonNode report = EngineStorms.read(file);
        assertEquals(List.of(1920L, 384L, 768L), StreamSupport.stream(report.get("groups").spliterator(), false)
            .map(group -> group.get("accounting").get("offered").asLong()).toList());
        assertEquals(0, report.get("accounting").get("remainder").asLong());
        assertTrue(report.at("/host/replay/equal").asBoolean());
    }

    @Tag("P6")
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldDivideAStormIntoSharesThatAddUpToTheWhole(final int engines) throws IOException
    {
        long offered = 0;
        for (int i = 0; i < 3; i++)
        {
            final Path file = directory.resolve("s" + i + ".json");
            assertEquals(ExitCode.OK, storms.storm(seven(), "-C", "iterations=" + ROUNDS, "--share", i + "/3",
                "--engines", Integer.toString(engines), "--json", file.toString()), storms.err());
            final JsonNode report = EngineStorms.read(file);
            assertEquals(i + "/3", report.at("/host/share").asText());
            assertTrue(storms.out().contains("share    " + i + "/3 of the storm\n"), storms.out());
            assertEquals(0, report.get("accounting").get("remainder").asLong());
            offered += report.get("accounting").get("offered").asLong();
        }

        assertEquals(471L * ROUNDS, offered);
    }

    @Test
    void shouldRefuseAShareWithoutAPartition()
    {
        assertEquals(ExitCode.USAGE, storms.storm("--vms", "2", "--share", "2/3"));
        assertEquals(ExitCode.USAGE, storms.storm("--vms", "4", "--share", "1/3", "--engines", "2"));

        assertEquals(List.of("gale storm: --share: '2/3' has no partition: the storm has 2 (try --share 0/2)",
            "gale storm: --engines: 2 are more than the 1 partition of the share (try --engines 1)"),
            storms.err().lines().toList());
    }

    @Test
    void shouldWriteOneFileOfEachFormWithTheEngineOfEachSample() throws IOException
    {
        final Path samples = directory.resolve("s.csv");
        final Path seconds = directory.resolve("c.csv");
        final Path page = directory.resolve("p.html");
        final Path trace = directory.resolve("t.json");
        final Path file = directory.resolve("r.json");

        assertEquals(ExitCode.OK, storms.storm("--engines", "2", "--vms", "3", "--vpes", "1", "--lpis", "64",
            "--devices", "1",
            "--count", "6k", "--warmup", "0", "--latency", "all", "--samples", samples.toString(), "--csv",
            seconds.toString(), "--html", page.toString(), "--json", file.toString(), "--perfetto",
            trace.toString()), storms.err());

        final List<String[]> rows = Files.readAllLines(samples).stream().filter(line -> !line.startsWith("#"))
            .map(line -> line.split(",", -1)).toList();
        final int columns = rows.get(0).length;
        assertEquals("engine", rows.get(0)[columns - 1]);
        assertEquals(6000, rows.size() - 1);
        rows.subList(1, rows.size()).forEach(
            row -> assertEquals(Integer.parseInt(row[1]) % 2, Integer.parseInt(row[columns - 1])));
        assertEquals(rows.subList(1, rows.size()).stream().map(row -> Long.valueOf(row[6])).sorted().toList(),
            rows.subList(1, rows.size()).stream().map(row -> Long.valueOf(row[6])).toList());
        assertEquals(6000, Files.readAllLines(seconds).stream().skip(1)
            .mapToLong(line -> Long.parseLong(line.split(",", -1)[4])).sum());
        final JsonNode report = EngineStorms.read(file);
        assertEquals(6000, report.get("latency_ns").get("response").get("count").asLong());
        assertEquals(2, report.at("/host/engines").size());
        for (int i = 0; i < report.get("outliers").size(); i++)
        {
            assertEquals(report.at("/outliers/" + i + "/vm").asInt() % 2,
                report.at("/host/outliers/" + i + "/engine").asInt());
        }
        assertTrue(Files.size(page) > 0);
        final List<JsonNode> events =
            StreamSupport.stream(EngineStorms.read(trace).get("traceEvents").spliterator(), false).toList();
        assertEquals(6000, events.stream().filter(event -> event.get("name").asText().startsWith("MSI ")).count());
        assertEquals(List.of("engine 0: lanes", "engine 1: lanes"), events.stream()
            .filter(event -> event.get("name").asText().equals("process_name"))
            .map(event -> event.get("args").get("name").asText()).filter(name -> name.endsWith("lanes")).toList());
    }
}
