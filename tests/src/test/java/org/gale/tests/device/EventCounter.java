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

    private final int number;
    private final FileDescriptor handle;
    private final FileInputStream in;
    private final ByteBuffer count = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    EventCounter() throws IOException
    {
        number = LIBC.eventfd(0, NON_BLOCKING);
        handle = FileDescriptorCast.unsafeUsing(number).getFileDescriptor();
        in = new FileInputStream(handle);
    }

    /** Calls of the C library that tests need. */
    public interface Libc
    {
        int eventfd(int initial, int flags);

        long read(int number, ByteBuffer target, long length);
    }

    FileDescriptor handle()
    {
        return handle;
    }

    /** Takes the count, and sets it to 0. */
    long take()
    {
        return LIBC.read(number, count, Long.BYTES) < Long.BYTES ? 0 : count.getLong(0);    // at 0 it would wait
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
