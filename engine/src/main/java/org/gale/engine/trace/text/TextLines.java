package org.gale.engine.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Lines of a text, which gzip may have compressed. What a line has beyond the limit is dropped. */
final class TextLines
{
    static final int LINE_LIMIT = 1 << 16;

    private static final byte[] TRACE = "GALETRC".getBytes(US_ASCII);
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line = new byte[LINE_LIMIT];
    private int position;
    private int end;
    private int length;
    private long number;
    private boolean isCut;

    TextLines(final InputStream in, final String name) throws IOException
    {
        final PushbackInputStream first = new PushbackInputStream(in, TRACE.length);
        final byte[] magic = first.readNBytes(TRACE.length);
        first.unread(magic);
        if (Arrays.equals(magic, TRACE))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is a trace already ('gale trace describe' shows it)");
        }
        final boolean isGzip =
            magic.length > 1 && (magic[0] & 0xff) == GZIP_FIRST && (magic[1] & 0xff) == GZIP_SECOND;
        this.in = isGzip ? new GZIPInputStream(first, BUFFER_BYTES) : first;
    }

    /** Goes to the next line; false behind the last one. */
    boolean next() throws IOException
    {
        length = 0;
        isCut = false;
        boolean isAny = false;
        while (position < end || fill())
        {
            isAny = true;
            final byte next = buffer[position++];
            if (next == '\n')
            {
                break;
            }
            if (length < LINE_LIMIT)
            {
                line[length++] = next;
            }
            else
            {
                isCut = true;
            }
        }
        number += isAny ? 1 : 0;

        return isAny;
    }

    byte[] bytes()
    {
        return line;
    }

    int length()
    {
        return length;
    }

    boolean isCut()
    {
        return isCut;
    }

    long number()
    {
        return number;
    }

    private boolean fill() throws IOException
    {
        position = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));

        return end > 0;
    }
}
