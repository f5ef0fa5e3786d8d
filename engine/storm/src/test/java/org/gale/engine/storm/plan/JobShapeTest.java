package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of jobs whose groups differ, and of their phases. */
public class JobShapeTest
{
    public static final String UNLIKE = """
        job: mixed
        seed: 7
        machine: {pes: 24}
        defaults: {vpes: 2}
        vms:
          - name: quiet
            count: 8
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 20k, arrivals: constant}}]
          - name: loud
            count: 1
            vpes: 4
            devices:
              - {name: nic, count: 4, events: 256, target: vector, priority: 4, traffic: {kind: closed, window: 512}}
              - {name: log, count: 1, events: 32}
        phases:
          - {name: calm, duration: 10s, change: {loud: {pause: true}, quiet/disk: {rate: 10M, scale: 0.5}}}
          - {name: noise, duration: 20s, change: {loud/nic: {window: 16}}}
        """;

    private static final String ONE_SEQUENCE = """
        job: x
        order: host
        vms: [{name: a, devices: [{name: d, target: vector, priority: 0, traffic: {window: 9}}]}]
        """;
    private static final String ONE_RATE = """
        job: x
        space-check: off
        vms: [{name: a, devices: [{name: d, traffic: {kind: open, rate: 2G}}]}]
        """;

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @Test
    void shouldPlanUnlikeGroups()
    {
        final StormPlan plan = plan(UNLIKE);
        final HostShape shape = plan.config().shape();

        final DeviceShape disk = new DeviceShape("disk", 1, 64, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(20_000, false));
        final DeviceShape nic = new DeviceShape("nic", 4, 256, DeviceShape.Target.VECTOR, 4, closed(512));
        final DeviceShape log =
            new DeviceShape("log", 1, 32, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, closed(32));
        assertEquals(List.of(new VmShape("quiet", 8, 2, List.of(disk)), new VmShape("loud", 1, 4, List.of(nic, log))),
            shape.groups());
        assertEquals(HostShape.Order.GROUP, shape.order());
        assertEquals(List.of(
            new PhaseShape("calm", 10_000_000_000L, List.of(
                new PhaseShape.PhaseChange(1, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE,
                true)),
                new PhaseShape.PhaseChange(
                    0, 0, SettingValues.NONE.with(StormSettings.RATE, 1e7).with(PhaseShape.SCALE, 0.5)))),
            new PhaseShape("noise", 20_000_000_000L, List.of(
                new PhaseShape.PhaseChange(1, 0, SettingValues.NONE.with(StormSettings.WINDOW, 16L))))),
                shape.phases());
        assertEquals("vms=9 vpes=2 pes=24 lpis=64 devices=1 events=64 rate=160000.0 arrivals=constant " +
            "duration_ns=30000000000 count=9223372036854775807 seed=7 latency=16 window=544", plan.config().toKeys());
    }

    @Test
    void shouldReplaceAChangeByALaterOneOfTheSameDevices()
    {
        final PhaseShape phase = plan(UNLIKE.replace(
            "{loud/nic: {window: 16}}", "{loud: {scale: 2}, loud/nic: {window: 16}}")).config().shape().phases().get(1);

        assertEquals(new PhaseShape.PhaseChange(1, 0, SettingValues.NONE.with(StormSettings.WINDOW, 16L)),
            phase.change(1, 0));
        assertEquals(2, phase.change(1, 1).factor());
    }

    @Test
    void shouldGiveEachVpeAPe()
    {
        assertEquals(20, plan(UNLIKE.replace("machine: {pes: 24}\n", "")).config().value(StormSettings.PES));
    }

    @Test
    void shouldShareTheWindowsThatNobodyNames()
    {
        final StormPlan plan = plan("""
            job: x
            vms:
              - {name: a, count: 12, vpes: 1, devices: [{name: d}]}
              - {name: b, count: 4, vpes: 1, devices: [{name: d, count: 1, events: 100}]}
            """);

        assertEquals(new ClosedStream(512), plan.config().shape().groups().get(0).devices().get(0).stream());
        assertEquals(new ClosedStream(100), plan.config().shape().groups().get(1).devices().get(0).stream());
        assertEquals(12 * 512 + 4 * 100, plan.config().windowOrDefault());
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE_SEQUENCE, ONE_RATE, UNLIKE})
    void shouldPrintWhatReadsBackTheSame(final String text)
    {
        final StormPlan plan = plan(text);
        final String once = jobs.print(plan);
        final StormPlan again = plan(once);

        assertEquals(plan.config(), again.config(), once);
        assertEquals(once, jobs.print(again));
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE_SEQUENCE, ONE_RATE, UNLIKE})
    void shouldRecordALineThatReadsBackTheSame(final String text)
    {
        final StormPlan plan = plan(text + "fail-if: ['rate < 1M', remainder > 0]\nduration: 30s\n");
        final String line = plan.job();
        final RecordedJob recorded = jobs.recorded(line, "job");
        final StormJob storm = recorded.storm();

        assertEquals(plan.config(), StormPlanner.of(storm, JobProfiles.ALL).config(), line);
        assertEquals(plan.profile().name(), storm.settings().get(StormSettings.PROFILE));
        assertEquals(jobs.print(plan), jobs.print(recorded.job()));
    }

    @Test
    void shouldRecordNoFileOfTheHost()
    {
        final String text = UNLIKE + "journal: /tmp/a1\nram-file: /tmp/a2\nlane-files: {directory: /tmp/a3}\n" +
            "outputs: {json: /tmp/a4, html: /tmp/a5}\n";
        final String line = plan(text).job();

        assertEquals(-1, line.indexOf("/tmp"), line);
        assertTrue(line.startsWith("{\"job\":\"mixed\",\"seed\":\"7\",\"duration\":\"30s\","), line);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-plans.txt", delimiter = '|', quoteCharacter = '"', maxCharsPerColumn = 1000)
    void shouldRefuse(final String from, final String to, final String message)
    {
        final String text = UNLIKE.replace(from, to.replace("; ", "\n"));

        assertEquals("j.yaml:" + message, assertThrows(JobException.class, () -> plan(text)).lines().get(0));
    }

    @Test
    void shouldTakeTheGreatestNumberOfDevicesInTwoGroups()
    {
        final StormPlan plan = plan("""
            job: x
            vms: [{name: a, vpes: 1, devices: [{name: c, count: 2048, events: 1}, {name: d, count: 2048, events: 1}]}]
            """);

        assertEquals(4096, plan.config().shape().groups().get(0).lpis());
    }

    @Test
    void shouldTakeAWindowOfAllEventsInAPhase()
    {
        final PhaseShape phase = plan(UNLIKE.replace("window: 16", "window: 1024")).config().shape().phases().get(1);

        assertEquals(1024, phase.change(1, 0).values().get(StormSettings.WINDOW));
    }

    @Test
    void shouldNameTheGroupsThatMakeTooManyVms()
    {
        final String text = UNLIKE.replace("pes: 24", "kind: kvm, pes: 24").replace("count: 8", "count: 4096");

        assertEquals(List.of("j.yaml:6:3: vms: 4,097 VMs are more than 4,096 (quiet 4,096, loud 1)"),
            assertThrows(JobException.class, () -> plan(text)).lines());
    }

    private static StreamShape closed(final long window)
    {
        return new ClosedStream(window);
    }

    private StormPlan plan(final String text)
    {
        return jobs.plan(read(text), "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private static Job read(final String text)
    {
        return JobReader.read(
            JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml"),
            JobProfiles.ALL.forms(), Assignments.NONE);
    }
}
