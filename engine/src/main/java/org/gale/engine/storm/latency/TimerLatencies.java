package org.gale.engine.storm.latency;

import java.util.Arrays;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;

/**
 * Latencies of the timers of vCPUs, whose wires rise by commands of the guests' software. Each is a batch of its own,
 * stamped as raised when its command is in a frame. On the engine's thread.
 */
final class TimerLatencies
{
    private final Topology topology;
    private final PrivateTimers timers;
    private final long limit;
    private final BatchStamps stamps;
    private final LatencyHistograms histograms;
    private final SingleResponses singles;
    private final TimerPlaces places;
    private final int[] batches;                                    // by vCPU, or BatchStamps.NONE

    /**
     * Makes the latencies of a storm.
     *
     * @param limit  of the hashes of {@link SampleHash} that are drawn
     * @param places of the guests, which the caller keeps
     */
    TimerLatencies(
        final Topology topology,
        final long limit,
        final BatchStamps stamps,
        final LatencyHistograms histograms,
        final SingleResponses singles,
        final TimerPlaces places)
    {
        this.topology = topology;
        this.timers = new PrivateTimers(topology);
        this.limit = limit;
        this.stamps = stamps;
        this.histograms = histograms;
        this.singles = singles;
        this.places = places;
        batches = new int[topology.totalVpes()];
        Arrays.fill(batches, BatchStamps.NONE);
    }

    /**
     * Notes that the wire of a sampled timer rises.
     *
     * @param command number of the last command that was applied
     * @return false if the stamps of too many batches are kept
     */
    boolean rises(final int vcpu, final int phase, final long command, final long intendedNs, final long nowNs)
    {
        if (!isDrawn(vcpu, command))
        {
            return true;
        }
        final int batch = stamps.open(phase, command, intendedNs, nowNs, nowNs);
        batches[vcpu] = batch;
        if (batch != BatchStamps.NONE)
        {
            stamps.raised(nowNs, nowNs);
            stamps.add(batch, 1);
        }

        return batch != BatchStamps.NONE;
    }

    private boolean isDrawn(final int vcpu, final long command)
    {
        final int vm = topology.vmOfVpe(vcpu);
        final int lpi = timers.lpi(vcpu);

        return SampleHash.isDrawn(topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), command, limit);
    }

    /**
     * Takes the acknowledges of timers.
     *
     * @param fromNs wires that rose earlier are not recorded
     */
    void applied(final Outputs outputs, final long nowNs, final long fromNs)
    {
        if (!timers.isAny())
        {
            return;
        }
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            final long word = outputs.word(at);
            if (Outputs.kind(word) == Outputs.ACK && Intid.type(Outputs.value(word)) == Intid.TYPE_PPI)
            {
                acknowledged(places.timerOn(Outputs.pe(word)), places.timerSinceNs(), nowNs, fromNs);
            }
        }
        places.told();
    }

    private void acknowledged(final int vcpu, final long enteredNs, final long nowNs, final long fromNs)
    {
        final int batch = batches[vcpu];
        if (batch == BatchStamps.NONE)
        {
            return;                                                 // not sampled, or high since an earlier part
        }
        batches[vcpu] = BatchStamps.NONE;
        final long intendedNs = stamps.baseNs(batch);
        final long waitedNs = enteredNs - stamps.raisedNs(batch, nowNs);
        final boolean isWoken = enteredNs != 0 && waitedNs > 0;
        stamps.take(batch, true, isWoken);
        if (intendedNs - fromNs < 0)
        {
            return;
        }
        if (isWoken)
        {
            histograms.woken(waitedNs);
            histograms.acknowledged(nowNs - enteredNs, 1);
        }
        final int vm = topology.vmOfVpe(vcpu);
        singles.record(vm, Outlier.timer(topology.vpeId(vcpu)), batch, 0, intendedNs, enteredNs, nowNs);
    }
}
