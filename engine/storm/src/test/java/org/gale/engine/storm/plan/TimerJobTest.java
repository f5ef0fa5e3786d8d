package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a job says of timers. */
class TimerJobTest
{
    private static final String JOB =
        "job: x\nclock: virtual\nmachine: {kind: KIND}\nvms: [{name: a, count: 2, vpes: 4, devices: [DEVICES]}]\n";
    private static final String TIMER = "{name: t, traffic: {kind: timer}}";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private StormPlan plan(final String text)
    {
        return jobs.plan(JobReader.read(JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"),
            "j.yaml"), JobProfiles.ALL.forms(), Assignments.of("--set", List.of())), "j.yaml",
            SettingValues.NONE, Spelling.NAMES);
    }

    private StormPlan plan(final String kind, final String devices)
    {
        return plan(JOB.replace("KIND", kind).replace("DEVICES", devices));
    }

    @ParameterizedTest
    @CsvSource({ "gicv5", "'kvm, pes: 2'" })
    void shouldHaveATimerForEachVpe(final String kind)
    {
        final DeviceShape timer = plan(kind, TIMER).config().shape().groups().get(0).devices().get(0);

        assertEquals(1, timer.count());
        assertEquals(4, timer.events());
        assertEquals(DeviceShape.Target.VECTOR, timer.target());
        assertTrue(timer.stream().model().isPrivate());
    }

    @Test
    void shouldPrintAJobThatIsTheSame()
    {
        final StormPlan plan = plan("kvm, pes: 2",
            "{name: t, priority: 3, traffic: {kind: timer, hz: 1k, jitter: 20us}}, {name: d, events: 8}");

        final String printed = jobs.print(plan);

        assertTrue(printed.contains("hz: 1000") || printed.contains("hz: 1k"), printed);
        assertEquals(printed, jobs.print(plan(printed)));
        assertEquals(plan.config().shape(), plan(printed).config().shape());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv4 | {name: t, traffic: {kind: timer}} | vms.a.devices.t.traffic.kind: timer needs private interrupts",
        "gicv5 | {name: t, count: 2, traffic: {kind: timer}} | vms.a.devices.t.count: 2 is not 1",
        "gicv5 | {name: t, events: 5, traffic: {kind: timer}} | vms.a.devices.t.events: 5 is not 4, the VPEs of the VM",
        "gicv5 | {name: t, target: spread, traffic: {kind: timer}} | vms.a.devices.t.target: spread is not vector",
        "gicv5 | {name: t, traffic: {kind: timer}}, {name: u, traffic: {kind: timer}} | " +
            "vms.a.devices.u.traffic.kind: a vCPU has one timer, which t is",
        "gicv5 | {name: t, traffic: {kind: timer, hz: 0}} | hz",
        "gicv5 | {name: t, traffic: {kind: timer, hz: 1M}} | hz",
        "gicv5 | {name: t, traffic: {kind: timer, hz: 1k, jitter: 2ms}} | vms.a.devices.t.traffic.jitter: 2ms is ",
        "gicv5 | {name: t, traffic: {kind: timer, rate: 1k}} | rate" })
    void shouldRefuse(final String kind, final String devices, final String message)
    {
        final JobException refused = assertThrows(JobException.class, () -> plan(kind, devices));

        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }

    @Test
    void shouldRefuseAPriorityOnTheWallClock()
    {
        final String job = JOB.replace("KIND", "gicv5").replace("clock: virtual", "threads: 1");
        final JobException refused = assertThrows(JobException.class, () -> plan(
            job.replace("DEVICES", "{name: t, priority: 4, traffic: {kind: timer}}")));

        assertTrue(refused.getMessage().contains("vms.a.devices.t.priority: 4 is not 0"), refused.getMessage());
        assertTrue(plan(job.replace("DEVICES", TIMER)).config().shape().hasModels());
    }
}
