package org.gale.engine.device.pci;

import java.nio.ByteBuffer;

/** Function with the registers of its BARs. Called by the answering thread, which never waits for it. */
public interface PciFunction
{
    /** Returns the configuration space. */
    ConfigSpace config();

    /** Returns the vectors of its interrupts. */
    Vectors vectors();

    /**
     * Reads registers.
     *
     * @param offset of the first byte; all lie within the BAR
     * @param target takes as many bytes as remain in it
     */
    void readBar(int bar, int offset, ByteBuffer target);

    /**
     * Writes registers.
     *
     * @param offset of the first byte; all lie within the BAR
     * @param source has the bytes, little-endian
     */
    void writeBar(int bar, int offset, ByteBuffer source);

    /** Notes that the client has written the configuration space. */
    void configured();

    /** Resets the function: work is dropped. */
    void reset();
}
