package org.gale.engine.storm.law;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.gale.engine.storm.model.DevicePlace;
import org.gale.engine.storm.model.DeviceSeam;
import org.gale.engine.storm.model.EventSink;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.model.RequestSink;
import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Witness of one device with a model: it stands around the model, sees each call and each event, and has the law of
 * each queue checked when a call ends. Owned by the thread that drives the model.
 */
final class DeviceLaw implements DeviceSeam, RequestSink, EventSink, SendSink
{
    private final DeviceNotes notes;
    private final int device;
    private final LongSupplier pausedNs;
    private final QueueLaw.Call call = new QueueLaw.Call();
    private final RequestSink requests;
    private final QueueLaw[] queues;                                // by event; empty where vCPUs send
    private final RecordedCourse recording;                         // null for other kinds
    private final boolean isShared;                                 // two queues have one vector
    private final IpiLaw ipis;                                      // null for other kinds
    private EventSink events;                                       // of the call in progress
    private SendSink sends;
    private int cursor;
    private long dueNs = QueueLaw.UNKNOWN;                           // when its model goes on, of the clock of all
    private final long[] sentNs;                                    // by VPE, where vCPUs send
    private boolean hasRaised;
    private long measuredFromNs = Long.MIN_VALUE;

    /**
     * Makes the witness of a device, before its model.
     *
     * @param notes    takes what the laws of the run follow from
     * @param place    of the device, which takes the requests that handlers complete, after the witness
     * @param pausedNs for how long the clock of the device has stood still
     */
    DeviceLaw(final DeviceNotes notes, final int device, final ModelShape shape, final DevicePlace place,
        final LongSupplier pausedNs)
    {
        this.notes = notes;
        this.device = device;
        this.pausedNs = pausedNs;
        this.requests = place.requests();
        isShared = shape.kind().equals("io") && Keys.textOr(shape, "driver", "").equals("shared-vector");
        ipis = shape.kind().equals("ipi") ? new IpiLaw(shape, place.vpes()) : null;
        sentNs = new long[ipis == null ? 0 : place.vpes()];
        queues = new QueueLaw[ipis == null ? place.events() : 0];
        recording = shape.kind().equals(ModelShape.TRACE) ? new RecordedCourse(shape, queues.length) : null;
        for (int event = 0; event < queues.length; event++)
        {
            queues[event] = recording != null ? new RecordedLaw(call, recording, event) : queue(shape, place);
        }
    }

    private QueueLaw queue(final ModelShape shape, final DevicePlace place)
    {
        final int events = place.events();

        return switch (shape.kind())
        {
            case "io" -> new IoLaw(call, shape, events);
            case "packets" -> new PacketLaw(call, shape, events, place.defer());
            case "virtio" -> new VirtioLaw(call, shape);
            case "timer" -> new TimerLaw(call, shape);
            case "line" -> new LineLaw(call, shape, events);
            default -> throw new IllegalStateException("no law is known of devices of kind " + shape.kind());
        };
    }

    @Override
    public QueueSeam queue(final int event)
    {
        return ipis != null ? ipis.seam() : queues[event];
    }

    /** Returns when its model goes on, by the clock of all models; {@link QueueLaw#UNKNOWN} where vCPUs send. */
    long dueNs()
    {
        return dueNs;
    }

    /** Returns whether the device has raised an event in this run. */
    boolean hasRaised()
    {
        return hasRaised;
    }

    /** Begins a call of the model in which it raises events. */
    EventSink fires(final long ns, final EventSink sink)
    {
        notes.goesOn(device, dueNs);
        call.begin(ns, null);
        events = sink;

        return this;
    }

    /** Begins a call of the model in which vCPUs send. */
    SendSink sends(final long ns, final SendSink sink)
    {
        call.begin(ns, null);
        ipis.due();
        sends = sink;

        return this;
    }

    @Override
    public void raise(final int event)
    {
        hasRaised = true;
        if (queues.length > 0)
        {
            final QueueLaw queue = isShared ? sharing(event) : queues[event];
            queue.touch();
            queue.raised();
        }
        events.raise(event);
    }

    /** Returns which of two queues that share a vector interrupts: that which was posted to, or the one that is due. */
    private QueueLaw sharing(final int event)
    {
        final QueueLaw other = event + 1 < queues.length ? queues[event + 1] : queues[event];
        final boolean isOther = call.queue() == null ? other.dueNs() <= call.nowNs() : call.queue() == other;

        return isOther ? other : queues[event];
    }

    @Override
    public void send(final int vpe, final int event, final long atNs)
    {
        hasRaised = true;
        sentNs[vpe] = call.nowNs();
        ipis.sends(vpe, event, atNs, call.nowNs());
        sends.send(vpe, event, atNs);
    }

    @Override
    public void wake(final int vpe)
    {
        ipis.wakes(vpe, call.nowNs());
        sends.wake(vpe);
    }

    /**
     * Ends a call in which the model has acted.
     *
     * @param nextNs when it goes on
     */
    void acted(final long nextNs)
    {
        dueNs = ipis != null ? QueueLaw.UNKNOWN : nextNs == QueueLaw.NEVER ? nextNs : nextNs + pausedNs.getAsLong();
        if (ipis != null)
        {
            ipis.acted(nextNs, call.nowNs());
            check(ipis.broken());
        }
        else if (call.queue() != null)
        {
            check(call.queue(), nextNs);
            cursor = cursor + 1 < queues.length ? cursor + 1 : 0;
            check(queues[cursor], nextNs);                          // nobody else checks a queue that is forgotten
        }
        else
        {
            for (final QueueLaw queue : queues)
            {
                check(queue, nextNs);
            }
        }
        call.announce(nextNs);
    }

    private void check(final QueueLaw queue, final long nextNs)
    {
        final long nowNs = call.nowNs();
        queue.acted();
        if (queue.broken() == null && nextNs > nowNs)
        {
            final long dueNs = queue.dueNs();
            if (nextNs > Math.max(dueNs, nowNs))
            {
                queue.loses("has to act " + (dueNs == QueueLaw.SOME_TIME ? "" : "at " + dueNs + " ns, ") +
                    "and its device goes on " + (nextNs == QueueLaw.NEVER ? "never" : "at " + nextNs + " ns"));
            }
        }
        if (queue.broken() != null)
        {
            notes.broken(device, indexOf(queue), queue.broken(), nowNs + pausedNs.getAsLong());
        }
    }

    private int indexOf(final QueueLaw queue)
    {
        int event = 0;
        while (queues[event] != queue)
        {
            event++;
        }

        return event;
    }

    private void check(final String ofIpis)
    {
        if (ofIpis != null)
        {
            notes.broken(device, DeviceNotes.NO_EVENT, ofIpis, call.nowNs() + pausedNs.getAsLong());
        }
    }

    /** Notes that the model is notified of a handler that begins. */
    void begun(final long ns, final int event)
    {
        about(ns, event);
        notes.toldBegun(device);
        if (ipis != null)
        {
            ipis.begun(event);
        }
        else if (call.queue() != null)
        {
            call.queue().begun();
        }
    }

    /** Begins a call of the model about a handler. */
    void about(final long ns, final int event)
    {
        call.begin(ns, queues.length > 0 ? queues[event] : null);
    }

    /** Notes that the model is to shut down a queue, or to open it again. */
    void shut(final long ns, final int event, final boolean isShut)
    {
        about(ns, event);
        if (call.queue() != null)
        {
            call.queue().shut(isShut);
        }
    }

    /** Returns what the model says of a queue, and notes if that is wrong: something is under way in it. */
    boolean isQuiet(final int event, final boolean isQuiet)
    {
        if (isQuiet && queues.length > 0 && queues[event].isUnderWay())
        {
            queues[event].loses("it is said to be quiet, and requests are under way in it");
            check(queues[event], call.nowNs());
        }

        return isQuiet;
    }

    /** Notes by how much the model prolongs the handler that the call in progress is about. */
    void prolonged(final long ns)
    {
        if (call.queue() != null)
        {
            call.queue().prolonged(ns);
        }
    }

    /** {@inheritDoc} It is one of the handler that the call in progress is about. */
    @Override
    public void completed(final long submittedNs, final long endedNs)
    {
        if (call.queue() != null)
        {
            call.queue().completed(submittedNs, endedNs);
        }
        if (submittedNs >= measuredFromNs)
        {
            notes.requested(device, endedNs - submittedNs);
        }
        requests.completed(submittedNs, endedNs);
    }

    /** Notes that the model was notified of the end of a handler that the call in progress is about. */
    void ended()
    {
        notes.toldEnded(device);
        if (call.queue() != null)
        {
            call.queue().ended();
            if (isShared && sharedBy(call.queue()) != null)
            {
                sharedBy(call.queue()).ended();
                check(sharedBy(call.queue()), call.nowNs());
            }
        }
    }

    /** {@return the second queue of a vector that two share, by the first one; null without} */
    private QueueLaw sharedBy(final QueueLaw queue)
    {
        final int event = indexOf(queue);

        return event % 2 == 0 && event + 1 < queues.length ? queues[event + 1] : null;
    }

    /** Notes what the model says of a line, whose handler would end. */
    void staysHigh(final int event, final boolean isHigh)
    {
        if (queues.length > 0)
        {
            queues[event].staysHigh(isHigh);
            check(queues[event], call.nowNs());
        }
    }

    /** Notes that a vCPU has its PE from now on, or no more. */
    void running(final long ns, final int vpe, final boolean runs)
    {
        call.begin(ns, null);
        ipis.running(vpe, runs);
    }

    /** Notes which vCPU is let go on, or none. */
    void released(final int vpe)
    {
        ipis.released(vpe);
        if (vpe != IpiLaw.NONE)
        {
            notes.released(call.nowNs() - sentNs[vpe]);
        }
        check(ipis.broken());
    }

    /**
     * {@return how the times for which a model held work back differ from those of its queues, or null}
     *
     * @param heldNs time that the model counts, by reasons
     */
    String heldFault(final ToLongFunction<Hold> heldNs)
    {
        String fault = null;
        for (final Hold reason : Hold.values())
        {
            final long ns = heldNs.applyAsLong(reason);
            final long ofQueues = heldNs(reason);
            fault = fault != null || !countsWork() || ofQueues == ns ? fault : "its work was held back (" +
                reason.label() + ") for " + ns + " ns, and that of its queues for " + ofQueues;
        }

        return fault;
    }

    /** {@return how what a model counts of the polls of its driver differs from those of its queues, or null} */
    String pollsFault(final ToLongFunction<PollKind> polls)
    {
        String fault = null;
        for (final PollKind kind : PollKind.values())
        {
            long ofQueues = 0;
            for (final QueueLaw queue : queues)
            {
                ofQueues += queue.polls(kind);
            }
            final long counted = polls.applyAsLong(kind);
            fault = fault != null || counted == ofQueues ? fault : "its driver counts " + counted + ' ' +
                kind.words() + ", and its queues " + ofQueues;
        }

        return fault;
    }

    /** {@return how what a model counts of recorded events, by kinds, differs from their course, or null} */
    String recordedFault(final ToLongFunction<RecordedKind> offered)
    {
        return recording.fault(offered);
    }

    /** {@return how the ticks of a model that found their wire high differ from those of its queues, or null} */
    String ticksFault(final long ticksHigh)
    {
        return recording == null || recording.merged() == ticksHigh ? null :
            ticksHigh + " ticks found their wire high, and those of its queues are " + recording.merged();
    }

    /** Returns whether its laws count work. */
    boolean countsWork()
    {
        return ipis != null || (queues.length > 0 && queues[0].countsWork());
    }

    /** Returns the pieces of work that its queues have completed, or what its vCPUs have sent. */
    long work()
    {
        long sum = ipis == null ? 0 : ipis.sent();
        for (final QueueLaw queue : queues)
        {
            sum += queue.work();
        }

        return sum;
    }

    /** Returns for how long its queues held work back for a reason, ns. */
    long heldNs(final Hold reason)
    {
        long sum = 0;
        for (final QueueLaw queue : queues)
        {
            sum += queue.heldNs(reason);
        }

        return sum;
    }

    /** Leaves out requests that were submitted before a time of the clock of the models. */
    void measure(final long atNs)
    {
        measuredFromNs = atNs - pausedNs.getAsLong();
    }

    /** Adds the counters of the device to those of others. */
    void addTo(final Map<String, Long> counts)
    {
        for (final QueueLaw queue : queues)
        {
            queue.addTo(counts);
        }
        if (ipis != null)
        {
            ipis.addTo(counts);
        }
    }
}
