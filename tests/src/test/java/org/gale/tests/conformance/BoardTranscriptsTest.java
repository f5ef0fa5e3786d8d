package org.gale.tests.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test that plays the transcripts of boards alone, for the list of faults. */
class BoardTranscriptsTest
{
    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldGiveEveryExpectedReply(final Path file)
    {
        final PlayResult result = new TranscriptPlayer(MachineTarget::create).play(file);

        assertTrue(result.isPassed(), () -> String.valueOf(result.failure()));
    }

    private static Stream<Path> transcripts() throws IOException
    {
        try (Stream<Path> files = Files.list(ConformanceTest.root().resolve("boards")))
        {
            return files.sorted().toList().stream();
        }
    }
}
