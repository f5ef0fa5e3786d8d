package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Configuration space of a PCI function of type 0 with MSI-X, or pin A. Each byte has a mask of the bits that a client
 * may write.
 * <pre>
 *   0x00 vendor, device   0x04 command, status   0x08 revision, class   0x10 BARs   0x34 -> 0x40   0x3d pin
 *   0x40 MSI-X: id, next, control   0x44 BAR and offset of the table   0x48 BAR and offset of the PBA
 * </pre>
 * Owner: the answering thread.
 */
public final class ConfigSpace
{
    /** Length of the space, bytes. */
    public static final int LENGTH = 4096;
    /** BAR of the table and the pending bits of MSI-X. */
    public static final int TABLE_BAR = 4;
    /** Limit of the vectors of a function, which MSI-X has. */
    public static final int VECTOR_LIMIT = 2_048;

    private static final int BARS = 6;
    private static final int TABLE_ENTRY = 16;
    private static final int MSIX = 0x40;
    private static final int CONTROL = MSIX + 2;
    private static final int ENABLE = 1 << 15;
    private static final int MASK_ALL = 1 << 14;
    private static final int ID_MSIX = 0x11;
    private static final int STATUS_HAS_CAPABILITIES = 1 << 4;
    private static final int STATUS_PIN = 1 << 3;
    private static final int COMMAND_WRITABLE = 0x0547;
    private static final int COMMAND_PIN_DISABLED = 1 << 10;
    private static final int COMMAND = 4;
    private static final int STATUS = 6;
    private static final int PIN = 0x3d;
    private static final int IS_64_BIT = 1 << 2;

    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] writable = new byte[LENGTH];
    private final int[] lengths = new int[BARS];

    /**
     * Makes the space of a function after a reset.
     *
     * @param device    of vendor 1af4
     * @param classCode class, sub-class and programming interface
     * @param length    of BAR 0, a power of two
     * @param vectors   of MSI-X; 0 for pin A in place of them
     */
    public ConfigSpace(final int device, final int classCode, final int length, final int vectors)
    {
        assert vectors >= 0 && vectors <= VECTOR_LIMIT && Integer.bitCount(length) == 1 : vectors + ", " + length;

        bytes.putShort(0, (short)0x1af4).putShort(2, (short)device);
        bytes.putInt(8, classCode << Byte.SIZE | 1);
        bytes.putShort(0x2c, (short)0x1af4).putShort(0x2e, (short)device);
        allow(COMMAND, COMMAND_WRITABLE, Short.BYTES);
        allow(0x0c, 0xff, 1);
        allow(0x3c, 0xff, 1);
        bar(0, length);
        if (vectors == 0)
        {
            bytes.put(PIN, (byte)1);
        }
        else
        {
            msix(vectors);
        }
    }

    private void msix(final int vectors)
    {
        bytes.putShort(STATUS, (short)STATUS_HAS_CAPABILITIES);
        bytes.put(0x34, (byte)MSIX);
        final int pbaOffset = pbaOffset(vectors);
        bytes.put(MSIX, (byte)ID_MSIX).putShort(CONTROL, (short)(vectors - 1));
        bytes.putInt(MSIX + 4, TABLE_BAR).putInt(MSIX + 8, pbaOffset | TABLE_BAR);
        allow(CONTROL, 0xc000, Short.BYTES);
        bar(TABLE_BAR, Integer.highestOneBit(pbaOffset + pbaLength(vectors) - 1) << 1);
    }

    /** Returns the offset of the pending bits in {@link #TABLE_BAR}. */
    private static int pbaOffset(final int vectors)
    {
        return vectors * TABLE_ENTRY + LENGTH - 1 & -LENGTH;
    }

    private static int pbaLength(final int vectors)
    {
        return (vectors + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }

    private void bar(final int index, final int length)
    {
        lengths[index] = length;
        bytes.putInt(0x10 + index * Integer.BYTES, IS_64_BIT);
        allow(0x10 + index * Integer.BYTES, -length, Integer.BYTES);
        allow(0x14 + index * Integer.BYTES, -1, Integer.BYTES);
    }

    private void allow(final int offset, final int mask, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            writable[offset + i] = (byte)(mask >>> (i * Byte.SIZE));
        }
    }

    /** Returns the length of a BAR; 0 for one that is not there. */
    public int barLength(final int bar)
    {
        return lengths[bar];
    }

    /** Reads bytes, which lie within the space. */
    void read(final int offset, final ByteBuffer target)
    {
        target.put(bytes.array(), offset, target.remaining());
    }

    /** Writes bytes, which lie within the space. Bits that are read-only or reserved stay. */
    void write(final int offset, final ByteBuffer source)
    {
        for (int at = offset; source.hasRemaining(); at++)
        {
            final int mask = writable[at];
            bytes.put(at, (byte)((bytes.get(at) & ~mask) | (source.get() & mask)));
        }
    }

    /** Returns whether MSI-X is enabled. */
    public boolean isMsixEnabled()
    {
        return (bytes.getShort(CONTROL) & ENABLE) != 0;
    }

    /** Returns whether all vectors are masked. */
    public boolean isMsixMasked()
    {
        return (bytes.getShort(CONTROL) & MASK_ALL) != 0;
    }

    /** Returns whether the function has pin A, and no MSI-X. */
    public boolean hasPin()
    {
        return bytes.get(PIN) != 0;
    }

    /** Returns whether the guest has disabled the pin. */
    boolean isPinDisabled()
    {
        return (bytes.getShort(COMMAND) & COMMAND_PIN_DISABLED) != 0;
    }

    /** Shows the level of the pin in the status. */
    void showPin(final boolean isHigh)
    {
        bytes.putShort(STATUS, (short)((bytes.getShort(STATUS) & ~STATUS_PIN) | (isHigh ? STATUS_PIN : 0)));
    }

    /** Clears what a reset clears: command, BARs and the control of MSI-X. */
    void reset()
    {
        for (int at = 0; at < LENGTH; at++)
        {
            bytes.put(at, (byte)(bytes.get(at) & ~writable[at]));
        }
    }
}
