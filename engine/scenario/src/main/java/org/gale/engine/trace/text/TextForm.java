package org.gale.engine.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Form of texts, whose lines become events of a trace. Owner: the calling thread. */
public abstract class TextForm
{
    private static final int PROGRESS_LINES = 1 << 14;

    private final ImportedTrace trace;

    TextForm(final ImportedTrace trace)
    {
        this.trace = trace;
    }

    /**
     * Reads a text to its end.
     *
     * @param name     of the text in messages
     * @param progress takes the lines so far, every {@value #PROGRESS_LINES} of them
     */
    public final void read(final InputStream in, final String name, final LongConsumer progress) throws IOException
    {
        final TextLines text = new TextLines(in, name);
        while (text.next())
        {
            // A loop within this one would have the JVM compile all that reads a line at once, which takes it a second.
            final int start = LineBytes.endOfBlanks(text.bytes(), text.start(), text.end());
            if (start < text.end() && text.bytes()[start] != '#')
            {
                line(text);
            }
            if (text.number() % PROGRESS_LINES == 0)
            {
                progress.accept(text.number());
            }
        }
        if (text.isDamaged())
        {
            trace.counts().add(ImportCounts.Rule.DAMAGED_GZIP, text);
        }
        end(text);
    }

    final ImportedTrace trace()
    {
        return trace;
    }

    final void count(final ImportCounts.Rule rule, final TextLines text)
    {
        trace.counts().add(rule, text);
    }

    /** Reads a line that is neither blank nor a comment. */
    abstract void line(TextLines text);

    /** Ends a text. */
    abstract void end(TextLines text);
}
