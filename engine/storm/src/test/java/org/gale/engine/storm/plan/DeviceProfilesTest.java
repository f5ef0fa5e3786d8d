package org.gale.engine.storm.plan;

import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the profiles of devices with models. */
class DeviceProfilesTest
{
    private static final String MIGRATE = "migrate";
    private static final String MIGRATE_DIRECT = "migrate-direct";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private static Stream<String> names()
    {
        return DeviceProfiles.NAMES.stream();
    }

    private StormPlan plan(final Job job)
    {
        return jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPrintAJobThatIsTheSameStorm(final String name)
    {
        final StormPlan plan = plan(jobs.read(name, InputStream.nullInputStream(), Assignments.NONE));
        final String printed = jobs.print(plan);
        final StormPlan again = plan(JobReader.read(
            JobParser.parse(printed, "j"), JobProfiles.ALL.forms(), Assignments.NONE));

        assertEquals(name, plan.name());
        assertTrue(plan.config().shape().hasModels() || plan.profile().name().equals("direct"));
        assertEquals(plan.config(), again.config());
        assertEquals(printed, jobs.print(again));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayWhatEachNumberRestsOn(final String name)
    {
        final List<String> lines = DeviceProfiles.lines(name);

        assertFalse(lines.isEmpty());
        assertTrue(lines.stream().skip(1).allMatch(
            line -> line.matches("[a-z., -]+: (measured by|derived|assumed|those).*|  \\S.*")), // or goes on
            lines.toString());
    }

    /** Returns the profiles whose PEs suffice on the wall clock, where each vCPU of a GICv4 host has one. */
    private static Stream<String> namesOfBothClocks()
    {
        return names().filter(name -> !name.equals(MIGRATE_DIRECT));
    }

    @ParameterizedTest
    @MethodSource("namesOfBothClocks")
    void shouldRunOnTheWallClockToo(final String name)
    {
        final StormPlan plan = jobs.plan(jobs.read(name, InputStream.nullInputStream(), Assignments.NONE), name,
            SettingValues.NONE.with(StormSettings.CLOCK, "wall"), Spelling.NAMES);

        assertFalse(plan.isVirtual());
        assertTrue(plan.config().shape().groups().stream().allMatch(group ->
            group.guest().equals(GuestShape.DEFAULT)));
    }

    @Test
    void shouldCallTheProfilesOfNoMeasuredLoadSynthetic()
    {
        assertEquals(List.of("noisy-neighbour", "mixed-host", "larger-than-pool", "late-and-loud", MIGRATE,
            MIGRATE_DIRECT),
            DeviceProfiles.NAMES.stream()
                .filter(name -> DeviceProfiles.lines(name).get(0).startsWith("Synthetic: ")).toList());
    }

    @Test
    void shouldBeNamedByAWordAlone()
    {
        assertTrue(JobFile.isFile("nvme"));
        assertFalse(JobFile.isFile("nvmex"));
        assertFalse(JobFile.isFile("default"));
    }
}
