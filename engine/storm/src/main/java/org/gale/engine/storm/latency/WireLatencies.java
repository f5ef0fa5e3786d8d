package org.gale.engine.storm.latency;

import java.util.Arrays;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;

/**
 * Latencies of interrupts that have wires, which rise by commands beside the lanes: timers of vCPUs, and lines. Each is
 * a batch of its own, stamped as raised when its command is in a frame. Wires have the numbers of the vCPUs, and behind
 * them those of all lines. On the engine's thread.
 */
final class WireLatencies
{
    private final Topology topology;
    private final PrivateTimers timers;
    private final SharedLines lines;
    private final long limit;
    private final BatchStamps stamps;
    private final LatencyHistograms histograms;
    private final SingleResponses singles;
    private final TimerPlaces places;
    private final int[] batches;                                    // by wire, or BatchStamps.NONE

    /**
     * Makes the latencies of a storm.
     *
     * @param limit  of the hashes of {@link SampleHash} that are drawn
     * @param places of the guests, which the caller keeps
     */
    WireLatencies(
        final Topology topology,
        final SharedLines lines,
        final long limit,
        final BatchStamps stamps,
        final LatencyHistograms histograms,
        final SingleResponses singles,
        final TimerPlaces places)
    {
        this.topology = topology;
        this.timers = new PrivateTimers(topology);
        this.lines = lines;
        this.limit = limit;
        this.stamps = stamps;
        this.histograms = histograms;
        this.singles = singles;
        this.places = places;
        batches = new int[topology.totalVpes() + lines.total()];
        Arrays.fill(batches, BatchStamps.NONE);
    }

    /**
     * Notes that a wire rises whose interrupt may be sampled.
     *
     * @param wire    number of the vCPU, or that of a line behind those of all vCPUs
     * @param command number of the last command that was applied
     * @return false if the stamps of too many batches are kept
     */
    boolean rises(final int wire, final int phase, final long command, final long intendedNs, final long nowNs)
    {
        if (!isDrawn(wire, command))
        {
            return true;
        }
        final int batch = stamps.open(phase, command, intendedNs, nowNs, nowNs);
        batches[wire] = batch;
        if (batch != BatchStamps.NONE)
        {
            stamps.raised(nowNs, nowNs);
            stamps.add(batch, 1);
        }

        return batch != BatchStamps.NONE;
    }

    private boolean isDrawn(final int wire, final long command)
    {
        final int line = wire - topology.totalVpes();
        final int vm = line < 0 ? topology.vmOfVpe(wire) : lines.vm(line);
        final int lpi = line < 0 ? timers.lpi(wire) : lines.lpi(line);

        return SampleHash.isDrawn(topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), command, limit);
    }

    /**
     * Takes the acknowledges of interrupts that have wires.
     *
     * @param fromNs wires that rose earlier are not recorded
     */
    void applied(final Outputs outputs, final long nowNs, final long fromNs)
    {
        if (!timers.isAny() && !lines.isAny())
        {
            return;
        }
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            final long word = outputs.word(at);
            final int type = Outputs.kind(word) == Outputs.ACK ? Intid.type(Outputs.value(word)) : 0;
            if (type == Intid.TYPE_PPI || type == Intid.TYPE_SPI)
            {
                final int vcpu = places.timerOn(Outputs.pe(word));
                acknowledged(vcpu, type == Intid.TYPE_PPI ? Outlier.timer(topology.vpeId(vcpu)) :
                    Outlier.line(Intid.id(Outputs.value(word))), nowNs, fromNs);
            }
        }
        places.told();
    }

    /**
     * Takes an acknowledge.
     *
     * @param shown number of the timer or the SPI, as an {@link Outlier} has it
     */
    private void acknowledged(final int vcpu, final int shown, final long nowNs, final long fromNs)
    {
        final int vm = topology.vmOfVpe(vcpu);
        final int wire = shown == Outlier.timer(topology.vpeId(vcpu)) ? vcpu :
            topology.totalVpes() + lines.line(vm, Outlier.spi(shown));
        final long enteredNs = places.timerSinceNs();
        final int batch = batches[wire];
        if (batch == BatchStamps.NONE)
        {
            return;                                                 // not sampled, or high since an earlier part
        }
        batches[wire] = BatchStamps.NONE;
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
        singles.record(vm, shown, batch, 0, intendedNs, enteredNs, nowNs);
    }
}
