package org.gale.engine.storm.flow;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.model.ClosableModel;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.EarliestTimes;
import org.gale.engine.storm.model.EventSink;
import org.gale.engine.storm.model.RecordedModel;
import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.model.SenderModel;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Devices of a storm that have models, each driven at the times of its model. At equal times the device of the lower
 * number is first. A model whose stream pauses has a clock that stands still. Times are ns since the first phase began.
 * Owned by one thread.
 */
public final class DueModels implements EventSink, SendSink, SenderModels, ModelCounts, RequestSource
{
    /** Time of an event that waits for another one. */
    static final long NEVER = Long.MAX_VALUE;
    /** Result of {@link #take} without an event. */
    static final long NOTHING = 0;

    private final StreamNumbers numbers;
    private final int[] streams;                                    // by device
    private final SenderModel[] senderModels;                       // by device; null where no vCPU sends
    private final TrafficModel[] models;                            // by device; null without a model
    private final ModelBooks books;
    private final Laws laws;
    private final EarliestTimes times;
    private final long[] stoppedNs;                                 // by device: when its clock stopped, or NEVER
    private final long[] pausedNs;                                  // by device: for how long it stood still before
    private final long[] interrupts;                                // by device
    private final long[] raised;                                    // MSIs of the device that has raised last
    private final int[] senders;                                    // vCPU that sends each of them, or NONE
    private final int[] senderDevices;                              // by vCPU, or NONE
    private final long[] sentNs;                                    // by vCPU
    private final int[] firstVcpus;                                 // by device: first one of its VM
    private final DeviceRequests requests;
    private boolean sends;
    private int raisedCount;
    private int taken;
    private int raising;
    private int sender = NONE;
    private long nowNs;
    private long intendedNs;
    private long waitedNs;
    private int waking = NONE;
    private int hearing = NONE;                                     // device whose guest has acknowledged last

    /**
     * Makes the models of a storm.
     *
     * @param streams stream of each device
     * @param laws    that have a witness of each device
     */
    DueModels(final Topology topology, final StreamNumbers numbers, final StreamDraws draws, final int[] streams,
        final Laws laws)
    {
        this.numbers = numbers;
        this.streams = streams;
        this.laws = laws;
        models = new TrafficModel[streams.length];
        books = new ModelBooks(topology, numbers, streams, models);
        senderModels = new SenderModel[streams.length];
        times = new EarliestTimes(streams.length);
        stoppedNs = new long[streams.length];
        Arrays.fill(stoppedNs, NEVER);
        pausedNs = new long[streams.length];
        interrupts = new long[streams.length];
        raised = new long[topology.maxEvents()];
        senders = new int[raised.length];
        senderDevices = new int[topology.totalVpes()];
        Arrays.fill(senderDevices, NONE);
        sentNs = new long[senderDevices.length];
        firstVcpus = new int[streams.length];
        requests = new DeviceRequests(Arrays.stream(streams).map(stream -> numbers.vmGroup(numbers.kind(stream)))
            .toArray(), topology.shape().phases().size());
        for (int device = 0; device < streams.length; device++)
        {
            final int stream = streams[device];
            final int vm = topology.vmOfDevice(device);
            final int number = device;
            final ModelShape shape =
                topology.isOwn(vm) ? numbers.devices(numbers.kind(stream)).stream().model() : null;
            if (shape != null)
            {
                final int index = device - topology.firstDeviceOf(vm, numbers.deviceGroup(numbers.kind(stream)));
                final DevicePlace place = new DevicePlace(topology.events(device), topology.vpes(vm),
                    draws.model(stream, index), requests.sink(device)).deferring(
                    topology.groups().get(topology.groupOfVm(vm)).defer(topology.deviceGroupOf(device)));
                models[device] = laws.watched(device, shape, place, () -> pausedNs[number]);
                note(device);
                firstVcpus[device] = topology.vpeIndex(vm, 0);
                if (models[device] instanceof SenderModel sending)
                {
                    sends = true;
                    senderModels[device] = sending;
                    Arrays.fill(senderDevices, firstVcpus[device], firstVcpus[device] + topology.vpes(vm), device);
                }
            }
        }
    }

    /** Returns whether vCPUs send some of the events. */
    boolean sends()
    {
        return sends;
    }

    /** Returns whether vCPUs send what the model raises that is next. */
    boolean isSenderNext()
    {
        return senderModels[next()] != null;
    }

    /** Lets all models begin at a time, before the first phase. */
    void beginAt(final long ns)
    {
        Arrays.fill(pausedNs, ns);
        IntStream.range(0, models.length).filter(this::has).forEach(this::note);
    }

    /** Begins a phase at its boundary: clocks of streams that pause stop, and others go on. */
    void begin(final long boundaryNs, final StreamRates rates)
    {
        requests.beginPhase();
        for (int device = 0; device < models.length; device++)
        {
            final boolean isPaused = rates.isPaused(numbers.kind(streams[device]));
            if (models[device] != null && isPaused != (stoppedNs[device] != NEVER))
            {
                pausedNs[device] += isPaused ? 0 : boundaryNs - stoppedNs[device];
                stoppedNs[device] = isPaused ? boundaryNs : NEVER;
                note(device);
            }
            requests.begin(device, local(device, boundaryNs));
        }
    }

    /** Sets the taker of the requests that handlers complete, before the first phase. */
    public void requests(final RequestTaker taker)
    {
        requests.taker(taker);
    }

    @Override
    public void measure(final long atNs)
    {
        for (int device = 0; device < models.length; device++)
        {
            requests.measure(device, local(device, atNs));
        }
        laws.measuredDevices(atNs);
    }

    /** Returns whether a device has a model. */
    boolean has(final int device)
    {
        return models[device] != null;
    }

    /** Returns the time of the next event of a model; one in the past if MSIs of the last one are left. */
    long nextNs()
    {
        return taken < raisedCount ? 0 : times.firstNs();
    }

    /** Returns the time of the next event of a trace; {@link #NEVER} without one. */
    long nextRecordedNs()
    {
        long nextNs = NEVER;
        for (int device = 0; device < models.length; device++)
        {
            nextNs = models[device] instanceof RecordedModel ? Math.min(nextNs, times.ns(device)) : nextNs;
        }

        return nextNs;
    }

    /** Returns the device whose model is next. */
    int next()
    {
        return taken < raisedCount ? raising : times.first();
    }

    /**
     * Takes the next MSI, for which a model whose time has come goes on.
     *
     * @return an MSI command word whose time is 0, or {@link #NOTHING} if the model has raised none
     */
    long take(final long atNs)
    {
        if (taken == raisedCount)
        {
            nowNs = atNs;
            taken = 0;
            raisedCount = 0;
            raising = times.first();
            go(raising, local(raising, atNs));
            note(raising);
        }
        if (taken == raisedCount)
        {
            return NOTHING;
        }
        interrupts[raising]++;
        sender = senders[taken];

        return raised[taken++];
    }

    private void go(final int device, final long localNs)
    {
        if (senderModels[device] == null)
        {
            models[device].fire(localNs, this);
        }
        else
        {
            senderModels[device].send(localNs, this);
        }
    }

    /** {@inheritDoc} A model raises each of its events at most once at a time. */
    @Override
    public void raise(final int event)
    {
        senders[raisedCount] = NONE;
        raised[raisedCount++] = Commands.msi(raising, event, 0);
    }

    @Override
    public void send(final int vpe, final int event, final long atNs)
    {
        final int vcpu = firstVcpus[raising] + vpe;
        sentNs[vcpu] = nowNs;
        intendedNs = atNs + pausedNs[raising];
        senders[raisedCount] = vcpu;
        raised[raisedCount++] = Commands.msi(raising, event, 0);
    }

    @Override
    public void wake(final int vpe)
    {
        waking = firstVcpus[raising] + vpe;
    }

    /** Notes that an event of no model was taken. */
    void takenElsewhere()
    {
        sender = NONE;
    }

    @Override
    public int sender()
    {
        return sender;
    }

    @Override
    public long intendedNs()
    {
        return intendedNs;
    }

    @Override
    public boolean sends(final int group)
    {
        return books.sum(group, device -> senderModels[device] == null ? 0 : 1) > 0;
    }

    @Override
    public boolean isBurst()
    {
        return taken < raisedCount;
    }

    @Override
    public int woken()
    {
        final int vcpu = waking;
        waking = NONE;

        return vcpu;
    }

    @Override
    public int released()
    {
        final int vpe = hearing == NONE || senderModels[hearing] == null ? NONE : senderModels[hearing].released();
        final int vcpu = vpe == NONE ? NONE : firstVcpus[hearing] + vpe;
        waitedNs = vcpu == NONE ? 0 : nowNs - sentNs[vcpu];
        return vcpu;
    }

    @Override
    public long waitedNs()
    {
        return waitedNs;
    }

    @Override
    public void running(final int vcpu, final boolean runs, final long atNs)
    {
        final int device = senderDevices[vcpu];
        if (device != NONE)
        {
            senderModels[device].running(local(device, atNs), vcpu - firstVcpus[device], runs);
            note(device);
        }
    }

    @Override
    public boolean keepsPe(final int vcpu, final long atNs)
    {
        final int device = senderDevices[vcpu];
        return device != NONE && senderModels[device].keepsPe(
            stoppedNs[device] == NEVER ? local(device, atNs) : Long.MIN_VALUE,  // nothing is due while it pauses
            vcpu - firstVcpus[device]);
    }

    /** {@return the models of vCPUs that send some of the events; null if devices raise all of them} */
    public SenderModels senders()
    {
        return sends ? this : null;
    }

    /** Notes that the handler of an event has begun. The event of a device without a model is none. */
    public void acknowledged(final int device, final int event, final long atNs)
    {
        if (has(device))
        {
            nowNs = atNs;
            hearing = device;
            models[device].acknowledged(local(device, atNs), event);
            note(device);
        }
    }

    /** {@return how much longer the handler of an event runs, which would end now, ns; 0 if it ends} */
    public long prolongedNs(final int device, final int event, final long atNs)
    {
        if (!has(device))
        {
            return 0;
        }
        final long ns = models[device].prolongedNs(local(device, atNs), event);
        note(device);

        return ns;
    }

    /** Returns whether the line of an event stays high if its handler ends now. */
    public boolean staysHigh(final int device, final int event)
    {
        return has(device) && models[device].staysHigh(event);
    }

    /** Notes that the guest's handler of an event has ended. */
    void handled(final int device, final int event, final long atNs)
    {
        models[device].handled(local(device, atNs), event);
        note(device);
    }

    /** Shuts down the queue of an event of a device, or opens it again. */
    void shut(final int device, final int event, final boolean isShut, final long atNs)
    {
        if (models[device] instanceof ClosableModel model)
        {
            model.shut(local(device, atNs), event, isShut);
            note(device);
        }
    }

    @Override
    public long sum(final int group, final ToLongFunction<TrafficModel> figure)
    {
        return books.sum(group, device -> figure.applyAsLong(models[device]));
    }

    /** {@return the model of a device; null of a device without one} */
    public TrafficModel model(final int device)
    {
        return models[device];
    }

    @Override
    public long recorded(final int group, final RecordedKind kind)
    {
        return books.sum(group, device -> models[device] instanceof RecordedModel model ? model.recorded(kind) : 0);
    }

    @Override
    public long interrupts(final int group)
    {
        return books.sum(group, device -> interrupts[device]);
    }

    /** Returns the events that the models of a group of VMs have sent, without those that nobody has taken yet. */
    long sent(final int group)
    {
        return books.sum(group, device -> models[device].sent()) -
            (taken < raisedCount && books.groupOf(raising) == group ? raisedCount - taken : 0);
    }

    /** Returns the ticks of a group of VMs that found their wire high: no event was offered for them. */
    public long ticksHigh(final int group)
    {
        return books.sum(group, device -> models[device].ticksHigh());
    }

    /** Returns the books of the models. */
    ModelBooks books()
    {
        return books;
    }

    /** {@return the first device with work for which only a handler is missing that is not to come; null without} */
    public String stalled(final GuestHandlers handlers)
    {
        return books.stalled((device, event) -> isUntaken(device, event) || handlers.isToCome(device, event));
    }

    private boolean isUntaken(final int device, final int event)
    {
        return IntStream.range(taken, raisedCount).anyMatch(at -> raised[at] == Commands.msi(device, event, 0));
    }

    /** Returns the time of a device's clock. */
    private long local(final int device, final long atNs)
    {
        return Math.min(atNs, stoppedNs[device]) - pausedNs[device];
    }

    private void note(final int device)
    {
        final long ns = models[device].nextNs();
        times.set(device, ns == TrafficModel.NEVER || stoppedNs[device] != NEVER ? NEVER : ns + pausedNs[device]);
    }
}
