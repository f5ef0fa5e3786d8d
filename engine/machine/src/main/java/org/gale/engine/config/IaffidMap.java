package org.gale.engine.config;

import java.util.Arrays;

/**
 * Map between PE numbers and the IAFFIDs by which software names PEs (M-PENO). Built once for a machine. Immutable.
 */
public final class IaffidMap
{
    /** Stands for the PE of an IAFFID that names nobody (M-IAFF). */
    public static final int NOBODY = -1;

    private final int[] iaffids;
    /** PE numbers by IAFFID, up to the highest. */
    private final int[] pes;
    private final boolean isIdentity;

    IaffidMap(final int[] iaffids)
    {
        this.iaffids = iaffids.clone();
        this.pes = new int[Arrays.stream(iaffids).max().orElse(0) + 1];
        Arrays.fill(pes, NOBODY);
        boolean isSame = true;
        for (int pe = 0; pe < iaffids.length; pe++)
        {
            pes[iaffids[pe]] = pe;
            isSame &= iaffids[pe] == pe;
        }
        this.isIdentity = isSame;
    }

    /** Returns whether the IAFFID of each PE is its number. */
    public boolean isIdentity()
    {
        return isIdentity;
    }

    /** Returns the number of PEs. */
    public int peCount()
    {
        return iaffids.length;
    }

    /** Returns the IAFFID of a PE. */
    public int iaffid(final int pe)
    {
        return iaffids[pe];
    }

    /** Returns the IAFFID of a PE. */
    public Iaffid of(final PeNumber pe)
    {
        return new Iaffid(iaffids[pe.value()]);
    }

    /**
     * Returns the PE that an IAFFID names.
     *
     * @param iaffid 16 bits
     * @return its number, or {@link #NOBODY}
     */
    public int pe(final int iaffid)                                             // T-PE-6
    {
        return iaffid < pes.length ? pes[iaffid] : NOBODY;
    }
}
