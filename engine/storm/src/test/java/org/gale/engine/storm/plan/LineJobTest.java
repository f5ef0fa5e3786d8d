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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a job says of lines. */
class LineJobTest
{
    private static final String JOB =
        "job: x\nclock: virtual\nmachine: {kind: KIND}\nvms: [{name: a, count: 2, vpes: 2, devices: [DEVICES]}]\n";

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
    @CsvSource(delimiter = '|', value = {
        "'' | '' | 1 | 1",
        "'' | share: 2 | 1 | 1",
        "count: 2 | share: 2 | 1 | 1",
        "count: 6 | share: 2 | 3 | 1",
        "count: 6, events: 4 | share: 3 | 2 | 4",
        "count: 5 | '' | 5 | 1" })
    void shouldHaveADeviceForEachLine(
        final String keys, final String traffic, final int devices, final int events)
    {
        final DeviceShape line = plan("gicv5", "{name: e, " + keys + (keys.isEmpty() ? "" : ", ") +
            "traffic: {kind: line, rate: 1k" + (traffic.isEmpty() ? "" : ", ") + traffic + "}}").config().shape()
            .groups().get(0).devices().get(0);

        assertEquals(devices, line.count());
        assertEquals(events, line.events());
        assertTrue(line.stream().model().isOfLines());
        assertFalse(line.stream().model().isPrivate());
        assertFalse(line.stream().model().endsByExit());
    }

    @ParameterizedTest
    @CsvSource({ "gicv5", "'kvm, pes: 1'" })
    void shouldPrintAJobThatIsTheSame(final String kind)
    {
        final StormPlan plan = plan(kind, "{name: e, count: 6, events: 2, priority: 3, traffic: {kind: line, " +
            "rate: 20k, arrivals: constant, share: 3, resample: exit}}, {name: d, events: 8}");

        final String printed = jobs.print(plan);

        assertTrue(printed.contains("share: 3") && printed.contains("resample: exit") && printed.contains("count: 6"),
            printed);
        assertEquals(printed, jobs.print(plan(printed)));
        assertEquals(plan.config(), plan(printed).config());
        assertEquals(plan.config(), plan(jobs.record(plan)).config());
    }

    @Test
    void shouldPrintOneGroupOfLinesThatIsTheSame()
    {
        final StormPlan plan = plan("gicv5", "{name: e, count: 4, traffic: {kind: line, rate: 20k, share: 2}}");

        final String printed = jobs.print(plan);

        assertTrue(printed.contains("count: 4"), printed);
        assertEquals(plan.config(), plan(printed).config());
        assertEquals(printed, jobs.print(plan(printed)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv4 | {name: e, traffic: {kind: line, rate: 1k}} | vms.a.devices.e.traffic.kind: line needs SPIs, and a " +
            "machine of kind gicv4 injects messages alone (try machine: {kind: kvm}, or kind: open)",
        "gicv5 | {name: e, count: 3, traffic: {kind: line, rate: 1k, share: 2}} | vms.a.devices.e.count: 3 is not a " +
            "multiple of share, 2 devices on each line (try count: 4)",
        "gicv5 | {name: e, traffic: {kind: line}} | vms.a.devices.e.traffic.rate: is missing: kind line follows one",
        "gicv5 | {name: e, traffic: {kind: line, rate: 1k, share: 0}} | share: 0 is not in 1 to 64",
        "gicv5 | {name: e, traffic: {kind: line, rate: 1k, share: 65}} | share: 65 is not in 1 to 64",
        "gicv5 | {name: e, traffic: {kind: line, rate: 1k, resample: eoi}} | 'eoi' is not one of irqfd, exit",
        "gicv5 | {name: e, traffic: {kind: line, rate: 2000G}} | is more than an event a ns of each line",
        "gicv5 | {name: e, traffic: {kind: line, rate: 1k, inject: user}} | 'inject' is no key of traffic",
        "gicv5 | {name: e, traffic: {kind: open, rate: 1k, share: 2}} | share: belongs to kind line, and this is open",
        "'kvm, pes: 1' | {name: e, count: 1025, traffic: {kind: line, rate: 1k}} | vms.a.devices: 1,025 lines of a " +
            "VM are more than the 1,024 SPIs that KVM gives it",
        "gicv5 | {name: e, count: 64, events: 1000, traffic: {kind: line, rate: 1k}} | vms.a.devices: 128,000 lines " +
            "of all VMs are more than the 65,536 SPIs of a machine" })
    void shouldRefuse(final String kind, final String devices, final String message)
    {
        final JobException refused = assertThrows(JobException.class, () -> plan(kind, devices));

        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }
}
