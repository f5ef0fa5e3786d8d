package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of groups of devices whose handlers leave other work than those of their guest: figures by hand, refusals. */
@Tag("P13")
class LaterOfDevicesStormTest
{
    private static final String ONE = "traffic: {kind: open, rate: 1k, arrivals: constant}";
    private static final String PACKETS = "traffic: {kind: packets, rate: 1k, arrivals: constant, moderation: none}";
    private static final String THREADS = "threaded: {wake: 9us, work: 30us}";
    private static final String SOFTIRQS = "softirq: {work: 3us, budget: 5}";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int storm(final String guest, final String devices) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), "job: later\nclock: virtual\n" +
            "duration: 10500us\nmachine: {kind: kvm, pes: 1}\ncosts: {base: zero}\nvms:\n  - name: vm\n    count: 1\n" +
            "    vpes: 1\n    guest: {" + guest + "}\n    devices: [" + devices + "]\n");

        return GaleRun.of(out, err, "storm", job.toString(), "--journal", "none", "--json",
            directory.resolve("later.json").toString());
    }

    private JsonNode report() throws IOException
    {
        return new ObjectMapper().readTree(directory.resolve("later.json").toFile());
    }

    private JsonNode ranAlone(final String guest, final String device) throws IOException
    {
        assertEquals(ExitCode.OK, storm(guest, "{name: d, count: 1, events: 1, " + device + "}"), err::toString);

        return report();
    }

    private static long largest(final JsonNode report, final String stage)
    {
        final JsonNode max = report.at("/latency_ns/stages/" + stage + "/max");
        assertTrue(max.isIntegralNumber(), stage);

        return max.asLong();
    }

    /** Tests each key that a group of devices gives, with those that it leaves to its guest. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "threaded: {work: 10us}; thread; 19",
        "threaded: {wake: 1us}; thread; 31",
        "threaded: {wake: 1us, work: 10us}; thread; 11",
        "softirq: {work: 7us}; softirq; 7",
        "priority: 3; thread; 39"})
    void shouldTakeKeysThatAGroupOfDevicesLeavesOutFromItsGuest(final String keys, final String stage, final long us)
        throws IOException
    {
        final long ns = largest(ranAlone(THREADS, keys + ", " + ONE), stage);

        assertTrue(Math.abs(ns - us * 1_000) <= us, () -> stage + " took " + ns);
    }

    @ParameterizedTest
    @CsvSource({"thread", "softirq"})
    void shouldLeaveNoWorkWhereAGroupOfDevicesSaysSo(final String stage) throws IOException
    {
        final JsonNode report = ranAlone(stage.equals("thread") ? THREADS : SOFTIRQS, "leaves: none, " + ONE);

        assertEquals(0, report.at("/pe_time_ns/" + stage).asLong());
        assertEquals("none", report.at("/config/groups/0/devices/0/leaves").asText());
        assertFalse(report.at("/config/groups/0/devices/0").has("threaded"));
    }

    @Test
    void shouldShowTheWorkOfEachGroupOfDevices() throws IOException
    {
        assertEquals(ExitCode.OK, storm(THREADS, "{name: a, " + ONE + "}, {name: b, threaded: {work: 1us}, " + ONE +
            "}, {name: c, softirq: {work: 2us}, " + ONE + "}"), err::toString);

        final JsonNode devices = report().at("/config/groups/0/devices");
        assertFalse(devices.get(0).has("threaded"));
        assertEquals("{\"wake\":\"9us\",\"work\":\"1us\"}", devices.get(1).get("threaded").toString());
        assertEquals("{\"work\":\"2us\"}", devices.get(2).get("softirq").toString());
    }

    /** Tests ten packets, a millisecond apart: one poll takes each, and two defer, as where the guest has the keys. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "handler: 2us; softirq: {work: 3us, defer: 2, flush: 50us}",
        "'handler: 2us, softirq: {work: 3us}'; softirq: {defer: 2, flush: 50us}",
        "'softirq: {work: 3us, defer: 7, flush: 50us}'; softirq: {defer: 2}",
        "'softirq: {work: 3us, defer: 2, flush: 400us}'; softirq: {flush: 50us}"})
    void shouldDeferInterruptsOfOneGroupOfDevices(final String guest, final String keys) throws IOException
    {
        final JsonNode group = ranAlone(guest, keys + ", " + PACKETS).at("/groups/0");

        assertEquals(20, group.at("/polls/deferred").asLong());
        assertEquals(20, group.at("/polls/by_timer").asLong());
    }

    @Test
    void shouldDeferNothingWhereAGroupOfDevicesSaysSo() throws IOException
    {
        assertEquals(ExitCode.OK, storm("softirq: {work: 3us, defer: 2, flush: 50us}",
            "{name: a, count: 1, events: 1, softirq: {defer: 0}, " + PACKETS + "}, {name: b, count: 1, events: 1, " +
            PACKETS + "}"), err::toString);

        final JsonNode group = report().at("/groups/0");
        assertEquals(21, group.at("/completions").asLong());
        assertEquals(22, group.at("/polls/deferred").asLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "softirq: {budget: 5}; softirq.budget: is of the vCPU",
        "softirq: {limit: 5ms}; softirq.limit: is of the vCPU",
        "softirq: {restarts: 5}; softirq.restarts: is of the vCPU",
        "softirq: {wake: 5us}; softirq.wake: is of the vCPU",
        "softirq: {slice: 5us}; softirq.slice: is of the vCPU",
        "'leaves: none, threaded: {work: 5us}'; leaves: is for handlers that leave no work",
        "'leaves: none, softirq: {work: 5us}'; leaves: is for handlers that leave no work",
        "leaves: softirq; 'softirq'' is not none'",
        "threaded: {wake: 5us}; threaded.work: is missing",
        "'threaded: {work: 5us}, softirq: {work: 1us}'; threaded: is for handlers without softirqs",
        "softirq: {defer: 2, flush: 20us}; softirq.defer: is for devices of kind packets",
        "softirq: {flush: 20us}; softirq.flush: is for devices of kind packets"})
    void shouldRefuseKeysOfAGroupOfDevices(final String keys, final String message) throws IOException
    {
        assertEquals(ExitCode.USAGE, storm(SOFTIRQS, "{name: d, count: 1, events: 1, " + keys + ", " + ONE + "}"));

        assertTrue(err.toString().contains(message), err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "handler: 2us; leaves: none; leaves: is for a guest whose handlers leave work",
        "handler: 2us; 'softirq: {defer: 2, flush: 20us}'; softirq.work: is missing",
        "softirq: {work: 3us}; softirq: {defer: 2}; softirq.flush: is missing",
        "softirq: {work: 3us}; softirq: {flush: 20us}; softirq.defer: is missing or 0",
        "'softirq: {work: 3us, slice: 1ms}'; priority: 3; guest.softirq.slice: is for guests with work"})
    void shouldRefuseKeysThatNeedOthers(final String guest, final String keys, final String message) throws IOException
    {
        assertEquals(ExitCode.USAGE,
            storm(guest, "{name: d, count: 1, events: 1, " + keys + ", " + PACKETS + "}"));

        assertTrue(err.toString().contains(message), err::toString);
    }
}
