package org.gale.engine.device.wire;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * File descriptor that a client passed. Its kind follows from its link. It is read and written at positions, never
 * through a mapping that the client could truncate. Owner: the answering thread.
 */
public final class Descriptor implements AutoCloseable
{
    /** Kind of what a descriptor refers to. */
    public enum DescriptorKind
    {
        /** Counter of events. */
        EVENTFD,
        /** Memory of a client. */
        MEMORY,
        /** All others, which nobody accepts. */
        OTHER
    }

    private static final String EVENTFD_LINK = "anon_inode:[eventfd]";
    private static final String MEMFD_LINK = "/memfd:";
    private static final String COUNT_LINE = "eventfd-count:";
    private static final String FLAGS_LINE = "flags:";
    private static final int TEXT_LENGTH = 256;
    private static final int HEXADECIMAL = 16;
    private static final int OCTAL = 8;
    private static final int ACCESS_MODE = 3;
    private static final int READ_WRITE = 2;
    private static final int NON_BLOCKING = 04000;
    /** Count from which an event is not added: the write of a nearly full counter waits. */
    private static final long COUNT_LIMIT = 1L << 62;

    private static final byte[] ONE = { 1, 0, 0, 0, 0, 0, 0, 0 };   // little-endian, as is the host

    private final Path info;
    private final DescriptorKind kind;
    private final FileInputStream in;
    private final FileOutputStream out;
    private final FileChannel reads;
    private final FileChannel writes;
    private final ByteBuffer text = ByteBuffer.allocate(TEXT_LENGTH);
    private FileChannel counts;                                     // of an eventfd whose count was asked for

    private Descriptor(final FileDescriptor handle, final DescriptorKind kind, final int number)
    {
        this.kind = kind;
        this.info = Path.of("/proc/self/fdinfo/" + number);
        in = new FileInputStream(handle);
        out = new FileOutputStream(handle);
        reads = in.getChannel();
        writes = out.getChannel();
    }

    /** Takes a descriptor over. If its kind cannot be seen, it is {@link DescriptorKind#OTHER}. */
    static Descriptor of(final FileDescriptor handle)
    {
        int number = -1;
        DescriptorKind kind = DescriptorKind.OTHER;
        try
        {
            number = FileDescriptorCast.using(handle).as(Integer.class);
            kind = kind(Path.of("/proc/self/fd/" + number));
        }
        catch (final IOException ex)
        {
            kind = DescriptorKind.OTHER;                                   // the descriptor is refused where it is used
        }

        return new Descriptor(handle, kind, number);
    }

    private static DescriptorKind kind(final Path link) throws IOException
    {
        final String target = Files.readSymbolicLink(link).toString();
        if (target.equals(EVENTFD_LINK))
        {
            return DescriptorKind.EVENTFD;
        }

        return target.startsWith(MEMFD_LINK) || Files.isRegularFile(link) ? DescriptorKind.MEMORY :
            DescriptorKind.OTHER;
    }

    /** Returns the kind of object that the descriptor refers to. */
    public DescriptorKind kind()
    {
        return kind;
    }

    /** Returns whether the descriptor may be read and written. */
    public boolean isReadWrite()
    {
        final String flags = infoOf(FLAGS_LINE);

        return flags != null && (Integer.parseInt(flags, OCTAL) & ACCESS_MODE) == READ_WRITE;
    }

    /**
     * Returns the count of an eventfd.
     *
     * @return the count, unsigned; -1 if it cannot be seen
     */
    public long eventCount()
    {
        try
        {
            if (counts == null)
            {
                counts = FileChannel.open(info, StandardOpenOption.READ);
            }
            text.clear();
            final int length = counts.read(text, 0);

            return count(text.array(), length);
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }

    /** {@return the hexadecimal number behind the name of the count in a text; -1 if there is none} */
    static long count(final byte[] bytes, final int length)
    {
        int at = 0;
        while (at < length && !isName(bytes, at, length))
        {
            at++;
        }
        long count = at < length ? 0 : -1;
        for (at += COUNT_LINE.length(); at < length && bytes[at] != '\n'; at++)
        {
            count = bytes[at] == ' ' || bytes[at] == '\t' ? count :
                count << 4 | Character.digit(bytes[at], HEXADECIMAL);
        }

        return count;
    }

    private static boolean isName(final byte[] bytes, final int at, final int length)
    {
        int i = 0;
        while (i < COUNT_LINE.length() && at + i < length && bytes[at + i] == COUNT_LINE.charAt(i))
        {
            i++;
        }

        return i == COUNT_LINE.length();
    }

    /**
     * Adds one to an eventfd, unless that might have to wait.
     *
     * @return its count before; -1 if nothing was added
     */
    public long addEvent()
    {
        final long count = eventCount();
        if (count < 0 || count > COUNT_LIMIT)
        {
            return -1;
        }
        try
        {
            out.write(ONE);

            return count;
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }

    /** Takes the count of an eventfd back, and returns whether there was one; not if the read might have to wait. */
    public boolean takeEvents()
    {
        final String flags = infoOf(FLAGS_LINE);
        try
        {
            return flags != null && (Integer.parseInt(flags, OCTAL) & NON_BLOCKING) != 0 && eventCount() > 0 &&
                in.read(new byte[Long.BYTES]) == Long.BYTES;
        }
        catch (final IOException ex)
        {
            return false;                                           // the client was faster
        }
    }

    /**
     * Returns the length of memory.
     *
     * @return bytes; -1 if it has none
     */
    public long length()
    {
        try
        {
            return reads.size();
        }
        catch (final IOException ex)
        {
            return -1;
        }
    }

    /** Fills a buffer from a position, and returns whether all was there. */
    public boolean read(final ByteBuffer target, final long position)
    {
        try
        {
            long at = position;
            int done = 1;
            while (target.hasRemaining() && done > 0)
            {
                done = reads.read(target, at);
                at += done;
            }

            return !target.hasRemaining();
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /** Writes a buffer at a position, and returns whether all of it lies in the file, which never becomes longer. */
    public boolean write(final ByteBuffer source, final long position)
    {
        try
        {
            if (position + source.remaining() > writes.size())
            {
                return false;
            }
            long at = position;
            int done = 1;
            while (source.hasRemaining() && done > 0)
            {
                done = writes.write(source, at);
                at += done;
            }

            return !source.hasRemaining();
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    @Override
    public void close()
    {
        try (in; out)
        {
            reads.close();
            writes.close();
            if (counts != null)
            {
                counts.close();
            }
        }
        catch (final IOException ex)
        {
            return;                                                 // Linux frees the number also then
        }
    }

    private String infoOf(final String name)
    {
        try
        {
            final String text = new String(Files.readAllBytes(info), StandardCharsets.US_ASCII);

            return text.lines().filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).trim()).findFirst().orElse(null);
        }
        catch (final IOException ex)
        {
            return null;
        }
    }
}
