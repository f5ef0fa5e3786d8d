package org.gale.tables.vm;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Loads and stores of the VPE table of one VM. Owned by the thread that owns the memory.
 */
public final class VpeTable
{
    private final PhysicalMemory memory;
    private final long baseAddress;
    private final VpeTableShape shape;

    /**
     * @param baseAddress physical address of the first entry; it may lie anywhere
     */
    public VpeTable(final PhysicalMemory memory, final long baseAddress, final VpeTableShape shape)
    {
        this.memory = memory;
        this.baseAddress = baseAddress;
        this.shape = shape;
    }

    public VpeTableShape shape()
    {
        return shape;
    }

    /** Does the VPE have an entry, and does it lie in RAM? Any int may be asked. */
    public boolean contains(final int vpeId)                                    // B-VPE-1
    {
        return shape.contains(vpeId) && memory.contains(entryAddress(vpeId), Vpete.LENGTH);
    }

    /** Physical address of the VPE's entry. */
    public long entryAddress(final int vpeId)
    {
        return baseAddress + ((long)vpeId * Vpete.LENGTH);
    }

    public long loadPlain(final int vpeId)
    {
        return memory.loadLong(entryAddress(vpeId));
    }

    public void storePlain(final int vpeId, final long vpete)
    {
        memory.storeLong(entryAddress(vpeId), vpete);
    }
}
