package org.gale.tests.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionTranscript;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Test that sessions with the commands of all transcripts of rules keep transcripts that play. */
class KeptTranscriptTest
{
    private static final String COMMAND = "> ";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldPlayWhatASessionKept(final Path file) throws IOException
    {
        final List<String> commands;
        final boolean breaks;
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1))
        {
            final List<String> all = lines.toList();
            commands = all.stream().filter(line -> line.startsWith(COMMAND)).toList();
            breaks = all.contains("#! notices expected");
        }
        final String input =
            commands.stream().map(line -> line.substring(COMMAND.length())).collect(Collectors.joining("\n"));
        final Path kept = directory.resolve("kept.gt");

        SessionRunner.run(MachineTarget::create, SessionTranscript.create(kept, false, "test"),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)), OutputStream.nullOutputStream(),
            false, SessionWatch.NONE);

        final PlayResult result = new TranscriptPlayer(MachineTarget::create).play(kept);
        if (breaks)
        {
            assertEquals(PlayResult.PlayKind.PROMISE, result.failure().kind());     // until somebody corrects it
            return;
        }
        assertTrue(result.isPassed(), () -> String.valueOf(result.failure()));
        final boolean isGicv4 = Files.readString(kept, StandardCharsets.ISO_8859_1).contains("\n> v4 audit\n");
        assertEquals(commands.size() + (isGicv4 ? 2 : 1), result.commandCount());
    }

    private static Stream<Path> transcripts() throws IOException
    {
        try (Stream<Path> files = Files.list(ConformanceTest.root().resolve("rules")))
        {
            return files.filter(file -> file.toString().endsWith(".gt")).sorted().toList().stream();
        }
    }
}
