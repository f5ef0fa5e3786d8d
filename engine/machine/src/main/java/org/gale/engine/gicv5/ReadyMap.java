package org.gale.engine.gicv5;

import java.util.Arrays;

/**
 * Slots of ready LPIs by DeviceID and EventID: what a walk of the ITS found, and what the IRS ranked. An event with a
 * slot is not translated again. Every command that may store into RAM or change a table forgets all slots, so that a
 * changed entry counts at once (M-LIVE). An event whose walk reads a page with a live interrupt state table gets no
 * slot. Derived: in no state and in no digest. Owned by the machine's thread.
 */
final class ReadyMap
{
    private static final int DEVICE_LIMIT = 1 << 16;
    /** Limit of the slots of all devices together, 32 MiB. */
    private static final int SLOT_LIMIT = 1 << 22;
    private static final int SLOTS_OF_DEVICE = 64;
    private static final long[] NO_SLOTS = new long[0];

    /** Slots by device, as they were allocated. */
    private long[][] rows = new long[0][];
    /** Rows with a slot that was learned since all were forgotten. */
    private long[][] known = new long[0][];
    private int[] devices = new int[16];
    private int deviceCount;
    private int slotCount;

    /** {@return the slot of an event, or 0 if it has none} */
    long slot(final int deviceId, final int eventId)
    {
        final long[] slots = deviceId < known.length ? known[deviceId] : NO_SLOTS;

        return eventId < slots.length ? slots[eventId] : 0;
    }

    /** Learns the slot of an event, if there is room. */
    void learn(final int deviceId, final int eventId, final long slot)
    {
        if (deviceId >= DEVICE_LIMIT || !hasRow(deviceId, eventId))
        {
            return;
        }
        if (known[deviceId] != rows[deviceId])
        {
            Arrays.fill(rows[deviceId], 0);
            known[deviceId] = rows[deviceId];
            devices = deviceCount < devices.length ? devices : Arrays.copyOf(devices, deviceCount * 2);
            devices[deviceCount++] = deviceId;
        }
        rows[deviceId][eventId] = slot;
    }

    /** Forgets all slots. */
    void drop()
    {
        for (int i = 0; i < deviceCount; i++)
        {
            known[devices[i]] = NO_SLOTS;
        }
        deviceCount = 0;
    }

    /** Makes room for the slot of an event; returns false if there is none. */
    private boolean hasRow(final int deviceId, final int eventId)
    {
        if (deviceId >= rows.length)
        {
            final int length = rows.length;
            rows = Arrays.copyOf(rows, Math.max(deviceId + 1, length * 2));
            known = Arrays.copyOf(known, rows.length);
            Arrays.fill(rows, length, rows.length, NO_SLOTS);
            Arrays.fill(known, length, rows.length, NO_SLOTS);
        }
        final long[] row = rows[deviceId];
        if (eventId < row.length)
        {
            return true;
        }
        final int length = Math.max(SLOTS_OF_DEVICE, Integer.highestOneBit(eventId) * 2);
        if (slotCount + length - row.length > SLOT_LIMIT)
        {
            return false;
        }
        slotCount += length - row.length;
        final boolean isKnown = known[deviceId] == row && row != NO_SLOTS;
        rows[deviceId] = Arrays.copyOf(row, length);
        known[deviceId] = isKnown ? rows[deviceId] : NO_SLOTS;

        return true;
    }
}
