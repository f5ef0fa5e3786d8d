package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.WarmUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SteadyAnswerTest
{
    private static final String QUIET = """
        job: quiet
        clock: virtual
        count: 4k
        latency: all
        machine: {kind: gicv4, pes: 40, injection: {policy: per-vcpu, vpeids: 40, moves: 0, toggles: 0}}
        defaults: {vpes: 4, guest: {handler: {lognormal: {median: 2us, sigma: 0.5}}}}
        vms:
          - {name: quiet, count: 10, devices: [{name: disk, count: 1, events: 256,
              traffic: {kind: open, rate: 8k, arrivals: poisson}}]}
        """;
    /** A vCPU that is nearly full, and begins empty: its mean response grows over a run of 300 events. */
    private static final String FULL = """
        job: full
        clock: virtual
        count: 300
        latency: all
        machine: {kind: gicv4, pes: 1, injection: {policy: per-vcpu, vpeids: 1, moves: 0, toggles: 0}}
        defaults: {vpes: 1, guest: {handler: {exponential: 10us}}}
        vms:
          - {name: full, count: 1, devices: [{name: nic, count: 1, events: 512,
              traffic: {kind: open, rate: RATE, arrivals: poisson}}]}
        """;
    /** One of two vCPUs has an event in 2.5 ms, if its rate is 400; a judged part takes 2 ms. */
    private static final String COLD = """
        job: cold
        clock: virtual
        count: 200
        latency: all
        machine: {kind: gicv4, pes: 2, injection: {policy: per-vcpu, vpeids: 2, moves: 0, toggles: 0}}
        defaults: {vpes: 1, guest: {handler: 2us}}
        vms:
          - {name: loud, count: 1, devices: [{name: nic, count: 1, events: 32,
              traffic: {kind: open, rate: 100k, arrivals: constant}}]}
          - {name: rare, count: 1, devices: [{name: disk, count: 1, events: 1,
              traffic: {kind: open, rate: RATE, arrivals: poisson}}]}
        """;

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /**
     * M/G/1: response = signal + the wait, λ E[S²] / 2 (1 − ρ), which is 7 ns here. The first interrupt of a vCPU takes
     * 7.4 us more, and each vCPU has a hundred: 70 % if these were judged.
     */
    @Test
    void shouldHaveTheStationaryMeanOfAQuietVcpu() throws IOException
    {
        final Answer answer = answer(QUIET, "--vary", "costs.kick=283ns,300ns", "--seeds", "10");

        final double handler = 2_000 * Math.exp(0.125);
        final double square = 2_000.0 * 2_000 * Math.exp(0.5);
        final double rate = 2_000 / 1e9;
        final double mean = 100 + rate * square / 2 / (1 - rate * handler);
        assertEquals(mean, answer.rows().get(0).figure("mean").value().value(), mean / 100);
        final WarmUp warmUp = answer.steadiness().warmUp();
        assertEquals(0, warmUp.coldStarts());
        assertEquals(40, warmUp.vcpus());
        assertTrue(warmUp.leastEvents() >= 400 && warmUp.mostEvents() <= 4_000, warmUp.toString());
        assertTrue(answer.steadiness().isStationary(), answer.steadiness().toString());
        assertEquals(1, answer.steadiness().lengths());
        assertTrue(answer.steadiness().tested() > 0);
    }

    @Test
    void shouldSayHowManyVcpusBeganCold() throws IOException
    {
        final Answer answer = answer(COLD.replace("RATE", "400"), "--vary", "costs.kick=283ns,300ns", "--seeds", "8");

        final WarmUp warmUp = answer.steadiness().warmUp();
        assertEquals(1, warmUp.coldStarts());
        assertEquals(2, warmUp.vcpus());
        assertEquals(200, warmUp.mostEvents(), "no longer than the judged part");
        assertTrue(answer.lines().contains("Not warm: in a run (choices) 1 of 2 vCPUs handled their first interrupt " +
            "in the judged part, although its warm-up is as long (try more events)."), answer.lines().toString());

        final Answer warm = answer(COLD.replace("RATE", "30k"), "--vary", "costs.kick=283ns,300ns", "--seeds", "2");
        assertEquals(0, warm.steadiness().warmUp().coldStarts());
        assertTrue(warm.lines().stream().noneMatch(line -> line.startsWith("Not ")), warm.lines().toString());
    }

    @Test
    void shouldSayThatAFigureFollowsTheLengthOfTheRuns() throws IOException
    {
        final Answer answer = answer(FULL.replace("RATE", "98500"), "--vary", "costs.kick=283ns,300ns", "--seeds",
            "60");

        assertTrue(!answer.steadiness().isStationary() || answer.steadiness().lengths() == 2,
            answer.steadiness().toString());
        assertTrue(answer.lines().stream().anyMatch(line -> line.startsWith("Not stationary: mean with 283ns is ") ||
            line.startsWith("Runs are twice as long as the job says")), answer.lines().toString());

        final Answer half = answer(FULL.replace("RATE", "50k"), "--vary", "costs.kick=283ns,300ns", "--seeds", "30");
        assertTrue(half.steadiness().isStationary() && half.steadiness().lengths() == 1,
            half.steadiness().toString());
    }

    @Test
    void shouldSayThatFewSeedsHaveNoTest() throws IOException
    {
        final Path page = directory.resolve("page.html");
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", job(COLD.replace("RATE", "30k")), "--what-if",
            "--draws", "2", "--seeds", "2", "--html", page.toString()), err.toString());

        final String line = out.toString().lines().filter(one -> one.startsWith("cold starts ")).findFirst()
            .orElseThrow();
        assertTrue(line.matches("cold starts [0-2] of 2, warm-ups of 2\\d to \\d+ events; " +
            "halves not compared, which takes five seeds"), line);
        assertTrue(Files.readString(page).contains(line), line);
    }

    private Answer answer(final String job, final String... more) throws IOException
    {
        final Path json = directory.resolve("answer.json");
        final List<String> words = new ArrayList<>(List.of("storm", job(job), "--quiet", "--json", json.toString()));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, GaleRun.of(out, err, words.toArray(new String[0])), err.toString());

        return AnswerJson.read(new ObjectMapper().readTree(Files.readString(json)));
    }

    private String job(final String text) throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), text).toString();
    }
}
