package org.gale.tables.vm;

import org.gale.tables.memory.PhysicalMemory;

/** Linear VM table, or one level 2 table. Owned by the thread that owns the memory. */
public final class L2VmTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final VmTableShape shape;

    /**
     * Makes a view of a table.
     *
     * @param baseAddress physical address of the linear table, or of the level 2 table that covers the VMs to access;
     *     it may lie anywhere
     */
    public L2VmTable(final PhysicalMemory memory, final long baseAddress, final VmTableShape shape)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.shape = shape;
    }

    /** Returns whether the VM has an entry that lies in RAM. Any int is accepted. */
    public boolean contains(final int vmId)
    {
        return shape.contains(vmId) && memory.contains(entryAddress(vmId), L2Vmte.LENGTH);
    }

    /** {@return the physical address of a VM's entry} */
    public long entryAddress(final int vmId)
    {
        return baseAddress + shape.entryOffsetBytes(vmId);
    }

    /** {@return one of the four encoded words of a VM's entry} */
    public long loadPlain(final int vmId, final int wordIndex)
    {
        return memory.loadLong(wordAddress(vmId, wordIndex));
    }

    public void storePlain(final int vmId, final int wordIndex, final long word)
    {
        memory.storeLong(wordAddress(vmId, wordIndex), word);
    }

    private long wordAddress(final int vmId, final int wordIndex)
    {
        assert wordIndex >= 0 && wordIndex < L2Vmte.WORD_COUNT : "wordIndex=" + wordIndex;

        return entryAddress(vmId) + ((long)wordIndex * Long.BYTES);
    }
}
