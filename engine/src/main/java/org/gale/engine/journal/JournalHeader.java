package org.gale.engine.journal;

import java.util.List;

/** What {@code gale.journal} says of the whole journal. Immutable. */
public final class JournalHeader
{
    private final long id;
    private final int semanticsVersion;
    private final Durability durability;
    private final int frameLimitBytes;
    private final List<Integer> blocks;
    private final byte[] configuration;

    JournalHeader(
        final long id,
        final int semanticsVersion,
        final Durability durability,
        final int frameLimitBytes,
        final List<Integer> blocks,
        final byte[] configuration)
    {
        this.id = id;
        this.semanticsVersion = semanticsVersion;
        this.durability = durability;
        this.frameLimitBytes = frameLimitBytes;
        this.blocks = List.copyOf(blocks);
        this.configuration = configuration.clone();
    }

    /** The journal's id; its chain of hashes begins with it. */
    public long id()
    {
        return id;
    }

    /** What the commands mean. */
    public int semanticsVersion()
    {
        return semanticsVersion;
    }

    /** The mode in which the journal was begun. */
    public Durability durability()
    {
        return durability;
    }

    /** Length of the longest frame in bytes. */
    public int frameLimitBytes()
    {
        return frameLimitBytes;
    }

    /** Lengths of the segments' blocks in bytes, the last one for all others. */
    public List<Integer> blocks()
    {
        return blocks;
    }

    /** Length in bytes of a segment's block. */
    public int block(final int segment)
    {
        return blocks.get(Math.min(segment, blocks.size() - 1));
    }

    /** A copy of the configuration, opaque bytes; the same as in the first frame of the chain. */
    public byte[] configuration()
    {
        return configuration.clone();
    }
}
