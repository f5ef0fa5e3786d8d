package org.gale.tests.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Test that plays every transcript below {@code transcripts}, one test per file. A transcript proves the rules that its
 * head, the comments before the first command, names.
 */
@Tag("conformance")
class ConformanceTest
{
    private static final List<String> FOLDERS = List.of(
        "recorded", "generated", "rules", "boards", "msix", "migrations");

    @Tag("T-CHK-12")
    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldGiveEveryExpectedReply(final String name, final Path file)
    {
        final PlayResult result = new TranscriptPlayer(MachineTarget::create).play(file);

        assertTrue(result.isPassed(), () -> name + ": " + describe(result.failure()));
        assertTrue(result.commandCount() > 0, () -> name + " holds no command");
    }

    @Test
    void shouldFindTranscriptsOfEveryOrigin() throws IOException
    {
        for (final String folder : FOLDERS)
        {
            try (Stream<Path> files = Files.list(root().resolve(folder)))
            {
                assertTrue(files.findAny().isPresent(), () -> "no transcript in " + folder);
            }
        }
    }

    private static Stream<Arguments> transcripts() throws IOException
    {
        final Path root = root();
        try (Stream<Path> files = Files.walk(root))
        {
            return files
                .filter(file -> file.toString().endsWith(".gt") || file.toString().endsWith(".gt.gz"))
                .sorted(Comparator.comparing(Path::toString))
                .map(file -> arguments(root.relativize(file).toString(), file))
                .toList()
                .stream();
        }
    }

    static Path root()
    {
        try
        {
            return Path.of(ConformanceTest.class.getResource("/transcripts").toURI());
        }
        catch (final URISyntaxException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static String describe(final PlayResult.Failure failure)
    {
        return failure.message() +
            "\nexpected " + failure.expected() + "\nactual   " + failure.actual() + "\nlast\n  " +
            String.join("\n  ", failure.lastCommands());
    }
}
