package org.gale.engine.witness;

/** Frame of registers as software writes it. */
interface WitnessPart
{
    /**
     * Takes a store of software, which takes effect now or later.
     *
     * @param offset    in the frame, bytes
     * @param sizeBytes 1, 2, 4 or 8
     */
    void write(int offset, int sizeBytes, long value, Later later);

    /** Performs a write that takes effect. */
    void perform(int offset, long value);
}
