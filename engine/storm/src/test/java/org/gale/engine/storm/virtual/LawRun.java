package org.gale.engine.storm.virtual;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.system.Machines;

/**
 * Run of a job without a journal, with the counters of its laws.
 *
 * @param counts of the witnesses of all partitions, by their names; empty on the wall clock
 */
public record LawRun(StormResult result, Map<String, Long> counts)
{
    /** Runs a job. */
    public static LawRun of(final String job) throws IOException
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final StormPlan plan = jobs.plan(
            jobs.read("-", new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)), Assignments.NONE), "-",
            SettingValues.NONE, Spelling.NAMES);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            if (!plan.isVirtual())
            {
                return new LawRun(new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.DEFAULT,
                    measured(plan.settings())), machine, new NoLog()).run(), Map.of());
            }
            final List<Laws> laws = new ArrayList<>();
            final RunSeams seams = new RunSeams(sources ->
            {
                laws.add(sources.laws());
                return sources;
            }, UnaryOperator.identity(), books -> { });
            final StormResult result = new VirtualRun(Options.of(plan.config(), plan.workload(),
                SnapshotSchedule.DEFAULT, measured(plan.settings())), machine, new NoLog(),
                VirtualSettings.costs(plan.settings()), seams).run();
            final Map<String, Long> counts = new LinkedHashMap<>();
            laws.forEach(each -> each.counts().forEach((name, count) -> counts.merge(name, count, Long::sum)));

            return new LawRun(result, counts);
        }
    }

    private static SettingValues measured(final SettingValues settings)
    {
        return settings.has(MeasureSettings.WARMUP) ? settings :
            settings.with(MeasureSettings.WARMUP, MeasureSettings.WITHOUT_WARMUP.get(MeasureSettings.WARMUP));
    }
}
