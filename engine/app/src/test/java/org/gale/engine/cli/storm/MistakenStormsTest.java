package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.result.Effect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms in which a driver or a device makes a mistake: each acts, and is found by its effect. */
@Tag("P13")
class MistakenStormsTest
{
    private static final Path PAGE = Path.of("docs/traffic.md");
    private static final String SIZE = "count: 1, events: 2, ";
    /** Keys of each mistake next to those that ask for it: of the devices, of the traffic, and of the guests. */
    private static final Map<Mistake, List<String>> JOBS = new TreeMap<>();

    static
    {
        for (final Mistake mistake : Mistake.values())
        {
            JOBS.put(mistake, List.of(mistake.kind().equals("timer") || mistake.kind().equals("ipi") ? "" : SIZE,
                "", ""));
        }
        JOBS.put(Mistake.INDEX_MORE, List.of(SIZE, "depth: 1", ""));
        JOBS.put(Mistake.DOORBELL_FIRST, List.of(SIZE, "depth: 1", ""));
        JOBS.put(Mistake.ENABLE_LAST, List.of(SIZE, "depth: 1", ""));
        JOBS.put(Mistake.TIMER_ONCE, List.of(SIZE, "coalesce: {threshold: 64, time: 100us}", ""));
        JOBS.put(Mistake.NO_LAST_LOOK, List.of(SIZE, "rate: 100k", ""));
        JOBS.put(Mistake.UNMASK_FIRST, List.of(SIZE, "rate: 200k, moderation: none", ""));
        JOBS.put(Mistake.RATE_CHANGE, List.of(SIZE, "rate: 200k", ""));
        JOBS.put(Mistake.EOI_FIRST, List.of(SIZE, "rate: 20k", "handler: 5us"));
        JOBS.put(Mistake.NO_RESAMPLER, List.of(SIZE, "rate: 20k", "handler: 5us"));
        JOBS.put(Mistake.COMPARE_EQUAL, List.of("", "hz: 10000", "handler: 150us"));
        JOBS.put(Mistake.MASK_LATE, List.of("", "broadcast: 100", ""));
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void shouldActAndBeFoundByItsEffect(final Mistake mistake) throws IOException
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            final int exit = storm(job(mistake, mistake.text().replace("=", ": ")), "--seed", Integer.toString(seed));

            final String run = mistake + " with seed " + seed + ": " + err;
            assertEquals(mistake.effect() == Effect.WORK ? ExitCode.OK : ExitCode.INVARIANT_BROKEN, exit, run);
            final long acted = report().at("/controls/each/" + mistake.text()).asLong();
            assertTrue(acted > 0, run);
            if (mistake.effect() == Effect.WORK)
            {
                assertEquals(acted, report().at("/controls/spurious").asLong());
                assertEquals(acted, report().at("/controls/spurious_by_device/vm~1dev").asLong());
            }
            else
            {
                assertTrue(report().at("/controls/spurious").isMissingNode());
                final String failure = report().at("/failure").asText();
                assertTrue(failure.lines().findFirst().orElse("").matches("P13 broken: VM 0 device 0 \\(vm/dev\\)" +
                    ".* at [0-9,]+ ns: " + mistake.effect().word() + ": .*"), failure);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void shouldFindNothingWhenBothHalvesAreRight(final Mistake mistake) throws IOException
    {
        final String right = mistake == Mistake.NO_RESAMPLER ? "resample: irqfd" :
            mistake.text().substring(0, mistake.text().indexOf('=')) + ": right";

        for (int seed = 1; seed <= 5; seed++)
        {
            final String run = "instead of " + mistake + " with seed " + seed + ": " + err;
            assertEquals(ExitCode.OK, storm(job(mistake, right), "--seed", Integer.toString(seed)), run);
            assertTrue(report().at("/controls").isMissingNode(), run);
        }
    }

    @Test
    void shouldFailByTheFigureOfSpuriousInterrupts() throws IOException
    {
        assertEquals(ExitCode.CHECK_FAILED,
            storm(job(Mistake.EOI_FIRST, "driver: eoi-first"), "--fail-if", "spurious > 0"));
    }

    @Test
    void shouldSayThatAMistakeNeverActed() throws IOException
    {
        assertEquals(ExitCode.SKIPPED, storm(job(Mistake.DOORBELL_FIRST, "driver: doorbell-first").replace(
            "depth: 1,", "depth: 8,")));

        assertTrue(err.toString().contains("the mistake never acted: no queue was full of entries that were taken " +
            "(try a depth of 1) (driver=doorbell-first), try"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "kind: io, driver: skip-entry, device: timer-once | are two mistakes",
        "kind: io, driver: no-recheck | is not one of right, words-first",
        "kind: virtio, event-index: off, device: index-stale | needs an",
        "kind: virtio, driver: no-recheck, coalesce: {time: 10us} | does not coalesce",
        "kind: io, device: timer-once | that no queue of 32 requests reaches",
        "kind: io, parallel: 1, device: interrupt-first | in which no request waits",
        "kind: packets, rate: 10k, period: cqe, driver: no-last-look | from the last interrupt",
        "kind: packets, rate: 10k, moderation: none, device: rate-change | that changes"})
    void shouldRefuseAMistakeThatCannotAct(final String traffic, final String why) throws IOException
    {
        assertEquals(ExitCode.USAGE, storm(text("count: 1, events: 2, ", traffic, "")));

        assertTrue(err.toString().contains(why), err.toString());
    }

    @Test
    void shouldRefuseAMistakeOnTheWallClock() throws IOException
    {
        assertEquals(ExitCode.USAGE, storm(
            job(Mistake.NO_RECHECK, "driver: no-recheck").replace("clock: virtual", "clock: wall, threads: 1")));

        assertTrue(err.toString().contains("driver=no-recheck needs virtual time"), err.toString());
    }

    /** The page has a row for each mistake, in the order of the table, with its effect and report. */
    @Test
    void shouldHaveARowOfThePageForEachMistake() throws IOException
    {
        final List<String> rows = Files.readAllLines(PAGE).stream().filter(line ->
            line.matches("\\| (virtio|io|packets|line|timer|ipi) \\| `[a-z]+: .*")).toList();

        assertEquals(Arrays.stream(Mistake.values()).map(mistake -> mistake.kind() + " | `" +
            mistake.text().replace("=", ": ") + "` | … | " + mistake.effect().word() + " | " + mistake.source())
            .toList(), rows.stream().map(MistakenStormsTest::shown).toList());
        rows.forEach(row -> assertFalse(row.split(" \\| ", -1)[3].isBlank(), row));
    }

    private static String shown(final String row)
    {
        final String[] cells = row.substring(2, row.length() - 2).split(" \\| ", -1);

        return cells[0] + " | " + cells[1] + " | … | " + cells[4] + " | " + cells[5];
    }

    private static String job(final Mistake mistake, final String key)
    {
        final List<String> keys = JOBS.get(mistake);

        return text(keys.get(0), "kind: " + mistake.kind() + ", " + (keys.get(1).isEmpty() ? "" : keys.get(1) + ", ") +
            key, keys.get(2));
    }

    private static String text(final String size, final String traffic, final String guest)
    {
        return "job: mistaken\nclock: virtual\nduration: 20ms\nmachine: {kind: gicv5, pes: 2}\nvms:\n" +
            "  - {name: vm, count: 1, vpes: 2, guest: {" + guest + "}, devices: [{name: dev, " + size + "traffic: {" +
            traffic + "}}]}\n";
    }

    private JsonNode report() throws IOException
    {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    private int storm(final String job, final String... words) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("job.yaml"), job.replace("clock: wall, threads: 1",
            "clock: wall\nthreads: 1"));
        final List<String> all = new ArrayList<>(List.of("storm", file.toString()));
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("--journal", "none", "--json", directory.resolve("report.json").toString(), "--html",
            directory.resolve("report.html").toString()));

        return GaleRun.of(out, err, all.toArray(String[]::new));
    }
}
