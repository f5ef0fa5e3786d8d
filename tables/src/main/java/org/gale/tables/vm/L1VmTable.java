package org.gale.tables.vm;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Loads and stores of the level 1 VM table. Owned by the thread that owns the memory.
 */
public final class L1VmTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final VmTableShape shape;

    /**
     * @param baseAddress physical address of the first entry; it may lie anywhere
     */
    public L1VmTable(final PhysicalMemory memory, final long baseAddress, final VmTableShape shape)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.shape = shape;
    }

    /** Is there an entry that covers the VM, and does it lie in RAM? Any int may be asked. */
    public boolean contains(final int vmId)
    {
        return shape.contains(vmId) && memory.contains(entryAddress(vmId), L1Vmte.LENGTH);
    }

    /** Physical address of the entry that covers the VM. */
    public long entryAddress(final int vmId)
    {
        return baseAddress + ((long)shape.l1Index(vmId) * L1Vmte.LENGTH);
    }

    /** The entry that covers the VM. */
    public long loadPlain(final int vmId)
    {
        return memory.loadLong(entryAddress(vmId));
    }

    public void storePlain(final int vmId, final long l1Vmte)
    {
        memory.storeLong(entryAddress(vmId), l1Vmte);
    }
}
