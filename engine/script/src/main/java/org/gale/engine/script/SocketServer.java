package org.gale.engine.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.ThreadHost;

/**
 * Server of sessions on a Unix domain socket. Each connection has a thread and a machine of its own, so that an idle
 * one, or one that never reads, blocks nobody.
 *
 * <p><b>Threads</b> One thread serves, each session has a thread, any thread may close the server.
 *
 * <p><b>Guarantees</b> The socket admits its owner only. When {@link #serve} returns, each session has ended and its
 * machine is closed.
 *
 * <p><b>Assumptions</b> The factory may be called from any thread.
 *
 * <p><b>Progress</b> Closing ends sessions that wait for input or output.
 */
public final class SocketServer implements AutoCloseable
{
    /** Limit of the sessions at a time. A connection beyond it is answered {@code FAIL} and closed. */
    public static final int SESSION_LIMIT = 16;

    private static final String MODE = "rw-------";
    /** Bits of a file's mode that say what it is, and those of a socket. */
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path path;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private volatile RuntimeException failure;
    private volatile boolean isFailed;

    private SocketServer(final Path path, final ServerSocketChannel server)
    {
        this.path = path;
        this.server = server;
    }

    /**
     * Creates the socket. A socket that a dead process left is replaced.
     *
     * @throws FileAlreadyExistsException if a process serves it, or something else is there.
     * @throws IOException                if it cannot be made.
     */
    public static SocketServer bind(final Path path) throws IOException
    {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            if (!isLeft(path))
            {
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.delete(path);
        }

        final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
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
     * @param transcripts begins the transcript of each session, in the order of the connections
     * @param endsAtFail  true to close the socket at the first line that is answered FAIL
     * @param watch       takes what a session breaks; called from any thread
     * @param errors      takes a sentence when a connection breaks; called from any thread
     * @return false if such a line ended it
     */
    public boolean serve(
        final TargetFactory factory,
        final SessionTranscript.Source transcripts,
        final boolean endsAtFail,
        final SessionWatch watch,
        final Consumer<String> errors)
        throws IOException
    {
        final ExecutorService sessions = ThreadHost.tasks(SESSION_LIMIT);
        try
        {
            accept(sessions, factory, transcripts, endsAtFail, watch, errors);
        }
        finally
        {
            close();
            ThreadHost.end(sessions);
        }
        if (failure != null)
        {
            throw failure;
        }

        return !isFailed;
    }

    /** Closes the socket, ends the sessions, and removes the socket. */
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
            for (final SocketChannel connection : connections)
            {
                connection.close();
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot remove the socket " + path, ex);
        }
    }

    /** Returns whether a path is a socket that no process serves. */
    private static boolean isLeft(final Path path) throws IOException
    {
        // A host refuses to connect to a device or a pipe as it does to a socket without a process.
        final int mode = (int)Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET)
        {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path)))
        {
            return !probe.isConnected();
        }
        catch (final ConnectException ex)
        {
            return true;                                                        // a socket, and nobody listens
        }
        catch (final IOException ex)
        {
            return false;                                                       // no socket
        }
    }

    private void accept(
        final ExecutorService sessions,
        final TargetFactory factory,
        final SessionTranscript.Source transcripts,
        final boolean endsAtFail,
        final SessionWatch watch,
        final Consumer<String> errors) throws IOException
    {
        while (server.isOpen())
        {
            try
            {
                final SocketChannel connection = server.accept();
                if (connections.size() >= SESSION_LIMIT)
                {
                    refuse(connection);
                }
                else
                {
                    connections.add(connection);
                    if (!server.isOpen())                                       // closed between accept and here
                    {
                        connection.close();
                    }
                    final SessionTranscript transcript = transcripts.begin();
                    sessions.execute(() -> serve(connection, factory, transcript, endsAtFail, watch, errors));
                }
            }
            catch (final ClosedChannelException ex)
            {
                return;
            }
        }
    }

    private static void refuse(final SocketChannel connection) throws IOException
    {
        try (connection)
        {
            connection.write(ByteBuffer.wrap(("FAIL there are " + SESSION_LIMIT + " sessions already, which is the " +
                "limit\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private void serve(
        final SocketChannel connection,
        final TargetFactory factory,
        final SessionTranscript transcript,
        final boolean endsAtFail,
        final SessionWatch watch,
        final Consumer<String> errors)
    {
        try (connection)
        {
            final boolean isOk = SessionRunner.runConnection(factory, transcript,
                Channels.newInputStream(connection), Channels.newOutputStream(connection), endsAtFail, watch);
            if (!isOk)
            {
                isFailed = true;
                close();
            }
        }
        catch (final IOException ex)
        {
            if (server.isOpen())
            {
                errors.accept("a connection broke: " + FileFailure.reason(ex));
            }
        }
        catch (final RuntimeException ex)
        {
            failure = ex;                                                       // thrown by the serving thread
            close();
        }
        finally
        {
            connections.remove(connection);
        }
    }
}
