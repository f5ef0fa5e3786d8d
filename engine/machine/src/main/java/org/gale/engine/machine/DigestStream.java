package org.gale.engine.machine;

import java.util.function.Consumer;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;

/**
 * Digest of a state: mixes every word that the parts pass. A memory contributes the digest that is kept page by page, a
 * {@link StatePart} the digest that it keeps. Reused by the machine's thread.
 */
public final class DigestStream implements StateStream
{
    private static final long SEED = 1;                                         // not 0, so that leading zeros count

    private final StateDigest[] memories;
    private long hash = SEED;

    /**
     * Creates a stream.
     *
     * @param memories digests of the memories that the state has
     */
    public DigestStream(final StateDigest... memories)
    {
        this.memories = memories;
    }

    /** Returns the digest of a part that has no memory. */
    public static long of(final Consumer<StateStream> part)
    {
        final DigestStream stream = new DigestStream();
        part.accept(stream);

        return stream.value();
    }

    /** Begins another digest. */
    public void begin()
    {
        hash = SEED;
    }

    /** Returns the digest of the words since {@link #begin}. */
    public long value()
    {
        return hash;
    }

    /** Returns the number of pages of memories that the last digest read. */
    public int readPages()
    {
        int pages = 0;
        for (final StateDigest digest : memories)
        {
            pages += digest.readPages();
        }

        return pages;
    }

    @Override
    public long word(final long word)
    {
        hash = Mix.of(hash, word);

        return word;
    }

    @Override
    public boolean isRestoring()
    {
        return false;
    }

    @Override
    public void words(final long[] words)
    {
        long mixed = hash;
        for (final long word : words)
        {
            mixed = Mix.of(mixed, word);
        }
        hash = mixed;
    }

    @Override
    public void part(final StatePart part)
    {
        word(part.digest());
    }

    @Override
    public void memory(final PhysicalMemory memory)
    {
        int index = 0;
        while (!memories[index].isOf(memory))
        {
            index++;
        }
        word(memories[index].value());
    }
}
