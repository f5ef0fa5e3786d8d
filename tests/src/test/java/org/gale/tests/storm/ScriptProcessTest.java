package org.gale.tests.storm;

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
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale script --socket} as a process of its own that a signal ends. */
@Timeout(900)
class ScriptProcessTest
{
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
            "script", "--socket", socket.toString(), "--journal", journals.toString())))
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
