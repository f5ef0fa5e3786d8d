package org.gale.engine.transcript;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.gale.engine.script.ByteLines;
import org.gale.engine.script.SessionTranscript;
import org.gale.engine.script.TargetFactory;

/**
 * Player of transcripts. Each transcript has a machine of its own and ends at its first mismatch. A file may hold
 * anything; a malformed line is reported with its number.
 *
 * <p><b>Threads</b> Any thread may play any file and read the count.
 *
 * <p><b>Guarantees</b> Two files that are played at a time share no state but the count of commands.
 *
 * <p><b>Assumptions</b> The factory may be called from any thread.
 *
 * <p><b>Progress</b> Reading the count never waits. A play ends at the end of its file or at a failure.
 */
public final class TranscriptPlayer
{
    /** Limit of the length of a transcript, unpacked if it is compressed. */
    public static final long LIMIT_BYTES = SessionTranscript.LIMIT_BYTES;

    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int INPUT_LENGTH = 1 << 16;
    private static final long COUNTED_COMMANDS = 1 << 12;

    private final TargetFactory factory;
    private final long limitBytes;
    private final LongAdder commandCount = new LongAdder();

    /** Makes a player that plays on machines of a factory. */
    public TranscriptPlayer(final TargetFactory factory)
    {
        this(factory, LIMIT_BYTES);
    }

    TranscriptPlayer(final TargetFactory factory, final long limitBytes)
    {
        this.factory = factory;
        this.limitBytes = limitBytes;
    }

    /** Returns the approximate number of commands executed so far, in all files. */
    public long commandCount()
    {
        return commandCount.sum();
    }

    /** Plays a file, compressed or not. */
    public PlayResult play(final Path file)
    {
        return play(file, List.of()).get(0);
    }

    /**
     * Plays a file, compressed or not, on its own machine and with each set of keys put over those of that one. It is
     * read once.
     *
     * @return the result with its own machine, then those of the sets in their order
     */
    public List<PlayResult> play(final Path file, final List<MachineKeySet> sets)
    {
        try (InputStream raw = new FileInputStream(file.toFile()))               // may be a pipe, too
        {
            return play(file.toString(), raw, sets);
        }
        catch (final IOException ex)
        {
            final List<MachineKeySet> all = new ArrayList<>(sets);
            all.add(0, MachineKeySet.NONE);

            return all.stream().map(set -> new PlayResult(
                file.toString(), set.text(), 0, TranscriptRun.unreadable(message(ex)), null)).toList();
        }
    }

    /** Plays a stream, compressed or not, under a name. */
    public PlayResult play(final String name, final InputStream raw)
    {
        return play(name, raw, List.of()).get(0);
    }

    /** Plays a stream, compressed or not, under a name, like {@link #play(Path, List)}. */
    public List<PlayResult> play(final String name, final InputStream raw, final List<MachineKeySet> sets)
    {
        try (TranscriptRuns runs = new TranscriptRuns(name, factory, sets))
        {
            play(runs, name, raw);

            return runs.results();
        }
    }

    private void play(final TranscriptRuns runs, final String name, final InputStream raw)
    {
        try
        {
            final BufferedInputStream in = new BufferedInputStream(raw, INPUT_LENGTH);
            in.mark(2);
            final boolean isPacked = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
            in.reset();
            if (!isPacked && name.endsWith(".gz"))
            {
                runs.unreadableAt("is not a gzip file, though its name says so");
                return;
            }

            final InputStream text = isPacked ?
                new LimitedInputStream(new GZIPInputStream(in, INPUT_LENGTH), limitBytes, "unpacks to more than ") :
                new LimitedInputStream(in, limitBytes, "is longer than ");
            play(runs, new ByteLines(text, TranscriptRun.LINE_LIMIT));
        }
        catch (final IOException ex)
        {
            runs.unreadableAt(message(ex));
        }
    }

    private void play(final TranscriptRuns runs, final ByteLines lines) throws IOException
    {
        ByteLines.Found found = lines.next();
        long counted = 0;
        while (found != ByteLines.Found.END && runs.onLine(found, lines))
        {
            final long count = runs.commandCount();
            if (count - counted >= COUNTED_COMMANDS)
            {
                commandCount.add(count - counted);
                counted = count;
            }
            found = lines.next();
        }

        runs.onEnd();
        commandCount.add(runs.commandCount() - counted);
    }

    private static String message(final IOException ex)
    {
        if (ex instanceof EOFException)
        {
            return "is truncated: the compressed data ends before its end";
        }
        if (ex instanceof ZipException)
        {
            return "is damaged: " + ex.getMessage();
        }

        return "cannot be read: " + (ex.getMessage() == null ? "the host gives no reason" : ex.getMessage());
    }
}
