package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests mean responses of Poisson arrivals against closed forms, within one per cent: direct and forwarded vCPUs, with
 * a PE for each and for four. A PE of which only one step takes time besides handlers is M/G/1 with set-up. At low load
 * a response is the sum of the costs of its path.
 */
class ClosedFormsTest
{
    private static final String JOB = """
        job: forms
        clock: virtual
        count: COUNT
        warmup: 10ms
        latency: all
        machine: {kind: gicv4, pes: 1, scheduler: {slice: 3ms},
          injection: {policy: POLICY, vpeids: 4, moves: 0, toggles: 0}}
        costs: COSTS
        vms:
          - {name: a, count: VCPUS, vpes: 1, guest: {handler: HANDLER}, devices: [{name: d, count: 1, events: 512,
              traffic: {kind: open, rate: RATE, arrivals: poisson}}]}
        """;
    /** Costs of nothing but handlers and a set-up. */
    private static final String SET_UP = "{signal: SIGNAL, exit: 0ns, enter: 0ns, host-irq: 0ns, inject: 0ns, " +
        "kick: 0ns, poll: 0, schedule: WAKEns, put: 0ns, load: LOADns, put-direct: 0ns, load-direct: 0ns, " +
        "dirty: 0ns, vmovp: 0ns, eoi: 0ns, lr-limit: 16}";
    private static final double MEDIAN_NS = 2_000;
    private static final double SIGMA = 0.5;
    private static final String HANDLER = "{lognormal: {median: 2us, sigma: 0.5}}";
    /** Interrupts of a PE, a second. Handlers take 29 % of it. */
    private static final int RATE = 130_000;
    private static final double TOLERANCE = 0.01;

    @TempDir
    private Path directory;

    /**
     * M/G/1 with set-up: λ E[S²] / 2 (1 − ρ) + (2 D + λ D²) / 2 (1 + λ D) of a set-up of D. A direct vCPU stays in its
     * guest, and what comes then waits for a signal. A forwarded one blocks, and is woken and loaded first. The signal
     * is short beside a handler: one that rises late in a handler would delay the next.
     */
    @ParameterizedTest(name = "{0}: signal {1}, schedule {2}, load {3}")
    @CsvSource({"per-vcpu, 100, 0, 0", "none, 0, 3000, 1500"})
    void shouldRespondAsOneServerWithSetUp(
        final String policy, final long signalNs, final long scheduleNs, final long loadNs) throws IOException
    {
        final double setUpNs = signalNs + scheduleNs + loadNs;
        final double rate = RATE / 1e9;

        assertMean(waitNs() + (2 * setUpNs + rate * setUpNs * setUpNs) / 2 / (1 + rate * setUpNs),
            job(policy, 1, RATE, HANDLER, setUp(signalNs, scheduleNs, loadNs), 200_000));
    }

    /** Four vCPUs that sleep between interrupts share a PE, which is M/G/1 over the sum of their rates. */
    @ParameterizedTest
    @CsvSource({"per-vcpu", "none"})
    void shouldRespondAsOneServerOfTheSumOfRates(final String policy) throws IOException
    {
        assertMean(waitNs(), job(policy, 4, RATE / 4, HANDLER, setUp(0, 0, 0), 200_000));
    }

    /**
     * One of four direct vCPUs stays on the PE in WFI, and has it again after each of the others. So a quarter of the
     * interrupts takes a signal of 100 ns. The others take 8,771 ns.
     * <pre>
     *   doorbell: exit, host-irq      157 + 500       put of the vCPU in WFI                1,000
     *   wake                        5,000             load                                    700
     *   exit of the vCPU in WFI       157             entry, and a poll of dirty     157 + 1,000, then a signal: 100
     * </pre>
     * A forwarded one takes 500, 300, 5,000, 500 and 157 ns, whoever else shares its PE.
     */
    @ParameterizedTest
    @CsvSource({"per-vcpu, 6603.25", "none, 6457"})
    void shouldRespondAsTheCostsOfThePathsAdd(final String policy, final double meanNs) throws IOException
    {
        assertMean(meanNs, job(policy, 4, 100, "2us", "{base: gicv4-vhe, poll: 0}", 20_000));
    }

    /** Returns the mean wait of M/G/1. */
    private static double waitNs()
    {
        final double rate = RATE / 1e9;
        final double meanNs = MEDIAN_NS * Math.exp(SIGMA * SIGMA / 2);
        final double square = MEDIAN_NS * MEDIAN_NS * Math.exp(2 * SIGMA * SIGMA);

        return rate * square / 2 / (1 - rate * meanNs);
    }

    private static String setUp(final long signalNs, final long scheduleNs, final long loadNs)
    {
        return SET_UP.replace("SIGNAL", signalNs + "ns").replace("WAKE", Long.toString(scheduleNs))
            .replace("LOAD", Long.toString(loadNs));
    }

    private static String job(final String policy, final int vcpus, final int rate, final String handler,
        final String costs, final int count)
    {
        return JOB.replace("COUNT", Integer.toString(count)).replace("POLICY", policy)
            .replace("VCPUS", Integer.toString(vcpus)).replace("RATE", Integer.toString(rate))
            .replace("HANDLER", handler).replace("COSTS", costs);
    }

    private void assertMean(final double meanNs, final String job) throws IOException
    {
        final Path file = directory.resolve("job.yaml");
        final Path json = directory.resolve("report.json");
        Files.writeString(file, job);
        GaleStorm.gale("storm", file.toString(), "--journal", "none", "--json", json.toString());

        assertEquals(meanNs, new ObjectMapper().readTree(json.toFile()).at("/latency_ns/response/mean").asDouble(),
            TOLERANCE * meanNs, job);
    }
}
