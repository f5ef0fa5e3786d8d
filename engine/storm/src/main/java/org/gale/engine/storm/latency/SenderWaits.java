package org.gale.engine.storm.latency;

import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;
import org.gale.engine.storm.topology.Topology;

/**
 * Recorder of the times that vCPUs waited for the slowest acknowledge of what they had sent to all others, for each
 * group of VMs. Owned by one thread.
 */
public final class SenderWaits
{
    private static final int DIGITS = 3;

    private final LatencyHistogram[] histograms;                    // by group; null where no vCPU sends
    private final byte[] groups;                                    // by vCPU

    /**
     * Makes the recorder of a storm.
     *
     * @param sends tells whether vCPUs of a group of VMs send
     */
    public SenderWaits(final Topology topology, final IntPredicate sends)
    {
        histograms = new LatencyHistogram[topology.groups().size()];
        for (int group = 0; group < histograms.length; group++)
        {
            histograms[group] = sends.test(group) ? new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS) : null;
        }
        groups = new byte[topology.totalVpes()];
        for (int vcpu = 0; vcpu < groups.length; vcpu++)
        {
            groups[vcpu] = (byte)topology.groupOfVm(topology.vmOfVpe(vcpu));
        }
    }

    /** Records how long a vCPU waited. */
    public void record(final int vcpu, final long ns)
    {
        histograms[groups[vcpu]].recordTime(ns, 1);
    }

    /** Forgets what was recorded, at the end of a warm-up. */
    public void reset()
    {
        for (final LatencyHistogram histogram : histograms)
        {
            if (histogram != null)
            {
                histogram.reset();
            }
        }
    }

    /** {@return the waits of a group of VMs; null where no vCPU sends} */
    public Histogram histogram(final int group)
    {
        return histograms[group];
    }
}
