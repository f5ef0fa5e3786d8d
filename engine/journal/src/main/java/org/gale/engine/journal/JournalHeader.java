package org.gale.engine.journal;

import java.util.List;

/** Header of {@code gale.journal}, which holds for the whole journal. Immutable. */
public final class JournalHeader
{
    private final long id;
    private final Durability durability;
    private final int frameLimitBytes;
    private final List<Integer> blocks;
    private final byte[] configuration;

    JournalHeader(
        final long id,
        final Durability durability,
        final int frameLimitBytes,
        final List<Integer> blocks,
        final byte[] configuration)
    {
        this.id = id;
        this.durability = durability;
        this.frameLimitBytes = frameLimitBytes;
        this.blocks = List.copyOf(blocks);
        this.configuration = configuration.clone();
    }

    /** Returns the journal's id, with which its chain of hashes begins. */
    public long id()
    {
        return id;
    }

    /** Returns the mode in which the journal was begun. */
    public Durability durability()
    {
        return durability;
    }

    /** Returns the length of the longest frame in bytes. */
    public int frameLimitBytes()
    {
        return frameLimitBytes;
    }

    /** Returns the lengths of the segments' blocks in bytes, the last one for all others. */
    public List<Integer> blocks()
    {
        return blocks;
    }

    /** Returns the length in bytes of a segment's block. */
    public int block(final int segment)
    {
        return blocks.get(Math.min(segment, blocks.size() - 1));
    }

    /** Returns a copy of the configuration, opaque bytes; the first frame of the chain holds the same. */
    public byte[] configuration()
    {
        return configuration.clone();
    }
}
