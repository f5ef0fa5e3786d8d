package org.gale.engine.witness;

/** Registers of 64 bits that software writes whole or by halves (M-HALF). Pure functions. */
final class Halves
{
    private static final long LOW = 0xffff_ffffL;

    private Halves()
    {
    }

    /**
     * Returns what a register holds after a write.
     *
     * @param offset of the write
     * @param held   value that supplies the half that is not written
     */
    static long merged(final int offset, final int sizeBytes, final long value, final long held)
    {
        if (sizeBytes == Long.BYTES)
        {
            return value;
        }
        final boolean isHigh = (offset & Integer.BYTES) != 0;

        return isHigh ? (held & LOW) | value << Integer.SIZE : (held & ~LOW) | (value & LOW);
    }

    /** Returns whether a write reaches a register of 64 bits. */
    static boolean isAt(final int register, final int offset, final int sizeBytes)
    {
        return (offset == register && (sizeBytes == Integer.BYTES || sizeBytes == Long.BYTES)) ||
            (offset == register + Integer.BYTES && sizeBytes == Integer.BYTES);
    }
}
