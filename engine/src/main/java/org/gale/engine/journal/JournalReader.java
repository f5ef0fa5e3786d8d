package org.gale.engine.journal;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Reads the frames of a journal in order, by ordinary file input: our own parser, bounds checked, never Chronicle.
 * Frames are given only when they are sound; where they end, {@link #end()} says how, and locates damage. Owned by
 * one thread. Memory is bounded whatever the directory holds.
 */
public final class JournalReader implements AutoCloseable
{
    private final FileWindow window = new FileWindow();
    private final JournalWalk walk;

    private JournalReader(final Path directory, final long bootId)
    {
        walk = new JournalWalk(directory, bootId, window);
    }

    /**
     * Opens a journal. Damage is not an exception: {@link #next()} is false and {@link #end()} says what it is.
     *
     * @throws JournalException if there is no journal there, or a writer has it open
     */
    public static JournalReader open(final Path directory) throws IOException
    {
        return open(directory, BootId.current());
    }

    static JournalReader open(final Path directory, final long bootId) throws IOException
    {
        final Path file = directory.resolve(JournalText.NAME);
        if (!Files.isDirectory(directory))
        {
            throw notAJournal(directory, "not a directory");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        {
            throw notAJournal(directory, "no journal there (" + JournalText.NAME + " is missing)");
        }
        JournalFile.requireNotInUse(directory);
        final JournalReader reader = new JournalReader(directory, bootId);
        reader.walk.begin();

        return reader;
    }

    /** What {@code gale.journal} says of the whole journal, or null if that file is damaged. */
    public JournalHeader header()
    {
        return walk.content() == null ? null : walk.content().header();
    }

    /**
     * Reads the next frame of the chain.
     *
     * @return false at the end, which {@link #end()} describes
     * @throws IOException if the host cannot read a file
     */
    public boolean next() throws IOException
    {
        return walk.next();
    }

    /** How the journal ends; null until {@link #next()} was false. */
    public JournalEnd end()
    {
        return walk.end();
    }

    /** What is not there any more, so that the first frame read is not the configuration. */
    public PurgedSegments purged()
    {
        return walk.purged();
    }

    /** Frames of which only a residue is left, once the end is reached: 1 if the writer died while it copied one. */
    public int tornFrames()
    {
        return walk.hasTornFrame() ? 1 : 0;
    }

    /** Kind of the frame that was read, one of {@link Frame}'s. */
    public int kind()
    {
        return Frame.kind(window.buffer(), walk.reader().frameIndex());
    }

    /** Number of the frame's first command, or of the next one if it has none. */
    public long firstSequence()
    {
        return Frame.firstSequence(window.buffer(), walk.reader().frameIndex());
    }

    /** Commands in the frame. */
    public int count()
    {
        return Frame.count(window.buffer(), walk.reader().frameIndex());
    }

    /** The frame's virtual time in ns. */
    public long virtualTimeNs()
    {
        return Frame.virtualTimeNs(window.buffer(), walk.reader().frameIndex());
    }

    /** Holds the payload of the frame that was read, until the next call. */
    public DirectBuffer buffer()
    {
        return window.buffer();
    }

    /** Where the payload begins in {@link #buffer()}, a multiple of 8. */
    public int payloadOffset()
    {
        return walk.reader().frameIndex() + Frame.HEADER_LENGTH;
    }

    /** Length of the payload in bytes. */
    public int payloadLength()
    {
        return Frame.payloadLength(window.buffer(), walk.reader().frameIndex());
    }

    /** Number of the segment that holds the frame. */
    public int segment()
    {
        return walk.segment();
    }

    /** The file that holds the frame. */
    public Path file()
    {
        return walk.reader().file();
    }

    /** Number of the frame in its segment. */
    public int frameNumber()
    {
        return walk.reader().number();
    }

    /** Byte of the file at which the frame's excerpt begins. */
    public int frameOffset()
    {
        return walk.reader().lastOffset();
    }

    /** Frames of the chain read so far. */
    public long frames()
    {
        return walk.chain().frames();
    }

    /** Commands in the frames read so far. */
    public long commands()
    {
        return walk.chain().commands();
    }

    /** Bytes of the frames read so far, without those that were given up. */
    public long bytes()
    {
        return walk.chain().bytes() - walk.purged().bytes();
    }

    /** About how many bytes of frames there are, to tell how far a reader has come. */
    public long totalBytes() throws IOException
    {
        return JournalVerifier.totalBytes(walk);
    }

    /** The place in front of the first frame that is there. */
    public JournalPosition start()
    {
        return walk.start();
    }

    /** The place after the frame that was read. */
    public JournalPosition position()
    {
        return walk.chain().position(
            walk.segment(), walk.reader().offset(), walk.reader().lastOffset(), walk.reader().number());
    }

    /**
     * The place in front of a snapshot, to {@link #seek} to: found by the headers of frames alone, so that it takes no
     * time, and whatever is there is checked when it is read. Only segments whose predecessors are all sealed are
     * searched.
     *
     * @param sequence number of the last command that the snapshot may have in it
     * @param before   a place that this method returned, to find the one before it; null for the last one
     * @return null if there is none
     */
    public JournalPosition lastSnapshot(final long sequence, final JournalPosition before) throws IOException
    {
        return new SnapshotSearch(walk).last(sequence, before);
    }

    /**
     * Goes back, or forward, to a place that a reader of this journal gave.
     *
     * @return false if the segment is no longer sound; then {@link #end()} says why
     */
    public boolean seek(final JournalPosition position) throws IOException
    {
        return walk.seek(position);
    }

    @Override
    public void close() throws IOException
    {
        window.close();
    }

    JournalWalk walk()
    {
        return walk;
    }

    private static JournalException notAJournal(final Path directory, final String finding)
    {
        return new JournalException(JournalException.Reason.NOT_A_JOURNAL, directory + ": " + finding);
    }
}
