package org.gale.engine.hypervisor;

/**
 * RAM that buffers of user space may lie in.
 *
 * @param base       address of its first byte
 * @param lengthBytes number of bytes
 */
record UserMemory(long base, long lengthBytes)
{
    /** Returns whether all bytes of a buffer lie in RAM. */
    boolean contains(final long address, final long bufferBytes)
    {
        final long offset = address - base;                 // unsigned: below the base it is more than any length

        return Long.compareUnsigned(bufferBytes, lengthBytes) <= 0 &&
            Long.compareUnsigned(offset, lengthBytes - bufferBytes) <= 0;
    }
}
