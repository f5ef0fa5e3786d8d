package org.gale.engine.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Server of sessions on a Unix domain socket, one connection after the other, each with a machine of its own. Owned by
 * the thread that serves; any thread may close it.
 */
public final class SocketServer implements AutoCloseable
{
    private final Path path;
    private final ServerSocketChannel server;

    private SocketServer(final Path path, final ServerSocketChannel server)
    {
        this.path = path;
        this.server = server;
    }

    /**
     * Creates the socket.
     *
     * @throws FileAlreadyExistsException if something is there: no other socket is taken over.
     * @throws IOException                if it cannot be made.
     */
    public static SocketServer bind(final Path path) throws IOException
    {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            throw new FileAlreadyExistsException(path.toString());
        }

        final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            server.bind(UnixDomainSocketAddress.of(path));
        }
        catch (final IOException ex)
        {
            server.close();
            throw ex;
        }

        return new SocketServer(path, server);
    }

    /**
     * Serves until the socket is closed.
     *
     * @param errors takes a sentence when a connection breaks.
     */
    public void serve(final TargetFactory factory, final Consumer<String> errors) throws IOException
    {
        while (server.isOpen())
        {
            try (SocketChannel connection = server.accept())
            {
                serve(connection, factory, errors);
            }
            catch (final ClosedChannelException ex)
            {
                return;
            }
        }
    }

    /** Closes the socket and removes it. */
    @Override
    public void close()
    {
        try
        {
            if (server.isOpen())
            {
                server.close();
                Files.deleteIfExists(path);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot remove the socket " + path, ex);
        }
    }

    private static void serve(
        final SocketChannel connection, final TargetFactory factory, final Consumer<String> errors)
    {
        try
        {
            SessionRunner.run(factory, Channels.newInputStream(connection), Channels.newOutputStream(connection));
        }
        catch (final IOException ex)
        {
            errors.accept("a connection broke: " + ex.getMessage());
        }
    }
}
