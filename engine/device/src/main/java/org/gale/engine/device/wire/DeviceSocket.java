package org.gale.engine.device.wire;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Socket on which a device waits for its clients, one at a time. It lies in a directory of the user's own, and never
 * replaces a file. Owner: the answering thread.
 */
public final class DeviceSocket implements AutoCloseable
{
    private static final Path SELF = Path.of("/proc/self");
    private static final int PATH_LIMIT = 107;
    private static final long NS_OF_MS = 1_000_000;
    private static final Set<PosixFilePermission> OTHERS_WRITE = Set.of(
        PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path path;
    private final AFUNIXServerSocketChannel server;
    private final Selector selector;
    private final SelectionKey clients;                             // of the server: a client waits
    private boolean isAsked;
    private ClientChannel kept;
    private ClientChannel client;
    private SelectionKey key;

    private DeviceSocket(final Path path, final AFUNIXServerSocketChannel server, final Selector selector,
        final SelectionKey clients)
    {
        this.path = path;
        this.server = server;
        this.selector = selector;
        this.clients = clients;
    }

    /**
     * Makes sockets, mode 0600, which are awaited together.
     *
     * @throws OutcomeException if there is something at a path, it is too long, or others may write its directory
     */
    public static List<DeviceSocket> open(final List<Path> paths)
    {
        final List<DeviceSocket> opened = new ArrayList<>();
        try
        {
            final Selector selector = AFUNIXSelectorProvider.provider().openSelector();
            paths.forEach(path -> opened.add(open(path, selector)));

            return opened;
        }
        catch (final IOException | UnsatisfiedLinkError ex)
        {
            throw refused(paths.get(0), ex);
        }
        finally
        {
            if (opened.size() < paths.size())
            {
                opened.forEach(DeviceSocket::close);
            }
        }
    }

    private static OutcomeException refused(final Path path, final Throwable ex)
    {
        return new OutcomeException(Outcome.RESOURCES, path + ": the socket cannot be made: " +
            (ex instanceof IOException io ? FileFailure.reason(io) :
            "its library cannot be loaded (java.io.tmpdir has to allow programs)"), ex);
    }

    private static DeviceSocket open(final Path path, final Selector selector)
    {
        final Path absolute = path.toAbsolutePath();
        check(path, absolute);
        try
        {
            final AFUNIXServerSocketChannel server = AFUNIXServerSocketChannel.open();
            server.bind(AFUNIXSocketAddress.of(absolute));
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rw-------"));
            server.configureBlocking(false);

            return new DeviceSocket(absolute, server, selector, server.register(selector, SelectionKey.OP_ACCEPT));
        }
        catch (final IOException | UnsatisfiedLinkError ex)
        {
            throw refused(path, ex);
        }
    }

    private static void check(final Path path, final Path absolute)
    {
        final int length = absolute.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > PATH_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, path + ": a path of " + length +
                " bytes is too long for a socket (at most " + PATH_LIMIT + ')');
        }
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS))
        {
            throw new OutcomeException(Outcome.USAGE, path + ": is there already (remove it, or choose another path)");
        }
        final Path directory = absolute.getParent();
        try
        {
            final PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
            if (!attributes.isDirectory())
            {
                throw new OutcomeException(Outcome.USAGE, directory + ": is no directory");
            }
            if (!attributes.owner().equals(Files.getOwner(SELF)) ||
                attributes.permissions().stream().anyMatch(OTHERS_WRITE::contains))
            {
                throw new OutcomeException(Outcome.USAGE, directory +
                    ": others may write there (make a directory of your own: mkdir -m 700 DIR)");
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, directory + ": " + FileFailure.reason(ex), ex);
        }
    }

    /** Sets the client that is served, or that there is none. */
    public void serve(final ClientChannel served)
    {
        client = served;
    }

    /** Waits until a client of sockets that were made together has sent something, one comes, or a time passes. */
    public static void await(final List<DeviceSocket> sockets, final long limitNs)
    {
        try
        {
            boolean isGone = false;
            for (final DeviceSocket socket : sockets)
            {
                isGone |= socket.watch();
            }
            final Selector selector = sockets.get(0).selector;
            if (limitNs < NS_OF_MS || isGone)
            {
                selector.selectNow();
            }
            else
            {
                selector.select(limitNs / NS_OF_MS);
            }
            for (final DeviceSocket socket : sockets)
            {
                socket.isAsked = selector.selectedKeys().contains(socket.clients);
                socket.findInput();
            }
            selector.selectedKeys().clear();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("the socket cannot be awaited", ex);
        }
    }

    /** Ends the wait of the thread that awaits sockets, or its next one. From any thread, while they are open. */
    public static void wake(final List<DeviceSocket> sockets)
    {
        sockets.stream().limit(1).forEach(socket -> socket.selector.wakeup());      // they share it
    }

    /** Watches the client, if there is one, and returns whether it has gone. */
    private boolean watch() throws IOException
    {
        key = null;
        if (client != null && !client.channel().isOpen())
        {
            client.hangUp();                                        // a failed write closes it

            return true;
        }
        if (client != null)
        {
            key = client.channel().register(
                selector, client.hasUnsent() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        return false;
    }

    private void findInput()
    {
        if (key != null && !key.isValid())                          // the selector cancels the key of a closed end
        {
            client.hangUp();
        }
        else if (key != null && key.isReadable())
        {
            client.receive();
        }
    }

    /**
     * Accepts a client of the same user that the last {@link #await} has seen.
     *
     * @return the client, or null
     */
    public ClientChannel accept()
    {
        if (kept != null)
        {
            final ClientChannel first = kept;
            kept = null;

            return first;
        }
        if (!isAsked)
        {
            return null;                                            // an accept makes a socket even for nobody
        }
        isAsked = false;
        AFUNIXSocketChannel channel = null;
        try
        {
            channel = server.accept();
            if (channel == null)
            {
                return null;
            }
            if (channel.getPeerCredentials().getUid() != (int)Files.getAttribute(SELF, "unix:uid"))
            {
                channel.close();                                    // it came before the mode of the socket was set

                return null;
            }
            channel.configureBlocking(false);
            channel.setAncillaryReceiveBufferSize(1 << 12);

            return new ClientChannel(channel);
        }
        catch (final IOException ex)
        {
            if (channel != null)
            {
                new ClientChannel(channel).close();
            }

            return null;                                            // the client has gone
        }
    }

    /** Keeps a client that was accepted too early, which the next {@link #accept} returns. */
    public void keep(final ClientChannel early)
    {
        kept = early;
    }

    @Override
    public void close()
    {
        try (server; selector)
        {
            if (kept != null)
            {
                kept.close();
            }
            Files.deleteIfExists(path);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, path + ": the socket could not be removed: " + FileFailure.reason(ex), ex);
        }
    }
}
