package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalMarks;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.record.SnapshotPayload;
import org.gale.engine.support.MemoryDirectory;
import org.gale.tests.replay.CommittedJournals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms of each profile that an earlier build ran: one that ended, which replays to its digest, and one whose
 * process was killed, which is resumed.
 */
class ProfileJournalsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "default, f0ba d5e4 f9b0 32ed",
        "lpi-stress, 18e7 2bbe 0ef0 e0cf",
        "overcommit, 56c3 22cc 5322 a199",
        "direct, 7eb0 b888 bc22 03a8",
    })
    @Tag("P7")
    void shouldReplayAStormThatEndedToItsDigest(final String profile, final String digest) throws IOException
    {
        final Path journal = CommittedJournals.unpack("profile-" + profile + "-ended", directory.resolve("run"));

        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--verify"), err.toString());

        assertTrue(out.toString().contains("digest " + digest), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "default", "lpi-stress", "overcommit", "direct" })
    @Tag("P6")
    @Tag("P11")
    void shouldResumeAStormThatWasKilled(final String profile) throws IOException
    {
        final Path journal = CommittedJournals.unpack("profile-" + profile + "-killed", directory.resolve("run"));
        JournalMarks.adopt(journal);
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, gale("storm", "--resume", journal.toString(), "--count", "12k",
            "--json", report.toString(), "--warmup", "0"), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(profile, json.at("/config/profile").asText());
        assertEquals(12_000, json.at("/accounting/offered").asLong());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json.toString());
        assertEquals(Set.of(7L), versions(journal), "it goes on as it began");
        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--verify"), err.toString());
    }

    /** Returns the versions of the meaning of the commands and states of a journal, of all its frames. */
    private static Set<Long> versions(final Path journal) throws IOException
    {
        final Set<Long> versions = new TreeSet<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                // The reader refuses a frame whose version is not that of the header.
                versions.add((long)reader.header().semanticsVersion());
                if (reader.kind() == Frame.SNAPSHOT)
                {
                    versions.add(SnapshotPayload.version(new UnsafeBuffer(
                        reader.buffer(), reader.payloadOffset(), reader.payloadLength())));
                }
            }
        }

        return versions;
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
