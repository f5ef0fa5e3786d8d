package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what users see of devices with models: moderation of NICs, and neighbours on shared PEs. */
class DeviceStormsTest
{
    private static final String TWO_NICS = """
        job: two-nics
        clock: virtual
        duration: 200ms
        latency: all
        defaults: {vpes: 1, guest: {handler: 1us}}
        vms:
        - name: dim
          count: 1
          devices:
          - name: n
            count: 1
            events: 1
            traffic: {kind: packets, rate: RATE, arrivals: constant, moderation: dim}
        - name: fixed
          count: 1
          devices:
          - name: n
            count: 1
            events: 1
            traffic: {kind: packets, rate: RATE, arrivals: constant, moderation: {fixed: 84us}}
        """;
    /** Nothing is judged but the condition. */
    private static final String TOLERANCE = "9999%";

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);

        return GaleRun.of(out, out, arguments);
    }

    private JsonNode groups(final String rate) throws IOException
    {
        final Path job = Files.writeString(directory.resolve(rate + ".yaml"), TWO_NICS.replace("RATE", rate));
        final Path report = directory.resolve(rate + ".json");
        assertEquals(ExitCode.OK, run("storm", job.toString(), "--journal", "none", "--json", report.toString()),
            out.toString());

        return new ObjectMapper().readTree(report.toFile()).get("groups");
    }

    @Test
    void shouldInterruptLessByDimAtAHighLoadAndAnswerEarlierAtALowOne() throws IOException
    {
        final JsonNode high = groups("1M");
        final JsonNode low = groups("20k");

        final long byDim = high.get(0).get("interrupts").asLong();
        final long byFixed = high.get(1).get("interrupts").asLong();
        assertTrue(2 * byDim < byFixed, byDim + " interrupts by dim, and " + byFixed + " by 84us");
        final double dimNs = low.get(0).at("/latency_ns/handled/mean").asDouble();
        final double fixedNs = low.get(1).at("/latency_ns/handled/mean").asDouble();
        assertTrue(dimNs < fixedNs, dimNs + " ns by dim, and " + fixedNs + " ns by 84us");
    }

    /** Returns the p99 of the VMs beside the noisy one, ns. */
    private long others(final String machine, final String rate, final Path report) throws IOException
    {
        final boolean isShared = machine.equals("kvm");
        final int pes = isShared ? 4 : 16;
        assertEquals(ExitCode.OK, run("storm", "noisy-neighbour", "--set", "machine.kind=" + machine, "--set",
            "machine.pes=" + pes, "--set", "vms.noisy.devices.nic.traffic.rate=" + rate,
            isShared ? "--count" : "--duration", isShared ? "40k" : "50ms",  // a VM alone offers its part of a count
            "--journal", "none", "--json", report.toString()), out.toString());

        return new ObjectMapper().readTree(report.toFile()).at("/groups/0/latency_ns/response/p99").asLong();
    }

    private int compare(final Path quiet, final Path noisy, final long quietNs)
    {
        return run("compare", quiet.toString(), noisy.toString(), "--tolerance", TOLERANCE, "--fail-if",
            "others.response.p99 > " + 2 * quietNs + "ns");
    }

    @Test
    void shouldRaiseTheTailOfOthersWhereVcpusShareThePesOfANoisyNeighbour() throws IOException
    {
        final Path quiet = directory.resolve("quiet.json");
        final Path noisy = directory.resolve("noisy.json");
        final long quietNs = others("kvm", "1", quiet);
        final long noisyNs = others("kvm", "400k", noisy);

        assertTrue(noisyNs > 2 * quietNs, quietNs + " ns alone, " + noisyNs + " ns beside the noise");
        assertEquals(ExitCode.CHECK_FAILED, compare(quiet, noisy, quietNs), out.toString());
    }

    @Test
    void shouldLeaveTheTailOfOthersWhereEachVcpuIsResident() throws IOException
    {
        final Path quiet = directory.resolve("quiet.json");
        final Path noisy = directory.resolve("noisy.json");
        final long quietNs = others("gicv5", "1", quiet);
        others("gicv5", "400k", noisy);

        assertEquals(ExitCode.OK, compare(quiet, noisy, quietNs), out.toString());
    }
}
