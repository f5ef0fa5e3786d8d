package org.gale.tests.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale script} as a process of its own that a signal ends. */
@Timeout(900)
class ScriptProcessTest
{
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_RESOURCES = 8;
    private static final int EXIT_INTERRUPTED = 130;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String COMMANDS = "writel 0x40000000 7\nreadl 0x40000000\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = { "TERM", "INT" })
    void shouldCloseSessionsAndRemoveItsSocketWhenASignalEndsIt(final String signal) throws Exception
    {
        final Path socket = directory.resolve("socket");
        final Path journals = directory.resolve("journals");
        try (StormProcess script = new StormProcess(directory, List.of(
            "script", "--socket", socket.toString(), "--journal", journals.toString(), "--transcript",
            directory.resolve("run.gt").toString())))
        {
            Await.until(() -> script.err().contains("listening on " + socket) || !script.isAlive(), LIMIT, "a socket");
            assertTrue(script.isAlive(), script.err());
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                SocketChannel idle = SocketChannel.open(UnixDomainSocketAddress.of(socket)))
            {
                client.write(ByteBuffer.wrap(COMMANDS.getBytes(StandardCharsets.US_ASCII)));
                assertEquals("OK", line(client));
                assertEquals("OK 0x0000000000000007", line(client));

                script.signal(signal);

                assertEquals(EXIT_INTERRUPTED, script.exitCode(), script::err);
                assertEquals(-1, client.read(ByteBuffer.allocate(1)));
                assertEquals(-1, idle.read(ByteBuffer.allocate(1)));
            }
        }

        assertFalse(Files.exists(socket));
        final JournalEnd end = JournalVerifier.verify(journals.resolve("session-1"), (done, total) -> { });
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(2, end.commands());
        assertEquals(3, commandsOf("run-1.gt"));                // and stats
        assertFalse(Files.exists(directory.resolve("run.gt")));
    }

    @Test
    void shouldLeaveAPlayableTranscriptWhenItIsKilled() throws Exception
    {
        final Path file = directory.resolve("run.gt");
        final Process script = start("script", "--transcript", file.toString());
        try (BufferedReader replies = script.inputReader(StandardCharsets.US_ASCII))
        {
            script.outputWriter(StandardCharsets.US_ASCII).append(COMMANDS).append("readl 0x4000").flush();
            assertEquals("OK", replies.readLine());
            assertEquals("OK 0x0000000000000007", replies.readLine());
        }
        finally
        {
            script.destroyForcibly().waitFor();
        }

        assertEquals(2, commandsOf("run.gt"));
        final Process check = start("check", file.toString());
        assertEquals("TAP version 13\n1..1\nok 1 - " + file + "\n# 1 of 1 passed, 2 commands\n",
            new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, check.waitFor());
        final Process again = start("script", "--transcript", file.toString());
        again.getOutputStream().close();
        assertEquals(EXIT_USAGE, again.waitFor());
        assertEquals(2, commandsOf("run.gt"));
    }

    @Test
    void shouldEndWhereTheDiskTakesNoMoreOfATranscript() throws Exception
    {
        final Process script = start("script", "--transcript", "/dev/full");
        script.outputWriter(StandardCharsets.US_ASCII).append(COMMANDS).flush();

        assertEquals(EXIT_RESOURCES, script.waitFor());
        assertEquals("", new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(Files.readString(directory.resolve("stderr")))
            .startsWith("gale script: the transcript /dev/full cannot be written: No space left on device");
    }

    private Process start(final String... words) throws IOException
    {
        final List<String> command = GaleWords.of("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of(words));

        return new ProcessBuilder(command).redirectError(directory.resolve("stderr").toFile()).start();
    }

    private long commandsOf(final String transcript)
    {
        final PlayResult result =
            new TranscriptPlayer(MachineTarget::create).play(directory.resolve(transcript));
        assertTrue(result.isPassed(), () -> String.valueOf(result.failure()));

        return result.commandCount();
    }

    private static String line(final SocketChannel client) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        final ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one.clear()) == 1 && one.get(0) != '\n')
        {
            line.append((char)one.get(0));
        }

        return line.toString();
    }
}
