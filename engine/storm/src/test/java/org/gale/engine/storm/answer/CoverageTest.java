package org.gale.engine.storm.answer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.WhatIf;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.topology.BootOrder;
import org.gale.engine.storm.topology.VcpuLoads;
import org.gale.engine.storm.topology.VpeidPolicy;
import org.gale.engine.storm.virtual.StormsByClock;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Coverage of intervals: of 100 answers at least 90 hold the mean over other seeds. {@code gale.coverage} sets the
 * events of a run.
 */
@Tag("slow")
class CoverageTest
{
    private static final int ANSWERS = 100;
    private static final int LEAST = 90;
    private static final int SEEDS = 10;
    private static final int OTHERS = 1_000;
    private static final long EVENTS = Long.getLong("gale.coverage", 5_000);
    private static final String OPTION = "coverage";
    private static final List<String> FIGURES = List.of(Ran.MEAN, Ran.P50, Ran.P99, Ran.EXITS, Ran.HOST);

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @ParameterizedTest
    @ValueSource(strings = { "late-and-loud", "larger-than-pool", "direct" })
    void shouldHoldTheMeanOfOtherSeedsInNinetyOfAHundredAnswers(final String name)
    {
        final VariedJob job = name.equals("direct") ?
            jobs.varied(WhatIf.of(name, OPTION), Assignments.NONE) : jobs.varied(name, System.in, Assignments.NONE);
        final SettingValues given = SettingValues.NONE.with(StormSettings.COUNT, EVENTS)
            .with(StormSettings.JOURNAL, Path.of(StormSettings.NONE));
        final Map<String, String> clock = Map.of("clock", "virtual", "latency", "all");
        final StormPlan plan = jobs.plan(job.readOver(OPTION, clock), job.source(), given, Spelling.NAMES);
        final Host host = Host.of(plan);
        final Runner runner = new Runner((values, isJournaled) ->
        {
            final Map<String, String> all = new LinkedHashMap<>(clock);
            all.putAll(values);

            return jobs.plan(job.readOver(OPTION, all), job.source(), given, Spelling.NAMES);
        }, new StormMachines(Machines::create), StormsByClock.ALL, "test", 2, () -> false, (ended, expected) -> { });
        final List<Long> seeds = LongStream.range(1, 1 + ANSWERS * SEEDS + OTHERS).boxed().toList();
        final Study study = new Study(runner, seeds, List.of());
        final List<Ran> none = study.run(
            "none", List.of(seed -> Map.of("machine.injection.policy", "none")), seeds.size()).get(0);
        final Map<Long, VcpuLoads> loads = new LinkedHashMap<>();
        for (int i = 0; i < seeds.size(); i++)
        {
            loads.put(seeds.get(i), new VcpuLoads(host.shape(), none.get(i).taken()));
        }
        final List<Study.Values> policies = new ArrayList<>();
        for (final VpeidPolicy policy :
            List.of(VpeidPolicy.VM_BY_BOOT, VpeidPolicy.VM_BY_LOAD, VpeidPolicy.VCPU_BY_LOAD))
        {
            final int pool = host.vcpus() / 2;
            policies.add(seed -> Map.of("machine.injection.policy", "per-vcpu", "machine.injection.vpeids",
                Integer.toString(pool), "machine.injection.vcpus", policy.vcpus(
                host.shape(), BootOrder.drawn(host.shape(), seed), loads.get(seed), pool).text()));
        }
        final List<List<Ran>> rans = study.run("policies", policies, seeds.size());

        final Map<String, Integer> held = new TreeMap<>();
        for (final String figure : FIGURES)
        {
            count(held, figure, Study.values(none, figure));
        }
        for (final String figure : List.of(Ran.MEAN, Ran.P99))
        {
            count(held, "selection " + figure, worths(rans.get(0), rans.get(1), figure));
            count(held, "granularity " + figure, worths(rans.get(1), rans.get(2), figure));
        }

        assertTrue(held.values().stream().allMatch(count -> count >= LEAST), name + ": " + held);
    }

    private static double[] worths(final List<Ran> before, final List<Ran> after, final String figure)
    {
        final double[] one = Study.values(before, figure);
        final double[] other = Study.values(after, figure);

        return one == null || other == null ? null : Study.differences(one, other);
    }

    /** Counts the answers whose interval holds the mean of the other seeds; none for want of samples. */
    private static void count(final Map<String, Integer> held, final String name, final double... values)
    {
        if (values == null)
        {
            return;
        }
        double sum = 0;
        for (int i = ANSWERS * SEEDS; i < values.length; i++)
        {
            sum += values[i];
        }
        final double mean = sum / OTHERS;
        int count = 0;
        for (int answer = 0; answer < ANSWERS; answer++)
        {
            final double[] own = new double[SEEDS];
            System.arraycopy(values, answer * SEEDS, own, 0, SEEDS);
            final Estimate estimate = Estimate.of(own);
            count += estimate.low() <= mean && mean <= estimate.high() ? 1 : 0;
        }
        held.put(name, count);
    }
}
