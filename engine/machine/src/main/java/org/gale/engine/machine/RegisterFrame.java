package org.gale.engine.machine;

/**
 * Register frame at a physical address.
 *
 * @param name        the component, such as {@code IRS}, and the kind of a frame other than CONFIG
 * @param base        physical address
 * @param lengthBytes length
 * @param registers   the registers
 */
public record RegisterFrame(String name, long base, long lengthBytes, RegisterTable registers)
{
    /** Returns whether any of these addresses, which are below 2^56, is in the frame. */
    public boolean overlaps(final long address, final long bytes)
    {
        return address < base + lengthBytes && base < address + bytes;
    }

    boolean contains(final long address, final int sizeBytes)
    {
        return address >= base && address - base <= lengthBytes - sizeBytes;
    }
}
