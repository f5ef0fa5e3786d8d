package org.gale.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                server.serve(this::create, errors::add);
                return true;
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
        targets.add(FakeTarget.create(keyValues));

        return targets.get(targets.size() - 1);
    }
}
