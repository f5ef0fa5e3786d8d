package org.gale.engine.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Stream that keeps the first failure of another one, because the printers of libraries swallow it. Nothing is written
 * after a failure. Owned by one thread.
 */
final class FailureKeeper extends FilterOutputStream
{
    private IOException failure;

    FailureKeeper(final OutputStream stream)
    {
        super(stream);
    }

    /** Throws the failure that was kept, if there is one. */
    void rethrow() throws IOException
    {
        if (failure != null)
        {
            throw failure;
        }
    }

    @Override
    public void write(final int value) throws IOException
    {
        write(new byte[]{(byte)value}, 0, 1);
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) throws IOException
    {
        rethrow();
        try
        {
            out.write(bytes, offset, length);
        }
        catch (final IOException ex)
        {
            failure = ex;
            throw ex;
        }
    }

    /** Flushes the stream, which stays open for its owner. */
    @Override
    public void flush() throws IOException
    {
        rethrow();
        try
        {
            out.flush();
        }
        catch (final IOException ex)
        {
            failure = ex;
            throw ex;
        }
    }

    /** Flushes the stream, which stays open for its owner. */
    @Override
    public void close() throws IOException
    {
        flush();
    }
}
