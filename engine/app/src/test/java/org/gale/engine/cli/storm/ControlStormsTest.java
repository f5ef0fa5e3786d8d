package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Monitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms with a negative control: each is found, or says that it never acted. */
@Tag("P1")
class ControlStormsTest
{
    private static final int SEEDS = 2;
    private static final Pattern LOST =
        Pattern.compile("P1 broken: VM ([0-9]+) LPI ([0-9]+), set pending");
    private static final String NEVER = "gale storm: the mistake never acted: ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** A short storm of functions, in which masks and retargets are few. */
    @ParameterizedTest(name = "{0} on the clock {1}")
    @CsvSource({
        "consume-masked, wall", "drop-route, wall", "stale-message, wall", "pba-zero, wall", "pba-unsaved, wall",
        "consume-unrouted, wall", "level-early, wall", "consume-masked, virtual", "drop-route, virtual",
        "stale-message, virtual", "pba-zero, virtual", "pba-unsaved, virtual", "consume-unrouted, virtual",
        "level-early, virtual"})
    void shouldFindAWrongMonitorOrSayThatItNeverActed(final String monitor, final String clock) throws IOException
    {
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            shouldBeFoundOrSilent("monitor=" + monitor, "msix", "--vms", "1", "--vpes", "2", "--devices", "2",
                "--events", "8", "-C", "masks=1/100", "-C", "retargets=1/400", "--count", "1k", "--clock", clock,
                "--seed", Integer.toString(seed), "-C", "monitor=" + monitor);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wall", "virtual"})
    void shouldCountNothingWhenTheMonitorIsRight(final String clock) throws IOException
    {
        assertEquals(ExitCode.OK, storm("msix", "--vms", "1", "--vpes", "2", "--devices", "2", "--events", "8", "-C",
            "masks=1/40", "-C", "retargets=1/100", "--count", "3k", "--clock", clock), err.toString());

        assertTrue(report().at("/controls").isMissingNode());
    }

    /** A toggle pends an event once more whose first pend may lie in a table in use: the guest may take it twice. */
    @Tag("V4-P-SW2")
    @ParameterizedTest(name = "{0} on {2} PEs, seed {1}")
    @CsvSource({"1/200, 1, 16", "1/200, 2, 4", "1/2k, 3, 2"})
    void shouldTakeTheSecondPendOfVersion40(final String toggles, final String seed, final String pes)
        throws IOException
    {
        assertEquals(ExitCode.OK, storm("direct", "-C", "version=4.0", "-C", "toggles=" + toggles, "--pes", pes,
            "--count", "10k", "--clock", "virtual", "--seed", seed), err.toString());
    }

    /** One transition or two: in some storms nothing is pending in them. */
    @Tag("V4-RFC-5")
    @Tag("V4-SW-5")
    @ParameterizedTest(name = "{0}, version {1}")
    @CsvSource({"wall, 4.1", "virtual, 4.1", "wall, 4.0", "virtual, 4.0"})
    void shouldFindThePostedOrderOrSayThatItNeverActed(final String clock, final String version) throws IOException
    {
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            shouldBeFoundOrSilent("legacy=on", "direct", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "8",
                "-C", "legacy=on", "-C", "toggles=1/1k", "-C", "moves=0", "-C", "version=" + version, "--count", "1500",
                "--clock", clock, "--seed", Integer.toString(seed));
            final JsonNode report = report();
            assertTrue(report.at("/controls/acted").asLong() >= report.at("/accounting/lost").asLong(),
                report::toString);
        }
    }

    @Tag("P5")
    @Tag("K-LP-9")
    @ParameterizedTest(name = "{0} with irsen={1}")
    @CsvSource({"wall, 2k", "virtual, 2k", "wall, 0"})
    void shouldFindTheGapOfTheKernelOrSayThatItNeverActed(final String clock, final String irsen) throws IOException
    {
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            shouldBeFoundOrSilent("kvm=7.4-gap", "overcommit", "--vms", "4", "--vpes", "2", "--pes", "3", "--count",
                "20k", "--rate", "1M", "-C", "kvm=7.4-gap", "-C", "irsen=" + irsen, "--clock", clock, "--seed",
                Integer.toString(seed));
        }
    }

    /** The table of each control on both clocks: it acts and is found, or never acts and says so. */
    @Tag("P5")
    @ParameterizedTest(name = "{0} on the clock {1} ends with {2}")
    @MethodSource("controls")
    void shouldEndWithSevenWhereItActedAndWithFourWhereNot(
        final String control, final String clock, final int exit, final List<String> words) throws IOException
    {
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--clock", clock));
        shouldBeFoundOrSilent(control, all.toArray(String[]::new));

        assertEquals(exit, report().at("/exit").asInt(), err.toString());
    }

    static Stream<Arguments> controls()
    {
        final List<Arguments> rows = new ArrayList<>();
        for (final String clock : List.of("wall", "virtual"))
        {
            for (final Monitor monitor : Monitor.values())
            {
                if (monitor.isMistake())
                {
                    final String name = "monitor=" + monitor.key();
                    final List<String> words = List.of("msix", "--vms", "1", "--vpes", "2", "--devices", "2",
                        "--events", "8", "-C", name, "-C");
                    rows.add(Arguments.of(name, clock, ExitCode.INVARIANT_BROKEN,
                        with(words, "masks=1/20", "-C", "retargets=1/40", "--count", "4k")));
                    if (monitor != Monitor.LEVEL_EARLY)             // each line is high before its first route
                    {
                        rows.add(Arguments.of(name, clock, ExitCode.SKIPPED,
                            with(words, "masks=1/1M", "-C", "retargets=1/1M", "--count", "400")));
                    }
                }
            }
            final List<String> direct = List.of("direct", "--vms", "2", "--vpes", "2", "--devices", "2", "--events",
                "8", "-C", "legacy=on", "-C", "moves=0", "--count", "3k", "-C");
            rows.add(Arguments.of("legacy=on", clock, ExitCode.INVARIANT_BROKEN, with(direct, "toggles=1/20")));
            rows.add(Arguments.of("legacy=on", clock, ExitCode.SKIPPED, with(direct, "toggles=1/1M")));
            final boolean isWall = clock.equals("wall");            // where a slice may be longer than a short run
            final List<String> overcommit = List.of("overcommit", "--vms", "4", "--vpes", "2", "--pes", "3", "--count",
                isWall ? "200k" : "20k", "--rate", isWall ? "200k" : "1M", "-C", "kvm=7.4-gap", "-C");
            rows.add(Arguments.of("kvm=7.4-gap", clock, ExitCode.INVARIANT_BROKEN,
                with(overcommit, isWall ? "irsen=20k" : "irsen=5k")));
            rows.add(Arguments.of("kvm=7.4-gap", clock, ExitCode.SKIPPED, with(overcommit, "irsen=0")));
        }

        return rows.stream();
    }

    private static List<String> with(final List<String> words, final String... more)
    {
        final List<String> all = new ArrayList<>(words);
        all.addAll(Arrays.asList(more));

        return all;
    }

    /** The kernel without the gap wakes each vCPU, so that nothing is lost. */
    @Tag("K-LP-9")
    @ParameterizedTest
    @ValueSource(strings = {"wall", "virtual"})
    void shouldLoseNothingWhereGuestsSwitchTheirIrs(final String clock)
    {
        assertEquals(ExitCode.OK, storm("overcommit", "--vms", "4", "--vpes", "2", "--pes", "3", "--count", "20k",
            "--rate", "1M", "-C", "irsen=5k", "--clock", clock), err.toString());
    }

    /** A control that could never act is refused, also where an option chooses the clock. */
    @Tag("P13")
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"virtual, --clock wall", "wall, --count 300"})
    void shouldRefuseGuestsThatDropInterruptsOnTheWallClock(final String clock, final String words) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, drops(clock, "1/5"));
        final List<String> all = new ArrayList<>(List.of(job.toString()));
        all.addAll(Arrays.asList(words.split(" ")));

        assertEquals(ExitCode.USAGE, storm(all.toArray(String[]::new)), err.toString());

        assertTrue(err.toString().contains("guest.drops"), err.toString());
    }

    /** Guests of the wall clock cannot drop interrupts: a handler takes no time there. */
    @Tag("P13")
    @ParameterizedTest
    @ValueSource(strings = {"1/5", "1/1k"})
    void shouldFindGuestsThatDropInterruptsOrSayThatNoneDid(final String moves) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, drops("virtual", moves));
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            shouldBeFoundOrSilent("guest.drops=on", job.toString(), "--seed", Integer.toString(seed));
            assertEquals(report().at("/accounting/dropped").asLong(), report().at("/controls/acted").asLong());
        }
    }

    private static String drops(final String clock, final String moves)
    {
        return """
            job: drops
            clock: %s
            count: 300
            machine: {kind: gicv4, pes: 3, injection: {policy: per-vcpu, vpeid-bits: 3, moves: %s}}
            vms:
              - name: vm
                count: 1
                vpes: 2
                guest: {handler: 20us, drops: on}
                devices: [{name: nic, count: 1, events: 4, traffic: {kind: open, rate: 60k}}]
            """.formatted(clock, moves);
    }

    /** The three commands of which each said nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "-C monitor=stale-message, no vector that had sent one message sent another, retargets=1/1000",
        "-C masks=1/200 -C monitor=consume-masked --seed 1, no eventfd was taken while, masks=1/20",
        "-C masks=1/50 -C monitor=consume-masked --seed 6, no eventfd was taken while, masks=1/5"})
    void shouldSayWhatToTryWhenAMistakeNeverActed(final String words, final String idle, final String trial)
        throws IOException
    {
        final List<String> all =
            new ArrayList<>(List.of("msix", "--clock", "virtual", "--rate", "200k", "--count", "20k"));
        all.addAll(Arrays.asList(words.split(" ")));

        assertEquals(ExitCode.SKIPPED, storm(all.toArray(String[]::new)), err.toString());

        assertTrue(err.toString().contains(NEVER + idle), err.toString());
        assertTrue(err.toString().contains(", try -C " + trial + " or a larger --count"), err.toString());
        assertTrue(Files.readString(directory.resolve("report.html")).contains("the mistake never acted: " + idle));
        assertEquals(0, report().at("/controls/acted").asLong(-1));
    }

    /** A condition can name the count, and a condition that is met ends with its own exit code. */
    @Test
    void shouldHaveAFigure() throws IOException
    {
        assertEquals(ExitCode.CHECK_FAILED, storm("msix", "--count", "1k", "--clock", "virtual", "-C",
            "monitor=stale-message", "--fail-if", "acted < 1"), err.toString());
        assertTrue(out.toString().contains("control  monitor=stale-message: acted 0 times"), out.toString());
    }

    /** Counts of several engines, and of a storm that is divided, add up. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"masks=1/100, 7", "masks=1/1M, 4"})
    void shouldAddUpTheCountsOfEngines(final String masks, final int exit) throws IOException
    {
        assertEquals(exit, storm("msix", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "8", "--count",
            "4k", "--engines", "2", "-C", masks, "-C", "monitor=drop-route"), err.toString());

        assertEquals(exit == ExitCode.SKIPPED, err.toString().contains(NEVER), err.toString());
        assertEquals(exit == ExitCode.SKIPPED ? 0 : 1, Math.min(1, report().at("/controls/acted").asLong(-1)));
    }

    /** The machine is still there: it says of an interrupt what a journal would. */
    @Tag("V4-RFC-5")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--clock wall", "--clock virtual", "--clock wall --engines 2", "--clock virtual --journal",
        "--clock wall --engines 2 --journal"})
    void shouldExplainALostInterruptWithAndWithoutAJournal(final String options) throws IOException
    {
        final boolean isJournaled = options.endsWith("--journal");
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, """
            job: loss
            count: 20k
            machine:
              kind: gicv4
              partitions: [{name: node, count: 2, pes: 4}]
              injection: {vpeid-bits: 3, toggles: 1/100, legacy: on}
            vms:
              - {name: a, partition: node0, count: 2, vpes: 2, devices: [{name: nic, count: 2, events: 8}]}
              - {name: b, partition: node1, count: 2, vpes: 2, devices: [{name: nic, count: 2, events: 8}]}
            """);
        final List<String> words = new ArrayList<>(options.contains("--engines") ? List.of("storm", job.toString()) :
            List.of("storm", "direct", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "8", "-C",
                "legacy=on", "-C", "toggles=1/100", "-C", "moves=0", "--count", "20k"));
        words.addAll(Arrays.asList(options.split(" ")));
        words.addAll(isJournaled ? List.of(directory.resolve("run").toString()) : List.of("--journal", "none"));

        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(out, err, words.toArray(String[]::new)), err.toString());

        final List<String> lines = err.toString().lines().toList();
        final Matcher lost = LOST.matcher(lines.get(0));
        assertTrue(lost.find(), err.toString());
        final List<String> explained = lines.stream().dropWhile(line -> !line.contains("Stopped at command")).skip(1)
            .takeWhile(line -> line.startsWith("  ")).toList();
        assertTrue(!explained.isEmpty() && explained.size() <= 8, err.toString());
        assertTrue(explained.get(0).startsWith("  LPI " + lost.group(2) + " of VM " + lost.group(1) + ": "),
            err.toString());
    }

    private void shouldBeFoundOrSilent(final String name, final String... words) throws IOException
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final int exit = storm(words);

        final JsonNode report = report();
        final long acted = report.at("/controls/acted").asLong(-1);
        final String all = String.join(" ", words) + '\n' + err;
        assertEquals(acted, report.at("/controls/each").path(name).asLong(-2), all);
        assertEquals(exit, report.at("/exit").asInt(), all);
        if (acted > 0)
        {
            assertEquals(ExitCode.INVARIANT_BROKEN, exit, all);
        }
        else
        {
            assertEquals(0, acted, all);
            assertEquals(ExitCode.SKIPPED, exit, all);
            assertTrue(err.toString().contains(NEVER), all);
            assertTrue(err.toString().contains('(' + name + "), try "), all);
        }
    }

    private JsonNode report() throws IOException
    {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private int storm(final String... words)
    {
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("--journal", "none", "--warmup", "0", "--json", directory.resolve("report.json").toString(),
            "--html", directory.resolve("report.html").toString()));

        return GaleRun.of(out, err, all.toArray(String[]::new));
    }
}
