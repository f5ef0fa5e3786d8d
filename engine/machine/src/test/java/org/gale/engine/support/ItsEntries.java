package org.gale.engine.support;

import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L1Dte;
import org.gale.tables.its.L2Dte;

/** Entries of two-level tables of an ITS, encoded as software writes them. */
public final class ItsEntries
{
    private ItsEntries()
    {
    }

    /** {@return the encoded {@code L1_DTE} or {@code L1_ITTE}, valid: the two have one layout} */
    public static long level1(final long l2Address, final int span)
    {
        return L1Dte.SPAN.set(L1Dte.L2_ADDR.withAddress(L1Dte.VALID.mask(), l2Address), span);
    }

    /** {@return the encoded {@code L2_DTE}, valid, with a two-level translation table} */
    public static long twoLevelDevice(final long ittAddress, final EventIdBits eventIdBits, final int ittL2sz)
    {
        return L2Dte.ITT_L2SZ.set(L2Dte.ITT_STRUCTURE.with(L2Dte.linear(ittAddress, eventIdBits), true), ittL2sz);
    }
}
