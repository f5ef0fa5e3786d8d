package org.gale.engine.cli.sweep;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.sweep.StormConfigs;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.sweep.SweepPlanner;

/** Configurations of the storms of a sweep, planned by this version. Used by one thread. */
final class SweepConfigs implements StormConfigs
{
    private static final String NONE = "";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
    private final SweepPlanner planner = new SweepPlanner(jobs, StormOptions.SPELLING, Program.version());
    private VariedJob varied;                                       // null until a storm is planned

    @Override
    public JsonNode of(final Path job, final Map<String, String> values, final Long seed)
    {
        try
        {
            if (varied == null)
            {
                varied = jobs.varied(job.toString(), InputStream.nullInputStream(), Assignments.NONE);
            }
            final StormPlan plan = planner.storm(varied, values, seed);

            return StormJson.config(new StormDescription(new Platform(Program.version(), NONE, 0), plan.name(),
                plan.profile().name(), plan.profile().settings(), plan.config(), plan.settings(), NONE, true,
                StormResumed.NONE));
        }
        catch (final JobException | OutcomeException ex)
        {
            return null;                                            // another version, or its traces lie elsewhere
        }
    }
}
