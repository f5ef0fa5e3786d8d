package org.gale.engine.storm.law;

import java.io.IOException;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.virtual.LawRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms of each kind of traffic in which nothing is lost: no witness says that a law is broken. */
@Tag("P13")
class LawfulStormsTest
{
    private static final String JOB = """
        job: x
        seed: 3
        CLOCK
        count: 3k
        machine: {kind: MACHINE, pes: 2}
        vms: [{name: a, count: 2, vpes: 2, GUESTdevices: [{name: d, DEVICE}]}]
        """;

    private static LawRun run(final boolean isVirtual, final String machine, final String device) throws IOException
    {
        final LawRun run = LawRun.of(JOB.replace("CLOCK", isVirtual ? "clock: virtual" : "threads: 1")
            .replace("GUEST", isVirtual ? "guest: {handler: 5us}, " : "").replace("MACHINE", machine)
            .replace("DEVICE", device));

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
        assertEquals(0, run.result().totals().accounting().remainder());

        return run;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "count: 1, events: 2, traffic: {kind: io, depth: 16}",
        "count: 1, events: 2, traffic: {kind: io, depth: 1}",
        "count: 1, events: 2, traffic: {kind: io, depth: 16, think: 2us, coalesce: {threshold: 4, time: 100us}}",
        "count: 1, events: 2, traffic: {kind: packets, rate: 100k}",
        "count: 1, events: 2, traffic: {kind: packets, rate: 100k, period: cqe, arrivals: poisson}",
        "count: 1, events: 2, traffic: {kind: packets, rate: 100k, moderation: {fixed: 50us}, period: cqe}",
        "count: 1, events: 2, traffic: {kind: packets, rate: 30k, moderation: none, arrivals: poisson}",
        "count: 1, events: 2, traffic: {kind: virtio}",
        "count: 1, events: 2, traffic: {kind: virtio, event-index: off, coalesce: {threshold: 8, time: 200us}}",
        "traffic: {kind: ipi, broadcast: 500}",
        "traffic: {kind: timer, jitter: 1ms}",
        "count: 2, events: 2, traffic: {kind: line, rate: 60k, share: 2}",
        "count: 1, events: 16, traffic: {kind: open, rate: 100k, arrivals: poisson}",
        "count: 1, events: 16, traffic: {kind: closed, window: 4}",
    })
    void shouldKeepAllLawsInVirtualTime(final String device) throws IOException
    {
        final Map<String, Long> counts = run(true, "kvm", device).counts();

        assertTrue(counts.values().stream().anyMatch(count -> count >= 3_000), counts.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "count: 1, events: 2, traffic: {kind: io, depth: 16}",
        "count: 1, events: 2, traffic: {kind: packets, rate: 100k}",
        "count: 1, events: 2, traffic: {kind: virtio}",
        "traffic: {kind: ipi, unicast: 5k, broadcast: 2k}",
        "traffic: {kind: timer, hz: 2000}",
        "count: 1, events: 16, traffic: {kind: open, rate: 100k, arrivals: poisson}",
        "count: 1, events: 16, traffic: {kind: closed, window: 4}",
    })
    void shouldKeepAllLawsOnTheWallClock(final String device) throws IOException
    {
        run(false, "kvm", device);
    }

    /** The doorbells of a GICv4 host are heard at once, those of vCPUs that are moved and toggled, too. */
    @Tag("P5")
    @ParameterizedTest
    @CsvSource({ "kvm", "gicv4" })
    void shouldHearEachDoorbell(final String machine) throws IOException
    {
        run(true, machine, "count: 1, events: 16, traffic: {kind: open, rate: 20k, arrivals: poisson}");
    }
}
