package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.run.Storms;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Isolated("sets the directory of temporary files")
class StormCommandTest
{
    private static final List<String> SMALL = List.of("--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64");
    private static final List<String> STAGES =
        List.of("late", "queued", "translated", "signalled", "acknowledged", "deactivated");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private Path run1;
    private int brokenVm = -1;
    private int brokenLpi = -1;

    @BeforeEach
    void nameJournal()
    {
        run1 = directory.resolve("run1");
    }

    @Test
    @Tag("P6")
    @Tag("P7")
    void shouldReportAndProveAStorm() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--count", "200k", "--journal", run1.toString()), err.toString());

        assertLine("storm    default: 2 VMs × 2 VPEs on 4 PEs · 256 LPIs · 4 devices × 64 events · closed loop");
        assertLine("journal  process · " + run1);
        assertLine("  pending                   0");
        assertLine("remainder                   0                  no interrupt lost, none invented");
        assertTrue(out.toString().contains(" · sealed and verified\ndrained  yes: its count was " +
            "offered, and the rest was handled\nreplay   "), out.toString());
        assertTrue(out.toString().endsWith(" · the same as live\n"), out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 100 || line.contains(run1.toString())));
        assertEquals("", err.toString());
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(run1, (done, total) -> { }).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate 100k --duration 200ms", "--duration 200ms", "--count 100k --durability forced",
        "--rate 50k --duration 200ms -C arrivals=constant --latency all", "--count 50k -C window=8 --latency 1:3"})
    void shouldCarryTheSameNumbersInTextAndJson(final String arguments) throws IOException
    {
        final Path file = directory.resolve("report.json");
        assertEquals(ExitCode.OK, storm(words(arguments, "--journal", run1.toString(), "--json", file.toString())),
            err.toString());

        final JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertSameNumbers(json);
        assertIdentity(json);
        assertEquals("gale.storm/5", json.get("schema").asText());
        assertTrue(json.at("/host/replay/equal").asBoolean());
        assertEquals(json.at("/host/digest").asText(), json.at("/host/replay/digest").asText());
        assertEquals(0, json.get("exit").asInt());
    }

    @Test
    void shouldWriteJsonAndNothingElseToStdout() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--count", "10k", "--journal", "none", "--json", "-"));

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertTrue(out.toString().startsWith("{\n"), out.toString());
        assertEquals(10_000, json.get("accounting").get("delivered").asLong());
        assertEquals("none", json.at("/host/journal/mode").asText());
        assertEquals(0, json.at("/host/journal/bytes").asLong());
        assertTrue(json.at("/host/replay").isNull());
        assertEquals("", err.toString());
    }

    @Test
    void shouldRemoveATemporaryJournalWhenAllWentWell() throws IOException
    {
        final String usual = System.setProperty("java.io.tmpdir", directory.toString());    // others have theirs there
        try
        {
            assertEquals(ExitCode.OK, storm("--count", "10k"));

            final Matcher name = Pattern.compile(
                "journal  process · temporary directory (gale-[0-9a-f]{6}) \\(--journal DIR keeps it\\)\n")
                .matcher(out.toString());
            assertTrue(name.find(), out.toString());
            assertFalse(Files.exists(StormPaths.temporary().resolve(name.group(1))));
            assertEquals(0, directory.toFile().list((in, file) -> file.matches("gale-[0-9a-f]{6}")).length);
        }
        finally
        {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    @Test
    @Tag("P7")
    void shouldStopAtTheConditionAndKeepTheJournal() throws IOException
    {
        final Path file = directory.resolve("report.json");
        assertEquals(ExitCode.CHECK_FAILED, storm("--duration", "20s", "--warmup", "0", "--latency", "all", "--journal",
            run1.toString(), "--json", file.toString(), "--stop-if", "stall > 100s", "--stop-if", "response > 1ns"),
            err.toString());

        final JsonNode json = new ObjectMapper().readTree(file.toFile());
        final long command = json.at("/host/stopped/command").asLong();
        assertTrue(json.get("elapsed_s").asDouble() < 20, json.get("elapsed_s").asText());
        assertTrue(err.toString().contains("stopped: response > 1 ns: VM "), err.toString());
        assertTrue(err.toString().contains("\n  Go there: gale replay " + run1 + " --to " + command + " --step"),
            err.toString());
        assertTrue(json.at("/host/replay/equal").asBoolean());
        assertEquals(ExitCode.CHECK_FAILED, json.get("exit").asInt());
        assertMsi(command, json.get("stopped").get("outlier"));
    }

    @Test
    void shouldShowTheSlowestResponses() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--count", "50k", "--warmup", "0", "--latency", "all", "--journal",
            run1.toString(), "-C", "outliers=3", "--json", directory.resolve("report.json").toString()),
            err.toString());

        final JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        final JsonNode outliers = json.get("outliers");
        assertEquals(3, outliers.size());
        assertTrue(outliers.get(0).get("response_ns").asLong() >= outliers.get(2).get("response_ns").asLong());
        assertTrue(out.toString().contains("slowest, ns "), out.toString());
        assertTrue(out.toString().contains("go there: gale replay " + run1 + " --to "), out.toString());
        for (int i = 0; i < outliers.size(); i++)
        {
            assertMsi(json.at("/host/outliers/" + i + "/command").asLong(), outliers.get(i));
        }
    }

    @Test
    void shouldNotReplayWhenNotAsked()
    {
        assertEquals(ExitCode.OK, storm("--count", "10k", "--no-replay", "--journal", run1.toString()));

        assertTrue(Pattern.compile("B/command · sealed\n" +
            "drained  [a-z ,:]*\ndigest   [0-9a-f ]{19} · not replayed \\(--no-replay\\)\n$")
            .matcher(out.toString()).find(), out.toString());
    }

    @Test
    void shouldHoldRamInAFile() throws IOException
    {
        final Path ram = directory.resolve("ram.bin");

        assertEquals(ExitCode.OK, storm("--count", "10k", "--journal", "none", "--ram-file", ram.toString()));

        assertLine("memory   " + ram);
        assertEquals(64L << 20, Files.size(ram));
    }

    @Test
    void shouldTakeNoLatenciesWhenTheyAreOff()
    {
        assertEquals(ExitCode.OK, storm("--count", "10k", "--journal", "none", "--latency", "off"));

        assertLine("latency      not taken (--latency off)");
        assertFalse(out.toString().contains("p99.9"), out.toString());
    }

    @Test
    @Tag("P1")
    @Tag("P12")
    void shouldExitWithSevenWhenAnInterruptIsForgotten() throws IOException
    {
        final Path file = directory.resolve("report.json");

        assertEquals(ExitCode.INVARIANT_BROKEN, storm((options, machine, log) ->
            Storms.forgetting(options, machine, log, this::broken),
            words("--count 1M -C window=128", "--journal", run1.toString(), "--json", file.toString())));

        final Matcher message = Pattern.compile("gale storm: P1 broken: VM " + brokenVm + " LPI " + brokenLpi +
            ", set pending by command ([0-9,]+), is neither pending nor acknowledged\\.\n" +
            "  Stopped at command ([0-9,]+)\\. Go there: gale replay " + run1 + " --to ([0-9]+) --step\n" +
            "((  \\S.*\n){1,8})").matcher(err.toString());
        assertTrue(message.matches(), err.toString());
        assertTrue(message.group(4).startsWith("  VM " + brokenVm + " LPI " + brokenLpi + ": not pending, "),
            "the explanation: " + err);
        assertEquals(message.group(1).replace(",", ""), message.group(3));
        assertTrue(number(message.group(1)) <= number(message.group(2)));
        assertTrue(number(message.group(1)) > number(message.group(2)) - 2_000, "not the last one: " + err);
        assertLine("remainder                   1                  lost");
        assertLine(String.format("  VM %d                      1                  lost", brokenVm));
        final JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(7, json.get("exit").asInt());
        assertTrue(json.get("failure").asText().startsWith("P1 broken: VM " + brokenVm));
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(run1, (done, total) -> { }).status());
    }

    @Test
    @Tag("P2")
    @Tag("P12")
    void shouldExitWithSevenWhenAnInterruptIsInvented()
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, storm((options, machine, log) ->
            Storms.inventing(options, machine, log, this::broken),
            words("--count 1M -C window=128", "--journal", "none")));

        assertTrue(err.toString().startsWith("gale storm: P2 broken: VM " + brokenVm + " LPI " + brokenLpi +
            " is pending though nothing had set it pending. Right at the check after command "), err.toString());
        assertTrue(err.toString().contains(
            ". There is no journal to go there with: run it again with --journal DIR.\n  VM " + brokenVm + " LPI " +
            brokenLpi + ": pending, "), err.toString());
        assertLine("remainder                  -1                  invented");
    }

    @Test
    void shouldKeepATemporaryJournalThatShowsWhatWentWrong() throws IOException
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, storm((options, machine, log) ->
            Storms.forgetting(options, machine, log, this::broken), words("--count 1M -C window=128")));

        final Matcher kept = Pattern.compile("gale storm: the journal stays in (.*)\n$").matcher(err.toString());
        assertTrue(kept.find(), err.toString());
        final Path journal = Path.of(kept.group(1));
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(journal, (done, total) -> { }).status());
        assertTrue(err.toString().contains("Go there: gale replay " + journal + " --to "), err.toString());
        remove(journal);
    }

    @Test
    void shouldKeepATemporaryJournalAfterAnInternalError() throws IOException
    {
        assertEquals(ExitCode.INTERNAL, storm((options, machine, log) ->
        {
            throw new IllegalStateException("what nobody expects");
        }, words("--count 1k")));

        final Matcher told = Pattern.compile("gale storm: the journal stays in (.*)\n" +
            "gale storm: internal error: what nobody expects " +
            "\\(-C debug=true shows where\\)\n$").matcher(err.toString());
        assertTrue(told.find(), err.toString());
        assertEquals(JournalEnd.Status.CLOSED,
            JournalVerifier.verify(Path.of(told.group(1)), (done, total) -> { }).status());
        remove(Path.of(told.group(1)));
    }

    @Test
    void shouldNameTheRamFileWhereTheHostHasNotTheMemory()
    {
        final MachineConfig config = new ResidentWorkload(Storms.small(1)).machine();

        final StormMachines machines = new StormMachines((shape, memory) ->
        {
            memory.close();
            throw new OutOfMemoryError("none left");
        });

        final OutcomeException failure = assertThrows(
            OutcomeException.class, () -> machines.factory(null, StormOptions.SPELLING).create(config));

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertEquals("the host has not the memory for a machine with 64 MiB of RAM (try fewer LPIs, or hold it in a " +
            "file: --ram-file F)", failure.getMessage());
    }

    @Test
    void shouldBeCompleteWhenItIsStopped() throws IOException
    {
        assertEquals(ExitCode.INTERRUPTED, storm((options, machine, log) ->
        {
            final StormRun run = new StormRun(options, machine, log);
            final Thread user = new Thread(() ->
            {
                while (run.progress().delivered() < 10_000)
                {
                    LockSupport.parkNanos(100_000);
                }
                run.stop();
            });
            user.start();

            return run;
        }, words("--duration 60s", "--journal", run1.toString())));

        assertTrue(out.toString().contains(" · sealed and verified\n"), out.toString());
        assertTrue(out.toString().endsWith(" · the same as live\n"), out.toString());
        assertLine("remainder                   0                  no interrupt lost, none invented");
    }

    /** Asserts that a command of the journal is the event of an outlier. */
    private void assertMsi(final long command, final JsonNode outlier) throws IOException
    {
        final int events = 64;
        final int deviceId = outlier.get("vm").asInt() * 2 + outlier.get("lpi").asInt() / events;
        final long wanted = Commands.msi(deviceId, outlier.get("lpi").asInt() % events, 0);
        try (JournalReader reader = JournalReader.open(run1))
        {
            long found = 0;
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    final long word = reader.buffer().getLong(at);
                    found = reader.firstSequence() + i == command ? word & ~Commands.TIME_MASK : found;
                    at += CommandWord.length(word) << 3;
                }
            }
            assertEquals(wanted, found);
        }
    }

    private void assertSameNumbers(final JsonNode json)
    {
        final JsonNode accounting = json.get("accounting");
        assertRow("offered", accounting.get("offered").asLong());
        assertRow("  delivered", accounting.get("delivered").asLong());
        assertRow("  coalesced", accounting.get("coalesced").asLong());
        assertRow("  pending", accounting.get("pending").asLong());
        assertRow("remainder", accounting.get("remainder").asLong());
        assertTrue(line("  delivered").endsWith(' ' + NumberText.count(json.get("rate_per_s").asLong())));
        assertTrue(line("offered").endsWith(' ' + NumberText.count(json.get("offered_per_s").asLong())));
        assertPercentiles("response", json.get("latency_ns").get("response"));
        assertPercentiles("service", json.get("latency_ns").get("service"));
        for (final String stage : STAGES)
        {
            assertPercentiles("  " + stage, json.get("latency_ns").get("stages").get(stage));
        }
        final JsonNode generator = json.get("generator");
        assertLine("generator lag p99 " + NumberText.count(generator.get("lag_p99_ns").asLong()) + " ns · " +
            (generator.get("kept_up").asBoolean() ? "kept up" : "did not keep up") + " · " +
            NumberText.count(generator.get("refused").asLong()) + " refused");
        final JsonNode journal = json.at("/host/journal");
        assertLine("journal  " + NumberText.counted(journal.get("frames").asLong(), "frame") + " · " +
            NumberText.bytes(journal.get("bytes").asLong()) + " · " + String.format("%.1f",
            (double)journal.get("bytes").asLong() / journal.get("commands").asLong()) +
            " B/command · sealed and verified");
        assertLine("replay   " + NumberText.rate(json.at("/host/replay/rate_per_s").asDouble()) + " · digest " +
            json.at("/host/replay/digest").asText().replaceAll("(....)(?=.)", "$1 ") + " · the same as live");
    }

    private static void assertIdentity(final JsonNode json)
    {
        final List<JsonNode> all = new ArrayList<>();
        json.get("accounting").get("vms").forEach(all::add);
        assertEquals(2, all.size());
        long offered = 0;
        for (final JsonNode vm : all)
        {
            offered += vm.get("offered").asLong();
            assertEquals(vm.get("offered").asLong(), vm.get("delivered").asLong() + vm.get("coalesced").asLong() +
                vm.get("pending").asLong() + vm.get("rejected").asLong());
        }
        assertEquals(json.get("accounting").get("offered").asLong(), offered);
        assertEquals(0, json.get("accounting").get("remainder").asLong());
    }

    private void assertRow(final String name, final long value)
    {
        final String line = line(name);

        assertEquals(NumberText.count(value), line.substring(name.length(), Math.min(line.length(), 29)).strip());
    }

    private void assertPercentiles(final String name, final JsonNode json)
    {
        final List<String> shown = List.of(line(name).substring(name.length()).strip().split(" +"));
        final List<String> expected = new ArrayList<>(List.of(NumberText.count(json.get("count").asLong())));
        for (final String key : List.of("p50", "p90", "p99", "p99_9", "p99_99", "max"))
        {
            expected.add(json.get("count").asLong() == 0 || json.get(key).isNull() ? "-" :
                NumberText.count(json.get(key).asLong()));
        }

        assertEquals(expected, shown, name);
    }

    private String line(final String name)
    {
        return out.toString().lines().filter(line -> line.startsWith(name + ' ') && !line.contains(" asked, "))
            .findFirst().orElseThrow(() -> new AssertionError("no line '" + name + "' in\n" + out));
    }

    private void assertLine(final String line)
    {
        assertTrue(out.toString().lines().anyMatch(line::equals), () -> "no line '" + line + "' in\n" + out);
    }

    private void broken(final int vmId, final int lpiId)
    {
        brokenVm = vmId;
        brokenLpi = lpiId;
    }

    private static List<String> words(final String words, final String... more)
    {
        final List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of(more));

        return all;
    }

    private int storm(final String... arguments)
    {
        return storm(List.of(arguments));
    }

    private int storm(final List<String> arguments)
    {
        return storm(StormRun::new, arguments);
    }

    private int storm(final StormRuns runs, final List<String> arguments)
    {
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(SMALL);
        all.addAll(arguments);

        return GaleRun.with(new StormCommand(runs).commandLine(), out, err, all.toArray(new String[0]));
    }

    private static void remove(final Path journal) throws IOException
    {
        try (var paths = Files.walk(journal))
        {
            for (final Path path : paths.sorted((a, b) -> b.compareTo(a)).toList())
            {
                Files.delete(path);
            }
        }
    }

    private static long number(final String text)
    {
        return Long.parseLong(text.replace(",", ""));
    }
}
