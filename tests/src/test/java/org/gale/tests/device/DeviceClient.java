package org.gale.tests.device;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Client of vfio-user for tests: what a test lets it send, right or wrong, and the replies. */
final class DeviceClient implements AutoCloseable
{
    static final int VERSION = 1;
    static final int DMA_MAP = 2;
    static final int DMA_UNMAP = 3;
    static final int GET_INFO = 4;
    static final int GET_REGION_INFO = 5;
    static final int GET_IRQ_INFO = 7;
    static final int SET_IRQS = 8;
    static final int REGION_READ = 9;
    static final int REGION_WRITE = 10;
    static final int RESET = 13;
    static final int CONFIG = 7;

    private static final int HEADER = 16;
    private static final int NO_REPLY = 0x10;

    private final AFUNIXSocketChannel channel;
    private final List<String> sent = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private boolean isRecording;
    private int id;
    private int errno;

    DeviceClient(final Path socket) throws IOException
    {
        channel = AFUNIXSocketChannel.open();
        channel.connect(AFUNIXSocketAddress.of(socket));
    }

    /** Sends raw bytes, with descriptors. */
    void raw(final ByteBuffer bytes, final FileDescriptor... descriptors) throws IOException
    {
        if (isRecording)
        {
            sent.add(hexadecimal(bytes));
        }
        if (descriptors.length > 0)
        {
            channel.setOutboundFileDescriptors(descriptors);
        }
        while (bytes.hasRemaining())
        {
            channel.write(bytes);
        }
    }

    private static String hexadecimal(final ByteBuffer bytes)
    {
        return HexFormat.of().formatHex(
            bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
    }

    /** Sends as much of some bytes as goes without waiting; false if the connection has ended. */
    boolean offer(final ByteBuffer bytes) throws IOException
    {
        channel.configureBlocking(false);
        while (channel.write(bytes) > 0 && !bytes.hasRemaining())
        {
            bytes.clear();
        }

        return channel.isOpen();
    }

    static ByteBuffer header(final int id, final int command, final int size, final int flags)
    {
        return ByteBuffer.allocate(Math.max(HEADER, Math.min(size, 1 << 21))).order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short)id).putShort((short)command).putInt(size).putInt(flags).putInt(0);
    }

    private ByteBuffer message(final int command, final int length, final int flags, final Consumer<ByteBuffer> fill)
    {
        final ByteBuffer message = header(++id, command, HEADER + length, flags);
        fill.accept(message);

        return message.clear();
    }

    /** Sends a command and returns the payload of its reply. */
    ByteBuffer call(
        final int command, final int length, final Consumer<ByteBuffer> fill, final FileDescriptor... descriptors)
        throws IOException
    {
        raw(message(command, length, 0, fill), descriptors);

        return reply();
    }

    /** Sends a command that wants no reply. */
    void post(final int command, final int length, final Consumer<ByteBuffer> fill) throws IOException
    {
        raw(message(command, length, NO_REPLY, fill));
    }

    /** Returns the payload of the next reply; null if the connection has ended. */
    ByteBuffer reply() throws IOException
    {
        final ByteBuffer header = read(HEADER);
        if (header == null)
        {
            return null;
        }
        errno = header.getInt(12);
        final ByteBuffer payload = read(header.getInt(4) - HEADER);
        if (payload != null && isRecording)
        {
            received.add(hexadecimal(header) + hexadecimal(payload));
        }

        return payload;
    }

    private ByteBuffer read(final int length) throws IOException
    {
        try
        {
            return readFully(length);
        }
        catch (final SocketException ex)
        {
            return null;                                            // closed with bytes of this client unread
        }
    }

    private ByteBuffer readFully(final int length) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (bytes.hasRemaining() && done >= 0)
        {
            done = channel.read(bytes);
        }

        return done < 0 ? null : bytes.flip();
    }

    /** Keeps what is sent and received from now on. */
    void record()
    {
        isRecording = true;
    }

    /** Returns what the client sent, in hexadecimal digits. */
    List<String> sent()
    {
        return sent;
    }

    /** Returns the replies that came, in hexadecimal digits. */
    List<String> received()
    {
        return received;
    }

    /** Returns the error of the last reply; 0 for none. */
    int errno()
    {
        return errno;
    }

    void version() throws IOException
    {
        final byte[] text = "{\"capabilities\":{\"max_msg_fds\":16}}\0".getBytes(StandardCharsets.US_ASCII);
        call(VERSION, 4 + text.length, message -> message.putInt(0).put(text));
    }

    int map(final long iova, final long size, final long offset, final FileDescriptor... file) throws IOException
    {
        return map(3, iova, size, offset, file);
    }

    int map(final int flags, final long iova, final long size, final long offset, final FileDescriptor... file)
        throws IOException
    {
        call(DMA_MAP, 32,
            message -> message.putInt(32).putInt(flags).putLong(offset).putLong(iova).putLong(size), file);

        return errno;
    }

    int unmap(final int flags, final long iova, final long size) throws IOException
    {
        call(DMA_UNMAP, 24, message -> message.putInt(24).putInt(flags).putLong(iova).putLong(size));

        return errno;
    }

    ByteBuffer read(final int region, final long offset, final int count) throws IOException
    {
        final ByteBuffer reply = call(
            REGION_READ, 16, message -> message.putLong(offset).putInt(region).putInt(count));

        return errno == 0 ? reply.slice(16, count).order(ByteOrder.LITTLE_ENDIAN) : null;
    }

    int write(final int region, final long offset, final int value) throws IOException
    {
        call(REGION_WRITE, 20, message -> message.putLong(offset).putInt(region).putInt(4).putInt(value));

        return errno;
    }

    int write64(final int region, final long offset, final long value) throws IOException
    {
        call(REGION_WRITE, 24, message -> message.putLong(offset).putInt(region).putInt(8).putLong(value));

        return errno;
    }

    int setIrqs(final int flags, final int index, final int start, final int count, final FileDescriptor... events)
        throws IOException
    {
        call(SET_IRQS, 20,
            message -> message.putInt(20).putInt(flags).putInt(index).putInt(start).putInt(count), events);

        return errno;
    }

    /** Ends its writing half, and goes on reading. */
    void endWriting() throws IOException
    {
        channel.shutdownOutput();
    }

    /** Ends its reading half, and goes on writing. */
    void endReading() throws IOException
    {
        channel.shutdownInput();
    }

    /** Goes away, as a VM that ends. */
    void leave() throws IOException
    {
        channel.close();
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
