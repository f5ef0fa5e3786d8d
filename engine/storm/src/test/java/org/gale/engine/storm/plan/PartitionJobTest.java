package org.gale.engine.storm.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of jobs whose machine is divided into partitions. */
class PartitionJobTest
{
    private static final String DEVICES = "devices: [{name: d, count: 1, events: 2, traffic: {kind: closed}}]";

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private StormPlan plan(final String text)
    {
        final Job job = JobReader.read(JobParser.parse(
            JobText.of(text.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml"), JobProfiles.ALL.forms(),
            Assignments.NONE);

        return jobs.plan(job, "j.yaml", SettingValues.NONE, Spelling.NAMES);
    }

    private static String job(final String machine, final String web, final String db)
    {
        return "job: nodes\nmachine: " + machine + "\ndefaults: {vpes: 2, " + DEVICES + "}\nvms: [" +
            "{name: web, count: 5" + web + "},\n  {name: db, count: 2" + db + "}]\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"kvm", "gicv4"})
    void shouldPlanTheSamePartitionsOfWhatItPrints(final String kind)
    {
        final StormPlan plan = plan(job("{kind: " + kind + ", partitions: [{name: node, count: 3, pes: 4}, " +
            "{name: big, pes: 4}]}", ", partition: node", ", partition: big"));
        final StormPlan printed = plan(jobs.print(plan));
        final Partitions partitions = plan.workload().topology().partitions();

        assertEquals(16, plan.config().value(StormSettings.PES));
        assertEquals(List.of("node0", "node1", "node2", "big"),
            IntStream.range(0, 4).mapToObj(partitions::name).toList());
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 3, 3}, IntStream.range(0, 7).map(partitions::ofVm).toArray());
        assertEquals(plan.config(), printed.config());
        assertEquals(plan.config().shape(), jobs.recorded(plan.job(), "job").storm().shape());
        assertEquals(jobs.print(plan), jobs.print(printed));
    }

    @Test
    void shouldMakeEachVmOfAGicv5APartition()
    {
        final Partitions partitions = plan(job("{kind: gicv5}", "", "")).workload().topology().partitions();

        assertEquals(7, partitions.count());
        assertEquals(12, partitions.firstPe(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{kind: kvm, partitions: [{name: n, pes: 2}], pes: 4} | , partition: n | , partition: n | " +
            "j.yaml:2:60: machine.pes: is the sum of those of the partitions (leave it out)",
        "{kind: kvm, partitions: [{name: n, pes: 2}, {name: n, pes: 2}]} | , partition: n | , partition: n | " +
            "j.yaml:2:61: machine.partitions.name: 'n' is there twice: first at j.yaml:2:42",
        "{kind: kvm, partitions: [{name: n, count: 2, pes: 2}, {name: n1, pes: 2}]} | , partition: n | " +
            ", partition: n | j.yaml:2:64: machine.partitions.n1: has a partition 'n1', and so has n (choose another " +
            "name)",
        "{kind: kvm, partitions: [{name: node, pes: 2}]} | , partition: node | , partition: nod | " +
            "j.yaml:5:35: vms.db.partition: 'nod' is no partition of the machine: did you mean 'node'?",
        "{kind: kvm, partitions: [{name: n, pes: 2}]} | , partition: n | '' | " +
            "j.yaml:5:3: vms.db: names no partition, and machine has some (write partition: n)",
        "{kind: kvm} | '' | , partition: n | j.yaml:5:35: vms.db.partition: 'n' is no partition: machine has none " +
            "(write partitions: [{name: n, pes: 4}] in machine)",
        "{kind: kvm, partitions: [{name: n, count: 6, pes: 1}]} | , partition: n | , partition: n1 | " +
            "j.yaml:2:35: machine.partitions.n: has no VM in n5 (write partition: n5 in a group, or fewer partitions)",
        "{kind: kvm, partitions: [{name: n}]} | , partition: n | , partition: n | " +
            "j.yaml:2:35: machine.partitions.n: has no PEs (write pes: 4)",
        "{kind: kvm, partitions: [{name: n, pes: 0}]} | , partition: n | , partition: n | " +
            "j.yaml:2:50: machine.partitions.n.pes: 0 is not in 1 to 4096",
        "{kind: kvm, partitions: [{name: n, count: 2, pes: 4096}]} | , partition: n | , partition: n | " +
            "j.yaml:2:34: machine.partitions: have 8,192 PEs, more than the 4,096 of a machine",
        "{kind: kvm, partitions: [{name: n, pes: 2, vpeids: 3}]} | , partition: n | , partition: n | " +
            "j.yaml:2:61: machine.partitions.n.vpeids: need a machine of kind gicv4 (leave them out)",
        "{kind: gicv5, partitions: [{name: n, pes: 99}]} | '' | '' | " +
            "j.yaml:2:36: machine.partitions: of a machine of kind gicv5 are its VMs, each with PEs of its own " +
            "(leave them out, or take kind: kvm)",
        "{kind: gicv5} | '' | , partition: n | j.yaml:5:35: vms.db.partition: 'n': each VM of a machine of kind " +
            "gicv5 is a partition (leave it out, or take kind: kvm)",
        "{kind: gicv4, partitions: [{name: n, pes: 2}]} | , partition: n | , partition: n | " +
            "j.yaml:2:52: machine.partitions.n.pes: 2 is fewer than the 14 vCPUs of n, each of which is loaded on " +
            "the wall clock (try pes: 14)",
        "{kind: gicv4, injection: {vpeid-bits: 3}, partitions: [{name: n, count: 2, pes: 8}]} | , partition: n | " +
            ", partition: n | j.yaml:2:65: machine.partitions.n: states no vpeids, and the 8 of the host are fewer " +
            "than its 14 vCPUs (write vpeids: 4)",
        "{kind: gicv4, injection: {vpeid-bits: 3}, partitions: [{name: n, count: 2, pes: 8, vpeids: 5}]} | " +
            ", partition: n | , partition: n | j.yaml:2:64: machine.partitions: have 10 vPEIDs, and the host has 8 " +
            "(try more vpeid-bits)",
        "{kind: gicv4, partitions: [{name: n, pes: 14, vpeids: 65537}]} | , partition: n | , partition: n | " +
            "j.yaml:2:64: machine.partitions.n.vpeids: 65537 is not in 1 to 65536",
    })
    void shouldNameTheRuleThatPartitionsBreak(
        final String machine, final String web, final String db, final String message)
    {
        final String text = job(machine, web, db);

        assertEquals(List.of(message), assertThrows(JobException.class, () -> plan(text)).lines());
    }

    @Test
    void shouldTakeFewerVpeidsThanVcpusWhereEachPartitionStatesThem()
    {
        final Partitions partitions = plan(job("{kind: gicv4, injection: {vpeid-bits: 3}, partitions: " +
            "[{name: n, count: 2, pes: 8, vpeids: 4}]}", ", partition: n", ", partition: n"))
            .workload().topology().partitions();

        assertEquals(4, partitions.vpeids(1));
    }
}
