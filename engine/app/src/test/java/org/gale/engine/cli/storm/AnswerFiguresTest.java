package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Figures of an answer, computed once more: from storms of their own, and from each other. */
@TestInstance(Lifecycle.PER_CLASS)
class AnswerFiguresTest
{
    private static final String JOB = """
        job: pair
        clock: virtual
        count: 1500
        latency: all
        costs: {base: armv8.0-split}
        machine: {kind: gicv4, pes: 8, injection: {moves: 0, toggles: 0}}
        defaults: {vpes: 2, guest: {handler: 2us}}
        vms:
          - {name: quiet, count: 2, devices: [{name: disk, count: 1, events: 32, traffic:
             {kind: open, rate: 20k, arrivals: poisson}}]}
          - {name: loud, count: 2, devices: [{name: nic, count: 1, events: 32, traffic:
             {kind: open, rate: 60k, arrivals: poisson}}]}
        """;
    private static final String NOBODY = "--set machine.injection.policy=none";
    private static final String EVERYBODY = "--set machine.injection.policy=per-vcpu --set machine.injection.vpeids=8";
    private static final String MEAN = "mean";
    private static final String P99 = "p99";
    private static final double NEAR = 1e-6;
    /** Relative error of sums of the host, which the end of the warm-up alone cannot be taken off exactly. */
    private static final double NEAR_SHARE = 0.02;
    private static final int COUNT = 1500;
    private static final int WARM = 150;
    private static final int SEEDS = 3;

    private final StringWriter err = new StringWriter();
    private Path directory;
    private Answer answer;

    @BeforeAll
    void ask(@TempDir final Path root) throws IOException
    {
        directory = root;
        Files.writeString(root.resolve("job.yaml"), JOB);
        answer = AnswerJson.read(JobReport.of(directory, "--what-if", "--draws", "2",
            "--seeds", Integer.toString(SEEDS), "--html", root.resolve("page").toString()));
    }

    private Answer.AnswerRow row(final String policy, final String pool, final String order, final String at)
    {
        return answer.rows().stream().filter(row -> row.labels().equals(List.of(policy, pool, order, at)))
            .findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"none, 0, 8, 1:1", "none, 0, 2, 4:1", "all direct, 8, 8, 1:1", "all direct, 8, 2, 4:1"})
    void shouldHaveTheFiguresOfStormsOfTheirOwn(
        final String policy, final String pool, final int pes, final String at) throws IOException
    {
        final List<Own> storms = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final List<String> words = new ArrayList<>(List.of("--seed", Integer.toString(seed), "--set",
                "machine.pes=" + pes, "--no-replay", "--journal", "none"));
            words.addAll(List.of((pool.equals("0") ? NOBODY : EVERYBODY).split(" ")));
            storms.add(own(words));
        }

        final Answer.AnswerRow row = row(policy, pool, "-", at);
        figure(row, MEAN, storms, storm -> storm.at("/latency_ns/response/mean").asDouble());
        figure(row, "p50", storms, storm -> storm.at("/latency_ns/response/p50").asDouble());
        figure(row, P99, storms, storm -> storm.at("/latency_ns/response/p99").asDouble());
        figure(row, "quiet.mean", storms, storm -> storm.at("/groups/0/latency_ns/response/mean").asDouble());
        figure(row, "loud.p99", storms, storm -> storm.at("/groups/1/latency_ns/response/count").asLong() < 1000 ?
            Double.NaN : storm.at("/groups/1/latency_ns/response/p99").asDouble());
        share(row, "exits_per_s", storms, storm -> storm.since("/model/exits") / storm.since("/elapsed_s"));
        share(row, "host_share", storms, AnswerFiguresTest::hostShare);
        share(row, "coalesced_share", storms, storm ->
            storm.since("/accounting/coalesced") / storm.since("/accounting/offered"));
    }

    /**
     * Storms of one run of an answer: one of the warm-up alone, a tenth of the count, and one of both parts whose
     * warm-up ends behind the last event of the first.
     */
    private record Own(JsonNode warm, JsonNode whole)
    {
        double since(final String place)
        {
            return whole.at(place).asDouble() - warm.at(place).asDouble();
        }
    }

    private Own own(final List<String> words) throws IOException
    {
        final List<String> first = new ArrayList<>(words);
        first.addAll(List.of("--count", Integer.toString(WARM), "-C", "outliers=1000"));
        final JsonNode warm = JobReport.of(directory, first.toArray(new String[0]));
        long lastNs = 0;
        for (final JsonNode outlier : warm.path("outliers"))
        {
            lastNs = Math.max(lastNs, outlier.path("at_ns").asLong() - outlier.path("response_ns").asLong());
        }
        final List<String> both = new ArrayList<>(words);
        both.addAll(List.of("--count", Integer.toString(WARM + COUNT), "--warmup", lastNs + 1 + "ns"));

        return new Own(warm, JobReport.of(directory, both.toArray(new String[0])));
    }

    private static double hostShare(final Own storm)
    {
        double all = 0;
        for (final String state : storm.whole().path("pe_time_ns").properties().stream()
            .map(Map.Entry::getKey).toList())
        {
            all += storm.since("/pe_time_ns/" + state);
        }

        return (storm.since("/pe_time_ns/host") + storm.since("/pe_time_ns/stolen")) / all;
    }

    /** Asserts a sum of the host but for what ends behind the warm-up alone: a few events of 1,500. */
    private static void share(final Answer.AnswerRow row, final String name, final List<Own> storms,
        final ToDoubleFunction<Own> figure)
    {
        final double mean = storms.stream().mapToDouble(figure).average().orElseThrow();
        assertEquals(mean, row.figure(name).value().value(), Math.abs(mean) * NEAR_SHARE + NEAR, name);
    }

    private static void figure(final Answer.AnswerRow row, final String name, final List<Own> storms,
        final ToDoubleFunction<JsonNode> figure)
    {
        final double mean = storms.stream().map(Own::whole).mapToDouble(figure).average().orElseThrow();
        final Estimate value = row.figure(name).value();
        if (Double.isNaN(mean))
        {
            assertNull(value, name);
            return;
        }
        assertEquals(mean, value.value(), Math.abs(mean) * NEAR, name);
    }

    /** Rows of half of the vPEIDs, each by storms whose jobs list the vCPUs that the order gives them to. */
    @ParameterizedTest
    @CsvSource({
        "vm-by-load, -, loud0 loud1", "vm-by-boot, loudest first, loud0 loud1", "vcpu-by-load, -, loud0 loud1",
        "vm-by-boot, as listed, quiet0 quiet1", "vm-by-boot, quietest first, quiet0 quiet1", "vm-by-boot, drawn, ''"})
    void shouldGiveVpeidsInTheOrderOfTheRow(final String policy, final String order, final String vms)
        throws IOException
    {
        final List<Own> storms = new ArrayList<>();
        final Matcher drawn = Pattern.compile("seed \\d+: (\\w+ \\w+) ").matcher(
            Files.readString(directory.resolve("page")));
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            assertTrue(drawn.find());
            final String chosen = vms.isEmpty() ? drawn.group(1) : vms;
            final String list = Stream.of(chosen.split(" ")).flatMap(vm -> Stream.of(vm + ".0", vm + ".1"))
                .collect(Collectors.joining(", ", "machine.injection.vcpus=[", "]"));
            storms.add(own(List.of("--seed", Integer.toString(seed), "--no-replay", "--journal", "none", "--set", list,
                "--set", "machine.injection.vpeids=4", "--set", "machine.injection.policy=per-vcpu")));
        }

        final Answer.AnswerRow row = row(policy, "4", order, "1:1");
        figure(row, MEAN, storms, storm -> storm.at("/latency_ns/response/mean").asDouble());
        share(row, "host_share", storms, AnswerFiguresTest::hostShare);
    }

    @Test
    void shouldHaveWorthsThatAreDifferencesOfRowsAndShares()
    {
        final Answer.AnswerRow none = row("none", "0", "-", "1:1");
        final Answer.AnswerRow all = row("all direct", "8", "-", "1:1");
        for (final Answer.AnswerRow row : answer.rows())
        {
            final Answer.AnswerFigure mean = row.figure(MEAN);
            if (row.labels().get(3).equals("1:1") && !row.equals(none))
            {
                assertEquals(none.figure(MEAN).value().value() - mean.value().value(), mean.worth().value(), NEAR);
                assertEquals(row.equals(all), mean.recovered() == null, row.labels().toString());
                assertTrue(row.equals(all) || Math.abs(mean.recovered().value() -
                    mean.worth().value() / all.figure(MEAN).worth().value()) < NEAR, row.labels().toString());
            }
        }
    }

    /** Worths of both draws at a place, whose costs are drawn here once more, by storms of their own. */
    @ParameterizedTest
    @CsvSource({"1:1, 8", "4:1, 2"})
    void shouldHaveARangeOverCosts(final String place, final int pes) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(1);
        final CostModel costs = CostModel.of("armv8.0-split");
        final List<Double> worths = new ArrayList<>();
        for (int i = 0; i < 2; i++)
        {
            final List<String> words = new ArrayList<>(List.of("--seed", "1", "--no-replay", "--journal", "none",
                "--set", "machine.pes=" + pes));
            for (final Cost cost : Cost.values())
            {
                if (!cost.isOfFunctions() && costs.has(cost))
                {
                    final double factor = Math.pow(2, 2 * random.nextDouble() - 1);
                    words.addAll(List.of("--set", "costs." + cost.label() + '=' + (cost.isTime() ?
                        Math.round(costs.time(cost).meanNs() * factor) + "ns" : Math.round(4 * factor))));
                }
            }
            worths.add(mean(words, NOBODY) - mean(words, EVERYBODY));
        }

        final Answer.Range range = answer.range(place, MEAN);
        assertEquals(worths.get(0), range.ofDraws().get(0), NEAR * Math.abs(worths.get(0)));
        assertEquals(worths.get(1), range.ofDraws().get(1), NEAR * Math.abs(worths.get(1)));
        assertEquals(Math.min(range.ofDraws().get(0), range.ofDraws().get(1)), range.low());
        assertEquals(Math.max(range.ofDraws().get(0), range.ofDraws().get(1)), range.high());
    }

    /** Eleven moves in a run of 1,650 events, to which the job of the user has none. */
    @ParameterizedTest
    @CsvSource({"none, 0, --set machine.injection.policy=none", "all direct, 8, --set machine.injection.vpeids=8"})
    void shouldMoveEventsInRowsOfTheirOwn(final String policy, final String pool, final String choice)
        throws IOException
    {
        final List<Own> storms = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            final List<String> words = new ArrayList<>(List.of("--seed", Integer.toString(seed), "--no-replay",
                "--journal", "none", "--set", "machine.injection.moves=1/150"));
            words.addAll(List.of(choice.split(" ", -1)));
            words.addAll(policy.equals("none") ? List.of() : List.of("--set", "machine.injection.policy=per-vcpu"));
            storms.add(own(words));
        }

        storms.forEach(storm -> assertEquals(11, storm.whole.at("/actions/moves/completed").asLong()));
        figure(row(policy, pool, "-", "1:1 + moves"), MEAN, storms,
            storm -> storm.at("/latency_ns/response/mean").asDouble());
    }

    private double mean(final List<String> words, final String choice) throws IOException
    {
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of(choice.split(" ", -1)));

        return own(all).whole.at("/latency_ns/response/mean").asDouble();
    }

    @ParameterizedTest
    @CsvSource({"4", "2"})
    void shouldHaveStepsBetweenThreePolicies(final String pool)
    {
        for (final String figure : List.of(MEAN, "p50", "exits_per_s", "host_share", "coalesced_share"))
        {
            final double boot = row("vm-by-boot", pool, "drawn", "1:1").figure(figure).value().value();
            final double load = row("vm-by-load", pool, "-", "1:1").figure(figure).value().value();
            final double single = row("vcpu-by-load", pool, "-", "1:1").figure(figure).value().value();

            assertEquals(boot - load, answer.step("selection", pool, figure).value(), NEAR, figure);
            assertEquals(load - single, answer.step("granularity", pool, figure).value(), NEAR, figure);
        }
    }

    @Test
    void shouldSayByHowMuchAWorthChanges()
    {
        assertFalse(answer.sensitivity().isEmpty());
        double before = Double.MAX_VALUE;
        for (final Answer.Sensitivity one : answer.sensitivity())
        {
            final double now = row("all direct", "8", "-", one.place()).figure(MEAN).worth().value();
            assertEquals(one.worth().value() - now, one.change().value(), NEAR, one.toString());
            assertTrue(Math.abs(one.change().value()) <= before, "the largest change first");
            before = Math.abs(one.change().value());
        }
        final Answer.Sensitivity exit = answer.sensitivity().stream().filter(one -> one.cost().equals("exit") &&
            one.place().equals("1:1") && one.other().equals("2708ns")).findFirst().orElse(null);
        assertTrue(exit != null && exit.change().value() > 0, "direct injection saves exits");
    }

    /** Storms of the test's own, in which a cost is twice as much: each that alters one of them is tried. */
    @ParameterizedTest
    @CsvSource({"1:1, 8", "4:1, 2"})
    void shouldTryEachCostWhoseChangeAltersARun(final String place, final int pes) throws IOException
    {
        final CostModel costs = CostModel.of("armv8.0-split");
        final Set<String> tried = answer.sensitivity().stream().filter(one -> one.place().equals(place))
            .map(Answer.Sensitivity::cost).collect(Collectors.toSet());
        assertTrue(tried.size() < Stream.of(Cost.values()).filter(cost -> !cost.isOfFunctions()).count(), place);
        for (final String choice : List.of(NOBODY, EVERYBODY))
        {
            final String before = digest(choice, pes, "seed=1");
            assertTrue(!before.equals(digest(choice, pes, "costs.exit=2us")), "a cost that is paid");
            for (final Cost cost : Cost.values())
            {
                if (!cost.isOfFunctions() && cost.isTime() && costs.has(cost) && !tried.contains(cost.label()))
                {
                    final long ns = Math.max(1_000, Math.round(2 * costs.time(cost).meanNs()));
                    assertEquals(before, digest(choice, pes, "costs." + cost.label() + '=' + ns + "ns"),
                        () -> cost.label() + " is not tried at " + place + ", and alters a run with " + choice);
                }
            }
        }
    }

    private String digest(final String choice, final int pes, final String change) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("--no-replay", "--journal", "none", "--set",
            "machine.pes=" + pes));
        words.addAll(change.startsWith("seed") ? List.of("--seed", "1") : List.of("--seed", "1", "--set", change));
        words.addAll(List.of(choice.split(" ", -1)));

        return JobReport.of(directory, words.toArray(new String[0])).path("digest").asText();
    }

    @Test
    void shouldSayByHowMuchTheMeanOfAnOwnSettingChanges() throws IOException
    {
        final Path json = directory.resolve("own.json");
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, "storm", "overcommit", "--what-if", "--seeds",
            "2", "--count", "400", "--quiet", "--json", json.toString()), err.toString());

        final Answer own = AnswerJson.read(new ObjectMapper().readTree(Files.readString(json)));
        final double now = own.rows().get(0).figure(MEAN).value().value();
        assertFalse(own.sensitivity().isEmpty());
        own.sensitivity().forEach(one -> assertEquals(one.worth().value() - now, one.change().value(), NEAR * now));
    }

    @Test
    void shouldShowOnItsPageWhatItAssumes() throws IOException
    {
        final String page = Files.readString(directory.resolve("page"));

        assertTrue(page.contains("Costs, each with its mark"), "a table of costs");
        assertTrue(page.contains(">assumed, "), "the marks of costs");
        assertTrue(page.contains("Boot orders that were drawn"), "boot orders");
        assertTrue(page.matches("(?s).*seed 3: (quiet|loud)[01] (quiet|loud)[01] .*"), "the order of a seed");
        assertNotNull(answer.head().order());
    }
}
