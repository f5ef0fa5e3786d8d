package org.gale.engine.storm.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceHash;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SweepPlannerTest
{
    private static final String JOB = """
        job: small
        vars: {load: 10k}
        count: 1k
        machine: {kind: gicv5, pes: 4}
        vms:
          - {name: vm, count: 2, vpes: 2, devices: [{name: nic, count: 1, events: 8,
             traffic: {kind: open, rate: '${load}'}}]}
        """;
    private static final String SWEEP = "sweep: s\njob: job.yaml\nvary: {vms.vm.vpes: [1, 2], load: [5k, 20k]}\n";

    @TempDir
    private Path directory;

    @Test
    void shouldPlanTheStormOfEachPointWithItsValues() throws IOException
    {
        final List<String> storms = new ArrayList<>();
        plan(SWEEP + "seeds: 3-4\n", JOB, storms);

        assertEquals(List.of("2 5000.0 3", "2 20000.0 3", "4 5000.0 3", "4 20000.0 3"), storms);
    }

    @Test
    void shouldPlanBothEndsOfASearch() throws IOException
    {
        final List<String> storms = new ArrayList<>();
        plan("sweep: s\njob: job.yaml\nsearch: {load: 1k-9k, until: 'rate > 1'}\n", JOB, storms);

        assertEquals(List.of("4 1000.0 1", "4 9000.0 1"), storms);
    }

    @Test
    void shouldHashWhatRunsAndNothingElse() throws IOException
    {
        final String hash = hash(SWEEP, JOB);

        assertTrue(hash.matches("[0-9a-f]{32}"), hash);
        assertEquals(hash, hash("# a comment\n" + SWEEP, JOB.replace("count: 1k\n", "") + "count: 1000 # the same\n"));
        assertEquals(hash, hash(SWEEP, JOB + "outputs: {csv: " + directory + "/x.csv}\n"));
        assertEquals(hash, hash(SWEEP.replace("job.yaml", "./job.yaml"), JOB));
        assertNotEquals(hash, hash(SWEEP.replace("20k", "21k"), JOB));
        assertNotEquals(hash, hash(SWEEP + "seeds: 1\n", JOB));
        assertNotEquals(hash, hash(SWEEP + "limits: {wall: 6m}\n", JOB));
        assertNotEquals(hash, hash(SWEEP + "report: {of: rate}\n", JOB));
        assertNotEquals(hash, hash(SWEEP + "except: [{load: 5k}]\n", JOB));
        assertNotEquals(hash, hash(SWEEP, JOB.replace("1k", "2k")));
        assertNotEquals(hash, hash(SWEEP, JOB + "journal: none\n"));
        assertNotEquals(hash, planned(SWEEP, JOB, "other version", new ArrayList<>()).hash());
    }

    @Test
    void shouldHashTheContentOfTraces() throws IOException
    {
        final Path trace = directory.resolve("t.trace");
        final String job = """
            job: recorded
            clock: virtual
            machine: {pes: 2}
            vms:
              - {name: vm, count: 1, vpes: 1, devices: [{name: nic, count: 1, events: 1,
                 traffic: {kind: trace, file: %s}}]}
            """.formatted(trace);
        final String sweep = "sweep: s\njob: job.yaml\nvary: {machine.pes: [1, 2]}\n";
        write(trace, 500);
        final PlannedSweep before = plan(sweep, job, new ArrayList<>());
        write(trace, 500);
        assertEquals(before.hash(), hash(sweep, job));

        write(trace, 501);

        final PlannedSweep after = plan(sweep, job, new ArrayList<>());
        assertNotEquals(before.hash(), after.hash());
        assertEquals(Set.of(trace.toString()), after.traces().keySet());
        assertEquals(TraceHash.of(trace), after.traces().get(trace.toString()));
    }

    private static void write(final Path trace, final long gapNs) throws IOException
    {
        try (EventSort events = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            events.add(0, 0, 0, 0, -1);
            events.add(gapNs, 1, 0, 0, -1);
            events.sort();
            TraceWriter.write(List.of(new TraceVector("nic", TraceVector.VectorKind.MSI)), events, out);
        }
    }

    @Test
    void shouldWriteTextsThatGiveTheSamePlan() throws IOException
    {
        final PlannedSweep planned = plan(SWEEP + "seeds: 2\n", JOB + "ram-file: /x\n", new ArrayList<>());

        assertTrue(planned.sweepText().startsWith("{\"sweep\":\"s\",\"job\":\"job.yaml\",\"vary\":"),
            planned.sweepText());
        assertEquals(-1, planned.jobText().indexOf("ram-file"), planned.jobText());
        assertEquals(planned.hash(), hash(planned.sweepText(), planned.jobText()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "outputs.json: [a] | 3:23: 'outputs.json' names files of the host, of which each run has its own (name " +
            "another key)",
        "journal: [a] | 3:18: 'journal' names files of the host, of which each run has its own (name another key)",
        "job: [a] | 3:14: 'job' may not vary (name another key)",
        "order: [host] | 3:16: 'order' may not vary (name another key)",
        "vars.load: [1] | 3:20: 'vars.load' may not vary (name another key)",
        "seed: [1] | 3:15: 'seed' does not vary so (write seeds: 1-5)"})
    void shouldRefuseKeysThatMayNotVary(final String parameter, final String message)
    {
        assertEquals(List.of(directory + "/sweep.yaml:" + message), refusal(parameter));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vms.vn.vpes: [1] | 3:22: 'vn' is nothing of the job: did you mean 'vm'? (run 0: vms.vn.vpes=1)",
        "vms.vm.vpe: [1] | 3:21: vms.vm.vpe: 'vpe' is no key of group: did you mean 'vpes'? (run 0: vms.vm.vpe=1)",
        "laod: [1k] | 3:15: the job uses no variable 'laod': did you mean 'load'? (a path has dots: machine.pes=24) " +
            "(run 0: laod=1k)",
        "count: [1k, x] | 3:20: count: 'x' is not a count (try 16 or 1k) (run 1: count=x)",
        "vms.vm.vpes: [2, 0] | 3:25: vms.vm.vpes: 0 is not in 1 to 512 (run 1: vms.vm.vpes=0)",
        "machine.pes: [x] | 3:22: machine.pes: 'x' is not a count (try 16 or 1k) (run 0: machine.pes=x)"})
    void shouldRefuseWhatTheJobDoesNotTake(final String parameter, final String message)
    {
        final List<String> lines = refusal(parameter);

        assertEquals(1, lines.size(), lines.toString());
        assertEquals(message, lines.get(0).replaceFirst(".*?\\.yaml:", ""));
    }

    @Test
    void shouldNameTheRunWhoseValuesContradictEachOther()
    {
        final String message = assertThrows(RuntimeException.class, () -> plan(
            "sweep: s\njob: job.yaml\nvary: {vms.vm.vpes: [2, 400]}\n", JOB, new ArrayList<>())).getMessage();

        assertTrue(message.contains("(run 1: vms.vm.vpes=400)"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "virtual, '[1k, 300k]', true",
        "virtual, '[1k, 300001]', false",
        "virtual, '[300001, 1k]', false",
        "wall, '[1k, 2k]', false"})
    void shouldCallASweepShortWhenEachStormIsModelledAndHasFewEvents(
        final String clock, final String counts, final boolean isShort) throws IOException
    {
        assertEquals(isShort, plan("sweep: s\njob: job.yaml\nvary: {count: " + counts + "}\n",
            JOB + "clock: " + clock + '\n', new ArrayList<>()).isShort());
    }

    @ParameterizedTest
    @CsvSource({"'', true", "'journal: none', false", "'durability: none', false", "'durability: forced', true"})
    void shouldKnowWhetherItsStormsKeepJournals(final String key, final boolean hasJournals) throws IOException
    {
        assertEquals(hasJournals, plan("sweep: s\njob: job.yaml\nvary: {count: [1k, 2k]}\n", JOB + key + '\n',
            new ArrayList<>()).hasJournals());
    }

    @Test
    void shouldFindTheJobBesideTheSweep() throws IOException
    {
        final Path below = Files.createDirectories(directory.resolve("below"));
        Files.writeString(below.resolve("job.yaml"), JOB);
        final Path file = Files.writeString(below.resolve("sweep.yaml"), SWEEP);

        assertEquals(4, planner("1").plan(file.toString(), read(file), storm -> { }).plan().points());
    }

    @Test
    void shouldRefuseASweepWithoutItsJob() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("sweep.yaml"), SWEEP);

        assertThrows(JobException.class, () -> planner("1").plan(file.toString(), read(file), storm -> { }));
        final Path other = Files.writeString(directory.resolve("other.yaml"), SWEEP.replace("job.yaml", "'-'"));
        assertEquals(other + ":2:6: job: '-' is no file (a sweep and its job are two files)",
            assertThrows(JobException.class, () -> planner("1").plan(other.toString(), read(other), storm -> { }))
            .lines().get(0));
    }

    @Test
    void shouldSumTheLimits() throws IOException
    {
        assertEquals("8 runs: at most 0.7 h one after another, 8.0 GiB of memory and 16.0 GiB of disk; each at most " +
            "300 s, 1,024 MiB and 2,048 MiB",
            SweepPlanner.sums(plan(SWEEP + "seeds: 2\n", JOB, new ArrayList<>()).plan()));
    }

    private List<String> refusal(final String parameter)
    {
        return assertThrows(JobException.class, () -> plan(
            "sweep: s\njob: job.yaml\nvary: {" + parameter + "}\n", JOB, new ArrayList<>())).lines();
    }

    private String hash(final String sweep, final String job) throws IOException
    {
        return plan(sweep, job, new ArrayList<>()).hash();
    }

    private PlannedSweep plan(final String sweep, final String job, final List<String> storms) throws IOException
    {
        return planned(sweep, job, "0.1", storms);
    }

    private PlannedSweep planned(
        final String sweep, final String job, final String version, final List<String> storms) throws IOException
    {
        Files.writeString(directory.resolve("job.yaml"), job);
        final Path file = Files.writeString(directory.resolve("sweep.yaml"), sweep);

        return planner(version).plan(file.toString(), read(file), storm -> storms.add(
            storm.config().shape().vpes() + " " +
            storm.config().shape().groups().get(0).devices().get(0).stream().events(1) + " " +
            storm.config().value(StormSettings.SEED)));
    }

    private static Sweep read(final Path file)
    {
        return SweepReader.read(file.toString(), InputStream.nullInputStream());
    }

    private static SweepPlanner planner(final String version)
    {
        return new SweepPlanner(new JobPlanner(JobProfiles.ALL), Spelling.NAMES, version);
    }
}
