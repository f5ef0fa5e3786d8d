package org.gale.tests.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of storms of several engines as processes: signals, a death, and what is left. */
@Timeout(900)
class EnginesProcessTest
{
    private static final int EXIT_INTERRUPTED = 130;
    private static final long UNDER_WAY_BYTES = 6 << 20;

    @TempDir
    private Path directory;

    private static JsonNode read(final Path file) throws Exception
    {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    @Tag("P6")
    void shouldEndAllEnginesInGoodOrderAtOneSignal() throws Exception
    {
        final Path run = directory.resolve("tmp/run1");
        final Path file = directory.resolve("report.json");
        try (StormProcess storm = new StormProcess(directory, "--engines", "3", "--vms", "3", "--duration", "60s",
            "--journal", run.toString(), "--json", file.toString()))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            storm.signal("INT");

            assertEquals(EXIT_INTERRUPTED, storm.exitCode(), storm.err());

            assertThat(storm.err()).isEmpty();
            assertThat(storm.out()).contains("no interrupt lost, none invented\n", " \u00b7 sealed and verified\n",
                " \u00b7 the same as live\n", "\nengines  3 ");
        }
        final JsonNode report = read(file);
        assertEquals(EXIT_INTERRUPTED, report.get("exit").asInt());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals(3, report.at("/host/engines").size());
        for (final String engine : List.of("engine-000", "engine-001", "engine-002"))
        {
            assertEquals(JournalEnd.Status.CLOSED,
                JournalVerifier.verify(run.resolve(engine), (done, total) -> { }).status());
        }
        assertThat(GaleRun.said(0, "replay", run.toString()).lines()
            .filter(line -> line.endsWith(" \u00b7 the same as live"))).hasSize(3);
    }

    @Test
    @Tag("P11")
    void shouldGoOnWithAllEnginesBehindTheDeathOfTheirProcess() throws Exception
    {
        final Path run = directory.resolve("tmp/run1");
        final Path file = directory.resolve("report.json");
        try (StormProcess storm = new StormProcess(directory, "--engines", "2", "--vms", "2", "--count", "2M",
            "--rate", "1M", "--journal", run.toString()))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            storm.kill();
        }
        assertThat(GaleRun.said(2, "storm", "--resume", run.resolve("engine-000").toString()))
            .contains("is one engine of a storm, and all go on together: gale storm --resume " + run + '\n');
        GaleRun.said(0, "storm", "--resume", run.toString(), "--json", file.toString());

        final JsonNode report = read(file);
        assertEquals(2_000_000, report.at("/accounting/offered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals("count", report.get("drained_reason").asText());
    }

    @Test
    void shouldHaveTheDoctorRemoveTheJournalsOfAllEnginesOfAKilledStorm() throws Exception
    {
        try (StormProcess storm = new StormProcess(directory, "--engines", "2", "--vms", "2", "--duration", "100s"))
        {
            storm.awaitJournal(UNDER_WAY_BYTES);
            storm.kill();
            assertThat(storm.temporaryJournals()).hasSize(1);
        }
        try (StormProcess doctor = new StormProcess(directory, List.of("doctor", "--remove-left")))
        {
            doctor.exitCode();
            assertThat(doctor.out()).contains(": removed");
            assertThat(doctor.temporaryJournals()).isEmpty();
            assertThat(doctor.rehearsals()).isEmpty();
        }
    }
}
