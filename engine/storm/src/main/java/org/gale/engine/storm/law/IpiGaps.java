package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.storm.model.SilentQueue;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Law of the times at which the vCPUs of a VM send to one another. Each has two Poisson processes, whose times are
 * drawn once more from their seeds. What it sends was due by the earlier one, and was to be sent at that time, or once
 * the vCPU had a PE and all its acknowledges. Owned by the thread that drives the model.
 */
final class IpiGaps extends SilentQueue
{
    private static final double SECOND_NS = 1e9;

    private final double unicastPerS;
    private final double broadcastPerS;
    private final GapCourse[] courses;                              // by source: unicasts and broadcasts of each vCPU
    private final long[] nextNs;                                    // by source: of what it has not sent
    private final long[] inHandNs;                                  // by source: of what it sends now
    private final boolean[] runs;                                   // by vCPU
    private final boolean[] hasAsked;                               // for a PE
    private int cursor;
    private String broken;

    IpiGaps(final ModelShape shape, final int vpes)
    {
        unicastPerS = Keys.rate(shape, "unicast");
        broadcastPerS = Keys.rate(shape, "broadcast");
        courses = new GapCourse[2 * vpes];
        nextNs = new long[courses.length];
        inHandNs = new long[courses.length];
        runs = new boolean[vpes];
        hasAsked = new boolean[vpes];
        Arrays.fill(nextNs, QueueLaw.NEVER);
    }

    /** {@return how the law is broken; null while it is kept} */
    String broken()
    {
        return broken;
    }

    private void breaks(final int vpe, final String clause)
    {
        broken = broken == null ? "vCPU " + vpe + ' ' + clause : broken;
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        final double perS = source % 2 == 0 ? unicastPerS : broadcastPerS;
        courses[source] = new GapCourse(SECOND_NS / perS, true, seed);
        nextNs[source] = 0;
    }

    @Override
    public void gap(final int source, final long ns)
    {
        final String fault = courses[source].gap(ns);
        if (fault != null)
        {
            breaks(source / 2, (source % 2 == 0 ? "sends to one other: " : "sends to all others: ") + fault);
        }
        inHandNs[source] = nextNs[source];
        nextNs[source] += ns;
    }

    /** Notes that a vCPU has its PE from now on, or no more. */
    void running(final int vpe, final boolean isRunning)
    {
        runs[vpe] = isRunning;
        hasAsked[vpe] &= !isRunning;
    }

    /** Notes that a vCPU without a PE asks for one, for what is due. */
    void wakes(final int vpe, final long nowNs)
    {
        hasAsked[vpe] = true;
        if (knows(vpe) && dueNs(vpe) > nowNs)
        {
            breaks(vpe, "asks for a PE at " + nowNs + " ns, and sends at " + dueNs(vpe) + " ns");
        }
    }

    /**
     * Notes that a vCPU sends.
     *
     * @param isToOne true if it may go to one other, by its kind
     * @param isToAll true if it may go to all others
     * @param atNs    when the model says that it was due
     */
    void sends(final int vpe, final boolean isToOne, final boolean isToAll, final long atNs, final long nowNs)
    {
        final boolean isDue = (isToOne && isDue(2 * vpe, atNs)) || (isToAll && isDue(2 * vpe + 1, atNs));
        if (knows(vpe) && (!isDue || nowNs < atNs))
        {
            breaks(vpe, "sends at " + nowNs + " ns what is due at " + atNs + " ns, and its processes were at " +
                inHandNs[2 * vpe] + " and " + inHandNs[2 * vpe + 1] + " ns");
        }
    }

    /** Returns whether a process has an event in hand that was due at a time, and the other one comes later. */
    private boolean isDue(final int source, final long atNs)
    {
        return inHandNs[source] == atNs && nextNs[source ^ 1] >= atNs;
    }

    /**
     * Checks that the device goes on in time for one of the vCPUs, by turns.
     *
     * @param modelNs when it goes on
     * @param awaits  by vCPU: acknowledges that it waits for
     */
    void goesOn(final long modelNs, final int[] awaits, final long nowNs)
    {
        cursor = cursor + 1 < runs.length ? cursor + 1 : 0;
        final boolean isSilent = awaits[cursor] > 0 || (!runs[cursor] && hasAsked[cursor]);
        if (!isSilent && knows(cursor) && modelNs > Math.max(nowNs, dueNs(cursor)))
        {
            breaks(cursor, "has to send at " + dueNs(cursor) + " ns, and its device goes on " +
                (modelNs == QueueLaw.NEVER ? "never" : "at " + modelNs + " ns"));
        }
    }

    private boolean knows(final int vpe)
    {
        return courses[2 * vpe] != null || courses[2 * vpe + 1] != null;
    }

    private long dueNs(final int vpe)
    {
        return Math.min(nextNs[2 * vpe], nextNs[2 * vpe + 1]);
    }
}
