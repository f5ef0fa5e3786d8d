package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.ModelTrace;

/** Time of the PEs by what they do. Each PE does one thing at a time. Owned by one thread. */
final class PeTimes
{
    private final long[] sums = new long[PeState.NAMES.size()];
    private final int firstPe;
    private final int endPe;                                        // behind which housekeepers are
    private final int shownPe;                                      // number of the first of these in a trace
    private final long[] sinceNs;
    private final byte[] states;
    private final long[] busyNs;                                    // by PE: handlers and host, since measured
    private final ModelTrace trace;
    private final GroupTimes groups;
    private long measuredNs;

    /** Creates the times, at 0. */
    PeTimes(final int pes)
    {
        this(0, pes, 0, 0, null, new GroupTimes(pes));
    }

    /**
     * Creates the times of the PEs of a partition, at 0, with a trace.
     *
     * @param firstPe      of the partition
     * @param endPe        behind its last one
     * @param housekeepers behind that, which run no vCPU
     * @param shownPe      number of the first housekeeper in the trace
     * @param trace        of what the PEs do; null for none
     * @param groups       that they work for
     */
    PeTimes(
        final int firstPe, final int endPe, final int housekeepers, final int shownPe, final ModelTrace trace,
        final GroupTimes groups)
    {
        this.groups = groups;
        this.endPe = endPe;
        this.shownPe = shownPe;
        this.trace = trace;
        this.firstPe = firstPe;
        sinceNs = new long[endPe + housekeepers];
        states = new byte[sinceNs.length];
        busyNs = new long[sinceNs.length];
        Arrays.fill(states, (byte)PeState.IDLE);
    }

    /** Notes what a PE does from now on. */
    void enter(final int pe, final int state, final long nowNs)
    {
        groups.advance(pe, states[pe], nowNs);
        sums[states[pe]] += nowNs - sinceNs[pe];
        busyNs[pe] += PeState.isBusy(states[pe]) ? nowNs - sinceNs[pe] : 0;
        if (trace != null && states[pe] != PeState.IDLE)
        {
            trace.slice(states[pe], pe < endPe ? pe : shownPe + pe - endPe, sinceNs[pe], nowNs);
        }
        sinceNs[pe] = nowNs;
        states[pe] = (byte)state;
    }

    /** Has a PE work for a vCPU from now on, in what it does. */
    void own(final int pe, final int vcpu, final long nowNs)
    {
        groups.advance(pe, states[pe], nowNs);
        groups.own(pe, vcpu);
    }

    /** Returns the times by group, without what PEs do now. */
    GroupTimes groups()
    {
        return groups;
    }

    /** Returns the time of handlers and of what they leave, without what PEs do now, ns. */
    long handlerNs()
    {
        return sums[PeState.HANDLER] + sums[PeState.SOFTIRQ] + sums[PeState.THREAD];
    }

    /** Begins the judged part at a time. */
    void measure(final long fromNs)
    {
        measuredNs = fromNs;
        groups.measure(states, fromNs);
        for (int pe = firstPe; pe < states.length; pe++)
        {
            busyNs[pe] = PeState.isBusy(states[pe]) ? sinceNs[pe] - fromNs : 0;
        }
    }

    /** Returns the time of the judged part in which a PE runs no handler and nothing of the host, in millionths. */
    long leftPpm(final int pe, final long endNs)
    {
        final long all = endNs - measuredNs;
        final long busy = busyNs[pe] + (PeState.isBusy(states[pe]) ? endNs - sinceNs[pe] : 0);

        return all <= 0 ? Load.WHOLE_PPM : BigInteger.valueOf(all - busy)
            .multiply(BigInteger.valueOf(Load.WHOLE_PPM)).divide(BigInteger.valueOf(all)).longValue();
    }

    /**
     * Returns the times by name, up to a time.
     *
     * @param isScheduled true if vCPUs are scheduled on PEs: else there is only what resident guests do
     */
    Map<String, Long> until(final long nowNs, final boolean isScheduled)
    {
        for (int pe = firstPe; pe < states.length; pe++)
        {
            enter(pe, states[pe], nowNs);
        }
        final Map<String, Long> times = new LinkedHashMap<>();
        final int states = groups.hasLater() ? PeState.NAMES.size() : isScheduled ? PeState.SOFTIRQ : PeState.WFI;
        for (int i = 0; i < states; i++)
        {
            times.put(PeState.NAMES.get(i), sums[i]);
        }

        return times;
    }
}
