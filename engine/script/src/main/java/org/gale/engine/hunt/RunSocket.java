package org.gale.engine.hunt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.script.SessionRunner;

/**
 * Socket of one run of a program. Each connection is a session on a machine of its own.
 *
 * <p><b>Threads</b> The thread of the run makes and ends the socket. One thread accepts, and each session has a thread.
 *
 * <p><b>Guarantees</b> When {@link #end} returns, each session has ended, and the socket is removed.
 *
 * <p><b>Assumptions</b> The directory of the socket admits its owner only.
 *
 * <p><b>Progress</b> Sessions whose client is gone end by themselves; the others are ended after a time.
 */
final class RunSocket
{
    private static final int CONNECTION_LIMIT = 64;

    private final Path path;
    private final ServerSocketChannel server;
    private final ExecutorService threads;
    private final List<String> keys;
    private final List<HuntSession> sessions = new ArrayList<>();
    private final List<SocketChannel> connections = new ArrayList<>();
    private final List<Future<?>> tasks = new ArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Future<?> acceptor;

    RunSocket(final Path path, final List<String> keys, final ExecutorService threads) throws IOException
    {
        this.path = path;
        this.keys = keys;
        this.threads = threads;
        Files.deleteIfExists(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        acceptor = threads.submit(this::accept);
    }

    /**
     * Takes no more connections, and waits for the sessions.
     *
     * @param timeoutNs time after which sessions are ended whose client is still there
     * @return the sessions, in the order of their connections
     */
    List<HuntSession> end(final long timeoutNs) throws IOException
    {
        server.close();
        await(acceptor, timeoutNs);
        for (final Future<?> task : tasks)
        {
            if (!await(task, timeoutNs))
            {
                for (final SocketChannel connection : connections)
                {
                    connection.close();
                }
                await(task, Long.MAX_VALUE);
            }
        }
        Files.deleteIfExists(path);
        if (failure.get() != null)
        {
            throw failure.get();
        }

        return sessions;
    }

    private static boolean await(final Future<?> task, final long timeoutNs)
    {
        try
        {
            task.get(timeoutNs, TimeUnit.NANOSECONDS);
            return true;
        }
        catch (final TimeoutException ex)
        {
            return false;
        }
        catch (final ExecutionException ex)
        {
            throw new IllegalStateException("a session failed", ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            throw new HuntEndedException();
        }
    }

    private void accept()
    {
        try
        {
            while (true)
            {
                final SocketChannel connection = server.accept();
                if (connections.size() >= CONNECTION_LIMIT)
                {
                    connection.close();
                }
                else
                {
                    connections.add(connection);
                    final HuntSession session = new HuntSession(keys);
                    sessions.add(session);
                    tasks.add(threads.submit(() -> serve(connection, session)));
                }
            }
        }
        catch (final ClosedChannelException ex)
        {
            assert !server.isOpen() : "a server that is open refuses no connection";
        }
        catch (final IOException ex)
        {
            failure.compareAndSet(null, new UncheckedIOException("the socket broke", ex));
        }
    }

    private void serve(final SocketChannel connection, final HuntSession session)
    {
        try (connection)
        {
            SessionRunner.runConnection(session, null, session.kept(Channels.newInputStream(connection)),
                Channels.newOutputStream(connection), false, session);
        }
        catch (final IOException ex)
        {
            return;                                             // a client that is gone reads no reply
        }
        catch (final RuntimeException ex)
        {
            failure.compareAndSet(null, ex);
        }
    }
}
