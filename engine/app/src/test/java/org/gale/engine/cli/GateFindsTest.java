package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Gates of changed costs, policies and models, each of which moves a figure, and of code that did not change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateFindsTest
{
    private static final int GATES = 100;
    private static final Map<String, String> JOBS = Map.of(
        "direct", """
            clock: virtual
            count: 4k
            journal: none
            costs: {base: armv8-vhe}
            machine:
              kind: gicv4
              pes: 2
              scheduler: {slice: 200us, enqueue: tail, queues: one, host-irqs: housekeeping}
              injection: {policy: per-vcpu, vpeid-bits: 1, toggles: 1/200, moves: 1/100}
            vms:
              - name: v
                count: 2
                vpes: 2
                guest: {handler: 3us}
                devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 60k, arrivals: poisson}}]
            """,
        "shared", """
            clock: virtual
            count: 4k
            journal: none
            costs: {base: armv8-vhe}
            machine: {kind: kvm, pes: 2, scheduler: {slice: 200us}}
            vms:
              - name: v
                count: 2
                vpes: 2
                guest: {handler: 3us}
                devices:
                  - {name: disk, count: 1, events: 2, traffic: {kind: io, depth: 4, service: 20us, parallel: 2}}
                  - {name: nic, count: 1, events: 2, traffic: {kind: packets, rate: 50k, per-packet: 500ns}}
            """);

    private final Map<String, Path> baselines = new HashMap<>();
    private Path directory;

    @BeforeAll
    void record(@TempDir final Path shared) throws IOException
    {
        directory = shared;
        for (final String name : JOBS.keySet())
        {
            record(name);
        }
    }

    /** Changes of a job, each with a figure that it moves. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "direct | costs.signal=150ns                 | response.mean",
        "direct | costs.exit=400ns                   | pe_time.host",
        "direct | costs.enter=400ns                  | pe_time.host",
        "direct | costs.host-irq=600ns               | response.mean",
        "direct | costs.inject=301ns                 | response.mean",
        "direct | vms.v.vpes=3                        | response.mean",
        "direct | costs.poll=20us                    | pe_time.polling",
        "direct | costs.schedule=6us                 | woken.mean",
        "direct | costs.put=501ns                    | pe_time.host",
        "direct | costs.load=501ns                   | pe_time.host",
        "direct | costs.put-direct=700ns             | pe_time.host",
        "direct | costs.load-direct=700ns            | pe_time.host",
        "direct | costs.vmovp=1us                    | pe_time.host",
        "direct | costs.dirty=2us                    | signalled.mean",
        "direct | costs.trap=4us                     | pe_time.host",
        "direct | costs.eoi=31ns                     | deactivated.mean",
        "direct | costs.transition-step=2us          | pe_time.host",
        "direct | costs.base=armv8.0-split           | response.p50",
        "direct | costs.schedule={exponential: 5us}  | woken.p99",
        "direct | machine.injection.toggles=1/201      | response.mean",
        "direct | machine.injection.vpeid-bits=2     | response.mean",
        "direct | machine.injection.moves=1/101      | response.mean",
        "direct | machine.scheduler.slice=201us      | response.mean",
        "direct | machine.scheduler.host-irqs=affine       | response.mean",
        "direct | vms.v.guest.handler=3001ns         | pe_time.handler",
        "direct | vms.v.guest.wfi=trap               | pe_time.wfi",
        "direct | vms.v.devices.d.traffic.rate=60001 | response.mean",
        "shared | machine.scheduler.enqueue=tail     | waiting.mean",
        "shared | vms.v.devices.disk.traffic.service=20001ns | response.mean",
        "shared | vms.v.devices.disk.traffic.parallel=3      | response.mean",
        "shared | vms.v.devices.disk.traffic.think=1us | request.mean",
        "shared | vms.v.devices.nic.traffic.per-packet=501ns | response.mean",
        "shared | vms.v.devices.nic.traffic.moderation=none  | response.mean",
        "direct | costs.kick=900ns                   | response.mean",
    })
    void shouldFindAChange(final String name, final String change, final String figure)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();

        assertEquals(ExitCode.CHECK_FAILED, GaleRun.of(out, err, "gate", "--baseline", baselines.get(name).toString(),
            job(name).toString(), "--set", change), err.toString() + out);

        assertTrue(out.toString().contains("\n  " + figure + ' '), out.toString());
        final String input = change.startsWith("costs.") ? "costs" : "job";
        assertTrue(out.toString().contains("\n  differs  " + input + ": sha256:"), out.toString());
        assertFalse(out.toString().contains("differs  " + (input.equals("job") ? "costs" : "job")), out.toString());
    }

    @Test
    @Tag("slow")
    void shouldHoldAHundredTimesWithUnchangedCode()
    {
        for (final String name : JOBS.keySet())
        {
            for (int i = 0; i < GATES; i++)
            {
                final StringWriter out = new StringWriter();
                assertEquals(ExitCode.OK, GaleRun.of(out, out, "gate", "--baseline", baselines.get(name).toString(),
                    job(name).toString()), out.toString());
            }
        }
    }

    private Path job(final String name)
    {
        return directory.resolve(name + ".yaml");
    }

    private void record(final String name) throws IOException
    {
        Files.writeString(job(name), "job: " + name + '\n' + JOBS.get(name));
        final Path recorded = directory.resolve("of-" + name);
        final StringWriter err = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, "gate", "--record", "--baseline",
            recorded.toString(), job(name).toString()), err.toString());
        baselines.put(name, recorded);
    }
}
