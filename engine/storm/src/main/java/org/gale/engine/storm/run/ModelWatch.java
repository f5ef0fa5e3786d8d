package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.tables.operand.Intid;

/**
 * Observer that tells the models of devices what the guests of a run have taken. Passes everything on to the next
 * observer. On the thread of generator and engine.
 */
final class ModelWatch extends ForwardingObserver
{
    private static final int NONE = -1;

    private final Topology topology;
    private final TimerPlaces places;
    private final ModelFeedback models;
    private final SenderWaits waits;
    private final TimerGuests timers;
    private final SharedLines lines;
    private final Laws laws;

    /**
     * Creates the watch.
     *
     * @param waits  takes how long vCPUs wait that send to others
     * @param timers of the guests; null without timers
     * @param lines  of the devices
     * @param laws   whose witness of guests hears of each handler by itself
     * @param next   observes the run, too, before the models
     */
    ModelWatch(
        final Topology topology,
        final ModelFeedback models,
        final SenderWaits waits,
        final TimerGuests timers,
        final SharedLines lines,
        final Laws laws,
        final RunObserver next)
    {
        super(next);
        this.topology = topology;
        this.places = new TimerPlaces(topology);
        this.models = models;
        this.waits = waits;
        this.timers = timers;
        this.lines = lines;
        this.laws = laws;
    }

    /** Follows VMs that migrate, by the numbers that commands have. Returns this watch. */
    ModelWatch following(final VmNumbers numbers)
    {
        places.numbers(numbers);

        return this;
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        places.scheduled(frame, offset, endOffset, nowNs);
        super.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        super.applied(outputs, nowNs);
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            if (Outputs.kind(outputs.word(at)) == Outputs.ACK)
            {
                acknowledged(Outputs.pe(outputs.word(at)), Outputs.value(outputs.word(at)), nowNs);
            }
        }
        places.told();
    }

    private void acknowledged(final int pe, final int intid, final long nowNs)
    {
        if (timers != null && Intid.type(intid) == Intid.TYPE_PPI)
        {
            final int vcpu = places.timerOn(pe);
            final int vm = topology.vmOfVpe(vcpu);
            final int timer = timers.acknowledged(vcpu);
            handled(vm, timer, nowNs);
        }
        else if (lines.isAny() && Intid.type(intid) == Intid.TYPE_SPI)
        {
            final int vm = topology.vmOfVpe(places.timerOn(pe));
            final int line = lines.lpi(vm, Intid.id(intid));
            handled(vm, line, nowNs);
        }
        else
        {
            message(pe, intid, nowNs);
        }
    }

    /** Tells the model of the handler of an event, which begins and ends now, and the witness of guests. */
    private void handled(final int vm, final int lpi, final long nowNs)
    {
        final int device = topology.deviceOfLpi(vm, lpi);
        final int event = topology.eventOfLpi(vm, lpi);
        models.handled(device, event, nowNs);
        laws.begun(device, event, nowNs);
        laws.ended(device, event, nowNs);
    }

    private void message(final int pe, final int intid, final long nowNs)
    {
        final int vm = places.vmOf(pe);
        final int lpi = Intid.id(intid) - topology.firstLpiId();
        final boolean isTyped = Intid.type(intid) != 0;                          // those of a GICv4 have no type
        if (vm != NONE && (!isTyped || Intid.type(intid) == Intid.TYPE_LPI) && topology.isLpi(vm, lpi))
        {
            handled(vm, lpi, nowNs);
            for (int vcpu = models.released(nowNs); vcpu != NONE; vcpu = models.released(nowNs))
            {
                waits.record(vcpu, models.waitedNs());
            }
        }
    }
}
