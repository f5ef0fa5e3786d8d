package org.gale.engine.transcript;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.gale.engine.config.NumberText;

/** Input stream that fails behind a number of bytes: the input may have no end, or may unpack to far more. */
final class LimitedInputStream extends FilterInputStream
{
    private final long limitBytes;
    private final String finding;
    private long count;

    /**
     * Limits a stream.
     *
     * @param finding begins the message of the failure, which the limit follows
     */
    LimitedInputStream(final InputStream in, final long limitBytes, final String finding)
    {
        super(in);
        this.limitBytes = limitBytes;
        this.finding = finding;
    }

    @Override
    public int read() throws IOException
    {
        final int value = super.read();
        add(value < 0 ? 0 : 1);

        return value;
    }

    @Override
    public int read(final byte[] destination, final int offset, final int length) throws IOException
    {
        final int read = super.read(destination, offset, length);
        add(Math.max(read, 0));

        return read;
    }

    private void add(final int read) throws IOException
    {
        count += read;
        if (count > limitBytes)
        {
            throw new IOException(finding + NumberText.bytes(limitBytes));
        }
    }
}
