package org.gale.tables.vm;

/**
 * The shape of a VM's VPE table, which is always linear.
 *
 * @param vpeIdBits width of a VPE ID in that VM; 0 is a table of one VPE.
 */
public record VpeTableShape(VpeIdBits vpeIdBits)
{
    public static VpeTableShape of(final VpeIdBits vpeIdBits)
    {
        return new VpeTableShape(vpeIdBits);
    }

    /** Number of VPE IDs. */
    public int entryCount()
    {
        return 1 << vpeIdBits.bits();
    }

    /** Does the VPE ID have an entry? Any int may be asked. */
    public boolean contains(final int vpeId)
    {
        return vpeId >>> vpeIdBits.bits() == 0;
    }

    /** Length of the table. */
    public long tableBytes()
    {
        return (long)entryCount() * Vpete.LENGTH;
    }
}
