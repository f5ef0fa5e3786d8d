package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Time of all PEs by what they do. */
final class PeTimes
{
    /** Use of a PE. */
    enum Use
    {
        GUEST, HANDLER, HOST, POLLING, IDLE, WFI, STOLEN, SOFTIRQ, THREAD
    }

    private static final Set<Use> BUSY =
        EnumSet.of(Use.HANDLER, Use.HOST, Use.STOLEN, Use.SOFTIRQ, Use.THREAD);

    private final List<Span> busy = new ArrayList<>();
    private final Map<Use, Long> sums = new EnumMap<>(Use.class);
    private final Use[] uses;
    private final long[] sinceNs;
    private final int firstPe;

    /** Time in which a PE runs a handler, or the host. */
    private record Span(int pe, long fromNs, long toNs)
    {
    }

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
        if (BUSY.contains(uses[pe]))
        {
            busy.add(new Span(pe, sinceNs[pe], nowNs));
        }
        uses[pe] = use;
        sinceNs[pe] = nowNs;
    }

    /** Returns the time of handlers, and of what they leave, that have ended or were interrupted. */
    long handlerNs()
    {
        return sums.get(Use.HANDLER) + sums.get(Use.SOFTIRQ) + sums.get(Use.THREAD);
    }

    /** Returns for how long a PE was busy behind a time. */
    long busyNs(final int pe, final long fromNs)
    {
        return busy.stream().filter(span -> span.pe == pe)
            .mapToLong(span -> Math.max(0, span.toNs - Math.max(fromNs, span.fromNs))).sum();
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
