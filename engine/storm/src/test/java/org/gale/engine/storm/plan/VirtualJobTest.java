package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a job says of a storm on the virtual clock. */
class VirtualJobTest
{
    private static final String JOB = """
        job: modelled
        clock: virtual
        vars: {exit: 900ns}
        costs: {base: armv8-vhe, exit: '${exit}', poll: 100us, schedule: {exponential: 5us}, lr-limit: 8}
        machine: {kind: gicv4, pes: 3, scheduler: {slice: 3ms}, injection: {direct: [loud, quiet], vpeid-bits: 2}}
        defaults: {guest: {handler: {lognormal: {median: 2us, sigma: 0.5}}, mask: 31}}
        vms:
          - name: quiet
            count: 8
            vpes: 2
            guest: {handler: {list: [[1us, 9], [20us, 1]]}, work: on}
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 20k}}]
          - name: loud
            count: 1
            devices: [{name: nic, traffic: {kind: open, rate: 600k}}]
        """;
    private static final String WALL = "job: x\nvms: [{name: a, devices: [{name: d}]}]\n";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @Test
    void shouldReadCostsAndGuests()
    {
        final StormPlan plan = plan(JOB);

        assertTrue(plan.isVirtual());
        assertTrue(plan.config().isVirtual());
        assertEquals("armv8-vhe with exit 900ns, poll 100us, schedule {exponential: 5us}, lr-limit 8",
            VirtualSettings.costs(plan.settings()).name());
        final List<VmShape> groups = plan.config().shape().groups();
        assertEquals(new GuestShape(Distributions.of("{list: [[1us, 9], [20us, 1]]}"), 31, true),
            groups.get(0).guest());
        assertEquals(new GuestShape(Distributions.of("{lognormal: {median: 2us, sigma: 0.5}}"), 31, false),
            groups.get(1).guest());
    }

    @Test
    void shouldReadAMask()
    {
        final String job = """
            job: x
            clock: virtual
            defaults: {guest: {mask: 20}}
            vms: [{name: a, guest: {work: on}, devices: [{name: d}]}]
            """;

        assertEquals(new GuestShape(Distribution.ZERO, 20, true), plan(job).config().shape().groups().get(0).guest());
    }

    @Test
    void shouldHaveDefaultsForAllOfIt()
    {
        final StormPlan plan = plan(WALL + "clock: virtual\n");

        assertEquals(CostModel.DEFAULT, VirtualSettings.costs(plan.settings()));
        assertEquals(GuestShape.DEFAULT, plan.config().shape().groups().get(0).guest());
        assertEquals(1_000_000_000L, plan.config().value(StormSettings.DURATION));
        assertEquals(1_000_000L, plan.config().value(StormSettings.COUNT));
        assertEquals(0L, plan.settings().get(MeasureSettings.WARMUP));
        assertEquals(List.of(), plan.warnings());
    }

    @Test
    void shouldEndWhereTheJobSays()
    {
        final StormPlan counted = plan(WALL + "clock: virtual\ncount: 77\n");
        final StormPlan timed = plan(WALL + "clock: virtual\nduration: 7s\nwarmup: 1s\n");

        assertEquals(77L, counted.config().value(StormSettings.COUNT));
        assertTrue(counted.config().value(StormSettings.DURATION) > 1_000_000_000L);
        assertEquals(7_000_000_000L, timed.config().value(StormSettings.DURATION));
        assertTrue(timed.config().value(StormSettings.COUNT) > 1_000_000L);
        assertEquals(1_000_000_000L, timed.settings().get(MeasureSettings.WARMUP));
    }

    @Test
    void shouldPrintAJobThatReadsBackAsTheSame()
    {
        final StormPlan plan = plan(JOB);
        final String printed = jobs.print(plan);
        final StormPlan again = plan(printed);

        assertEquals(printed, jobs.print(again));
        assertEquals(plan.config(), again.config());
        assertEquals(VirtualSettings.costs(plan.settings()), VirtualSettings.costs(again.settings()));
        assertEquals(VirtualSettings.costs(plan.settings()).given(), VirtualSettings.costs(again.settings()).given());
        assertTrue(printed.contains("\n  schedule: {exponential: 5us}\n"), printed);
        assertTrue(printed.contains("\n    direct:\n      - loud\n      - quiet\n"), printed);
        for (final String key : List.of("durability", "journal-limit", "threads", "cpu:", "lane-files", "generator",
            "\nhandler", "max-in-flight"))
        {
            assertFalse(printed.contains(key), key);
        }
    }

    @Test
    void shouldRecordAJobThatReadsBackAsTheSame()
    {
        final StormPlan plan = plan(JOB);
        final RecordedJob recorded = jobs.recorded(jobs.record(plan), "job");

        assertEquals(plan.config(), StormPlanner.of(recorded.storm(), JobProfiles.ALL).config());
        assertEquals(plan.config().shape(), recorded.storm().shape());
        for (final Setting<?> setting : plan.profile().allSettings())
        {
            assertEquals(plan.effective().shown(setting), recorded.storm().settings().shown(setting), setting.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "lpi-stress", "overcommit", "direct"})
    void shouldPrintNothingOfItOnTheWallClock(final String profile)
    {
        final String printed = jobs.print(jobs.plan(
            SettingValues.NONE.with(StormSettings.PROFILE, profile), Spelling.NAMES));

        for (final String key : List.of("costs", "guest", "enqueue", "direct:"))
        {
            assertFalse(printed.contains(key), key);
        }
        assertTrue(printed.contains("\nthreads: 2\n"), printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "lpi-stress", "overcommit", "direct"})
    void shouldTakeAProfileThatWasPrintedForTheWallClock(final String profile)
    {
        final String printed = jobs.print(jobs.plan(
            SettingValues.NONE.with(StormSettings.PROFILE, profile), Spelling.NAMES));
        final StormPlan plan = jobs.plan(read(printed), "j.yaml", virtual(), Spelling.NAMES);

        assertTrue(plan.isVirtual());
        assertEquals(0L, plan.settings().get(MeasureSettings.WARMUP));
    }

    @Test
    void shouldSetACostAndAGuestByTheirPaths()
    {
        final StormPlan plan = jobs.plan(JobReader.read(tree(JOB), JobProfiles.ALL.forms(),
            Assignments.of("--set", List.of("costs.eoi={uniform: {from: 10ns, to: 20ns}}",
            "vms.loud.guest.handler=5us"))), "j.yaml", SettingValues.NONE, Spelling.NAMES);

        assertEquals("{uniform: {from: 10ns, to: 20ns}}", VirtualSettings.costs(plan.settings()).text(Cost.EOI));
        assertEquals(Distribution.constant(5_000), plan.config().shape().groups().get(1).guest().handler());
    }

    @Test
    void shouldShareTheCpusOfAGicv4HostOnTheVirtualClockAlone()
    {
        assertEquals(3L, plan(JOB).config().value(StormSettings.PES));

        final String wall = "job: x\nmachine: {kind: gicv4, pes: 3}\nvms: [{name: a, devices: [{name: d}]}]\n";
        assertThrows(JobException.class, () -> plan(wall));
    }

    /** Cases in which a line follows a small job, or a text of the job above is replaced. */
    @ParameterizedTest(name = "{0} | {1}")
    @CsvFileSource(resources = "refused-virtual.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuse(final String from, final String to, final String message)
    {
        final String text = from == null ? WALL + to.replace("; ", "\n") + '\n' :
            JOB.replace(from, to == null ? "" : to.replace("; ", "\n"));

        assertEquals("j.yaml:" + message, assertThrows(JobException.class, () -> plan(text)).lines().get(0));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "handler: 100ns           | rate: 1M    |",
        "handler: 5us             | rate: 900k  | vms.g: handlers of 5us take a VPE 2.25 s a second (450000 " +
            "interrupts a second): responses grow until the end",
        "handler: {exponential: 2us} | rate: 1001k | vms.g: handlers of {exponential: 2us} take a VPE 1.00 s a " +
            "second (500500 interrupts a second): responses grow until the end",
        "handler: {exponential: 2us} | rate: 1M    |",
        "handler: 1s              | rate: max   |" })
    void shouldWarnOfMoreHandlersThanTimes(final String handler, final String rate, final String warning)
    {
        final String kind = rate.endsWith("max") ? "kind: closed" : "kind: open, " + rate;
        final StormPlan plan = plan("job: x\nclock: virtual\nvms:\n  - {name: g, count: 3, vpes: 2, guest: {" +
            handler + "}, devices: [{name: d, traffic: {" + kind + "}}]}\n");

        assertEquals(warning == null ? List.of() : List.of(warning), plan.warnings());
    }

    @Test
    void shouldWarnOfTheWholeRunAndOfTheVpesThatAVectorReaches()
    {
        final String job = "job: x\nclock: virtual\nvms:\n  - {name: g, count: 1, vpes: 4, guest: {handler: 1us}, " +
            "devices: [{name: d, count: 1, events: 2, target: vector, traffic: {kind: open, rate: 3M}}]}\n";
        final String phases = "phases: [{name: a, duration: 2s, change: {g: {pause: true}}}, " +
            "{name: b, duration: 2s, change: {g: {scale: %s}}}]\n";

        assertEquals(1, plan(job).warnings().size());
        assertEquals(0, plan(job + String.format(phases, "1")).warnings().size());
        assertEquals(1, plan(job + String.format(phases, "2")).warnings().size());
        assertEquals(0, plan(job.replace("vector", "spread")).warnings().size());
    }

    @Test
    void shouldNotWarnOfHandlersThatFillTheTimeOfUnevenPhases()
    {
        final String job = "job: x\nclock: virtual\nvms:\n  - {name: g, count: 1, vpes: 1, guest: {handler: 10us}, " +
            "devices: [{name: d, traffic: {kind: open, rate: %s}}]}\n" +
            "phases: [{name: a, duration: 700ms}, {name: b, duration: 100ms}]\n";

        assertEquals(List.of(), plan(String.format(job, "100k")).warnings());
        assertEquals(1, plan(String.format(job, "100100")).warnings().size());
    }

    @Test
    void shouldWarnOfTheVpeThatTakesAllEventsOfSomeDevices()
    {
        final String job = "job: x\nclock: virtual\nvms:\n  - {name: g, count: 2, vpes: 4, guest: {handler: 1us}, " +
            "devices: [{name: d, target: 2, traffic: {kind: open, rate: 600k}}, " +
            "{name: e, target: 3, traffic: {kind: open, rate: 600k}}, {name: f, traffic: {kind: open, rate: 800k}}]}\n";

        assertEquals(List.of(), plan(job).warnings());
        assertEquals(List.of("vms.g: handlers of 1us take a VPE 1.40 s a second (1400000 interrupts a second): " +
            "responses grow until the end"), plan(job.replace("target: 3", "target: 2")).warnings());
    }

    private static SettingValues virtual()
    {
        return SettingValues.NONE.with(StormSettings.CLOCK, StormSettings.VIRTUAL);
    }

    private StormPlan plan(final String text)
    {
        return jobs.plan(read(text), "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private static Job read(final String text)
    {
        return JobReader.read(tree(text), JobProfiles.ALL.forms(), Assignments.NONE);
    }

    private static JobNode.Fields tree(final String text)
    {
        return JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml");
    }
}
