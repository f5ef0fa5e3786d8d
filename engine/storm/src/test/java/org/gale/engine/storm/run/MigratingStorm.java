package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;

/** Storms of the wall clock whose VMs migrate, under a clock that moves by a step: the same in each run. */
final class MigratingStorm
{
    /** Time of a round of generator and engine. */
    static final long STEP_NS = 2_000;

    private MigratingStorm()
    {
    }

    /** Returns the values of keys of a profile. */
    static SettingValues own(final String profile, final Map<String, String> keys)
    {
        final StormProfile of = JobProfiles.ALL.of(profile);
        SettingValues own = SettingValues.NONE;
        for (final Map.Entry<String, String> key : keys.entrySet())
        {
            final Setting<?> setting = of.allSettings().stream().filter(each -> each.name().equals(key.getKey()))
                .findFirst().orElseThrow();
            own = own.withText(setting, key.getValue());
        }

        return own;
    }

    /** Runs a storm without a journal. */
    static StormResult run(final String profile, final StormConfig config, final Map<String, String> keys)
    {
        return run(profile, config, keys, new NoLog());
    }

    static StormResult run(
        final String profile, final StormConfig config, final Map<String, String> keys, final FrameLog log)
    {
        final Workload workload = JobProfiles.ALL.of(profile).workload(config, own(profile, keys));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return run(config, workload, machine, log);
        }
    }

    static StormResult run(
        final StormConfig config, final Workload workload, final Machine machine, final FrameLog log)
    {
        final SettingValues measure = MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L);

        return new StormRun(Options.of(config, workload, measure), machine, log, UnaryOperator.identity(),
            new SteppedTimeline(STEP_NS)).run();
    }

    /** Returns the configuration of a journal: one of functions is that of a storm, for no session migrates them. */
    static RunConfiguration configuration(final String profile, final RunConfiguration configuration)
    {
        return profile.equals("msix") ? configuration.with(RunConfiguration.JOB, "test") : configuration;
    }

    /** Runs a storm into a journal. */
    static StormResult journaled(final String profile, final StormConfig config, final Map<String, String> keys,
        final Path journal) throws IOException
    {
        final Workload workload = JobProfiles.ALL.of(profile).workload(config, own(profile, keys));
        final RunConfiguration configuration =
            configuration(profile, new RunConfiguration("test", workload.machine(), config.value(StormSettings.SEED)));
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT).create(journal, configuration.toBytes()))
        {
            return run(config, workload, machine, writer);
        }
    }
}
