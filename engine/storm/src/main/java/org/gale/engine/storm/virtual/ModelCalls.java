package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.SenderModels;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.model.ClosableModel;
import org.gale.engine.storm.model.DeferringModel;

/** Calls of models by guests: by handlers, and by vCPUs that send; none in a storm without. Owned by one thread. */
final class ModelCalls
{
    /** No vCPU. */
    static final int NONE = SenderModels.NONE;

    private final DueEvents events;
    private final VirtualClock clock;
    private final SenderWaits waits;
    private final SenderModels senders;                             // null where no vCPU sends
    private final boolean isModelled;
    private final Laws laws;

    /**
     * Makes the calls of a run.
     *
     * @param waits takes how long senders wait; null where no vCPU sends
     */
    ModelCalls(final DueEvents events, final VirtualClock clock, final SenderWaits waits)
    {
        this.events = events;
        this.clock = clock;
        this.waits = waits;
        this.isModelled = events.models() != null;
        this.laws = events.laws();
        this.senders = events.senders();
    }

    /** Returns the laws of the sources, whose witness of guests hears of each handler by itself. */
    Laws laws()
    {
        return laws;
    }

    /** Notes that the handler of the event of an MSI has begun. */
    void acknowledged(final long word)
    {
        if (isModelled)
        {
            events.acknowledged(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime());
        }
    }

    /** Returns how much longer the handler of the event of an MSI runs, which would end now; 0 if it ends. */
    long prolongedNs(final long word)
    {
        return isModelled ?
            events.prolongedNs(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime()) : 0;
    }

    /** Returns what the device of an MSI has completed. Only of a device with a model. */
    long completions(final long word)
    {
        return events.models().model(Commands.msiDeviceId(word)).completions();
    }

    /** Returns whether the driver of the event of an MSI polls again after a time. Only of a device with a model. */
    boolean isDeferred(final long word)
    {
        return events.models().model(Commands.msiDeviceId(word)) instanceof DeferringModel model &&
            model.isDeferred(Commands.msiEventId(word));
    }

    /** Notes that polls have ended which no handler of the event of an MSI has begun. */
    void polled(final long word)
    {
        events.handled(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime());
        laws.polled(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime());
    }

    /** Shuts down the queue of an event of a device, or opens it again. */
    void shut(final int device, final int event, final boolean isShut)
    {
        events.shut(device, event, isShut, clock.nanoTime());
    }

    /** {@return the model of a device with queues that its driver can close; null of another device} */
    ClosableModel closable(final int device)
    {
        return isModelled && events.models().model(device) instanceof ClosableModel model ? model : null;
    }

    /** Returns whether the line of the event of an MSI stays high if the handler ends now. */
    boolean staysHigh(final long word)
    {
        return isModelled && events.models().staysHigh(Commands.msiDeviceId(word), Commands.msiEventId(word));
    }

    /**
     * Takes a vCPU that no longer waits for the acknowledges of what it has sent, and records its wait.
     *
     * @return the vCPU, or {@link #NONE}
     */
    int released()
    {
        final int vcpu = senders == null ? NONE : senders.released();
        if (vcpu != NONE)
        {
            waits.record(vcpu, senders.waitedNs());
        }

        return vcpu;
    }

    /** Notes that a vCPU executes what is its own from now on, or no more. */
    void running(final int vcpu, final boolean runs)
    {
        if (senders != null)
        {
            senders.running(vcpu, runs, clock.nanoTime());
        }
    }

    /** Returns whether a vCPU without an interrupt to take keeps its PE. */
    boolean keepsPe(final int vcpu)
    {
        return senders != null && senders.keepsPe(vcpu, clock.nanoTime());
    }
}
