package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.Writer;

/** Writer that keeps what it passes on, so that it can be compared with the report. Owner: the main thread. */
final class KeptText extends Writer
{
    private final Writer out;
    private final StringBuilder text = new StringBuilder();

    KeptText(final Writer out)
    {
        this.out = out;
    }

    @Override
    public void write(final char[] characters, final int offset, final int length) throws IOException
    {
        text.append(characters, offset, length);
        out.write(characters, offset, length);
    }

    @Override
    public void flush() throws IOException
    {
        out.flush();
    }

    @Override
    public void close() throws IOException
    {
        out.close();
    }

    /** Returns what was written. */
    String text()
    {
        return text.toString();
    }
}
