package org.gale.tables.vm;

import org.gale.tables.memory.PhysicalMemory;

/** Level 1 VM table. Owned by the thread that owns the memory. */
public final class L1VmTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final VmTableShape shape;

    /**
     * Makes a view of a table.
     *
     * @param baseAddress physical address of the first entry; it may lie anywhere
     */
    public L1VmTable(final PhysicalMemory memory, final long baseAddress, final VmTableShape shape)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.shape = shape;
    }

    /** Returns whether an entry covers the VM and lies in RAM. Any int is accepted. */
    public boolean contains(final int vmId)
    {
        return shape.contains(vmId) && memory.contains(entryAddress(vmId), L1Vmte.LENGTH);
    }

    /** {@return the physical address of the entry that covers a VM} */
    public long entryAddress(final int vmId)
    {
        return baseAddress + shape.l1OffsetBytes(vmId);
    }

    /** {@return the encoded {@code L1_VMTE} that covers a VM} */
    public long loadPlain(final int vmId)
    {
        return memory.loadLong(entryAddress(vmId));
    }

    public void storePlain(final int vmId, final long l1Vmte)
    {
        memory.storeLong(entryAddress(vmId), l1Vmte);
    }
}
