package org.gale.tests.clients;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Server that answers the lines of a connection with bytes of its choice. Its thread serves one at a time. */
final class LyingServer implements AutoCloseable
{
    /** Bytes after which a flood ends by itself. */
    static final long FLOOD_LIMIT = 64L << 20;

    private final ServerSocketChannel server;
    private final Path path;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    LyingServer(final Path path) throws IOException
    {
        this.path = path;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
    }

    /**
     * Serves the next connection: one answer to each line, then the end of the connection.
     *
     * @param answers of the lines in turn, each as pieces that are written one by one
     * @return the lines that came
     */
    Future<List<String>> serve(final List<List<byte[]>> answers)
    {
        return thread.submit(() ->
        {
            final List<String> lines = new ArrayList<>();
            try (SocketChannel connection = server.accept())
            {
                for (final List<byte[]> answer : answers)
                {
                    final String line = line(connection);
                    if (line == null)
                    {
                        break;
                    }
                    lines.add(line);
                    for (final byte[] piece : answer)
                    {
                        connection.write(ByteBuffer.wrap(piece));
                    }
                }
            }
            catch (final IOException ex)
            {
                lines.add(ex.getMessage());                                     // the client left
            }

            return lines;
        });
    }

    /**
     * Answers the second line of the next connection without an end.
     *
     * @param head  of the answer
     * @param piece written until the client leaves, or {@link #FLOOD_LIMIT}
     * @return the bytes that were written
     */
    Future<Long> flood(final String head, final String piece)
    {
        return thread.submit(() ->
        {
            final ByteBuffer pieces = ByteBuffer.wrap(bytes(piece.repeat((1 << 16) / piece.length())));
            long written = 0;
            try (SocketChannel connection = server.accept())
            {
                line(connection);
                connection.write(ByteBuffer.wrap(bytes("OK\n")));
                line(connection);
                connection.write(ByteBuffer.wrap(bytes(head)));
                while (written < FLOOD_LIMIT)
                {
                    written += connection.write(pieces.rewind());
                }
            }
            catch (final IOException ex)
            {
                return written;                                                 // the client left
            }

            return written;
        });
    }

    /** Accepts the next connection and says nothing, until the client leaves. */
    Future<String> hear()
    {
        return thread.submit(() ->
        {
            try (SocketChannel connection = server.accept())
            {
                final String line = line(connection);
                line(connection);

                return line;
            }
        });
    }

    /** Says something before a line came, and ends the connection. */
    Future<Void> refuse(final String said)
    {
        return thread.submit(() ->
        {
            try (SocketChannel connection = server.accept())
            {
                connection.write(ByteBuffer.wrap(bytes(said)));
            }

            return null;
        });
    }

    static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static <T> T result(final Future<T> future) throws InterruptedException
    {
        try
        {
            return future.get(60, TimeUnit.SECONDS);
        }
        catch (final ExecutionException | TimeoutException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** Reads a line; null at the end of the connection. */
    private static String line(final SocketChannel connection) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        final ByteBuffer one = ByteBuffer.allocate(1);
        while (connection.read(one.clear()) == 1)
        {
            if (one.get(0) == '\n')
            {
                return line.toString();
            }
            line.append((char)one.get(0));
        }

        return null;
    }

    @Override
    public void close() throws IOException
    {
        server.close();
        thread.shutdownNow();
        Files.deleteIfExists(path);
    }
}
