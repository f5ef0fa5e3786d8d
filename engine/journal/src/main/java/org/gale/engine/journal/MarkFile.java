package org.gale.engine.journal;

/** Mapped words of {@code mark}, which another process reads. Its layout is that of {@link Mark}. */
public interface MarkFile extends AutoCloseable
{
    /** Stores a word after all stores before it. */
    void putRelease(int offset, long value);

    /** Forces the words to the device. */
    void force();

    /** Unmaps the file. */
    @Override
    void close();
}
