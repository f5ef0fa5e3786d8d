package org.gale.tables.gicv4;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Device table entry of an ITS: where the interrupt translation table of a device is. The architecture leaves the
 * layout open.
 * <pre>
 *  63          50 49                                            6 5       1  0
 *  +-------------+-----------------------------------------------+---------+-+
 *  |    RES0     |             ITT_ADDR (bits 51:8)              |  SIZE   |V|
 *  +-------------+-----------------------------------------------+---------+-+
 *   V = VALID   SIZE = EventID bits minus one
 * </pre>
 */
public final class DeviceEntry
{
    /** Length of an entry in bytes. */
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField SIZE = new LongField("SIZE", 1, 5);
    public static final LongField ITT_ADDR = new LongField("ITT_ADDR", 6, 44);
    public static final List<LongField> FIELDS = List.of(VALID, SIZE, ITT_ADDR, LongField.res0(50, 14));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private static final int ITT_ALIGN_SHIFT = 8;

    private DeviceEntry()
    {
    }

    /**
     * Makes a valid entry.
     *
     * @param ittAddress physical address of the interrupt translation table, aligned to 256 bytes
     * @param sizeBits   EventID bits minus one
     * @return the encoded entry
     */
    public static long of(final long ittAddress, final int sizeBits)
    {
        return VALID.mask() | SIZE.set(0, sizeBits) | ITT_ADDR.set(0, ittAddress >>> ITT_ALIGN_SHIFT);
    }

    /** {@return the physical address of the interrupt translation table, in bytes} */
    public static long ittAddress(final long entry)
    {
        return ITT_ADDR.get(entry) << ITT_ALIGN_SHIFT;
    }

    /**
     * Returns whether the table has an entry for an EventID.
     */
    public static boolean covers(final long entry, final int eventId)
    {
        return VALID.isSet(entry) && eventId >>> SIZE.getInt(entry) < 2;
    }
}
