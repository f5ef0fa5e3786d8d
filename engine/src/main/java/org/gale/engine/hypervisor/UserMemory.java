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
        return Long.compareUnsigned(address, base) >= 0 && Long.compareUnsigned(bufferBytes, lengthBytes) <= 0 &&
            address - base <= lengthBytes - bufferBytes;
    }
}
