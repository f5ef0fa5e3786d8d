package org.gale.tables.vm;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Loads and stores of a linear VM table, or of one level 2 table. Owned by the thread that owns the memory.
 */
public final class L2VmTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final VmTableShape shape;

    /**
     * @param baseAddress physical address of the linear table, or of the level 2 table that covers the VMs to be asked
     *                    for; it may lie anywhere
     */
    public L2VmTable(final PhysicalMemory memory, final long baseAddress, final VmTableShape shape)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.shape = shape;
    }

    /** Does the VM have an entry, and does it lie in RAM? Any int may be asked. */
    public boolean contains(final int vmId)
    {
        return shape.contains(vmId) && memory.contains(entryAddress(vmId), L2Vmte.LENGTH);
    }

    /** Physical address of the VM's entry. */
    public long entryAddress(final int vmId)
    {
        return baseAddress + ((long)shape.entryIndex(vmId) * L2Vmte.LENGTH);
    }

    /** One of the four words of the VM's entry. */
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
