package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Data structures of Identify, each of 4,096 bytes (NVMe base specification, Identify command). */
final class IdentifyData
{
    /** Limit of the requests for events that a controller keeps. */
    static final int EVENT_LIMIT = 4;
    static final int LENGTH = 4096;

    private static final int ENTRY_SIZES = 0x66;
    private static final int COMPLETION_SIZES = 0x44;
    private static final int LBA_SHIFT = 9;
    private static final int EUI64 = 1;
    private static final String MODEL = "Gale storm drive";
    private static final String FIRMWARE = "1";
    /** Version 1.4. */
    static final int VERSION = 0x0001_0400;

    private final String serial;
    private final long blocks;

    /**
     * Makes the data of one controller.
     *
     * @param serial unique for each instance, sixteen hexadecimal digits
     * @param blocks of its namespace
     */
    IdentifyData(final String serial, final long blocks)
    {
        this.serial = serial;
        this.blocks = blocks;
    }

    /** Writes the controller. */
    void controller(final ByteBuffer data)
    {
        zero(data);
        data.putShort(0, (short)0x1af4).putShort(2, (short)0x1af4);
        text(data, 4, 20, serial);
        text(data, 24, 40, MODEL);
        text(data, 64, 8, FIRMWARE);
        data.put(77, (byte)Transfer.LIMIT_SHIFT).putShort(78, (short)1).putInt(80, VERSION);
        data.put(111, (byte)1);                                     // an I/O controller
        data.put(258, (byte)3).put(259, (byte)(EVENT_LIMIT - 1)).put(260, (byte)3);
        data.put(512, (byte)ENTRY_SIZES).put(513, (byte)COMPLETION_SIZES).putInt(516, 1);
        data.put(525, (byte)1);                                     // a volatile cache
        final byte[] name = ("nqn.2026-11.org.gale:drive:" + serial).getBytes(StandardCharsets.US_ASCII);
        data.put(768, name);
    }

    /** Writes the namespace. */
    void namespace(final ByteBuffer data)
    {
        zero(data);
        data.putLong(0, blocks).putLong(8, blocks).putLong(16, blocks);
        data.putLong(120, eui64());
        data.putInt(128, LBA_SHIFT << Short.SIZE);
    }

    /** Writes the list of namespaces behind a number. */
    static void namespaces(final ByteBuffer data, final int behind)
    {
        zero(data);
        data.putInt(0, behind == 0 ? 1 : 0);
    }

    /** Writes the names of the namespace. */
    void names(final ByteBuffer data)
    {
        zero(data);
        data.put(0, (byte)EUI64).put(1, (byte)Long.BYTES).putLong(4, eui64());
    }

    private long eui64()
    {
        return Long.reverseBytes(Long.parseUnsignedLong(serial, 16));
    }

    private static void text(final ByteBuffer data, final int offset, final int length, final String text)
    {
        for (int i = 0; i < length; i++)
        {
            data.put(offset + i, (byte)(i < text.length() ? text.charAt(i) : ' '));
        }
    }

    /** Writes zeros. */
    static void zero(final ByteBuffer data)
    {
        for (int i = 0; i < data.limit(); i += Integer.BYTES)
        {
            data.putInt(i, 0);
        }
    }
}
