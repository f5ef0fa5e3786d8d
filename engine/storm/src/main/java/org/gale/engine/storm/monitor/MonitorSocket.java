package org.gale.engine.storm.monitor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;

/**
 * Socket at which one process connects as the monitor. It admits its owner only, and is removed at the end. Each wait
 * has an end, whatever the process does or leaves undone. Owned by the thread of the run.
 */
final class MonitorSocket implements AutoCloseable
{
    private static final String MODE = "rw-------";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final long timeoutNs;
    private final Selector selector;
    private final UnsafeBuffer read;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private SocketChannel client;
    private int readAt;
    private int readEnd;
    private long beginNs;
    private boolean isBound;

    /**
     * Listens.
     *
     * @param timeoutNs limit of each wait
     * @throws IOException if the host refuses the socket
     */
    MonitorSocket(final Path path, final long timeoutNs) throws IOException
    {
        this.path = path;
        this.timeoutNs = timeoutNs;
        this.selector = Selector.open();
        this.in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        this.out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        this.read = new UnsafeBuffer(in);
    }

    /**
     * Listens, and waits for one process, which is the only one.
     *
     * @throws MonitorFailure if none connects in time, or the host refuses the socket
     */
    void connect()
    {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX))
        {
            bind(server);
            server.configureBlocking(false);
            waitsFromNow();
            client = server.accept();
            while (client == null)
            {
                await(server, SelectionKey.OP_ACCEPT, "no monitor has connected to " + path);
                client = server.accept();
            }
            client.configureBlocking(false);
        }
        catch (final IOException ex)
        {
            throw new MonitorFailure("the socket " + path + ": " + FileFailure.reason(ex), ex);
        }
    }

    /** Listens under another name until the mode is set, so that the path has never another one. */
    private void bind(final ServerSocketChannel server) throws IOException
    {
        final Path before = path.resolveSibling(path.getFileName() + "~");
        server.bind(UnixDomainSocketAddress.of(before));
        try
        {
            Files.setPosixFilePermissions(before, PosixFilePermissions.fromString(MODE));
            Files.createLink(path, before);
            isBound = true;
        }
        finally
        {
            Files.delete(before);
        }
    }

    /** Lets the next wait last from now on. */
    void waitsFromNow()
    {
        beginNs = HostClock.nanoTime();
    }

    /** Adds a message to those that are sent next, which the buffer has room for. */
    void add(final MonitorMessage message)
    {
        message.bytes().getBytes(0, out, message.length());
    }

    /**
     * Sends the messages that were added, and begins the wait for their answers.
     *
     * @param message last one of them
     */
    void send(final MonitorMessage message)
    {
        waitsFromNow();
        out.flip();
        try
        {
            client.write(out);
            while (out.hasRemaining())
            {
                await(client, SelectionKey.OP_WRITE, "the monitor does not read " + message.text());
                client.write(out);
            }
        }
        catch (final IOException ex)
        {
            throw new MonitorFailure("the monitor has left at " + message.text(), ex);
        }
        out.clear();
    }

    /**
     * Waits for a number of bytes, which lie at {@link #readOffset} of {@link #bytes} then.
     *
     * @param question that they answer
     */
    void await(final int bytes, final MonitorMessage question)
    {
        try
        {
            if (readAt + bytes > BUFFER_BYTES)
            {
                read.putBytes(0, read, readAt, readEnd - readAt);
                readEnd -= readAt;
                readAt = 0;
            }
            while (readEnd - readAt < bytes)
            {
                in.limit(BUFFER_BYTES).position(readEnd);
                final int count = client.read(in);
                if (count < 0)
                {
                    throw new MonitorFailure("the monitor has left at " + question.text());
                }
                readEnd += count;
                if (count == 0)
                {
                    await(client, SelectionKey.OP_READ, "the monitor has not answered " + question.text());
                }
            }
        }
        catch (final IOException ex)
        {
            throw new MonitorFailure("the monitor has left at " + question.text(), ex);
        }
    }

    UnsafeBuffer bytes()
    {
        return read;
    }

    /** Returns the offset of the first byte that was not taken. */
    int readOffset()
    {
        return readAt;
    }

    /** Takes bytes. */
    void take(final int bytes)
    {
        readAt += bytes;
        if (readAt == readEnd)
        {
            readAt = 0;
            readEnd = 0;
        }
    }

    /** Throws the failure of a process that is too late. */
    private void await(final SelectableChannel channel, final int operation, final String sentence) throws IOException
    {
        final SelectionKey key = channel.register(selector, operation);
        final long leftNs = timeoutNs - (HostClock.nanoTime() - beginNs);
        if (leftNs <= 0)
        {
            throw new MonitorFailure(sentence + " within " + NumberText.duration(timeoutNs));
        }
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
        selector.selectedKeys().clear();
        key.interestOps(0);
    }

    @Override
    public void close() throws IOException
    {
        selector.close();
        if (client != null)
        {
            client.close();
        }
        if (isBound)
        {
            Files.deleteIfExists(path);
        }
    }
}
