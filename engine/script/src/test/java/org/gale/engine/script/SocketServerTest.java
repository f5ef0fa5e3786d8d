package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketServerTest
{
    @TempDir
    private Path directory;

    private final List<FakeTarget> targets = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @Test
    void shouldServeOneConnectionAfterTheOtherAndRemoveTheSocket() throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        final SocketServer server = SocketServer.bind(path);
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        try
        {
            final Callable<Boolean> serving = () ->
            {
                return server.serve(this::create, SessionTranscript.Source.NONE, false, SessionWatch.NONE, errors::add);
            };
            final Future<Boolean> served = executor.submit(serving);

            assertEquals("OK\nOK none\nOK\n", talk(path, "machine pes=1\nhppi 0\nquit\n"));
            assertEquals("OK\nOK none\nOK\n", talk(path, "machine pes=2\nhppi 0\nquit\n"));
            server.close();

            assertTrue(served.get());
        }
        finally
        {
            server.close();
            executor.shutdownNow();
        }

        assertFalse(Files.exists(path));
        assertEquals(List.of(), errors);
        assertEquals(List.of(List.of("pes=1"), List.of("pes=2")), machines());
        assertTrue(targets.stream().allMatch(target -> target.isClosed));
    }

    @Test
    void shouldRefuseAPathThatExists() throws IOException
    {
        final Path path = directory.resolve("gale.socket");

        final SocketServer server = SocketServer.bind(path);
        assertThrows(FileAlreadyExistsException.class, () -> SocketServer.bind(path));
        assertTrue(Files.exists(path));
        server.close();

        assertFalse(Files.exists(path));
    }

    /** A host refuses to connect to a pipe, or to a device, as it does to a socket that nobody serves. */
    @Test
    void shouldNotTakeAPipeForASocketThatWasLeft() throws Exception
    {
        final Path path = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());

        assertThrows(FileAlreadyExistsException.class, () -> SocketServer.bind(path));

        assertTrue(Files.exists(path));
    }

    @Test
    void shouldServeAClientWhileOthersAreIdle() throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        try (Serving serving = new Serving(path, false);
            SocketChannel idle = SocketChannel.open(UnixDomainSocketAddress.of(path));
            SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(path)))
        {
            silent.write(ByteBuffer.wrap("hppi 0\n".getBytes(StandardCharsets.US_ASCII)));

            assertEquals("OK none\nOK\n", talk(path, "hppi 0\nquit\n"));
            assertTrue(idle.isConnected());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertTrue(serving.end());
        }
        assertTrue(targets.stream().allMatch(target -> target.isClosed));
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldRefuseAClientBeyondTheLimit() throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        final List<SocketChannel> clients = new ArrayList<>();
        try (Serving serving = new Serving(path, false))
        {
            for (int i = 0; i < SocketServer.SESSION_LIMIT; i++)
            {
                clients.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
            }

            assertEquals("FAIL there are 16 sessions already, which is the limit\n", talk(path, ""));
            assertTrue(serving.end());
        }
        for (final SocketChannel client : clients)
        {
            client.close();
        }
    }

    @Test
    void shouldEndAtTheFirstFailWhenThatIsAskedFor() throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        try (Serving serving = new Serving(path, true))
        {
            assertTrue(talk(path, "hppi 0\nbanana\nhppi 0\n").startsWith("OK none\nFAIL no verb 'banana'"));

            assertFalse(serving.served());
        }
        assertFalse(Files.exists(path));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldNotExecuteALineThatTheEndOfAConnectionCutShort(final boolean endsAtFail) throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        try (Serving serving = new Serving(path, endsAtFail))
        {
            assertEquals("OK none\nFAIL the connection ended before the line did\n", talk(path, "hppi 0\nhppi 0"));
            assertEquals("OK none\nOK\n", talk(path, "hppi 0\nquit\n"));
            assertTrue(serving.end());
        }
    }

    @Test
    void shouldReplaceASocketThatADeadProcessLeft() throws Exception
    {
        final Path path = directory.resolve("gale.socket");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX))
        {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));

        try (Serving serving = new Serving(path, false))
        {
            assertEquals("OK none\nOK\n", talk(path, "hppi 0\nquit\n"));
            assertTrue(serving.end());
        }
    }

    @Test
    void shouldKeepAFileThatIsNoSocket() throws IOException
    {
        final Path path = Files.writeString(directory.resolve("file"), "precious");

        assertThrows(FileAlreadyExistsException.class, () -> SocketServer.bind(path));
        assertEquals("precious", Files.readString(path));
    }

    /** Server that serves on a thread of its own. */
    private final class Serving implements AutoCloseable
    {
        private final SocketServer server;
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final Future<Boolean> served;

        Serving(final Path path, final boolean endsAtFail) throws IOException
        {
            server = SocketServer.bind(path);
            served = executor.submit(() -> server.serve(
                SocketServerTest.this::create, SessionTranscript.Source.NONE, endsAtFail,
                SessionWatch.NONE, errors::add));
        }

        boolean end() throws Exception
        {
            server.close();

            return served();
        }

        boolean served() throws Exception
        {
            return served.get(300, TimeUnit.SECONDS);
        }

        @Override
        public void close()
        {
            server.close();
            executor.shutdownNow();
        }
    }

    private List<List<String>> machines()
    {
        final List<List<String>> machines = new ArrayList<>();
        targets.forEach(target -> machines.add(target.keyValues));

        return machines;
    }

    private static String talk(final Path path, final String lines) throws IOException
    {
        final StringBuilder replies = new StringBuilder();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path)))
        {
            channel.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII)));
            if (!lines.isEmpty() && !lines.endsWith("\n"))
            {
                channel.shutdownOutput();
            }
            final ByteBuffer buffer = ByteBuffer.allocate(1024);
            while (channel.read(buffer) >= 0)
            {
                replies.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII));
                buffer.clear();
            }
        }

        return replies.toString();
    }

    private FakeTarget create(final List<String> keyValues)
    {
        final FakeTarget target = FakeTarget.create(keyValues);
        targets.add(target);                                                    // sessions create at the same time

        return target;
    }
}
