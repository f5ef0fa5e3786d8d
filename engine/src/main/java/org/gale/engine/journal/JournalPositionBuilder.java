package org.gale.engine.journal;

/** Builder of a {@link JournalPosition}. Each method sets the component of its name. Owned by one thread. */
final class JournalPositionBuilder
{
    private int segment;
    private int offset;
    private int lastOffset;
    private int number;
    private long hash;
    private long nextSequence;
    private long frames;
    private long bytes;
    private int lastKind;

    JournalPositionBuilder segment(final int value)
    {
        segment = value;

        return this;
    }

    JournalPositionBuilder offset(final int value)
    {
        offset = value;

        return this;
    }

    JournalPositionBuilder lastOffset(final int value)
    {
        lastOffset = value;

        return this;
    }

    JournalPositionBuilder number(final int value)
    {
        number = value;

        return this;
    }

    JournalPositionBuilder hash(final long value)
    {
        hash = value;

        return this;
    }

    JournalPositionBuilder nextSequence(final long value)
    {
        nextSequence = value;

        return this;
    }

    JournalPositionBuilder frames(final long value)
    {
        frames = value;

        return this;
    }

    JournalPositionBuilder bytes(final long value)
    {
        bytes = value;

        return this;
    }

    JournalPositionBuilder lastKind(final int value)
    {
        lastKind = value;

        return this;
    }

    /** Returns the journal position. */
    JournalPosition build()
    {
        return new JournalPosition(
            segment,
            offset,
            lastOffset,
            number,
            hash,
            nextSequence,
            frames,
            bytes,
            lastKind);
    }
}
