package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(900)
class StormProcessTest
{
    private static final int EXIT_OK = 0;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CHECK_FAILED = 3;
    private static final int EXIT_INTERRUPTED = 130;
    private static final long UNDER_WAY_BYTES = 6 << 20;

    @TempDir
    private Path directory;

    @Test
    void shouldShowHeadAndReportAndNothingBetweenWithoutATerminal() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "1500ms", "--vms", "2"))
        {
            assertEquals(EXIT_OK, storm.exitCode(), storm.err());

            assertThat(storm.err()).isEmpty();
            assertThat(storm.out()).doesNotContain("\u001b").doesNotContain("\r");
            assertThat(storm.out().lines().toList()).allMatch(line -> line.length() <= 100);
            assertThat(storm.out().lines().skip(3).limit(2).toList())
                .containsExactly("", "                        total     per second");
            assertThat(storm.out()).endsWith(" \u00b7 the same as live\n");
            assertThat(storm.temporaryJournals()).isEmpty();
        }
    }

    /** Libraries of the engine build names with digits of the default locale, and find no file of that name. */
    @Test
    void shouldRunInALocaleWithOtherDigits() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, List.of("storm", "--vms", "2", "--count", "1k"),
            Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=fa")))
        {
            assertEquals(EXIT_OK, storm.exitCode(), storm.err());

            assertThat(storm.out()).containsPattern("offered +1,000 ").endsWith(" \u00b7 the same as live\n");
        }
    }

    @Test
    @Tag("P1")
    @Tag("P7")
    void shouldProveAStormOfTheSelftestsShape() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "lpi-stress", "--vpes", "4", "--devices", "3",
            "--events", "5", "-C", "iterations=1k", "--json", directory.resolve("report.json").toString()))
        {
            assertEquals(EXIT_OK, storm.exitCode(), storm.err());

            assertThat(storm.out())
                .contains("lpi-stress: 1 VM × 4 VPEs on 4 PEs · 15 LPIs · 3 devices × 5 events · closed loop\n")
                .endsWith(" \u00b7 the same as live\n");
            final JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
            assertEquals("lpi-stress", json.get("config").get("profile").asText());
            assertEquals(15_000, json.get("accounting").get("offered").asLong());
            assertEquals(15_000, json.get("accounting").get("delivered").asLong());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    @Tag("P6")
    void shouldEndInGoodOrderAtTheFirstSignal(final String signal) throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s", "--journal",
            directory.resolve("tmp/run1").toString(), "--json", directory.resolve("report.json").toString()))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            storm.signal(signal);

            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());

            assertThat(storm.err()).isEmpty();
            assertThat(storm.out()).contains("no interrupt lost, none invented\n", " \u00b7 sealed and verified\n")
                .endsWith(" \u00b7 the same as live\n");
            final JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
            assertEquals(EXIT_INTERRUPTED, json.get("exit").asInt());
            assertEquals(0, json.get("accounting").get("remainder").asLong());
            final JournalEnd end = JournalVerifier.verify(directory.resolve("tmp/run1"), (done, total) -> { });
            assertEquals(JournalEnd.Status.CLOSED, end.status());
            assertEquals(json.at("/host/journal/commands").asLong(), end.commands());
        }
    }

    @Test
    void shouldShowAPauseOfTheProcessAsAStallAndAsTheCauseOfOutliers() throws Exception
    {
        final long leastNs = 500_000_000;       // of a pause of a second: a busy host stops the threads one by one
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s", "--rate", "200k", "--warmup", "0",
            "--json", directory.resolve("report.json").toString()))
        {
            storm.awaitDelivered(1);
            storm.pause("1");
            storm.signal("INT");
            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());

            final JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
            final long longestNs = Math.max(json.at("/stalls/engine/longest_ns").asLong(),
                json.at("/stalls/generator/longest_ns").asLong());
            assertThat(longestNs).isGreaterThanOrEqualTo(leastNs);
            assertThat(json.get("outliers").get(0).get("response_ns").asLong()).isGreaterThanOrEqualTo(leastNs);
            assertThat(json.get("outliers").findValuesAsText("cause")).allMatch(cause -> cause.contains("stall"));
        }
    }

    @Test
    void shouldEndAtOnceAtTheSecondSignal() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s"))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            storm.signal("INT");
            storm.awaitOut(out -> out.contains("\ngenerator lag "), "the report");
            storm.signal("INT");

            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());
            assertThat(storm.temporaryJournals()).isEmpty();
            assertThat(storm.out()).doesNotContain("damaged");
        }
    }

    @Test
    void shouldRemoveItsJournalWithoutAWordAtThreeQuickSignals() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s"))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            new ProcessBuilder("sh", "-c", "for i in 1 2 3 4; do kill -INT $0; done", Long.toString(storm.pid()))
                .redirectErrorStream(true).start().waitFor();

            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());
            assertThat(storm.temporaryJournals()).isEmpty();
            assertThat(storm.err()).isBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void shouldLeaveNoLaneFilesAtTheSecondSignal(final String generator) throws Exception
    {
        final Path lanes = directory.resolve("lanes");
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s", "--lanes", lanes.toString(),
            "-C", "generator=" + generator))
        {
            storm.awaitOut(out -> out.contains("\njournal "), "the head");
            storm.awaitFile(lanes.resolve("agent"));
            storm.signal("INT");
            storm.signal("INT");

            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());
            assertThat(Files.exists(lanes)).isFalse();
            assertThat(storm.temporaryJournals()).isEmpty();
        }
    }

    @Test
    void shouldHaveTheDoctorRemoveTheJournalOfAKilledStorm() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s", "--vms", "2"))
        {
            storm.awaitDelivered(1);
            storm.kill();
            assertThat(storm.temporaryJournals()).hasSize(1);
        }

        try (StormProcess doctor = new StormProcess(directory, List.of("doctor")))
        {
            doctor.exitCode();
            assertThat(doctor.out()).contains("left journal").doesNotContain(": removed");
            assertThat(doctor.temporaryJournals()).hasSize(1);
        }
        try (StormProcess doctor = new StormProcess(directory, List.of("doctor", "--remove-left")))
        {
            doctor.exitCode();
            assertThat(doctor.out()).contains(": removed");
            assertThat(doctor.temporaryJournals()).isEmpty();
            assertThat(doctor.rehearsals()).isEmpty();
        }
    }

    @Test
    void shouldShowTheLivingAndTheDeadWhereTheyAreAskedFor() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--duration", "100s", "--vms", "2"))
        {
            storm.awaitDelivered(1);
            final String living = stat();
            assertThat(living.lines().count()).isEqualTo(2);
            assertThat(living).contains(Long.toString(storm.pid())).doesNotContain("died");
            storm.kill();
        }

        assertEquals("no storm runs\n1 run died (--all shows the dead)\n", stat());
        assertThat(stat("--all")).endsWith("  died\n");
    }

    private String stat(final String... options) throws Exception
    {
        final List<String> words = new ArrayList<>(List.of("stat"));
        words.addAll(List.of(options));
        final Path home = Files.createTempDirectory(directory, "stat");
        Files.createSymbolicLink(home.resolve("run"), directory.resolve("run"));
        try (StormProcess stat = new StormProcess(home, words))
        {
            assertEquals(0, stat.exitCode(), stat.err());

            return stat.out();
        }
    }

    /** The quiet storm writes its report as the loud one does, and prints nothing to either stream. */
    @Test
    void shouldPrintNothingWhenItIsQuiet() throws Exception
    {
        final Path report = directory.resolve("report.json");
        try (StormProcess failing =
            new StormProcess(directory, "--count", "1k", "--fail-if", "delivered > 1", "--quiet"))
        {
            assertEquals(EXIT_CHECK_FAILED, failing.exitCode());
            assertThat(failing.err().lines()).hasSize(1).first().asString().contains("delivered > 1");
        }

        try (StormProcess storm =
            new StormProcess(directory, "--count", "1k", "--quiet", "--json", report.toString()))
        {
            assertEquals(0, storm.exitCode());
            assertEquals("", storm.out() + storm.err());
        }
        assertThat(Files.readString(report)).contains("\"delivered\" : 1000");
    }

    @Test
    void shouldNotSayThatAJournalWhoseStormEndedCanBeContinued() throws Exception
    {
        try (StormProcess failing = new StormProcess(directory, "--count", "1k", "--fail-if", "delivered > 1"))
        {
            assertEquals(EXIT_CHECK_FAILED, failing.exitCode(), failing.err());
            assertThat(failing.temporaryJournals()).hasSize(1);
        }

        try (StormProcess storm = new StormProcess(directory, "--count", "1k"))
        {
            assertEquals(0, storm.exitCode(), storm.err());
            assertThat(storm.err()).contains("an earlier run left its journal in ").doesNotContain("--resume");
        }
        try (StormProcess again = new StormProcess(directory, "--count", "1k"))
        {
            assertEquals(0, again.exitCode(), again.err());
            assertEquals("", again.err());                                      // it is told once a day
        }
        try (StormProcess doctor = new StormProcess(directory, List.of("doctor")))
        {
            doctor.exitCode();
            assertThat(doctor.out()).contains("left journal").doesNotContain("--resume");
        }
    }

    @Test
    void shouldLeaveNothingWhenAnArgumentIsWrong() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--vms", "banana", "--journal",
            directory.resolve("run1").toString()))
        {
            assertEquals(EXIT_USAGE, storm.exitCode());

            assertEquals("gale storm: --vms: 'banana' is not a count (try 16 or 1k)\n", storm.err());
            assertEquals("", storm.out());
            assertThat(Files.exists(directory.resolve("run1"))).isFalse();
            assertEquals(List.of(), storm.temporaryJournals());
        }
    }
}
