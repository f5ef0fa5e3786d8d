package org.gale.tests.oracle;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Time of all PEs by what they do. */
final class PeTimes
{
    /** Use of a PE. */
    enum Use
    {
        GUEST, HANDLER, HOST, POLLING, IDLE, WFI, STOLEN
    }

    private final Map<Use, Long> sums = new EnumMap<>(Use.class);
    private final Use[] uses;
    private final long[] sinceNs;
    private final int firstPe;

    /** Makes the times of some PEs; the last ones may run no vCPU. */
    PeTimes(final int firstPe, final int endPe)
    {
        this.firstPe = firstPe;
        uses = new Use[endPe];
        Arrays.fill(uses, Use.IDLE);
        sinceNs = new long[endPe];
        for (final Use use : Use.values())
        {
            sums.put(use, 0L);
        }
    }

    void enter(final int pe, final Use use, final long nowNs)
    {
        sums.merge(uses[pe], nowNs - sinceNs[pe], Long::sum);
        uses[pe] = use;
        sinceNs[pe] = nowNs;
    }

    Map<Use, Long> until(final long nowNs)
    {
        for (int pe = firstPe; pe < uses.length; pe++)
        {
            enter(pe, uses[pe], nowNs);
        }

        return sums;
    }
}
