package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Registers with a bit for each PPI, in pairs: bit x of register n is that of PPI 64n + x.
 * <pre>
 *  ICC_PPI_HMRn_EL1                       1 level, 0 edge
 *  ICC_PPI_ENABLERn_EL1                   1 enabled
 *  ICC_PPI_CACTIVERn_EL1, SACTIVERn_EL1   1 active; write 1 to clear, to set
 *  ICC_PPI_CPENDRn_EL1, SPENDRn_EL1       1 pending; write 1 to clear, to set, which a level PPI ignores
 *  ICH_PPI_DVIRn_EL2                      1 the physical PPI is injected as the virtual PPI of its id
 *  ICH_PPI_ENABLERn_EL2, PENDRn_EL2, ACTIVERn_EL2     1 the virtual PPI is enabled, pending, active
 *  ICH_PPI_HVIRn_EL2                      1 the virtual PPI is hidden from the VM
 * </pre>
 */
public final class PpiBits
{
    /** Number of PPIs of a register. */
    public static final int PPI_COUNT = Long.SIZE;
    public static final LongField BITS = new LongField("BITS", 0, PPI_COUNT);
    public static final List<LongField> FIELDS = List.of(BITS);

    private PpiBits()
    {
    }

    /**
     * Returns the number of the register that holds a PPI's bit.
     *
     * @return an index, 0 or 1
     */
    public static int registerIndex(final int ppi)
    {
        return ppi / PPI_COUNT;
    }

    /** Returns the mask of a PPI's bit in its register. */
    public static long mask(final int ppi)
    {
        return 1L << (ppi % PPI_COUNT);
    }
}
