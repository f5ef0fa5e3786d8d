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

/** Tests of groups of devices whose events go to one VPE, and of the limit of their number. */
class TargetJobTest
{
    private static final String JOB = """
        job: one
        vms:
          - name: vm
            count: 2
            vpes: 4
            devices: [{name: d, count: 1, events: 2, target: 3, traffic: {kind: open, rate: 1k}}]
        """;

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm", "gicv4"})
    void shouldSendTheEventsOfAGroupOfDevicesToOneVpe(final String kind)
    {
        final StormPlan plan = plan(JOB + "machine: {kind: " + kind + "}\n");
        final StormPlan printed = plan(jobs.print(plan));

        assertEquals(DeviceShape.Target.of(3), plan.config().shape().groups().get(0).devices().get(0).target());
        assertEquals(plan.config(), printed.config());
        assertEquals(plan.config().shape(), jobs.recorded(plan.job(), "job").storm().shape());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4    | target: 4 is no VPE of a VM that has 4 (write 0 to 3, or more vpes)",
        "511  | target: 511 is no VPE of a VM that has 4 (write 0 to 3, or more vpes)",
        "512  | target: '512' is not one of spread, vector, trace, nor a VPE, 0 to 511",
        "-1   | target: '-1' is not one of spread, vector, trace, nor a VPE, 0 to 511",
        "1.5  | target: '1.5' is not one of spread, vector, trace, nor a VPE, 0 to 511",
        "99999999999 | target: '99999999999' is not one of spread, vector, trace, nor a VPE, 0 to 511",
        "spred | target: 'spred' is not one of spread, vector, trace, nor a VPE, 0 to 511: did you mean 'spread'?",
        "trace | target: trace needs traffic of kind trace, and this is open (try spread or vector)",
    })
    void shouldRefuseWhatIsNoVpeOfTheVm(final String target, final String message)
    {
        final String text = JOB.replace("target: 3", "target: " + target);

        assertEquals(List.of("j.yaml:6:54: vms.vm.devices.d." + message),
            assertThrows(JobException.class, () -> plan(text)).lines());
    }

    @ParameterizedTest
    @CsvSource({"timer", "ipi"})
    void shouldRefuseOneVpeWhereEachHasItsOwnInterrupts(final String kind)
    {
        final String traffic = kind.equals("timer") ? "kind: timer, hz: 100" : "kind: ipi, unicast: 1k";
        final String text = JOB.replace("count: 1, events: 2, ", "").replace("kind: open, rate: 1k", traffic);

        final String line = assertThrows(JobException.class, () -> plan(text)).lines().get(0);

        assertEquals("vms.vm.devices.d.target: 3 is not vector",
            line.substring(line.indexOf("vms."), line.indexOf("vector") + 6));
    }

    @Test
    void shouldTakeAsManyGroupsOfDevicesAsAVmHasDevices()
    {
        final StormPlan plan = plan(many(4096));
        final String line = plan.job();

        assertEquals(4096, plan.config().shape().groups().get(0).devices().size());
        assertEquals(plan.config().shape(), jobs.recorded(line, "job").storm().shape());
        assertEquals(jobs.print(plan), jobs.print(plan(jobs.print(plan))));
        assertEquals("vms.many.devices: 4097 are too many: at most 4096",
            assertThrows(JobException.class, () -> plan(many(4097))).lines().get(0).replaceFirst("j.yaml:\\S+ ", ""));
    }

    private static String many(final int count)
    {
        final StringBuilder text = new StringBuilder("job: many\nvms:\n  - name: many\n    vpes: 4\n    devices:\n");
        for (int i = 0; i < count; i++)
        {
            text.append("      - {name: a-name-that-has-more-letter-").append(i)
                .append(", count: 1, events: 1, target: ").append(i % 4)
                .append(", traffic: {kind: open, rate: ").append(i + 1).append(".25}}\n");
        }

        return text.toString();
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
