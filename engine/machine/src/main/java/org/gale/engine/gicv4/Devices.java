package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Devices that the host has assigned: the VM of each, its interrupt translation table, and the vLPI of each event. A
 * table that is too short for an event is replaced by a longer one with the same entries.
 */
final class Devices
{
    private static final int SIZE_BITS_MIN = 12;

    private final PhysicalMemory memory;
    private final HostMemory tables;
    private final IndirectTable deviceTable;
    private final V4ItsDriver driver;
    private Device[] devices = new Device[0];

    /** A device of a VM. */
    private static final class Device
    {
        private V4Vm vm;
        private int count;
        private int sizeBits;
        private long table = HostMemory.NONE;
        private Vlpi[] events = new Vlpi[0];
    }

    Devices(
        final PhysicalMemory memory,
        final HostMemory tables,
        final IndirectTable deviceTable,
        final V4ItsDriver driver)
    {
        this.memory = memory;
        this.tables = tables;
        this.deviceTable = deviceTable;
        this.driver = driver;
    }

    /** Returns the vLPI that an event is mapped to, or null. */
    Vlpi vlpi(final int deviceId, final int eventId)
    {
        final Device device = device(deviceId);

        return device != null && eventId >= 0 && eventId < device.events.length ? device.events[eventId] : null;
    }

    /**
     * Returns the device whose interrupt translation table holds a range of RAM.
     *
     * @return its DeviceID, or −1 if there is none
     */
    int deviceWithTable(final long fromAddress, final long toAddress)
    {
        int deviceId = devices.length - 1;
        while (deviceId >= 0 && !hasTable(devices[deviceId], fromAddress, toAddress))
        {
            deviceId--;
        }

        return deviceId;
    }

    private static boolean hasTable(final Device device, final long fromAddress, final long toAddress)
    {
        return device != null && device.table != HostMemory.NONE && fromAddress >= device.table &&
            toAddress <= device.table + ((long)TranslationEntry.LENGTH << device.sizeBits);
    }

    /** Returns whether a device has mapped events of another VM. */
    boolean isUsedByAnother(final int deviceId, final V4Vm vm)
    {
        final Device device = device(deviceId);

        return device != null && device.count > 0 && device.vm != vm;
    }

    /**
     * Makes room for the translation of an event.
     *
     * @return false if RAM is used up
     */
    boolean prepare(final int deviceId, final int eventId)
    {
        if (deviceTable.entryOffset(deviceId) == IndirectTable.NONE)
        {
            final long page = tables.allocate(IndirectTable.PAGE_BYTES);
            if (page == HostMemory.NONE)
            {
                return false;
            }
            deviceTable.addPage(deviceId, page);
        }
        final Device device = made(deviceId);

        return (device.table != HostMemory.NONE && eventId >>> device.sizeBits == 0) ||
            grow(deviceId, device, eventId);
    }

    void add(final Vlpi vlpi)
    {
        final Device device = made(vlpi.deviceId);
        if (vlpi.eventId >= device.events.length)
        {
            device.events = Arrays.copyOf(
                device.events, Math.max(vlpi.eventId + 1, Math.min(1 << 16, device.events.length * 2)));
        }
        device.vm = vlpi.vm;
        device.events[vlpi.eventId] = vlpi;
        device.count++;
    }

    void remove(final Vlpi vlpi)
    {
        final Device device = devices[vlpi.deviceId];
        device.events[vlpi.eventId] = null;
        device.count--;
    }

    /** Passes the tables of all devices through a stream; events are those of the vLPIs. */
    void state(final StateStream stream)
    {
        int count = 0;
        for (final Device device : devices)
        {
            count += device == null ? 0 : 1;
        }
        final int saved = stream.word32(count);
        int next = -1;
        for (int i = 0; i < saved; i++)
        {
            next = stream.word32(stream.isRestoring() ? 0 : nextDevice(next + 1));
            final Device device = made(next);
            device.table = stream.word(device.table);
            device.sizeBits = stream.word32(device.sizeBits);
        }
    }

    private boolean grow(final int deviceId, final Device device, final int eventId)
    {
        final int sizeBits = Math.max(SIZE_BITS_MIN, Integer.SIZE - Integer.numberOfLeadingZeros(eventId));
        final long table = tables.allocate((long)TranslationEntry.LENGTH << sizeBits);
        if (table == HostMemory.NONE)
        {
            return false;
        }
        if (device.table != HostMemory.NONE)
        {
            final long length = (long)TranslationEntry.LENGTH << device.sizeBits;
            for (long i = 0; i < length; i += Long.BYTES)
            {
                final long word = memory.loadLong(device.table + i);
                if (word != 0)
                {
                    memory.storeLong(table + i, word);
                }
            }
        }
        driver.mapDevice(deviceId, table, sizeBits - 1);
        if (device.table != HostMemory.NONE)
        {
            tables.free(device.table, (long)TranslationEntry.LENGTH << device.sizeBits);
        }
        device.table = table;
        device.sizeBits = sizeBits;

        return true;
    }

    private Device device(final int deviceId)
    {
        return deviceId >= 0 && deviceId < devices.length ? devices[deviceId] : null;
    }

    private int nextDevice(final int from)
    {
        int deviceId = from;
        while (devices[deviceId] == null)
        {
            deviceId++;
        }

        return deviceId;
    }

    private Device made(final int deviceId)
    {
        if (deviceId >= devices.length)
        {
            devices = Arrays.copyOf(devices, Math.max(deviceId + 1, Math.min(1 << 20, devices.length * 2)));
        }
        if (devices[deviceId] == null)
        {
            devices[deviceId] = new Device();
        }

        return devices[deviceId];
    }
}
