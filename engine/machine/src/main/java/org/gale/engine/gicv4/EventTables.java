package org.gale.engine.gicv4;

import org.gale.tables.gicv4.CollectionEntry;
import org.gale.tables.gicv4.DeviceEntry;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.PhysicalMemory;

/** Device, translation and collection tables of an ITS in RAM, walked on every access: nothing of them is cached. */
final class EventTables
{
    /** DeviceIDs are below this. */
    static final int DEVICE_LIMIT = 1 << 20;
    /** EventIDs are below this. */
    static final int EVENT_LIMIT = 1 << 16;
    /** Returned where there is no entry. */
    static final long NONE = -1;

    private final PhysicalMemory memory;
    private final IndirectTable devices;
    private final long collections;
    private final int collectionLimit;

    /**
     * Makes the views of the tables.
     *
     * @param devices         physical address of the device table's first level
     * @param collections     physical address of the collection table
     * @param collectionLimit number of ICIDs
     */
    EventTables(
        final PhysicalMemory memory, final long devices, final long collections, final int collectionLimit)
    {
        this.memory = memory;
        this.devices = new IndirectTable(memory, devices, DeviceEntry.LENGTH);
        this.collections = memory.offsetOf(collections);
        this.collectionLimit = collectionLimit;
    }

    IndirectTable devices()
    {
        return devices;
    }

    /** Returns the offset in RAM of the translation entry of an event, or {@link #NONE}. */
    long entryOffset(final int deviceId, final int eventId)
    {
        if (deviceId < 0 || deviceId >= DEVICE_LIMIT || eventId < 0 || eventId >= EVENT_LIMIT)
        {
            return NONE;
        }
        final long deviceOffset = devices.entryOffset(deviceId);
        if (deviceOffset == IndirectTable.NONE)
        {
            return NONE;
        }
        final long device = memory.longAt(deviceOffset);
        final long address = DeviceEntry.ittAddress(device) + (long)eventId * TranslationEntry.LENGTH;

        return DeviceEntry.covers(device, eventId) && memory.contains(address, TranslationEntry.LENGTH) ?
            memory.offsetOf(address) : NONE;
    }

    /** Returns the first word of the entry at an offset. */
    long entry(final long offset)
    {
        return memory.longAt(offset);
    }

    /** Returns the doorbell of the entry at an offset. */
    int doorbell(final long offset)
    {
        return TranslationEntry.DOORBELL.getInt(memory.longAt(offset + Long.BYTES));
    }

    void putEntry(final long offset, final long entry, final int doorbell)
    {
        memory.putLongAt(offset, entry);
        memory.putLongAt(offset + Long.BYTES, TranslationEntry.DOORBELL.set(0, Integer.toUnsignedLong(doorbell)));
    }

    /**
     * Maps or unmaps a device.
     *
     * @param entry encoded device table entry, 0 to unmap
     */
    void putDevice(final int deviceId, final long entry)
    {
        final long offset =
            deviceId >= 0 && deviceId < DEVICE_LIMIT ? devices.entryOffset(deviceId) : IndirectTable.NONE;
        if (offset != IndirectTable.NONE)
        {
            memory.putLongAt(offset, entry);
        }
    }

    /**
     * Maps or unmaps a collection.
     *
     * @param processor number of its redistributor, −1 to unmap
     */
    void putCollection(final int icid, final int processor)
    {
        if (icid < collectionLimit)
        {
            memory.putLongAt(collections + (long)icid * CollectionEntry.LENGTH, processor < 0 ?
                0 : CollectionEntry.VALID.mask() | CollectionEntry.RDBASE.set(0, processor));
        }
    }

    /** Returns the processor number of a collection's redistributor, or −1 if the collection is not mapped. */
    int processorOf(final int icid)
    {
        if (icid >= collectionLimit)
        {
            return -1;
        }
        final long entry = memory.longAt(collections + (long)icid * CollectionEntry.LENGTH);

        return CollectionEntry.VALID.isSet(entry) ? CollectionEntry.RDBASE.getInt(entry) : -1;
    }
}
