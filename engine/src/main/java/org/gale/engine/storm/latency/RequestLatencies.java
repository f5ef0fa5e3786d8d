package org.gale.engine.storm.latency;

import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.flow.RequestTaker;
import org.gale.engine.storm.result.EncodedLatency;
import org.gale.engine.storm.topology.Topology;

/**
 * Recorder of the latencies of requests: each one is measured, whether the latency of its interrupt is or not. On the
 * thread of the models; allocates nothing until a phase begins or a result is read.
 */
public final class RequestLatencies implements RequestTaker
{
    private final LatencyHistograms histograms;
    /** Null where the storm has one part. */
    private final PartResponses parts;
    /** Null where no condition is to be checked. */
    private ResponseStops stops;
    private int phase;

    private RequestLatencies(final Topology topology, final LatencyHistograms histograms)
    {
        this.histograms = histograms;
        this.parts = PartResponses.of(topology);
    }

    /** Compares requests with conditions from now on, until one meets a condition. */
    public void stopIf(final ResponseStops conditions)
    {
        stops = conditions;
    }

    /**
     * Returns the recorder of a storm.
     *
     * @param histograms of the whole storm
     * @return null where no device has requests
     */
    public static RequestLatencies of(final Topology topology, final LatencyHistograms histograms)
    {
        return RequestSource.isAny(topology.shape()) ? new RequestLatencies(topology, histograms) : null;
    }

    @Override
    public void beginPhase(final int next)
    {
        while (phase < next)
        {
            phase++;
            parts.begin(phase);
        }
    }

    @Override
    public void completed(final int group, final int ofPhase, final long ns)
    {
        histograms.request(ns);
        if (parts != null)
        {
            parts.recordOf(ofPhase, group, ns);
        }
        if (stops != null && stops.metBy() == null)
        {
            stops.checkRequest(group, ofPhase, ns);
        }
    }

    /** Forgets the requests of all parts, at the end of a warm-up. */
    public void reset()
    {
        if (parts != null)
        {
            parts.reset();
        }
    }

    /**
     * Returns the latency of the requests of a group of VMs that were submitted in a phase.
     *
     * @param ofPhase index of the phase, or {@link org.gale.engine.storm.figure.PartNames#ALL}
     * @param ofGroup index of the group, or {@link org.gale.engine.storm.figure.PartNames#ALL}
     */
    public EncodedLatency latency(final int ofPhase, final int ofGroup)
    {
        return parts == null ? EncodedLatency.of(histograms.request()) : parts.latency(ofPhase, ofGroup);
    }
}
