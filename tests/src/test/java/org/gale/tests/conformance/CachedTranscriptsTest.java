package org.gale.tests.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what a cache of the ITS changes in transcripts that were made without one. */
@Tag("conformance")
@Tag("B-ITS-7")
class CachedTranscriptsTest
{
    private static PlayResult play(final String name, final String caching) throws IOException
    {
        final Path file = ConformanceTest.root().resolve(name);
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw)
        {
            final String cached = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .replaceFirst("(?m)^> machine.*$", "$0 its.cache=" + caching);

            return new TranscriptPlayer(MachineTarget::create)
                .play(name.replace(".gz", ""), new ByteArrayInputStream(cached.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Software that invalidates after each change does not see a cache, whatever that keeps. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "generated/oracle-doorbells-01.gt.gz, ",
        "generated/oracle-its-01.gt.gz, ",
        "generated/oracle-iwb-01.gt.gz, ",
        "generated/oracle-mixed-01.gt.gz, ",
        "generated/oracle-swerr-01.gt.gz, ",
        "rules/m-hm.gt, ",
        "rules/m-swerr.gt, ",
        "rules/trap-46-wide-event-ids.gt, ",
        "rules/trap-47-recycled-lpi.gt, ",
        // A level 1 entry changes, and an event of it that nobody asked for before.
        "rules/trap-42-beyond-the-span.gt, eager 84 eager-valid 84",
        // Entries change and nothing is invalidated.
        "rules/trap-43-invalid-entries-on-the-way.gt, 1 42 eager 42 eager-valid 42",
        "rules/trap-48-entries-that-become-valid.gt, 1 34 eager 34 eager-valid 34",
    })
    void shouldHoldWithACacheWhereSoftwareInvalidates(final String name, final String differing) throws IOException
    {
        final List<String> differences = new ArrayList<>();
        for (final String caching : List.of("0", "1", "eager", "eager-valid"))
        {
            final PlayResult.Failure failure = play(name, caching).failure();
            if (failure != null)
            {
                differences.add(caching + failure.message().replaceAll("line (\\d+): the reply differs", " $1"));
            }
        }

        assertEquals(differing == null ? "" : differing, String.join(" ", differences));
    }
}
