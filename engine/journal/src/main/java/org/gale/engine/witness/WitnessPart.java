package org.gale.engine.witness;

/** Frame of registers as software writes it. */
interface WitnessPart extends Later.Registers
{
    /**
     * Takes a store of software, which takes effect now or later.
     *
     * @param offset    in the frame, bytes
     * @param sizeBytes 1, 2, 4 or 8
     */
    void write(int offset, int sizeBytes, long value, Later later);
}
