package org.gale.engine.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output of the process. A write that fails where it is a pipe or a socket means that the reader has gone, as
 * {@code head} does; the text of the host's error depends on the locale. Owned by the main thread.
 */
public final class StdoutStream extends OutputStream
{
    /** Message of the exception of a write to a pipe that nobody reads any more. */
    public static final String CLOSED_PIPE = "Broken pipe";

    private final OutputStream stdout;
    private final Path link;
    private boolean isReaderGone;

    /** Creates the stream of this process. */
    public StdoutStream()
    {
        this(new FileOutputStream(FileDescriptor.out), Path.of("/proc/self/fd/1"));
    }

    /**
     * Creates a stream.
     *
     * @param link whose target says what the stream is
     */
    StdoutStream(final OutputStream stdout, final Path link)
    {
        this.stdout = stdout;
        this.link = link;
    }

    /** Returns whether a write failed because nobody reads any more. */
    public boolean isReaderGone()
    {
        return isReaderGone;
    }

    @Override
    public void write(final int value) throws IOException
    {
        write(new byte[]{(byte)value}, 0, 1);
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) throws IOException
    {
        try
        {
            stdout.write(bytes, offset, length);
        }
        catch (final IOException ex)
        {
            isReaderGone = isRead();
            throw isReaderGone ? new IOException(CLOSED_PIPE, ex) : ex;
        }
    }

    /** Returns whether standard output is a pipe or a socket. */
    private boolean isRead() throws IOException
    {
        if (!Files.isSymbolicLink(link))
        {
            return false;
        }
        final String target = Files.readSymbolicLink(link).toString();

        return target.startsWith("pipe:") || target.startsWith("socket:");
    }
}
