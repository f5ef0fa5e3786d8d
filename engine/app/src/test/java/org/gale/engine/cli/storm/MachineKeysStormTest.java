package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms whose machine is given keys: nothing is lost, and reports, jobs and journals name the keys. */
class MachineKeysStormTest
{
    private static final String COUNT = "2000";
    private static final String GIVEN = "machine: {kind: kvm, pes: 3, its.cache: eager, strict: 1}\n";
    private static final String JOB = """
        job: keys
        count: 2000
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: d, count: 1, events: 32, traffic: {window: 16}}]}
        """;
    private static final String MODELS = """
        job: models
        duration: 2ms
        clock: virtual
        vms:
          - name: a
            count: 2
            vpes: 2
            devices:
              - {name: tick, traffic: {kind: timer}}
              - {name: ipi, traffic: {kind: ipi}}
              - {name: line, count: 2, events: 1, traffic: {kind: line, rate: 10k}}
              - {name: io, count: 1, events: 8, traffic: {kind: io}}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;

    static Stream<Arguments> storms()
    {
        return Stream.of("its.cache=0", "its.cache=1", "its.cache=eager", "its.cache=eager-valid", "strict=1", "swe=0",
            "one_n=1", "virt_one_n=1", "pri_bits=1", "ppis=3,27", "irss=2", "itss=3", "iwbs=2")
            .flatMap(key -> Stream.of("default", "overcommit",
            "lpi-stress").flatMap(profile -> Stream.of("wall", "virtual")
            .map(clock -> Arguments.of(profile, clock, key))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("storms")
    @Tag("P11")
    void shouldLoseNothingWhateverTheMachineIsGiven(final String profile, final String clock, final String key)
        throws IOException
    {
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.OK, gale("storm", profile, "-C", key, "--clock", clock, "--count", COUNT, "--vms", "1",
            "--vpes", "2", "--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        final String[] parts = key.split("=", -1);
        assertEquals(Map.of(parts[0], parts[1]), given(json));
        assertTrue(json.at("/accounting/offered").asLong() > 0, json::toString);
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json::toString);
        assertTrue(out.toString().contains(parts[0] + ' ' + parts[1]), out.toString());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"gicv5, its.cache=eager", "kvm, its.cache=eager", "gicv5, pri_bits=2", "kvm, pri_bits=2",
        "gicv5, strict=1", "kvm, strict=1", "gicv5, 'ppis=3,27'", "kvm, virt_one_n=1", "gicv5, itss=3", "kvm, itss=4"})
    void shouldLoseNothingOfModelsOfDevices(final String kind, final String key) throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), MODELS);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--set", "machine.kind=" + kind, "--set",
            "machine." + key), err.toString());
    }

    @Test
    void shouldNameTheKeysOfAJobInItsReportAndItsJournal() throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), JOB + GIVEN);
        final Path report = home.resolve("report.json");
        final Path journal = home.resolve("journal");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", report.toString(), "--journal",
            journal.toString()), err.toString());
        assertEquals(Map.of("its.cache", "eager", "strict", "1"), given(new ObjectMapper().readTree(report.toFile())));
        assertEquals(ExitCode.OK, gale("journal", "describe", "--job", journal.toString()), err.toString());
        assertTrue(out.toString().contains("""
              kind: kvm
              pes: 3
              kernel: 7.4
              irsen: 0
              strict: 1
              its.cache: eager
              scheduler:
            """), out.toString());
        assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm"})
    void shouldRunOnTheMachineThatWasChosen(final String kind)
    {
        final StormPlan plan =
            plan(JOB + "machine: {kind: " + kind + ", its.cache: eager, strict: 1, swe: 0, pri_bits: 2}\n");

        final MachineConfig machine = plan.workload().machine();
        assertEquals(ItsCaching.EAGER, machine.value(MachineKeys.ITS_CACHE));
        assertTrue(machine.value(MachineKeys.STRICT) && !machine.value(MachineKeys.SWE));
        assertEquals(2, machine.value(MachineKeys.PRI_BITS));
        assertEquals(plan(JOB + "machine: {kind: " + kind + "}\n").workload().machine(),
            machine.with(MachineKeys.ITS_CACHE, ItsCaching.NONE).with(MachineKeys.STRICT, false)
            .with(MachineKeys.SWE, true).with(MachineKeys.PRI_BITS, 5));
    }

    @Test
    void shouldNameNoKeyThatNobodyGave() throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), JOB);
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", report.toString()), err.toString());
        assertTrue(new ObjectMapper().readTree(report.toFile()).at("/config/machine").isMissingNode());
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--print-job"), err.toString());
        assertTrue(out.toString().contains("machine:\n  kind: gicv5\n  pes: 4\nvms:\n"), out.toString());
        assertFalse(plan(JOB).job().contains("cache"), plan(JOB).job());
    }

    @Test
    void shouldPreferAnOptionToTheFile() throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), JOB + GIVEN);

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "-C", "its.cache=1", "--print-job"), err.toString());

        assertTrue(out.toString().contains("  strict: 1\n  its.cache: 1\n"), out.toString());
    }

    @Test
    void shouldVaryAKeyOfTheMachine() throws IOException
    {
        final Path json = home.resolve("all.json");

        assertEquals(ExitCode.OK, gale("storm", "--vms", "1", "--vpes", "1", "--count", "500", "--journal", "none",
            "--vary", "machine.its.cache=0,1,eager", "--json", json.toString()), err.toString());

        final List<String> found = new ArrayList<>();
        new ObjectMapper().readTree(json.toFile())
            .forEach(run -> found.add(run.at("/config/machine/its.cache").asText()));
        assertEquals(List.of("0", "1", "eager"), found);
    }

    @Test
    void shouldPlanASweepOverAKeyOfTheMachine() throws IOException
    {
        Files.writeString(home.resolve("job.yaml"), JOB);
        final Path sweep = Files.writeString(home.resolve("sweep.yaml"), """
            sweep: caches
            job: job.yaml
            vary: {machine.its.cache: [0, eager], machine.strict: [1]}
            """);

        assertEquals(ExitCode.OK, gale("sweep", "plan", sweep.toString()), err.toString());

        assertTrue(out.toString().contains("1  machine.its.cache=eager machine.strict=1  "), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "{kind: gicv4, strict: 1} | 5:24: machine.strict: a machine of kind gicv4 has no such key (gicv5 and kvm have)",
        "{ram: 0} | 5:11: machine.ram: follows from vms, vpes, devices and events, whose tables a storm lays out " +
            "(leave it out)",
        "{ops.delay: 2} | 5:11: machine.ops.delay: set-up and guests of a storm wait for no effect that comes late " +
            "(leave it out; gale script has it)",
        "{preset: el1} | 5:11: machine.preset: a storm needs ITS and virtualization, of preset=full (leave it out; " +
            "gale script has it)",
        "{nmi: 1} | 5:11: machine.nmi: guests of a storm take no interrupts as NMIs (leave it out; gale script has it)",
        "{its.cash: 1} | 5:11: machine.its.cash: 'its.cash' is no key of machine: did you mean 'its.cache'?",
        "{its.cache: 2} | 5:22: machine.its.cache: '2' is not 0, 1, eager or eager-valid",
        "{kernel: 7.1, kind: kvm} | 5:19: machine.kernel: '7.1' is not one of 7.4, 7.4-gap",
        "{its: {cache: 1}} | 5:11: machine.its: 'its' is no key of machine",
    })
    void shouldRefuseWhatAStormDecidesOrNoMachineHas(final String machine, final String message) throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), JOB + "machine: " + machine + '\n');

        assertEquals(ExitCode.USAGE, gale("storm", job.toString()));

        assertTrue(err.toString().startsWith("gale storm: " + job + ':' + message), err.toString());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"line, 2", "timer, 0"})
    void shouldRefusePriorityBitsByWhichGuestsWouldNotFindTheirLine(final String kind, final int rate)
        throws IOException
    {
        final Path job = Files.writeString(home.resolve("job.yaml"), "job: first\nduration: 1ms\nthreads: 1\nvms:\n" +
            "  - {name: a, vpes: 1, devices: [{name: d, count: 1, " + (rate == 0 ? "" : "events: 1, ") +
            "traffic: {kind: " + kind + (rate == 0 ? "" : ", rate: 1k") + "}}]}\n");

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "-C", "pri_bits=4"));
        assertTrue(err.toString().startsWith("gale storm: -C pri_bits: 4 makes other interrupts as urgent as lines"),
            err.toString());
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "-C", "pri_bits=5"), err.toString());
        assertEquals(ExitCode.OK,
            gale("storm", job.toString(), "-C", "pri_bits=4", "--clock", "virtual"), err.toString());
    }

    @Test
    @Tag("P6")
    void shouldKeepTheKeysWhenAStormIsResumed() throws IOException
    {
        final Path left = home.resolve("left");
        Storms.leave(left, plan(JOB + GIVEN), 3);
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.USAGE, gale("storm", "--resume", left.toString(), "-C", "its.cache=1"));
        assertTrue(err.toString().contains("-C its.cache: '1' contradicts " + left +
            ", which was begun with 'eager' (leave it out"), err.toString());
        assertEquals(ExitCode.OK, gale("storm", "--resume", left.toString(), "-C", "strict=1", "--json",
            report.toString()), err.toString());

        assertEquals(Map.of("its.cache", "eager", "strict", "1"), given(new ObjectMapper().readTree(report.toFile())));
    }

    private static Map<String, String> given(final JsonNode report)
    {
        final Map<String, String> given = new HashMap<>();
        report.at("/config/machine").properties().forEach(key -> given.put(key.getKey(), key.getValue().asText()));

        return given;
    }

    private static StormPlan plan(final String job)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.plan(jobs.read(NodeFile.STDIN, new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
