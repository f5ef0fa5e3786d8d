package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Samples that the hash of {@code latency.md} draws from the file of all interrupts of a storm: they give its
 * percentiles, and each vCPU and device is among them. The contents of files alone decide.
 */
class SampleDrawTest
{
    private static final int EVERY = 16;
    /** Seed by which no file of the virtual clock is the one draw of a thousand. */
    private static final String SEED = "2";
    /** Deviations of a binomial distribution that one draw of a thousand exceeds. */
    private static final double BOUND = 3.29;
    /** Deviations that one draw of a million exceeds: files of the wall clock differ from run to run. */
    private static final double WALL_BOUND = 4.9;
    private static final int[] PERMILLES = {500, 900, 990, 999};
    private static final int PERMILLE = 1_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    /** Row of a file of samples. */
    private static final class Row
    {
        private final String vcpu;
        private final String device;
        private final long responseNs;
        private final boolean isDrawn;

        Row(final Map<String, String> cells, final boolean isVirtual)
        {
            vcpu = cells.get("vm") + '.' + cells.get("vpe");
            device = cells.get("device");
            responseNs = Long.parseLong(cells.get("response_ns"));
            isDrawn = isDrawn(Long.parseLong(device), Long.parseLong(cells.get("event")),
                isVirtual ? Long.parseLong(cells.get("at_ns")) - responseNs : Long.parseLong(cells.get("command")));
        }

        /** Draws as {@code latency.md} says. */
        private static boolean isDrawn(final long device, final long event, final long number)
        {
            final long sum = (device << 40) + (event << 24) + number * 0x9E3779B97F4A7C15L;
            final long hash = (sum ^ sum >>> 32) * 0xD6E8FEB86659FD93L;

            return hash >>> 32 < (1L << 32) / EVERY;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"default, 10k", "lpi-stress, 10k", "overcommit, 10k", "direct, 10k", "nvme, 10k", "nic, 10k",
        "virtio, 10k", "timer, 5k", "ipi-heavy, 10k", "noisy-neighbour, 10k", "mixed-host, 10k"})
    void shouldGiveThePercentilesOfAllOnTheVirtualClock(final String profile, final String count) throws IOException
    {
        final List<Row> all = run(profile, "virtual", count);

        assertPercentiles(all, BOUND);
        assertEachHasSome(all, row -> row.vcpu, 200);
        assertEachHasSome(all, row -> row.device, 200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"default, 10k", "lpi-stress, 10k", "overcommit, 10k", "direct, 10k", "nvme, 10k", "nic, 2k",
        "virtio, 5k", "timer, 2k", "ipi-heavy, 5k", "noisy-neighbour, 5k", "mixed-host, 5k"})
    void shouldGiveThePercentilesOfAllOnTheWallClock(final String profile, final String count) throws IOException
    {
        final List<Row> all = run(profile, "wall", count);

        assertPercentiles(all, WALL_BOUND);
        assertEachHasSome(all, row -> row.vcpu, 400);
        assertEachHasSome(all, row -> row.device, 400);
    }

    /** Runs a storm of which every interrupt is sampled, and returns the rows of its file. */
    private List<Row> run(final String profile, final String clock, final String count) throws IOException
    {
        final Path file = directory.resolve("samples.csv");
        final Path report = directory.resolve("report.json");
        final int code = GaleRun.of(out, err, "storm", profile, "--clock", clock, "--count", count, "--seed", SEED,
            "--warmup", "0", "--latency", "all", "--journal", "none", "--samples", file.toString(),
            "--json", report.toString());
        assertTrue(code == ExitCode.OK || code == ExitCode.SKIPPED, err.toString());
        final List<Row> rows = rows(file, clock.equals("virtual"));

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(json.at("/accounting/delivered").asLong(), rows.size(), "every interrupt");
        assertEquals(rows.size(), json.at("/latency_ns/delivered").asLong());
        long ofGroups = 0;
        for (final JsonNode group : json.get("groups"))
        {
            assertEquals(group.at("/latency_ns/delivered").asLong(), group.at("/latency_ns/response/count").asLong());
            ofGroups += group.at("/latency_ns/delivered").asLong();
        }
        assertEquals(rows.size(), ofGroups);
        json.at("/latency_ns/delivered_by_route").properties().forEach(route -> assertEquals(
            route.getValue().asLong(), json.at("/latency_ns/routes/" + route.getKey() + "/count").asLong()));

        return rows;
    }

    private static List<Row> rows(final Path file, final boolean isVirtual) throws IOException
    {
        final List<String> lines = Files.readAllLines(file);
        assertEquals("# 0 left out", lines.get(lines.size() - 1));
        final String[] names = lines.get(0).split(",", -1);
        final List<Row> rows = new ArrayList<>();
        for (final String line : lines.subList(1, lines.size() - 1))
        {
            final String[] cells = line.split(",", -1);
            final Map<String, String> byName = new HashMap<>();
            for (int i = 0; i < names.length; i++)
            {
                byName.put(names[i], cells[i]);
            }
            rows.add(new Row(byName, isVirtual));
        }

        return rows;
    }

    /** Asserts that as many samples lie below and up to each percentile of all as a binomial distribution allows. */
    private static void assertPercentiles(final List<Row> all, final double bound)
    {
        final long[] sorted = all.stream().mapToLong(row -> row.responseNs).sorted().toArray();
        final List<Row> drawn = all.stream().filter(row -> row.isDrawn).toList();
        assertWithin("all", drawn.size(), all.size(), 1.0 / EVERY, bound);
        for (final int permille : PERMILLES)
        {
            final long ns = sorted[(int)(((long)sorted.length * permille + PERMILLE - 1) / PERMILLE) - 1];
            assertWithin("below " + ns, drawn.stream().filter(row -> row.responseNs < ns).count(), drawn.size(),
                share(all, row -> row.responseNs < ns), bound);
            assertWithin("up to " + ns, drawn.stream().filter(row -> row.responseNs <= ns).count(), drawn.size(),
                share(all, row -> row.responseNs <= ns), bound);
        }
    }

    private static double share(final List<Row> all, final Predicate<Row> wanted)
    {
        return (double)all.stream().filter(wanted).count() / all.size();
    }

    private static void assertWithin(
        final String what, final long count, final long draws, final double share, final double bound)
    {
        final double mean = draws * share;

        assertEquals(mean, (double)count, 1 + bound * Math.sqrt(mean * (1 - share)), what);
    }

    private static void assertEachHasSome(final List<Row> all, final Function<Row, String> by, final int least)
    {
        final Map<String, Integer> counts = new HashMap<>();
        final Map<String, Integer> samples = new HashMap<>();
        all.forEach(row -> counts.merge(by.apply(row), 1, Integer::sum));
        all.forEach(row -> samples.merge(by.apply(row), row.isDrawn ? 1 : 0, Integer::sum));
        counts.forEach((key, count) -> assertTrue(count < least || samples.get(key) > 0, key));
    }
}
