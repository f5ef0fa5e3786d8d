package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what a job says of vCPUs that send interrupts to one another. */
class IpiJobTest
{
    private static final String JOB =
        "job: x\nclock: virtual\nmachine: {kind: MACHINE}\nvms: [{name: a, vpes: 4, KEYS " +
        "devices: [{name: d, DEVICE traffic: {kind: ipi, TRAFFIC}}MORE]}]\n";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private StormPlan plan(final String text, final String... assignments)
    {
        final Job job = JobReader.read(
            JobParser.parse(JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml"),
            JobProfiles.ALL.forms(), Assignments.of("--set", List.of(assignments)));

        return jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private static String job(final String machine, final String keys, final String device, final String traffic)
    {
        return JOB.replace("MACHINE", machine).replace("KEYS", keys).replace("DEVICE", device)
            .replace("TRAFFIC", traffic).replace("MORE", "");
    }

    private String refusal(final String text)
    {
        return assertThrows(JobException.class, () -> plan(text)).getMessage();
    }

    private static DeviceShape device(final StormPlan plan)
    {
        return plan.config().shape().groups().get(0).devices().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldReserveAnLpiForEachVcpuAndKind(final String machine)
    {
        final DeviceShape device = device(plan(job(machine, "", "", "kinds: 3")));

        assertEquals(1, device.count());
        assertEquals(12, device.events());
        assertEquals(DeviceShape.Target.VECTOR, device.target());
    }

    @Test
    void shouldHaveTheDefaultsOfTheIssue()
    {
        final StormPlan plan = plan(job("gicv5", "", "", ""));
        final String printed = jobs.print(plan);

        assertEquals(8, device(plan).events());
        assertTrue(printed.contains("unicast: 1000.0\n          broadcast: 10.0\n          kinds: 2\n"), printed);
    }

    @Test
    void shouldPrintAndRecordAJobThatReadsBackAsTheSame()
    {
        final StormPlan plan = plan(job("kvm", "", "", "unicast: 0, broadcast: 2.5k, kinds: 1"));
        final String printed = jobs.print(plan);

        assertEquals(printed, jobs.print(plan(printed)));
        assertEquals(plan.config(), plan(printed).config());
        assertEquals(plan.config(), plan(jobs.record(plan)).config());
    }

    @Test
    void shouldFollowTheNumberOfVcpus()
    {
        assertEquals(16, device(plan(job("gicv5", "", "", ""), "vms.a.vpes=8")).events());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | '' | unicast: 2M | traffic.unicast: '2M' is not in 0.001 to 1M, the IPIs a second of a vCPU (try 1k",
        "'' | '' | broadcast: 0.0001 | traffic.broadcast: '0.0001' is not in 0.001 to 1M",
        "'' | '' | unicast: max | traffic.unicast: 'max' is not a rate",
        "'' | '' | kinds: 0 | traffic.kinds: 0 is not in 1 to 16",
        "'' | '' | kinds: 17 | traffic.kinds: 17 is not in 1 to 16",
        "'' | '' | 'unicast: 0, broadcast: 0' | traffic.unicast: 0, and a vms.a.devices.d.traffic.broadcast of 0, send",
        "'' | 'count: 2,' | kinds: 2 | devices.d.count: 2 is not the 1 that kind ipi has in such a VM (leave it out)",
        "'' | 'events: 9,' | kinds: 2 | devices.d.events: 9 is not the 8 that kind ipi has in such a VM",
        "'' | 'events: 1,' | kinds: 2 | devices.d.events: 1 is not the 8 that kind ipi has in such a VM",
        "'lpis: 1,' | '' | kinds: 2 | vms.a.lpis: 1 is not the 8 that kind ipi has in such a VM",
        "'lpis: 9,' | '' | kinds: 2 | vms.a.lpis: 9 is not the 8 that kind ipi has in such a VM",
        "'' | 'target: spread,' | kinds: 2 | target: spread is not vector, by which kind ipi reaches each vCPU",
        "'' | '' | depth: 3 | traffic.depth: belongs to kind io or virtio, and this is ipi",
    })
    void shouldRefuseAValueInOneLine(
        final String keys, final String device, final String traffic, final String message)
    {
        final String refusal = refusal(job("gicv5", keys, device, traffic));

        assertTrue(refusal.contains(message), refusal);
        assertEquals(1, refusal.lines().count());
    }

    @Test
    void shouldRefuseAVmWithoutAnotherVcpu()
    {
        final String refusal = refusal(job("gicv5", "", "", "").replace("vpes: 4", "vpes: 1"));

        assertTrue(refusal.contains("vms.a.vpes: 1 is a VM without another vCPU"), refusal);
    }

    @Test
    void shouldRefuseAMachineWithoutTheInstruction()
    {
        final String refusal = refusal(job("gicv4", "", "", ""));

        assertTrue(refusal.contains("vms.a.devices.d.traffic.kind: ipi is sent by CDPEND, and vCPUs of a machine of " +
            "kind gicv4 have no such instruction (try machine: {kind: gicv5}, or kvm)"), refusal);
    }

    @Test
    void shouldRefuseASecondGroupOfAVm()
    {
        final String refusal = refusal(JOB.replace("MACHINE", "gicv5").replace("KEYS", "").replace("DEVICE", "")
            .replace("TRAFFIC", "").replace("MORE", ", {name: e, traffic: {kind: ipi}}"));

        assertTrue(refusal.contains("devices.e.traffic.kind: ipi belongs to d, too"), refusal);
    }
}
