package org.gale.engine.storm.plan;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.gale.engine.storm.profile.ProfileDefaults;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the profiles, each of which is a job file in the jar. */
class JobProfilesTest
{
    private static final String YEAR_NS = "31536000000000000";
    private static final String ALL = "9223372036854775807";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "default | vms=16 vpes=4 pes=64 lpis=4096 devices=4 events=1024 rate=0.0 arrivals=poisson " +
            "duration_ns=10000000000 count=100000000 seed=1 latency=16 window=0 | 0 | 0",
        "lpi-stress | vms=1 vpes=16 pes=16 lpis=256 devices=16 events=16 rate=0.0 arrivals=poisson " +
            "duration_ns=" + YEAR_NS + " count=" + ALL + " seed=1 latency=16 window=0 pattern=round-robin | 0 | 10000",
        "overcommit | vms=16 vpes=4 pes=16 lpis=4096 devices=4 events=1024 rate=0.0 arrivals=poisson " +
            "duration_ns=10000000000 count=100000000 seed=1 latency=16 window=0 | 16 | 0",
        "direct | vms=4 vpes=4 pes=16 lpis=1024 devices=4 events=256 rate=0.0 arrivals=poisson " +
            "duration_ns=10000000000 count=100000000 seed=1 latency=16 window=0 | 0 | 0",
    })
    void shouldReadTheDefaultsOfAProfileFromItsFile(
        final String name, final String config, final long pes, final long rounds)
    {
        final ProfileDefaults defaults = JobProfiles.ALL.of(name).defaults();

        assertEquals(config, defaults.config().toKeys());
        assertEquals(pes, defaults.pes());
        assertEquals(rounds, defaults.rounds());
    }

    @Test
    void shouldSwitchAndMoveInTheProfileDirectAlone()
    {
        final StormProfile direct = JobProfiles.ALL.of("direct");
        final SettingValues own = direct.defaults().own();

        assertEquals(2, direct.settings().stream().filter(own::has).count());
        direct.settings().stream().filter(own::has).forEach(setting -> assertEquals("1000", own.text(setting)));
        for (final String name : List.of("default", "lpi-stress", "overcommit"))
        {
            assertEquals(SettingValues.NONE, JobProfiles.ALL.of(name).defaults().own(), name);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "default", "lpi-stress", "overcommit", "direct" })
    void shouldPlanTheSameStormByItsFileAsByItsName(final String name) throws IOException
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final SettingValues chosen = SettingValues.NONE.with(StormSettings.PROFILE, name);
        final StormPlan byName = jobs.plan(chosen, Spelling.NAMES);
        final Job job;
        try (InputStream file = JobProfiles.class.getResourceAsStream(name + ".yaml"))
        {
            job = jobs.read(NodeFile.STDIN, file, Assignments.NONE);
        }
        final StormPlan byFile = jobs.plan(job, NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);

        assertEquals(byName.config().toKeys(), byFile.config().toKeys());
        assertEquals(byName.workload().machine(), byFile.workload().machine());
        assertEquals(jobs.print(byName), jobs.print(byFile));
    }
}
