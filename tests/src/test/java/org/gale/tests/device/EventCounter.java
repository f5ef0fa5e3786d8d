package org.gale.tests.device;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import org.newsclub.net.unix.FileDescriptorCast;

/** An eventfd that a client of the tests passes to the device, and reads. */
final class EventCounter implements AutoCloseable
{
    private static final Libc LIBC = LibraryLoader.create(Libc.class).load("c");
    private static final int NON_BLOCKING = 0x800;

    private final FileDescriptor handle;
    private final FileInputStream in;

    EventCounter() throws IOException
    {
        handle = FileDescriptorCast.unsafeUsing(LIBC.eventfd(0, NON_BLOCKING)).getFileDescriptor();
        in = new FileInputStream(handle);
    }

    /** Calls of the C library that tests need. */
    public interface Libc
    {
        int eventfd(int initial, int flags);
    }

    FileDescriptor handle()
    {
        return handle;
    }

    /** Takes the count, and sets it to 0. */
    long take()
    {
        try
        {
            final byte[] bytes = new byte[Long.BYTES];
            final int length = in.read(bytes);

            return length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        catch (final IOException ex)
        {
            return 0;                                               // it is 0: the read would wait
        }
    }

    /** Adds to the count. */
    void add(final long count) throws IOException
    {
        final FileOutputStream out = new FileOutputStream(handle);  // closed with the counter
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(count).array());
    }

    @Override
    public void close() throws IOException
    {
        in.close();
    }
}
