package org.gale.tables.vm;

/**
 * Shape of the VM table: indexes and sizes, without an address.
 *
 * @param vmIdBits width of a VM ID
 * @param twoLevel true to reach the table through {@link L1Vmte level 1 entries}, false if it is linear
 */
public record VmTableShape(VmIdBits vmIdBits, boolean twoLevel)
{
    /** Number of VMs that one level 2 table describes. */
    public static final int L2_ENTRIES = 128;                                   // B-VMT-3
    /** Length of a level 2 table in bytes. */
    public static final int L2_BYTES = L2_ENTRIES * L2Vmte.LENGTH;

    private static final int L2_INDEX_BITS = 7;

    public static VmTableShape of(final VmIdBits vmIdBits, final boolean twoLevel)
    {
        return new VmTableShape(vmIdBits, twoLevel);
    }

    /** Returns the number of VM IDs. */
    public int entryCount()
    {
        return 1 << vmIdBits.bits();
    }

    /** Returns whether the VM ID has an entry. Any int is accepted. */
    public boolean contains(final int vmId)
    {
        return vmId >>> vmIdBits.bits() == 0;
    }

    /** Returns the number of level 1 entries, at least one. */
    public int l1Entries()
    {
        return 1 << Math.max(0, vmIdBits.bits() - L2_INDEX_BITS);
    }

    /** {@return the index of the level 1 entry that covers a VM} */
    public int l1Index(final int vmId)
    {
        return vmId >>> L2_INDEX_BITS;
    }

    /** {@return the offset of the level 1 entry that covers a VM, in bytes from the base of the level 1 table} */
    public long l1OffsetBytes(final int vmId)
    {
        return (long)l1Index(vmId) * L1Vmte.LENGTH;
    }

    /** {@return the offset of a VM's entry, in bytes from the base of the linear table or of its level 2 table} */
    public long entryOffsetBytes(final int vmId)
    {
        return (long)(twoLevel ? vmId & (L2_ENTRIES - 1) : vmId) * L2Vmte.LENGTH;
    }

    /**
     * Returns the length in bytes of the table at the base register's address: the level 1 table or the linear table.
     */
    public long rootBytes()
    {
        return twoLevel ? (long)l1Entries() * L1Vmte.LENGTH : (long)entryCount() * L2Vmte.LENGTH;
    }
}
