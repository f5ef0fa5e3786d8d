package org.gale.engine.machine;

import org.gale.tables.memory.StateStream;

/**
 * Writes of the 64-bit registers of a frame, whole or one 32-bit half at a time (M-HALF, B-IRS-12). A half is merged
 * with another half that the frame names:
 * <ul>
 * <li>of a register that keeps its value, such as a base register, with the value that it holds;</li>
 * <li>of a register that is cleared by writing 1, with 0;</li>
 * <li>of every other register with the value that was last written, which is kept here.</li>
 * </ul>
 * A bit that acts does so only if {@link #written} has it, so that a later write of the other half does not act again.
 *
 * <p>Owned by the thread that owns the machine.
 */
final class HalfWrites
{
    private static final int REGION_BYTES = 0x400;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final long[] lastWritten = new long[REGION_BYTES / Long.BYTES];

    /**
     * Returns the bits of a register that an access carries.
     *
     * @param sizeBytes 4 or 8, a divisor of the offset
     * @return a mask of bits of the register
     */
    public static long written(final int offset, final int sizeBytes)
    {
        return sizeBytes == Long.BYTES ? -1 : LOW_HALF << shift(offset);
    }

    /**
     * Merges a write into another value of the register.
     *
     * @param other value that supplies the half that is not written
     * @return the value of the whole register
     */
    public static long merged(final int offset, final int sizeBytes, final long value, final long other)
    {
        final long written = written(offset, sizeBytes);

        return sizeBytes == Long.BYTES ? value : (other & ~written) | ((value << shift(offset)) & written);
    }

    /**
     * Selects the part of a register's value that a load sees.
     *
     * @return the value of a load, with zeros above its size
     */
    public static long selected(final int offset, final int sizeBytes, final long value)
    {
        return sizeBytes == Long.BYTES ? value : (value >>> shift(offset)) & LOW_HALF;
    }

    /**
     * Returns the value that was last written to a register, with the merged half.
     *
     * @param register offset of the register
     * @return the value of the whole register, 0 at reset
     */
    public long lastWritten(final int register)
    {
        return lastWritten[register / Long.BYTES];
    }

    /** Stores the merged value of a write. */
    public void record(final int register, final long merged)
    {
        lastWritten[register / Long.BYTES] = merged;
    }

    /** Passes the value last written to each register through a stream. */
    public void state(final StateStream stream)
    {
        stream.words(lastWritten);
    }

    private static int shift(final int offset)
    {
        return (offset & Integer.BYTES) * Byte.SIZE;
    }
}
