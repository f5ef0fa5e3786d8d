package org.gale.engine.trace.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Lines of a text, which gzip may have compressed. What a line has beyond the limit is dropped. Where gzip is cut or
 * damaged, the text ends.
 */
final class TextLines
{
    static final int LINE_LIMIT = 1 << 16;

    private static final byte[] TRACE = "GALETRC".getBytes(US_ASCII);
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER_BYTES = 1 << 18;

    private final String name;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private InputStream in;
    private int next;
    private int limit;
    private int start;
    private int end;
    private long number;
    private boolean isCut;
    private boolean isDamaged;

    /**
     * Begins with the first line.
     *
     * @param name of the text in messages
     */
    TextLines(final InputStream in, final String name) throws IOException
    {
        this.name = name;
        final PushbackInputStream first = new PushbackInputStream(in, TRACE.length);
        final byte[] magic = first.readNBytes(TRACE.length);
        first.unread(magic);
        if (Arrays.equals(magic, TRACE))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is a trace already ('gale trace describe' shows it)");
        }
        final boolean isGzip =
            magic.length > 1 && (magic[0] & 0xff) == GZIP_FIRST && (magic[1] & 0xff) == GZIP_SECOND;
        try
        {
            this.in = isGzip ? new GZIPInputStream(first, BUFFER_BYTES >> 2) : first;
        }
        catch (final EOFException | ZipException ex)
        {
            this.in = InputStream.nullInputStream();
            isDamaged = true;
        }
    }

    /** Goes to the next line; false behind the last one. */
    boolean next() throws IOException
    {
        start = next;
        isCut = false;
        int at = LineBytes.find(buffer, start, limit, '\n');
        boolean isLast = false;
        while (at == limit && !isLast)
        {
            isCut |= at - start > LINE_LIMIT;
            at = Math.min(at - start, LINE_LIMIT);
            isLast = !fill(at);
            at = LineBytes.find(buffer, at, limit, '\n');
        }
        final boolean isAny = at > start || at < limit;
        next = Math.min(at + 1, limit);
        isCut |= at - start > LINE_LIMIT;
        end = Math.min(at, start + LINE_LIMIT);
        end -= end > start && buffer[end - 1] == '\r' ? 1 : 0;
        number += isAny ? 1 : 0;

        return isAny;
    }

    /** Returns the bytes that hold the line from its start to its end. */
    byte[] bytes()
    {
        return buffer;
    }

    int start()
    {
        return start;
    }

    int end()
    {
        return end;
    }

    /** Returns whether the line is longer than the limit. */
    boolean isCut()
    {
        return isCut;
    }

    /** Returns whether gzip is cut or damaged behind the last line. */
    boolean isDamaged()
    {
        return isDamaged;
    }

    long number()
    {
        return number;
    }

    String name()
    {
        return name;
    }

    /** Moves the line to the front of the buffer and reads behind it; false at the end of the text. */
    private boolean fill(final int kept) throws IOException
    {
        System.arraycopy(buffer, start, buffer, 0, kept);
        start = 0;
        limit = kept;
        int count = 0;
        try
        {
            count = in.read(buffer, kept, BUFFER_BYTES - kept);
        }
        catch (final EOFException | ZipException ex)
        {
            isDamaged = true;
        }
        limit += Math.max(0, count);

        return count > 0;
    }
}
