package org.gale.tests.replay;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Plays the commands of every transcript in a session that is journaled, and replays the journal: the state is the one
 * that the session's last {@code digest} answered, whatever the commands are and however many are applied at a time.
 */
class TranscriptReplayTest
{
    private static final String COMMAND = "> ";

    @TempDir
    private Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void shouldReplayToTheDigestOfTheSession(final String name, final Path file) throws IOException
    {
        final Path journal = home.resolve("run");
        final String replies = play(journal, commands(file));
        final String digest = replies.substring(replies.lastIndexOf('\n', replies.length() - 2) + 1).strip();

        final ReplayResult whole = Replay.verify(journal, ReplayProgress.NONE);
        final ReplayResult single = Replay.run(journal, ReplayOptions.DEFAULT.slicesOf(1), ReplayProgress.NONE);

        assertNull(whole.divergence());
        assertTrue(whole.isCovered());
        assertEquals(digest, String.format("OK 0x%016x", whole.stateDigest()));
        assertEquals(whole.digest(), single.digest());
    }

    private static String play(final Path journal, final String lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionRunner.run(
            keys -> MachineTarget.create(keys, machine -> SessionJournal.create(journal, "test", machine)),
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.ISO_8859_1)), out);

        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String commands(final Path file) throws IOException
    {
        final StringBuilder commands = new StringBuilder();
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (line.startsWith(COMMAND) && !line.equals(COMMAND + "quit"))
                {
                    commands.append(line, COMMAND.length(), line.length()).append('\n');
                }
            }
        }

        return commands.append("digest\n").toString();
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
