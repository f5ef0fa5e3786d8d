package org.gale.engine.storm.plan;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobPlannerTest
{
    private static final String HEAD = "job: mixed\norder: host\n";
    private static final String DISK = "devices: [{name: disk, count: 2, events: 64}]";
    private static final String JOB = HEAD + "vms:\n  - {name: quiet, count: 2, vpes: 4, " + DISK + "}\n";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @Test
    void shouldPlanTheStormThatAJobDescribes()
    {
        final StormPlan plan = plan(HEAD + """
            seed: 7
            count: 1k
            fail-if: ['response.p99 > 5s', 'remainder > 0']
            machine: {kind: gicv5, pes: 24}
            defaults: {vpes: 2}
            vms:
              - name: quiet
                count: 8
                devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 20k, arrivals: constant}}]
            """);

        assertEquals("vms=8 vpes=2 pes=24 lpis=64 devices=1 events=64 rate=20000.0 arrivals=constant " +
            "duration_ns=31536000000000000 count=1000 seed=7 latency=16 window=0", plan.config().toKeys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "lpi-stress", "overcommit", "direct"})
    void shouldPlanAPrintedProfileAsTheProfileItself(final String profile)
    {
        final StormPlan byName = jobs.plan(SettingValues.NONE.with(StormSettings.PROFILE, profile), Spelling.NAMES);
        final String printed = jobs.print(byName);
        final Job job = read(printed);
        final StormPlan byJob = jobs.plan(job, "p.yaml", SettingValues.NONE, Spelling.NAMES);

        final long window = byName.config().windowOrDefault();
        assertEquals(byName.config().with(StormSettings.WINDOW, window).toKeys(), byJob.config().toKeys());
        for (final Setting<?> setting : byName.profile().settings())
        {
            assertEquals(byName.effective().get(setting), byJob.effective().get(setting), setting.toString());
        }
        assertEquals(printed, jobs.print(byJob));
    }

    @Test
    void shouldPrintWhatReadsBackTheSame()
    {
        final String odd = JOB.replace("mixed", "'007'") + "vars: {load: 3}\nlatency: '1:${load}'\nhandler: 2us\n" +
            "journal: \"/tmp/it's here\"\nstop-if: response > 1ms\nfail-if:\n  - 'rate < 1M'\n  - 'remainder > 0'\n" +
            "outputs: {json: '$${x}.json'}\n";
        final Job job = read(odd);
        final String once = jobs.print(jobs.plan(job, "o.yaml", SettingValues.NONE, Spelling.NAMES));
        final Job again = read(once);

        assertEquals(once, jobs.print(jobs.plan(again, "o.yaml", SettingValues.NONE, Spelling.NAMES)));
        assertTrue(once.contains("\nlatency: '1:3'\n"), once);
        assertTrue(once.contains("\njournal: '/tmp/it''s here'\n"), once);
        assertTrue(once.contains("\n  json: '$${x}.json'\n"), once);
        assertTrue(once.contains("\nfail-if:\n  - 'rate < 1M'\n  - 'remainder > 0'\n"), once);
    }

    @Test
    void shouldLetAssignmentsWinOverVariablesAndKeys()
    {
        final String text = HEAD + "vars: {n: 3}\nvms:\n" +
            "  - {name: quiet, count: '${n}', vpes: '${v:-2}', " + DISK + "}\n";

        assertEquals("vms=3 vpes=2", shape(text));
        assertEquals("vms=5 vpes=2", shape(text, "n=5"));
        assertEquals("vms=3 vpes=1", shape(text, "v=1"));
        assertEquals("vms=9 vpes=2", shape(text, "vms.quiet.count=9"));
        assertEquals("--set n: the job uses no variable of this name: did you mean 'v'? " +
            "(a path has dots: machine.pes=24)",
            message(text, "n=5", "vms.quiet.count=9"));
        assertEquals("the job uses no variable of this name: did you mean 'n'?",
            message(text, "m=5").replaceFirst("^--set m: ", "").replaceFirst(" \\(a path.*", ""));
        assertTrue(message(text, "vms.quite.count=9").startsWith(
            "--set vms.quite.count: 'quite' is nothing of the job: did you mean 'quiet'?"));
        assertTrue(message(text, "vms.quiet.cuont=9").startsWith(
            "--set vms.quiet.cuont: 'cuont' is no key of group: did you mean 'count'?"));
        assertTrue(message(text, "machine.injection.vpeid-bits=x").startsWith("--set machine.injection.vpeid-bits: "));
    }

    @Test
    void shouldLetAGroupWinOverTheDefaults()
    {
        final String text = HEAD + "defaults: {count: 3, vpes: 2, " + DISK + "}\nvms: [{name: a, vpes: 4}]\n";

        assertEquals("vms=3 vpes=4", shape(text));
        assertEquals(2L, plan(text).config().value(StormSettings.DEVICES));
        assertEquals(1L, plan(text.replace("vpes: 4", "vpes: 4, devices: [{name: d, count: 1, events: 8}]"))
            .config().value(StormSettings.DEVICES));
    }

    @Test
    void shouldSetTheDevicesOfOneGroupThatTakesThoseOfTheDefaults()
    {
        final String text = "job: x\ndefaults: {count: 1, vpes: 1, " + DISK + "}\nvms: [{name: a}, {name: b}]\n";
        final StormPlan plan = jobs.plan(
            read(text, "vms.b.devices.disk.count=3"), "j.yaml", SettingValues.NONE, Spelling.NAMES);

        assertEquals(List.of(128L, 192L), plan.config().shape().groups().stream().map(VmShape::lpis).toList());
    }

    @Test
    void shouldRefuseWhatTheDevicesOfTheDefaultsSayOnce()
    {
        final String text = "job: x\ndefaults: {devices: [{name: disk, cuont: 2}]}\nvms: [";
        final String message =
            "j.yaml:2:35: defaults.devices.disk.cuont: 'cuont' is no key of device group: did you mean 'count'?";

        assertEquals(message, message(text + "{name: a}, {name: b}]\n"));
        assertEquals(message, message(text + "{name: a, " + DISK + "}, {name: b, " + DISK + "}]\n"));
    }

    @Test
    void shouldPlaceAMistakeOfTheDefaultsWhereTheySayIt()
    {
        final String text = """
            job: x
            defaults: {devices: [{name: disk, count: 1, events: 64, traffic: {window: 65}}]}
            vms: [{name: a}]
            """;

        assertEquals("j.yaml:2:75: vms.a.devices.disk.traffic.window: 65 is not in 1 to 64, the number of events of " +
            "disk (each is in flight once)", assertThrows(JobException.class, () -> plan(text)).getMessage());
    }

    @Test
    void shouldRefuseAJobWithoutAName()
    {
        assertEquals("j.yaml:1:6: job: is empty once its variables are replaced",
            message(JOB.replace("mixed", "'${n:-}'")));
        assertEquals("j.yaml:1:6: job: is empty once its variables are replaced",
            message(JOB.replace("mixed", "'${n}'") + "vars: {n: ''}\n"));
    }

    @Test
    void shouldPrintNoTogglesWhereAPolicyAdmitsNone()
    {
        final Job job = read(JOB + "machine: {kind: gicv4, injection: {policy: all-or-nothing}}\n");
        final String printed = jobs.print(jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES));

        assertTrue(printed.contains("    toggles: 0\n"), printed);
        assertEquals(printed, jobs.print(
            jobs.plan(read(printed), "j.yaml", SettingValues.NONE, Spelling.NAMES)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "pes: 16                             | 0       | 0",
        "'injection: {toggles: 1/10k}'       | 1/10k   | 0",
        "'injection: {moves: 7}'             | 0       | 7",
        "'injection: {policy: all-or-nothing}' | 0     | 0",
    })
    void shouldSwitchAndMoveOnAGicv4HostWhereTheJobSaysSo(
        final String injection, final String toggles, final String moves)
    {
        final Job job = read(JOB + "machine: {kind: gicv4, " + injection + "}\n");
        final String printed = jobs.print(jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES));

        assertTrue(printed.contains("    toggles: " + toggles + '\n'), printed);
        assertTrue(printed.contains("    moves: " + moves + '\n'), printed);
    }

    @Test
    void shouldLetOptionsWinOverTheJob()
    {
        final Job job = read(JOB + "seed: 7\n");
        final StormPlan plan = jobs.plan(job, "j.yaml",
            SettingValues.NONE.with(StormSettings.VPES, 3L).with(StormSettings.SEED, 8L), Spelling.NAMES);

        assertEquals(8L, plan.config().value(StormSettings.SEED));
        assertEquals(3L, plan.config().value(StormSettings.VPES));
        assertEquals(6L, plan.config().value(StormSettings.PES));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-lines.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuseAnotherLine(final String line, final String message)
    {
        final String job =
            JOB.replace("order: host", "order: group").replace("vms:\n  - ", "vms: [").replace("]}\n", "]}]\n");

        assertEquals("j.yaml:" + message, message(job + line + '\n'));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-groups.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuseAGroup(final String group, final String message)
    {
        assertEquals("j.yaml:" + message, message(HEAD + "vms: [" + group + "]\n").lines().findFirst().orElse(""));
    }

    @Test
    void shouldNameEveryMistake()
    {
        final String text = "seed: x\nvms: []\ncount: y\n";

        assertEquals(List.of("j.yaml:1:1: job: is missing (write job: NAME)",
            "j.yaml:1:7: seed: 'x' is not a seed (try 1 or 42)",
            "j.yaml:2:6: vms: is empty (a job has at least one group of VMs)",
            "j.yaml:3:8: count: 'y' is not a count (try 16 or 1k)"),
            assertThrows(JobException.class, () -> read(text)).lines());
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-shapes.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuseOneSequenceOfUnlikeGroups(final String rest, final String message)
    {
        assertEquals(message, message(HEAD + rest.replace("; ", "\n") + '\n'));
    }

    @Test
    void shouldNamePathsWhereSettingsContradictEachOther()
    {
        assertEquals("j.yaml:4:35: vms.quiet.lpis: 7 is not vms.quiet.devices.disk.count × " +
            "vms.quiet.devices.disk.events = 128 (give two of the three)",
            assertThrows(JobException.class, () -> plan(JOB.replace("vpes: 4", "lpis: 7"))).getMessage());
    }

    @Test
    void shouldEndWithAnAnswerWhateverIsBroken()
    {
        final Random random = new Random(1);
        final String whole = jobs.print(jobs.plan(SettingValues.NONE, Spelling.NAMES));
        int planned = 0;
        for (int i = 0; i < 4_000; i++)
        {
            final byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--)
            {
                bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
            }
            try
            {
                final Job job = jobs.read("-", new ByteArrayInputStream(bytes), Assignments.NONE);
                jobs.plan(job, "-", SettingValues.NONE, Spelling.NAMES);
                planned++;
            }
            catch (final JobException | OutcomeException ex)
            {
                assertTrue(!ex.getMessage().isEmpty(), "no message");
            }
        }
        assertTrue(planned > 10 && planned < 1_000, "planned " + planned);
    }

    private String shape(final String text, final String... assignments)
    {
        final Job job = read(text, assignments);

        return jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES)
            .config().toKeys().replaceFirst(" pes=.*", "");
    }

    private StormPlan plan(final String text)
    {
        return jobs.plan(read(text), "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private String message(final String text, final String... assignments)
    {
        return assertThrows(JobException.class, () -> read(text, assignments)).getMessage();
    }

    private Job read(final String text, final String... assignments)
    {
        final JobNode.Fields tree =
            JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml");

        return JobReader.read(
            tree, JobProfiles.ALL.forms(), Assignments.of("--set", List.of(assignments)));
    }
}
