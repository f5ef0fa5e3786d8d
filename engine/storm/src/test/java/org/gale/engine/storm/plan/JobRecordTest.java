package org.gale.engine.storm.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the job that a journal records of storms by options, and of its limit. */
class JobRecordTest
{
    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @ParameterizedTest
    @ValueSource(strings = {
        "", "profile=lpi-stress", "profile=overcommit", "profile=direct", "count=1M", "duration=3500us",
        "rate=123456.7", "rate=1M arrivals=constant", "window=77", "vms=3 vpes=2 lpis=96", "vms=2 devices=3 events=7",
        "seed=-1", "profile=lpi-stress iterations=7", "profile=overcommit pes=5 slice=77us kvm=7.4-gap irsen=3",
        "latency=off", "profile=direct vms=2 vpes=3 toggles=1/10k moves=3 vpeid_bits=9",
        "profile=direct policy=all-or-nothing", "pes=77", "latency=1:7",
    })
    void shouldReadBackTheStormThatWasPlanned(final String words)
    {
        final List<Setting<?>> all = new ArrayList<>(OfferedSettings.ALL);
        all.addAll(JobProfiles.ALL.settings());
        SettingValues given = SettingValues.NONE;
        for (final String word : words.isEmpty() ? List.<String>of() : List.of(words.split(" ", -1)))
        {
            final String name = word.substring(0, word.indexOf('='));
            given = given.withText(all.stream().filter(setting -> setting.name().equals(name)).findFirst()
                .orElseThrow(), word.substring(name.length() + 1));
        }
        final StormPlan plan = jobs.plan(given, Spelling.NAMES);
        final StormJob read = JobProfiles.ALL.jobs().apply(plan.job());

        final StormConfig config = StormPlanner.of(read, JobProfiles.ALL).config();
        assertEquals(plan.config().windowOrDefault(), config.windowOrDefault());
        assertEquals(plan.config().toKeys().replaceFirst(" window=[0-9]+", ""),
            config.toKeys().replaceFirst(" window=[0-9]+", ""));
        final SettingValues own = read.settings().only(plan.profile().settings());
        assertEquals(plan.workload().machine(), plan.profile().workload(config, own).machine());
        for (final Setting<?> setting : plan.profile().settings())
        {
            assertEquals(plan.profile().effective(plan.settings()).text(setting), own.text(setting));
        }
        assertEquals(plan.profile().name(), read.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "overcommit", "lpi-stress"})
    void shouldBeTheStormOfItsLineWhenItsClockIsVirtual(final String profile)
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.PROFILE, profile)
            .with(StormSettings.CLOCK, StormSettings.VIRTUAL);

        final StormPlan plan = jobs.plan(given.with(StormSettings.JOURNAL, Path.of("target", "recorded-line")),
            Spelling.NAMES);

        assertEquals(StormPlanner.of(
            JobProfiles.ALL.jobs().apply(plan.job()), JobProfiles.ALL).config(), plan.config());
        assertEquals((long)plan.config().windowOrDefault(), plan.config().value(StormSettings.WINDOW));
        assertEquals(0, jobs.plan(given.with(StormSettings.JOURNAL, Path.of(StormSettings.NONE)), Spelling.NAMES)
            .config().value(StormSettings.WINDOW));
    }

    @Test
    void shouldPackAJobThatIsLongerThanAJournalTakes()
    {
        final StormPlan plan = jobs.plan(job(16, i -> "d" + i), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);

        assertTrue(plan.job().length() > 2 * RunConfiguration.JOB_LIMIT - 30_000, "length " + plan.job().length());
        assertEquals(plan.config().shape(), JobProfiles.ALL.jobs().apply(plan.job()).shape());
        assertTrue(RunConfiguration.storedJob(plan.job()).length() < RunConfiguration.JOB_LIMIT);
    }

    @Test
    void shouldRefuseAJobThatIsLongerThanAJournalTakesPacked()
    {
        final SplittableRandom random = new SplittableRandom(1);
        final Job packed = job(40, i -> "d" + i + '-' + name(random));
        final Job unpacked = job(66, i -> "this-is-a-longer-name-" + i);
        final SettingValues none = SettingValues.NONE.with(StormSettings.DURABILITY, StormSettings.NONE);

        assertEquals("the effective job has NUMBER bytes, packed, and a journal records at most 131,072 (write fewer " +
            "groups, or keep no journal)", refusal(packed).replaceFirst("1[0-9]{2},[0-9]{3}", "NUMBER"));
        assertEquals("the effective job has NUMBER bytes, and a journal records at most 1,048,576 (write fewer " +
            "groups, or keep no journal)", refusal(unpacked).replaceFirst("1,[0-9]{3},[0-9]{3}", "NUMBER"));
        assertNull(jobs.plan(unpacked, NodeFile.STDIN, none, Spelling.NAMES).job());
    }

    private String refusal(final Job job)
    {
        final OutcomeException refused = assertThrows(OutcomeException.class,
            () -> jobs.plan(job, NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES));
        assertEquals(Outcome.USAGE, refused.outcome());

        return refused.getMessage();
    }

    private static String name(final SplittableRandom random)
    {
        return random.ints(27, 0, 64).mapToObj(i -> "" +
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-".charAt(i)).collect(Collectors.joining());
    }

    /** Returns a job of 128 groups of VMs. */
    private Job job(final int devices, final IntFunction<String> names)
    {
        final StringBuilder text = new StringBuilder("job: long\nvms:\n");
        for (int group = 0; group < 128; group++)
        {
            text.append("  - name: g").append(group).append("\n    vpes: 1\n    count: 1\n    devices:\n");
            for (int device = 0; device < devices; device++)
            {
                text.append("      - {name: ").append(names.apply(device)).append(", count: 1, events: 8}\n");
            }
        }

        return jobs.read(NodeFile.STDIN,
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), Assignments.NONE);
    }
}
