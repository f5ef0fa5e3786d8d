package org.gale.engine.journal;

/**
 * Progress of a reader along the chain: the values that the next frame must have of the ones before. Owned by the
 * reader.
 */
final class Chain
{
    private final JournalHeader header;
    private long hash;
    private long nextSequence = Frame.FIRST_SEQUENCE;
    private long frames;
    private long bytes;
    private int lastKind;

    Chain(final JournalHeader header)
    {
        this.header = header;
        this.hash = header.id();
    }

    /** Creates a chain that begins after the purged segments. */
    Chain(final JournalFileContent content)
    {
        this(content.header());
        final PurgedSegments before = content.purged();
        if (before.isAny())
        {
            hash = content.sealed().get(before.segments() - 1).hash();
            nextSequence = before.commands() + 1;
            frames = before.frames();
            bytes = before.bytes();
        }
    }

    JournalHeader header()
    {
        return header;
    }

    long hash()
    {
        return hash;
    }

    long nextSequence()
    {
        return nextSequence;
    }

    /** Returns the number of the last command. */
    long commands()
    {
        return nextSequence - 1;
    }

    long frames()
    {
        return frames;
    }

    long bytes()
    {
        return bytes;
    }

    int lastKind()
    {
        return lastKind;
    }

    /** Advances by a frame that was found sound. */
    void advance(final long newHash, final int kind, final int count, final int lengthBytes)
    {
        hash = newHash;
        nextSequence += count;
        frames++;
        bytes += lengthBytes + SegmentFormat.EXCERPT_HEADER_LENGTH;
        lastKind = kind;
    }

    /** Returns the position after a frame, for {@link #restore}. */
    JournalPosition position(final int segment, final int offset, final int lastOffset, final int number)
    {
        return new JournalPosition(
            segment, offset, lastOffset, number, new ChainState(hash, nextSequence, frames, bytes, lastKind));
    }

    /** Restores the chain to a position where it was before. */
    void restore(final JournalPosition position)
    {
        final ChainState state = position.chain();
        hash = state.hash();
        nextSequence = state.nextSequence();
        frames = state.frames();
        bytes = state.bytes();
        lastKind = state.lastKind();
    }
}
