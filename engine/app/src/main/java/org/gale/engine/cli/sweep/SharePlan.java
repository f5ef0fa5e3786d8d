package org.gale.engine.cli.sweep;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gale.engine.cli.storm.StormChecks;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.engines.EnginesPlan;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.TreeText;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.sweep.ShardNeeds;

/**
 * Plan of one storm by shares, each of which a host of a cluster runs with all of its engines.
 *
 * @param name    of the job
 * @param file    of the job
 * @param jobText file of the job as one line
 * @param shares  number of them
 * @param needs   of one share
 */
record SharePlan(String name, String file, String jobText, int shares, ShardNeeds needs)
{
    /**
     * Plans the shares of the storm of a job.
     *
     * @param file of the job, or {@code -} for standard input
     * @throws org.gale.engine.storm.scenario.JobException with every mistake of the job
     * @throws OutcomeException if the storm cannot be divided so
     */
    static SharePlan of(final String file, final int shares, final ShardNeeds needs, final InputStream stdin)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final VariedJob varied = jobs.varied(file, stdin, Assignments.NONE);
        final VariedJob bare = varied.withoutFiles();
        final Set<String> kept = bare.tree().fields().keySet();
        varied.tree().fields().keySet().stream().filter(key -> !kept.contains(key)).findFirst().ifPresent(key ->
        {
            throw usage(file + ": " + key + ": names a file that every share would write (leave it out)");
        });
        final Job job = bare.read();
        final StormPlan plan = jobs.plan(job, file, SettingValues.NONE, StormOptions.SPELLING);
        StormChecks.of(plan);
        final int partitions = plan.workload().topology().partitions().count();
        if (shares > partitions)
        {
            throw usage("--shares: '" + shares + "' is more than the " + partitions + " partitions of the storm " +
                "(try --shares " + partitions + ")");
        }
        EnginesPlan.of(jobs.plan(job, file, SettingValues.NONE.with(MeasureSettings.SHARE, new Share(0, shares))
            .with(MeasureSettings.ENGINES, MeasureSettings.ALL_ENGINES), StormOptions.SPELLING), 1);

        return new SharePlan(job.name(), file, TreeText.json(bare.tree()), shares, needs);
    }

    /**
     * Returns the words that run a share.
     *
     * @param job   file of the job
     * @param index of the share, as its host writes it
     * @param out   directory of the results
     */
    List<String> words(final String job, final String index, final String out)
    {
        return new ArrayList<>(List.of("gale", "storm", job, "--share", index + '/' + shares, "--engines", "all",
            "--json", out + "/share-" + index + ".json"));
    }

    /** Returns the line that adds the reports of all shares, as a shell takes it. */
    static String add(final String out)
    {
        return "gale report add " + out + "/share-*.json -o " + out + "/sum.json";
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
