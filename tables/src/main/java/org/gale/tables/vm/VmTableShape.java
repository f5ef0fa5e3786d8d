package org.gale.tables.vm;

/**
 * The shape of the VM table: index maths and sizes, without an address.
 *
 * @param vmIdBits width of a VM ID.
 * @param twoLevel is the table reached through {@link L1Vmte level 1 entries}, or linear?
 */
public record VmTableShape(VmIdBits vmIdBits, boolean twoLevel)
{
    /** Number of VMs that one level 2 table describes. */
    public static final int L2_ENTRIES = 128;                                   // B-VMT-3
    /** Length of a level 2 table. */
    public static final int L2_BYTES = L2_ENTRIES * L2Vmte.LENGTH;

    private static final int L2_INDEX_BITS = 7;

    public static VmTableShape of(final VmIdBits vmIdBits, final boolean twoLevel)
    {
        return new VmTableShape(vmIdBits, twoLevel);
    }

    /** Number of VM IDs. */
    public int entryCount()
    {
        return 1 << vmIdBits.bits();
    }

    /** Does the VM ID have an entry? Any int may be asked. */
    public boolean contains(final int vmId)
    {
        return vmId >>> vmIdBits.bits() == 0;
    }

    /** Number of level 1 entries, at least one. */
    public int l1Entries()
    {
        return 1 << Math.max(0, vmIdBits.bits() - L2_INDEX_BITS);
    }

    /** Index of the level 1 entry that covers the VM. */
    public int l1Index(final int vmId)
    {
        return vmId >>> L2_INDEX_BITS;
    }

    /** Index of the VM's entry: in the linear table, or in its level 2 table. */
    public int entryIndex(final int vmId)
    {
        return twoLevel ? vmId & (L2_ENTRIES - 1) : vmId;
    }

    /** Length of what the base register points at: the level 1 table or the linear one. */
    public long rootBytes()
    {
        return twoLevel ? (long)l1Entries() * L1Vmte.LENGTH : (long)entryCount() * L2Vmte.LENGTH;
    }
}
