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

/** Tests of storms whose guests defer the interrupts of NICs, and poll by timers: figures by hand, and refusals. */
@Tag("P13")
class DeferredPollsStormTest
{
    private static final String SLOW = "kind: packets, rate: 1k, arrivals: constant, moderation: none";
    private static final String BUSY = "kind: packets, rate: 20k, arrivals: constant, moderation: none";
    private static final String LENGTH = "duration: 10500us";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String text(final String kind, final String length, final String softirq, final String traffic)
    {
        return "job: napi\nclock: virtual\n" + length + "\nmachine: {kind: " + kind + ", pes: 1}\nvms:\n" +
            "  - name: vm\n    count: 1\n    vpes: 1\n    guest: {handler: 2us, softirq: {work: 3us" + softirq +
            "}}\n    devices: [{name: nic, count: 1, events: 1, traffic: {" + traffic + "}}]\n";
    }

    private int storm(final String text, final String... more) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), text);
        final String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[]{"storm", job.toString(), "--json", directory.resolve("napi.json").toString()}, 0,
            arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);

        return GaleRun.of(out, err, arguments);
    }

    private JsonNode group() throws IOException
    {
        return new ObjectMapper().readTree(directory.resolve("napi.json").toFile()).at("/groups/0");
    }

    /**
     * Ten packets, a millisecond apart. Each interrupts, and is polled once. Of a poll that has found it and polls
     * that find none after it each defers, but for the last one.
     */
    @ParameterizedTest
    @CsvSource({"1, gicv5", "2, gicv5", "5, gicv5", "3, kvm", "3, gicv4"})
    void shouldPollUntilSoManyPollsWereEmpty(final long defer, final String kind) throws IOException
    {
        assertEquals(ExitCode.OK, storm(text(kind, LENGTH, ", defer: " + defer + ", flush: 50us", SLOW),
            "--journal", "none"), err.toString());

        assertEquals(10, group().at("/interrupts").asLong());
        assertEquals(10, group().at("/completions").asLong());
        assertEquals(10 * defer, group().at("/polls/deferred").asLong());
        assertEquals(10 * defer, group().at("/polls/by_timer").asLong());
        assertTrue(out.toString().contains("Polls by drivers of vm: " + 10 * defer + " deferrals of interrupts, " +
            10 * defer + " runs by timers."), out.toString());
    }

    /**
     * A packet each 50 us, and a poll each 55 us at least: none of two polls in a row is empty, so that the first
     * packet alone interrupts. Runs of polls are 53.5 us apart, 50 us and 3.5 us of the work.
     */
    @Test
    void shouldInterruptOnceWhilePacketsCome() throws IOException
    {
        final Path journal = directory.resolve("journal");
        assertEquals(ExitCode.OK, storm(text("gicv5", "duration: 100ms", ", defer: 2, flush: 50us", BUSY),
            "--journal", journal.toString()), err.toString());

        assertEquals(1, group().at("/interrupts").asLong());
        assertEquals(1_867, group().at("/polls/by_timer").asLong());
        assertEquals(1_868, group().at("/polls/deferred").asLong());
        assertEquals(2_000, group().at("/completions").asDouble(), 1);
        assertEquals("50us", new ObjectMapper().readTree(directory.resolve("napi.json").toFile())
            .at("/config/groups/0/guest/softirq/flush").asText());
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "replay", journal.toString()), err.toString());
    }

    @Test
    void shouldLeaveReportsOfOtherGuestsAsTheyWere() throws IOException
    {
        assertEquals(ExitCode.OK, storm(text("gicv5", LENGTH, ", defer: 0", BUSY), "--journal", "none"));

        assertFalse(group().has("polls"));
        final String report = Files.readString(directory.resolve("napi.json"));
        assertFalse(report.contains("\"defer\"") || report.contains("\"flush\""), report);
        assertFalse(out.toString().contains("Polls by"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "duration: 1s | , defer: 2 | kind: packets, rate: 1k | softirq.flush: is missing: a NIC whose interrupts are",
        "duration: 1s | , flush: 20us | kind: packets, rate: 1k | softirq.defer: is missing or 0: without it no poll",
        "duration: 1s | , defer: 70000, flush: 2us | kind: packets, rate: 1k | softirq.defer: 70000 is not in 0 to",
        "count: 100 | , defer: 2, flush: 2us | kind: packets, rate: 1k | needs a storm with a duration: a NIC that is",
        "duration: 1s | , defer: 2, flush: 2us | kind: open, rate: 1k | of kind packets that leave work to softirqs",
        "duration: 1s | , defer: 2, flush: 2us | kind: packets, rate: 1k, driver: no-last-look | and nic makes a"})
    void shouldRefuseWhatDefersNothing(
        final String length, final String softirq, final String traffic, final String why) throws IOException
    {
        assertEquals(ExitCode.USAGE, storm(text("gicv5", length, softirq, traffic)), out.toString());

        assertTrue(err.toString().contains(why), err.toString());
    }
}
