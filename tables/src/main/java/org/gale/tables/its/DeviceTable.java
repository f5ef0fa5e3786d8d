package org.gale.tables.its;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Device table of an ITS, linear or two-level. Base and shape are latched when the ITS is enabled; entries are loaded
 * on each access. Nothing is stored, because software owns the table.
 *
 * <p>Owned by the thread that owns the memory.
 */
public final class DeviceTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final DeviceIdBits deviceIdBits;
    private final int l2sz;
    private final boolean twoLevel;

    /**
     * Latches a table.
     *
     * @param baseAddress physical address of the linear table or of the level 1 table; it may lie anywhere
     * @param l2sz        L2SZ, 0 to 3; ignored in a linear table
     * @param twoLevel    true to reach the table through level 1 entries, false if it is linear
     */
    public DeviceTable(
        final PhysicalMemory memory,
        final long baseAddress,
        final DeviceIdBits deviceIdBits,
        final int l2sz,
        final boolean twoLevel)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.deviceIdBits = deviceIdBits;
        this.l2sz = l2sz;
        this.twoLevel = twoLevel;
    }

    /** {@return the latched L2SZ, 0 to 3} */
    public int l2sz()
    {
        return l2sz;
    }

    public boolean isTwoLevel()
    {
        return twoLevel;
    }

    /** {@return the physical address of a device's {@link L2Dte}, valid or not, or a reason of {@link ItsWalk}} */
    public long entryAddress(final int deviceId)                                // B-ITS-3
    {
        if (!deviceIdBits.contains(deviceId))
        {
            return ItsWalk.OUT_OF_RANGE;
        }

        return twoLevel ?
            ItsWalk.twoLevel(memory, baseAddress, deviceId, l2sz) : ItsWalk.linear(memory, baseAddress, deviceId);
    }

    /** Returns whether the table has the device: its id is in range. */
    public boolean contains(final int deviceId)
    {
        return deviceIdBits.contains(deviceId);
    }

    /** {@return as {@link #entryAddress}, with the {@link L1Dte} that covers the device given} */
    public long entryAddressUnder(final long l1Dte, final int deviceId)
    {
        return ItsWalk.under(memory, l1Dte, deviceId, l2sz);
    }

    /** {@return the physical address of the {@link L1Dte} that covers a device in a two-level table} */
    public long l1EntryAddress(final int deviceId)
    {
        return ItsWalk.l1EntryAddress(baseAddress, deviceId, l2sz);
    }

    /** {@return the encoded {@code L2_DTE} at an address that {@link #entryAddress} found} */
    public long loadPlain(final long entryAddress)
    {
        return memory.loadLong(entryAddress);
    }
}
