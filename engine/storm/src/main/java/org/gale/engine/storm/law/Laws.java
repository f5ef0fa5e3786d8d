package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.gale.engine.command.Commands;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.model.DeferringModel;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.RecordedModel;
import org.gale.engine.storm.model.SenderModel;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Laws of the devices, guests and streams of one run: it has the witnesses, and keeps the first law that is broken. The
 * law of guests is that of each handler the source of its event is notified, that it began and that it ended, at that
 * instant. Before a device has raised anything in this run, handlers are of an earlier one, and do not count. Owned by
 * the thread that drives the sources; {@link #broken()} is for any thread.
 */
public final class Laws implements DeviceNotes
{
    private final Topology topology;
    private final StreamLaw streams;
    private final ReturnLaw returns;
    private final RateLaw rates;
    private FlightLaw flight;                                       // null without a limit of events in flight
    private final int[] firstDevices;                               // by stream
    private final DeviceLaw[] devices;                              // null without a model
    private final boolean[] isClosed;                               // by device: its source waits for handlers
    private final int[] untoldBegins;                               // by device: of guests, less those notified of
    private final int[] untoldEnds;
    private long originNs;
    private final WorkLaw work;
    private final boolean hasPhases;
    private int turn;                                               // device that the next one is compared with
    private long begun;
    private long ended;
    private long released;                                          // vCPUs that sent and were let go on
    private long releasedNs;
    private volatile String broken;

    /**
     * Makes the laws of a run.
     *
     * @param isOne whether all events are one stream
     */
    public Laws(final Topology topology, final boolean isOne)
    {
        this.topology = topology;
        streams = new StreamLaw(topology, isOne);
        returns = new ReturnLaw(streams.count(), streams::offered, streams::offered);
        rates = new RateLaw(topology, isOne);
        firstDevices = new int[streams.count()];
        Arrays.setAll(firstDevices, streams::device);
        devices = new DeviceLaw[topology.totalDevices()];
        isClosed = new boolean[devices.length];
        hasPhases = !topology.shape().phases().isEmpty();
        work = new WorkLaw(topology, devices);
        untoldBegins = new int[devices.length];
        untoldEnds = new int[devices.length];
    }

    /** Begins at a time of the clock that guests and generator use, from which times are counted. */
    public void begin(final long nowNs)
    {
        originNs = nowNs;
    }

    /** Notes that the sources of closed streams wait for handlers, and are notified when one has ended. */
    public void tellsOfClosed(final boolean isOne)
    {
        for (int device = 0; device < isClosed.length; device++)
        {
            final StreamShape stream = topology.groups().get(topology.groupOfVm(topology.vmOfDevice(device))).devices()
                .get(topology.deviceGroupOf(device)).stream();
            isClosed[device] = isOne || stream instanceof ClosedStream;
        }
    }

    /**
     * Makes the model of a device, with its witness around it.
     *
     * @param pausedNs for how long the clock of the device has stood still
     */
    public TrafficModel watched(
        final int device, final ModelShape shape, final DevicePlace place, final LongSupplier pausedNs)
    {
        devices[device] = new DeviceLaw(this, device, shape, place, pausedNs);

        return watched(TrafficKinds.maker(shape.kind()).make(shape.values(), new DevicePlace(
            place.events(), place.vpes(), place.random(), devices[device], devices[device], place.defer())),
            devices[device]);
    }

    /** Returns a model that is seen by the witness of its device. */
    static TrafficModel watched(final TrafficModel model, final DeviceLaw law)
    {
        return model instanceof SenderModel sender ? new WatchedSender(sender, law) :
            model instanceof RecordedModel recorded ? new WatchedRecorded(recorded, law) :
            model instanceof DeferringModel deferring ? new WatchedDeferring(deferring, law) :
            new WatchedModel(model, law);
    }

    /** {@return the first law that is broken, with device, event and time; null while all are kept} */
    public String broken()
    {
        return broken;
    }

    /** Notes how the spread of the LPIs of the run breaks its law; null if it is kept. */
    public void spread(final String fault)
    {
        broken = broken == null ? fault : broken;
    }

    /** Notes that a source has offered an event. */
    public void offered(final long word, final long nowNs)
    {
        if (!streams.isInTurn(word))
        {
            outOfTurn(word, nowNs);
        }
    }

    /**
     * Notes that the sources of closed streams have counted what the engine has completed, on the wall clock.
     *
     * @param completed position up to which the engine has completed the lane
     * @param position  up to which events are offered
     * @param inFlight  number of events of the stream of a device, by its source; 0 for a stream that is not closed
     */
    public void settled(final long completed, final long position, final IntUnaryOperator inFlight, final long nowNs)
    {
        final int stream =
            returns.overdue(completed, position, of -> inFlight.applyAsInt(firstDevices[of]));
        if (stream != ReturnLaw.NONE)
        {
            final int device = firstDevices[stream];
            broken(device, NO_EVENT, "its closed stream waits for " +
                NumberText.counted(inFlight.applyAsInt(device), "event") + ", and the engine has completed all but " +
                NumberText.count(returns.since(stream)) + " of them", nowNs - originNs);
        }
    }

    /**
     * Notes that a source has offered events.
     *
     * @param words MSI words of the events
     * @param count number of events
     */
    public void offered(final long[] words, final int count, final long nowNs)
    {
        int index = streams.nextOutOfTurn(words, 0, count);
        while (index < count)
        {
            outOfTurn(words[index], nowNs);
            index = streams.nextOutOfTurn(words, index + 1, count);
        }
    }

    private void outOfTurn(final long word, final long nowNs)
    {
        final int device = Commands.msiDeviceId(word);
        broken(device, Commands.msiEventId(word), "its stream offers it again, and others have not come since: after " +
            NumberText.counted(streams.rounds(device), "round"), nowNs - originNs);
    }

    /**
     * Notes the limit of the events in flight.
     *
     * @param batches the most batches that the lane holds
     */
    public void limited(final long limit, final int batches)
    {
        flight = new FlightLaw(limit, batches);
    }

    /**
     * Notes that a batch of limited events is in the lane.
     *
     * @param end       of the batch in the lane
     * @param completed position up to which the engine has completed the lane, before the batch
     */
    public void sent(final long count, final long end, final long completed)
    {
        if (flight != null && count > 0)
        {
            broken(flight.sent(count, end, completed));
        }
    }

    /** Notes that open streams have the rates of a phase from now on. */
    public void phase(final int next)
    {
        broken(rates.phase(next));
    }

    /** Notes that the clocks of open streams are moved, which leaves out what was due. */
    public void restarted()
    {
        rates.restart();
    }

    /** Notes that the measured part begins, with clocks that are moved. */
    public void measured()
    {
        rates.measure();
    }

    /**
     * Notes that open streams have offered a batch.
     *
     * @param ns      intended time of its first event
     * @param skipped events that were skipped in the measured part
     */
    public void paced(final long ns, final long count, final long skipped)
    {
        if (count > 0)
        {
            rates.batch(ns, count, skipped);
        }
    }

    /** Notes that open streams offer nothing more. */
    public void pacedAll()
    {
        broken(rates.broken());
    }

    /** Notes that the measured part of the devices begins, at a time of the clock of models. */
    public void measuredDevices(final long atNs)
    {
        work.measure(atNs);
    }

    @Override
    public void requested(final int device, final long ns)
    {
        work.requested(device, ns);
    }

    /** {@return how what a result says of devices differs from what these laws have counted, or null} */
    public String workFault(final StormTotals totals, final StormLatencies latencies)
    {
        return work.fault(totals, latencies);
    }

    /** Notes how many events of open streams the generator counts in the measured part. */
    public void reached(final long events)
    {
        if (rates.measured() > 0 && rates.measured() != events)
        {
            broken("the generator counts " + NumberText.counted(events, "event") + " of the measured part, and open " +
                "streams have offered " + NumberText.count(rates.measured()));
        }
    }

    private void broken(final String ofAll)
    {
        broken = broken == null ? ofAll : broken;
    }

    /** Notes that a guest has begun a handler. */
    public void begun(final int device, final int event, final long nowNs)
    {
        if (isTold(device))
        {
            begun++;
            untoldBegins[device]++;
            if (untoldBegins[device] != 0)
            {
                broken(device, event, untoldBegins[device] > 0 ? "its handler began, and its model was not notified" :
                    "its model was notified of a handler that has not begun", nowNs - originNs);
            }
        }
    }

    /** Notes that a guest has ended a handler. */
    public void ended(final int device, final int event, final long nowNs)
    {
        if (isTold(device) || isClosed[device])
        {
            ended++;
            untoldEnds[device]++;
            if (untoldEnds[device] != 0)
            {
                broken(device, event, untoldEnds[device] > 0 ? "its handler ended, and its source was not notified" :
                    "its source was notified of a handler that has not ended", nowNs - originNs);
            }
        }
    }

    /** Notes that a guest has ended polls that no handler has begun. */
    public void polled(final int device, final int event, final long nowNs)
    {
        if (isTold(device))
        {
            untoldEnds[device]++;
            if (untoldEnds[device] != 0)
            {
                broken(device, event, "its polls ended, and its source was not notified", nowNs - originNs);
            }
        }
    }

    private boolean isTold(final int device)
    {
        return devices[device] != null && devices[device].hasRaised();
    }

    /** Notes that the source of a closed stream is notified that a handler has ended. */
    public void toldEndedOfClosed(final int device)
    {
        untoldEnds[device]--;
    }

    @Override
    public void toldBegun(final int device)
    {
        untoldBegins[device] -= isTold(device) ? 1 : 0;
    }

    @Override
    public void toldEnded(final int device)
    {
        untoldEnds[device] -= isTold(device) ? 1 : 0;
    }

    /**
     * {@inheritDoc} It is compared with one of the others, by turns, which is not due before it; of those due at one
     * time the lowest comes first.
     */
    @Override
    public void goesOn(final int device, final long dueNs)
    {
        turn = turn + 1 < devices.length ? turn + 1 : 0;
        final DeviceLaw other = devices[turn];
        if (hasPhases || other == null || dueNs == QueueLaw.UNKNOWN || other.dueNs() == QueueLaw.UNKNOWN)
        {
            return;                                                 // a clock that stands still is not known here
        }
        if (other.dueNs() < dueNs || (other.dueNs() == dueNs && turn < device))
        {
            broken(device, NO_EVENT, "it goes on for " + NumberText.count(dueNs) + " ns before device " + turn +
                ", which is due at " + NumberText.count(other.dueNs()) + " ns", dueNs);
        }
    }

    @Override
    public void released(final long waitedNs)
    {
        released++;
        releasedNs += waitedNs;
    }

    /** {@return for how long these vCPUs have waited, ns; 0 in a storm with phases, whose clocks may stand still} */
    public long releasedNs()
    {
        return hasPhases ? 0 : releasedNs;
    }

    /** Returns how often a vCPU that had waited for all that it had sent was let go on. */
    public long releases()
    {
        return released;
    }

    @Override
    public void broken(final int device, final int event, final String clause, final long ns)
    {
        if (broken == null)
        {
            final int vm = topology.vmOfDevice(device);
            final int group = topology.groupOfVm(vm);
            broken = "VM " + vm + " device " + device + " (" + topology.groups().get(group).name() + '/' +
                topology.groups().get(group).devices().get(topology.deviceGroupOf(device)).name() + ')' +
                (event == NO_EVENT ? "" : " event " + event) + " at " + NumberText.count(ns) + " ns: " + clause;
        }
    }

    /** Returns the counters of the witnesses, by the names of laws and counters, over all devices. */
    public Map<String, Long> counts()
    {
        final Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("streams.offered", streams.offered());
        counts.put("handlers.begun", begun);
        counts.put("handlers.ended", ended);
        for (final DeviceLaw device : devices)
        {
            if (device != null)
            {
                device.addTo(counts);
            }
        }

        return counts;
    }
}
