package org.gale.tables.its;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Finds and loads the entries of a live device table, linear or two-level. Base and shape are latched when the ITS is
 * enabled; entries are read anew each time. Nothing is stored: software owns the table.
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
     * @param baseAddress physical address of the linear table or of the level 1 table; it may lie anywhere
     * @param l2sz        L2SZ, 0 to 3; means nothing in a linear table
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

    public int l2sz()
    {
        return l2sz;
    }

    public boolean isTwoLevel()
    {
        return twoLevel;
    }

    /** Physical address of the device's {@link L2Dte}, valid or not, or one of the reasons of {@link ItsWalk}. */
    public long entryAddress(final int deviceId)                                // B-ITS-3
    {
        if (!deviceIdBits.contains(deviceId))
        {
            return ItsWalk.OUT_OF_RANGE;
        }

        return twoLevel ?
            ItsWalk.twoLevel(memory, baseAddress, deviceId, l2sz) : ItsWalk.linear(memory, baseAddress, deviceId);
    }

    /** Physical address of the {@link L1Dte} that covers the device, in a two-level table. */
    public long l1EntryAddress(final int deviceId)
    {
        return ItsWalk.l1EntryAddress(baseAddress, deviceId, l2sz);
    }

    /** The entry at an address that {@link #entryAddress} has found. */
    public long loadPlain(final long entryAddress)
    {
        return memory.loadLong(entryAddress);
    }
}
