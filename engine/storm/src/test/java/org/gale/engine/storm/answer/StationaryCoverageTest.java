package org.gale.engine.storm.answer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.WhatIf;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.WarmUp;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.topology.VpeidPolicy;
import org.gale.engine.storm.virtual.StormsByClock;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Coverage of intervals over seeds: the share of answers whose interval holds the mean of the figure over stationary
 * pieces. A piece has the judged length and lies 10 to 49 such lengths after the warm-up of a run, so that it is cut
 * from a run of 50 lengths. All figures are printed, with their bias against runs of 49 lengths; the test judges those
 * that are stationary, as answers.md says. {@code gale.coverage.answers} and {@code gale.coverage.events} set how many
 * and how long.
 */
@Tag("slow")
class StationaryCoverageTest
{
    private static final int SEEDS = 10;
    private static final int ANSWERS = Integer.getInteger("gale.coverage.answers", 100);
    private static final long EVENTS = Long.getLong("gale.coverage.events", 15_000);
    /** Pieces of each place. */
    private static final int PIECES = Math.max(20, ANSWERS * SEEDS / 100);
    private static final List<Integer> PLACES = List.of(10, 20, 30, 40, 49);
    private static final int LONG_LENGTHS = 49;
    private static final int LONG_RUNS = 20;
    /** Least share of answers that hold, where the mean over pieces were known exactly: 95 %, less four deviations. */
    private static final double LEAST = 0.95 - 4 * Math.sqrt(0.95 * 0.05 / ANSWERS) - 0.02;
    private static final String OPTION = "coverage";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
    private final VariedJob job = jobs.varied(WhatIf.of("direct", OPTION), Assignments.NONE);
    private final SettingValues given = SettingValues.NONE.with(StormSettings.COUNT, EVENTS)
        .with(StormSettings.JOURNAL, Path.of(StormSettings.NONE));
    private final Map<String, String> clock = Map.of("clock", "virtual", "latency", "all");

    @ParameterizedTest
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    @CsvSource({"none, 64", "all, 64"})
    void shouldHoldTheMeanOfStationaryPieces(final String policy, final int pes)
    {
        final Host host = Host.of(jobs.plan(job.readOver(OPTION, clock), job.source(), given, Spelling.NAMES));
        final List<String> groups = List.of("quiet", "web", "drive", "batch");
        final Study.Values choice = seed -> choice(host, policy, pes);
        final List<Ran> own = study(groups, 1, ANSWERS * SEEDS).run("own", List.of(choice), ANSWERS * SEEDS).get(0);
        final List<Ran> pieces = new ArrayList<>();
        for (final int place : PLACES)
        {
            pieces.addAll(study(groups, place * 100_000L, PIECES).run("pieces",
                List.of(seed -> with(choice.of(seed), WarmUp.SKIPPED, place)), PIECES).get(0));
        }
        final List<Ran> longs = study(groups, 10_000_000L, LONG_RUNS).run("long", List.of(seed -> with(with(
            choice.of(seed), WarmUp.LENGTHS, LONG_LENGTHS), WarmUp.SKIPPED, 1)), LONG_RUNS).get(0);

        final Map<String, String> rows = new TreeMap<>();
        final List<String> failed = new ArrayList<>();
        for (final String figure : own.get(0).figures().keySet())
        {
            final double[] values = Study.values(own, figure);
            final double[] stationary = Study.values(pieces, figure);
            if (values == null || stationary == null || Arrays.stream(values).distinct().count() == 1)
            {
                continue;
            }
            final double mean = Arrays.stream(stationary).average().orElseThrow();
            final int held = held(values, mean);
            final double[] tail = Study.values(longs, figure);
            final double bias = tail == null ? Double.NaN : Arrays.stream(values).average().orElseThrow() /
                Arrays.stream(tail).average().orElseThrow() - 1;
            rows.put(figure, String.format("%5.1f %%  bias %+.2f %%", 100.0 * held / ANSWERS, 100 * bias));
            if (held < LEAST * ANSWERS && isJudged(figure))
            {
                failed.add(figure);
            }
        }
        rows.forEach((figure, row) -> System.out.printf("%s %d %-28s %s%n", policy, pes, figure, row));
        assertTrue(failed.isEmpty(), policy + ' ' + pes + ": " + failed + " of " + rows);
    }

    /** Returns whether a figure is one that its page says to be stationary: those of sleepers for each request. */
    private static boolean isJudged(final String figure)
    {
        return figure.matches("quiet\\.(completions_per_s|(exits|guest|host)_per_request)");
    }

    private Study study(final List<String> groups, final long firstSeed, final int seeds)
    {
        final Runner runner = new Runner((values, isJournaled) ->
        {
            final Map<String, String> all = new LinkedHashMap<>(clock);
            all.putAll(values);

            return jobs.plan(job.readOver(OPTION, all), job.source(), given, Spelling.NAMES);
        }, new StormMachines(Machines::create), StormsByClock.ALL, "test", 2, () -> false, (ended, expected) -> { });

        return new Study(runner, LongStream.range(firstSeed, firstSeed + seeds).boxed().toList(), groups);
    }

    private static Map<String, String> choice(final Host host, final String policy, final int pes)
    {
        final Map<String, String> values = new LinkedHashMap<>(Map.of("machine.pes", Integer.toString(pes)));
        values.put("machine.injection.policy", policy.equals("none") ? "none" : "per-vcpu");
        if (!policy.equals("none"))
        {
            values.put("machine.injection.vpeids", Integer.toString(host.vcpus()));
            values.put("machine.injection.vcpus", VpeidPolicy.all(host.shape()).text());
        }

        return values;
    }

    private static Map<String, String> with(final Map<String, String> values, final String key, final int value)
    {
        final Map<String, String> more = new LinkedHashMap<>(values);
        more.put(key, Integer.toString(value));

        return more;
    }

    private static int held(final double[] values, final double mean)
    {
        int held = 0;
        for (int answer = 0; answer < ANSWERS; answer++)
        {
            final Estimate estimate = Estimate.of(Arrays.copyOfRange(values, answer * SEEDS, (answer + 1) * SEEDS));
            held += estimate.low() <= mean && mean <= estimate.high() ? 1 : 0;
        }

        return held;
    }
}
