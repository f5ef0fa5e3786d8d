package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Break-evens of costs and in I/O of an answer, found again from the worths and changes that each row has, and some
 * changes from storms of their own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BreakEvenTest
{
    private static final String JOB = """
        job: drives
        clock: virtual
        count: 500
        latency: all
        machine: {kind: gicv4, pes: 4, injection: {moves: 0, toggles: 0}}
        vms:
          - {name: drive, count: 2, vpes: 1, guest: {handler: 2us, work: on}, devices: [{name: nvme, count: 1,
             events: 1, traffic: {kind: io, depth: 4, service: {exponential: 20us}}}]}
          - {name: net, count: 2, vpes: 1, guest: {handler: 1us}, devices: [{name: nic, count: 1, events: 1, traffic:
             {kind: open, rate: 20k}}]}
        """;
    private static final List<Double> FACTORS = List.of(0.0625, 0.25, 1.0, 4.0, 16.0);
    private static final List<Double> DEPTHS = List.of(1.0, 4.0, 16.0, 64.0, 256.0, 1024.0);
    private static final int SEEDS = 3;
    private static final int HALVINGS = 3;
    /** Difference of a change by what follows a warm-up alone. */
    private static final double NEAR = 0.05;

    private Path directory;
    private JsonNode answer;

    @BeforeAll
    void ask(@TempDir final Path root) throws IOException
    {
        directory = root;
        Files.writeString(root.resolve("job.yaml"), JOB);
        answer = JobReport.of(directory, "--what-if", "--full", "--draws", "0", "--seeds", Integer.toString(SEEDS));
    }

    @Test
    void shouldHaveARowOfEachPropertyPlaceAndLevel()
    {
        final List<String> rows = new ArrayList<>();
        answer.path("break_even_io").forEach(row -> rows.add(row.path("place").asText() + ' ' +
            row.path("property").asText() + ' ' + row.path("level").asText() + ' ' +
            row.path("now").toString().replace(".0", "")));

        final List<String> due = new ArrayList<>();
        for (final String place : List.of("1:1", "4:1"))
        {
            for (final String property : List.of("handler L [1000,2000]", "service L [20000]",
                "rate L [20000]", "depth L [4]"))
            {
                List.of("0.01", "0.05", "0.2").forEach(
                    level -> due.add(place + ' ' + property.replace("L", level)));
            }
        }
        assertEquals(due, rows);
    }

    /** Each row again: the neighbours of the grid that differ and are nearest to now, then three halvings of theirs. */
    @Test
    void shouldFindEachSpanFromTheChangesOfItsRow()
    {
        final Set<String> kinds = new HashSet<>();
        for (final JsonNode row : answer.path("break_even_io"))
        {
            final List<Double> grid = row.path("property").asText().equals("depth") ? DEPTHS : FACTORS;
            final double now = grid.equals(DEPTHS) ? 4 : 1;
            final double level = row.path("level").asDouble();
            int segment = -1;
            for (int i = 0; i + 1 < grid.size(); i++)
            {
                final boolean isNearer = segment < 0 || distance(grid, i, now) < distance(grid, segment, now);
                segment = isAbove(row, grid.get(i), level) != isAbove(row, grid.get(i + 1), level) && isNearer ? i :
                    segment;
            }
            final String sides = row.path("sides").asText();
            if (segment < 0)
            {
                assertTrue(row.path("from").isNull() && row.path("to").isNull(), row.toString());
                assertTrue(Set.of("<<", ">>", "00", "0<", "<0", "0>", ">0").contains(sides), row.toString());
                kinds.add("none");
                continue;
            }
            double low = grid.get(segment);
            double high = grid.get(segment + 1);
            final boolean isFirstAbove = isAbove(row, low, level);
            for (int halving = 0; halving < HALVINGS; halving++)
            {
                final double middle = grid.equals(DEPTHS) ? Math.rint(Math.sqrt(low * high)) : Math.sqrt(low * high);
                if (middle > low && middle < high)
                {
                    final boolean isLow = isAbove(row, middle, level) == isFirstAbove;
                    low = isLow ? middle : low;
                    high = isLow ? high : middle;
                }
            }
            assertEquals(isFirstAbove ? "><" : "<>", sides, row.toString());
            assertEnd(row, "from", low, isFirstAbove, -1);
            assertEnd(row, "to", high, !isFirstAbove, 1);
            kinds.add(sides);
        }
        assertTrue(kinds.contains("none") && kinds.size() > 1, kinds.toString());
    }

    private static double distance(final List<Double> grid, final int segment, final double now)
    {
        final double low = grid.get(segment);
        final double high = grid.get(segment + 1);

        return low <= now && now <= high ? 0 : Math.min(Math.abs(low - now), Math.abs(high - now));
    }

    private static int index(final JsonNode row, final double at)
    {
        for (int i = 0; i < row.path("tried").size(); i++)
        {
            if (Math.abs(row.path("tried").get(i).asDouble() - at) < 1e-9 * at)
            {
                return i;
            }
        }

        throw new AssertionError(at + " was not tried: " + row);
    }

    private static boolean isAbove(final JsonNode row, final double at, final double level)
    {
        return Math.abs(row.path("changes").get(index(row, at)).path("value").asDouble()) >= level;
    }

    /** Asserts that an end is the first place outwards that shows its side, up to one of the grid on the other side. */
    private static void assertEnd(
        final JsonNode row, final String name, final double from, final boolean isAbove, final int step)
    {
        final double level = row.path("level").asDouble();
        final List<Double> grid = row.path("property").asText().equals("depth") ? DEPTHS : FACTORS;
        int last = step < 0 ? 0 : grid.size() - 1;
        for (int i = grid.size() - 1; i >= 0; i--)
        {
            final int at = step < 0 ? grid.size() - 1 - i : i;
            last = step * (grid.get(at) - from) >= 0 && isAbove(row, grid.get(at), level) != isAbove ? at - step : last;
        }
        final double limit = grid.get(last);
        Double due = null;
        for (int i = index(row, from); due == null && i >= 0 && i < row.path("tried").size(); i += step)
        {
            final JsonNode change = row.path("changes").get(i);
            final double low = change.path("low").asDouble();
            final double high = change.path("high").asDouble();
            final boolean isShown = isAbove ? low >= level || high <= -level : low > -level && high < level;
            final double at = row.path("tried").get(i).asDouble();
            final boolean isSame = Math.abs(change.path("value").asDouble()) >= level == isAbove;
            due = isShown && isSame && step * (limit - at) >= 0 ? (Double)at : null;
        }
        assertEquals(due == null, row.path(name).isNull(), name + " of " + row);
        assertTrue(due == null || due == row.path(name).asDouble(), name + " of " + row);
    }

    /** Changes at some places, by storms with the values written out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1:1 | handler | 4 | vms.drive.guest.handler=8us vms.net.guest.handler=4us",
        "4:1 | service | 0.25 | vms.drive.devices.nvme.traffic.service={exponential:\u00a05us}",
        "1:1 | rate | 16 | vms.net.devices.nic.traffic.rate=320k",
        "1:1 | depth | 16 | vms.drive.devices.nvme.traffic.depth=16"})
    void shouldHaveTheChangesOfStormsOfTheirOwn(
        final String place, final String property, final double at, final String values) throws IOException
    {
        double none = 0;
        double all = 0;
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            none += completions(place, seed, values, "machine.injection.policy=none");
            all += completions(place, seed, values, "machine.injection.policy=per-vcpu");
        }

        JsonNode found = null;
        for (final JsonNode row : answer.path("break_even_io"))
        {
            final boolean isRow =
                row.path("place").asText().equals(place) && row.path("property").asText().equals(property);
            found = isRow ? row : found;
        }
        assertNotNull(found);
        assertEquals(all / none - 1, found.path("changes").get(index(found, at)).path("value").asDouble(), NEAR);
    }

    private double completions(final String place, final int seed, final String values, final String policy)
        throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("--seed", Integer.toString(seed), "--no-replay",
            "--journal", "none", "--count", "550", "--set", policy, "--set",
            "machine.pes=" + Map.of("1:1", 4, "4:1", 1).get(place)));
        for (final String value : values.split(" ", -1))
        {
            words.addAll(List.of("--set", value.replace('\u00a0', ' ')));
        }

        return JobReport.of(directory, words.toArray(new String[0])).path("completions_per_s").asDouble();
    }

    /** A host with each VM sixteen times has 64 vCPUs and a pool of 32; one row again by storms. */
    @Test
    void shouldHaveRowsOfPoolsOfALargeHost() throws IOException
    {
        final String place = "1:1 of 64 vCPUs";
        final List<String> rows = new ArrayList<>();
        double found = 0;
        for (final JsonNode row : answer.path("rows"))
        {
            final boolean isLarge = row.path("labels").path(3).asText().equals(place);
            rows.addAll(isLarge ? List.of(
                row.path("labels").path(0).asText() + ' ' + row.path("labels").path(1).asText()) : List.of());
            for (final JsonNode figure : row.path("figures"))
            {
                final boolean isFigure = isLarge && row.path("labels").path(0).asText().equals("vm-by-load") &&
                    figure.path("name").asText().equals("completions_per_s");
                found = isFigure ? figure.at("/value/value").asDouble() : found;
            }
        }
        double sum = 0;
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            sum += JobReport.of(directory,
                "--seed", Integer.toString(seed), "--no-replay", "--journal", "none", "--count", "8800",
                "--set", "vms.drive.count=32", "--set", "vms.net.count=32", "--set", "machine.pes=64", "--set",
                "machine.injection.policy=per-vcpu", "--set", "machine.injection.vpeids=32", "--set",
                "machine.injection.vcpus=[" + IntStream.range(0, 32).mapToObj(vm -> "drive" + vm + ".0")
                .collect(Collectors.joining(", ")) + ']').path("completions_per_s").asDouble();
        }

        assertEquals(List.of("none 0", "all direct 64", "vm-by-boot 32", "vm-by-load 32", "vcpu-by-boot 32",
            "vcpu-by-load 32"), rows);
        assertEquals(sum / SEEDS, found, sum / SEEDS * NEAR);
    }

    /** Each span again from the values that were tried, and the worths at them. */
    @Test
    void shouldFindWhereTheSignChanges()
    {
        final Answer read = AnswerJson.read(answer);
        final List<Answer.BreakEven> costs = read.breakEven();
        int crossings = 0;
        for (final Answer.BreakEven one : costs)
        {
            final List<Estimate> worths = one.worths();
            final int last = worths.size() - 1;
            final double first = worths.contains(null) ? 0 : Math.signum(worths.get(0).value());
            if (first == 0 || first * Math.signum(worths.get(last).value()) >= 0)
            {
                assertNull(one.fromNs(), one.toString());
                assertNull(one.toNs(), one.toString());
                continue;
            }
            crossings++;
            assertTrue(worths.size() >= 6, "two ends and four halvings: " + one);
            assertEquals((first > 0 ? "+" : "-") + (first > 0 ? "-" : "+"), one.signs());
            for (int i = 0; i <= last; i++)
            {
                final double ns = one.tried().get(i);
                final boolean isOfFirst = Math.signum(worths.get(i).value()) == first;
                final boolean isInside = (one.fromNs() == null || ns > one.fromNs()) &&
                    (one.toNs() == null || ns < one.toNs());
                assertTrue(one.fromNs() == null || ns > one.fromNs() || isOfFirst, "the sign holds up to " + one);
                assertTrue(one.toNs() == null || ns < one.toNs() || !isOfFirst, "the sign holds from " + one);
                assertFalse(isInside && worths.get(i).isShown() && (i == 0 || i == last), "shown at an end: " + one);
            }
            assertNearest(one, one.fromNs(), 1, first);
            assertNearest(one, one.toNs(), -1, -first);
            assertShown(one, one.fromNs(), first);
            assertShown(one, one.toNs(), -first);
        }
        assertEquals(12, costs.size(), "six costs, mean and p99");
        assertTrue(crossings > 0, costs.toString());
        assertTrue(read.lines().stream().noneMatch(line -> line.contains("full form")), read.lines().toString());
    }

    /** Asserts that behind one end of a span the next value that was tried has not the same sign with its interval. */
    private static void assertNearest(
        final Answer.BreakEven one, final Double ns, final int step, final double sign)
    {
        if (ns != null)
        {
            final Estimate next = one.worths().get(one.tried().indexOf(ns) + step);
            assertFalse(next.isShown() && Math.signum(next.value()) == sign, "a nearer value: " + one);
        }
    }

    private static void assertShown(final Answer.BreakEven one, final Double ns, final double sign)
    {
        if (ns != null)
        {
            final Estimate worth = one.worths().get(one.tried().indexOf(ns));
            assertTrue(worth.isShown() && Math.signum(worth.value()) == sign, one.toString());
        }
    }
}
