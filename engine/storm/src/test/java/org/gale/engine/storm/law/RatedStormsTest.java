package org.gale.engine.storm.law;

import java.io.IOException;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.virtual.LawRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of storms with rates: what is offered and skipped is what the rates give, and no witness says otherwise. */
@Tag("P13")
class RatedStormsTest
{
    private static final String PHASES =
        "phases: [{name: one, duration: 200ms}, {name: two, duration: 200ms, change: {a: {scale: 2}}}, " +
        "{name: three, duration: 100ms}]\n";
    private static final String EVEN = "rate: 20k, arrivals: constant";
    private static final String POISSON = "rate: 20k, arrivals: poisson";

    private static void assertKept(final String head, final String traffic) throws IOException
    {
        assertKept(head, "kind: open, " + traffic, 64);
    }

    private static void assertKept(final String head, final String traffic, final int events) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nseed: 3\n" + head + "machine: {kind: gicv5, pes: 4}\n" +
            "vms: [{name: a, count: 2, vpes: 2, devices: [{name: d, count: 2, events: " + events +
            ", traffic: {" + traffic + "}}]}]\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {EVEN, POISSON})
    void shouldOfferByTheRatesInVirtualTime(final String traffic) throws IOException
    {
        assertKept("clock: virtual\n" + PHASES, traffic);
    }

    @ParameterizedTest
    @ValueSource(strings = {EVEN, POISSON})
    void shouldOfferByTheRatesOnTheWallClock(final String traffic) throws IOException
    {
        assertKept("threads: 1\n" + PHASES, traffic);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "kind: io, depth: 16",
        "kind: io, depth: 4, service: 10us",                        // devices are due at the same times
        "kind: io, depth: 16, think: {exponential: 20us}, service: {uniform: {from: 1us, to: 90us}}",
        "kind: packets, rate: 100k, arrivals: poisson",
        "kind: packets, rate: 100k, arrivals: constant",
        "kind: packets, rate: 100k, arrivals: poisson, moderation: dim",
        "kind: packets, rate: 100k, arrivals: poisson, moderation: dim, period: cqe",
        "kind: packets, rate: 100k, arrivals: {on-off: {alpha: 1.5, on: 1ms, off: 9ms}}",
        "kind: packets, rate: 400k, arrivals: {on-off: {alpha: 1.5, on: 3ms, off: 9ms}}, moderation: dim",
        "kind: virtio, depth: 4",
        "kind: virtio, depth: 4, backend: each, service: {each: {exponential: 5us}, fixed: 3us}",
    })
    void shouldDrawTheTimesOfTheJob(final String traffic) throws IOException
    {
        assertKept("clock: virtual\ncount: 20k\n", traffic, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: ipi", "kind: ipi, broadcast: 500"})
    void shouldRecordTheWaitsOfTheMeasuredPart(final String traffic) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nclock: virtual\ncount: 5k\nwarmup: 1ms\nmachine: {kind: kvm, pes: 4}\n" +
            "vms: [{name: a, count: 2, vpes: 4, devices: [{name: d, traffic: {" + traffic + "}}]}]\n");

        assertNull(run.result().verdict().failure());
    }

    /** Samples of all and of some, of groups and phases, behind a warm-up. */
    @ParameterizedTest
    @ValueSource(strings = {
        "count: 5k\nwarmup: 2ms\nlatency: all\n", "count: 5k\nwarmup: 2ms\nlatency: 1:4\n",
        "warmup: 2ms\nphases: [{name: one, duration: 10ms}, {name: two, duration: 10ms, change: {a: {pause: true}}}]\n",
    })
    void shouldRecordTheResponsesOfTheMeasuredPart(final String head) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nseed: 3\nclock: virtual\n" + head + "machine: {kind: kvm, pes: 2}\n" +
            "vms:\n- {name: b, count: 2, vpes: 2, devices: [{name: e, events: 2, traffic: {kind: io, depth: 4}}]}\n" +
            "- {name: a, count: 2, vpes: 2, devices: [{name: d, events: 16, traffic: {kind: open, rate: 50k}}]}\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
    }

    /** Conditions of the storm, of a group, and of a group in a phase. */
    @ParameterizedTest
    @ValueSource(strings = { "response > 8us", "a.response > 8us", "a.two.response > 8us" })
    void shouldStopAtTheFirstResponseOfItsPart(final String condition) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nseed: 3\nclock: virtual\nwarmup: 2ms\nstop-if: ['" + condition + "']\n" +
            "phases: [{name: one, duration: 10ms}, {name: two, duration: 10ms}]\nmachine: {kind: kvm, pes: 2}\nvms:\n" +
            "- {name: b, count: 2, vpes: 2, devices: [{name: e, events: 2, traffic: {kind: io, depth: 4}}]}\n" +
            "- {name: a, count: 2, vpes: 2, devices: [{name: d, events: 16, traffic: {kind: open, rate: 50k}}]}\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.CHECK_FAILED, run.result().verdict().outcome());
    }

    /** Requests and packets, those of full rings among them: their times, and for how long they were held back. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{name: e, events: 2, traffic: {kind: io, depth: 16, coalesce: {threshold: 4, time: 100us}}}",
        "{name: e, traffic: {kind: io, depth: 4, think: 20us}}",
        "{name: d, events: 2, traffic: {kind: packets, rate: 400k, arrivals: poisson}}",
        "{name: d, traffic: {kind: packets, rate: 3M, per-packet: 100ns, arrivals: poisson}}",
        "{name: g, events: 2, traffic: {kind: virtio, depth: 8}}",
        "{name: g, traffic: {kind: virtio, backend: each, event-index: off, coalesce: {threshold: 8, time: 200us}}}",
    })
    void shouldTimeTheWorkOfDevices(final String device) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nseed: 3\nclock: virtual\ncount: 2k\nwarmup: 1ms\n" +
            "machine: {kind: kvm, pes: 2}\nvms: [{name: a, count: 1, vpes: 2, guest: {handler: " +
            (device.contains("3M") ? "300us" : "5us") + "}, devices: [" + device + "]}]\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
    }

    /** Handlers of each kind of distribution. */
    @ParameterizedTest
    @ValueSource(strings = { "exponential: 4us", "lognormal: {median: 4us, sigma: 0.5}" })
    void shouldDrawTheTimesOfHandlers(final String handler) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nclock: virtual\ncount: 3k\nmachine: {kind: kvm, pes: 2}\n" +
            "vms: [{name: a, count: 2, vpes: 2, guest: {handler: {" + handler + "}}, devices: [{name: d, count: 2, " +
            "events: 16, traffic: {kind: open, rate: 30k, arrivals: poisson}}]}]\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
    }

    /** Hosts with more vCPUs than PEs, that poll, preempt and move them. */
    @ParameterizedTest
    @ValueSource(strings = {
        "poll: 0ns", "poll: 50us", "poll: {max: 200us, grow: 2, start: 10us, shrink: 2}", "schedule: 0ns",
    })
    void shouldCountWhatTheVcpusOfItsHostDo(final String cost) throws IOException
    {
        final LawRun run = LawRun.of("job: x\nclock: virtual\ncount: 10k\nmachine: {kind: kvm, pes: 2, " +
            "scheduler: {slice: 20us}}\ncosts: {" + cost + "}\nvms: [{name: a, count: 3, vpes: 2, " +
            "guest: {handler: {exponential: 4us}}, devices: [{name: d, count: 2, events: 16, " +
            "traffic: {kind: open, rate: 100k, arrivals: poisson}}]}]\n");

        assertNull(run.result().verdict().failure());
        assertEquals(Outcome.OK, run.result().verdict().outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {EVEN, POISSON})
    void shouldOfferAndSkipByTheRateOfTheHost(final String traffic) throws IOException
    {
        assertKept("threads: 1\norder: host\nduration: 200ms\nmax-in-flight: 20\n", traffic.replace("20k", "500k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {EVEN, POISSON})
    void shouldCountTheMeasuredPartAlone(final String traffic) throws IOException
    {
        assertKept("threads: 1\norder: host\nduration: 200ms\nwarmup: 50ms\n", traffic);
    }
}
