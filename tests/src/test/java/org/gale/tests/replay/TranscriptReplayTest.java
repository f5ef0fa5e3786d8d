package org.gale.tests.replay;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.gale.engine.journal.JournalConfig;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Test that plays the commands of every transcript in a journaled session and replays the journal. The state equals the
 * session's last {@code digest} for any commands and any number of commands applied at a time. A replay finds a broken
 * promise in the sessions that report one, and in no other.
 */
class TranscriptReplayTest
{
    @TempDir(factory = MemoryDirectory.class)
    private Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("aThird")
    void shouldReplayToTheDigestOfTheSession(final String name, final Path file) throws IOException
    {
        replay(file);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldReplayEachTranscriptToTheDigestOfTheSession(final String name, final Path file) throws IOException
    {
        replay(file);
    }

    private void replay(final Path file) throws IOException
    {
        final Path journal = home.resolve("run");
        final long digest = Sessions.play(journal, JournalConfig.DEFAULT, Sessions.commands(file));

        final ReplayResult whole = Replay.run(
            journal, ReplayOptions.DEFAULT, ReplayProgress.NONE, Machines.FACTORY);
        final ReplayResult single = Replay.run(
            journal, ReplayOptions.DEFAULT.slicesOf(1), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(whole.divergence());
        assertTrue(whole.isCovered());
        assertEquals(digest, whole.stateDigest());
        assertEquals(whole.digest(), single.digest());
        assertEquals(Sessions.isBroken(file), whole.broken() != null, () -> "broken: " + whole.broken());
        assertEquals(Sessions.isBroken(file), single.broken() != null, () -> "broken: " + single.broken());
    }

    private static Stream<Arguments> aThird() throws IOException, URISyntaxException
    {
        final List<Arguments> all = transcripts().toList();

        return IntStream.range(0, all.size()).filter(number -> number % 3 == 0).mapToObj(all::get);
    }

    private static Stream<Arguments> transcripts() throws IOException, URISyntaxException
    {
        final Path root = Path.of(TranscriptReplayTest.class.getResource("/transcripts").toURI());
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
}
