package org.gale.engine.storm.result;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;

/**
 * Group of VMs of a storm, or phase of one, with what belongs to it: its account, its latencies and the work of its
 * devices.
 *
 * @param vms      number of VMs; 0 of a phase, and of the events that no VM has
 * @param span     time of a phase; null of a group
 * @param account  events, in a phase those of its time
 * @param response times of the measured interrupts
 * @param request  latencies of the measured requests; null in a storm without
 * @param work     of devices with models in a phase; null of the whole run, and in a storm without
 * @param groups   groups of VMs in a phase; none of a group
 */
public record Part(String name, int vms, Span span, EventAccount account, Times response, Times request,
    DeviceCounts.Work work, List<Part> groups)
{
    /** Name of the part to which events belong that no VM has. */
    public static final String NO_VM = "none";

    public Part
    {
        groups = List.copyOf(groups);
    }

    /**
     * Time of a phase.
     *
     * @param startNs  since the first offer of the storm, ns
     * @param lengthNs to its end, ns
     */
    public record Span(long startNs, long lengthNs)
    {
    }

    /**
     * Times of a latency.
     *
     * @param samples all of them; null where they are not known
     */
    public record Times(LatencySummary summary, Histogram samples)
    {
        /** Times without a sample. */
        public static final Times EMPTY = new Times(LatencySummary.EMPTY, null);

        /** Returns the times of a histogram, which is kept. */
        public static Times of(final Histogram samples)
        {
            return new Times(LatencySummary.of(samples), samples);
        }
    }

    /** {@return the times of a latency that parts have; null in a storm without it} */
    public LatencySummary latency(final Latency latency)
    {
        final Times times = latency == Latency.RESPONSE ? response : latency == Latency.REQUEST ? request : null;

        return times == null ? null : times.summary();
    }
}
