package org.gale.engine.storm.flow;

import java.util.Arrays;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.topology.Topology;

/**
 * Models of the devices of a storm on the wall clock. A generator that comes late lets a model go on at the time that
 * the model asked for, but not before what a guest did last. That is the intended time of its event. Handlers take no
 * time of the model: a handler begins and ends when its guest's turn has been applied. Owned by the one thread on which
 * generator and engine take turns.
 * <pre>
 *   model asks for t ──► goOn ──► raises an event, intended at max(t, last call of a guest)
 *        ▲                                   │ lane, engine, guest's turn
 *        └── handled ◄── polls at once ◄── acknowledged
 * </pre>
 */
final class WallModels implements ModelFeedback, SendingGuests
{
    /** Position of a vCPU that is on no PE. */
    private static final int NONE = -1;
    /** Limit of the steps of models from one look at the clock to the next. */
    private static final int STEP_LIMIT = 4096;

    private final DueModels models;
    private long originNs;                                          // begin of the first phase
    private boolean hasBegun;
    private long heardNs;                                           // last call of a guest
    private long firedNs;                                           // last step of a model
    private long intendedNs;                                        // of the event in hand
    private long word = DueEvents.NOTHING;                          // event in hand
    private final int[] pes;                                        // by vCPU that sends, or NONE
    private final long[] sentNs;                                    // by vCPU: when it sent last
    private final int burstWords;                                   // limit of what is sent at one instant
    private long waitedNs;

    /**
     * Makes the models of a storm.
     *
     * @param streams stream of each device
     * @param laws    that have a witness of each device
     */
    WallModels(final Topology topology, final StreamNumbers numbers, final StreamDraws draws, final int[] streams,
        final Laws laws)
    {
        models = new DueModels(topology, numbers, draws, streams, laws);
        pes = new int[topology.totalVpes()];
        Arrays.fill(pes, NONE);
        sentNs = new long[pes.length];
        burstWords = 2 * (1 + topology.maxVpes());                  // a TIME, and a command for each
    }

    /**
     * Begins a storm, or a part of it.
     *
     * @param firstPhaseNs time at which the first phase began
     * @param fromNs       time of the storm at which this part begins; the models begin there
     */
    void begin(final long firstPhaseNs, final long fromNs)
    {
        originNs = firstPhaseNs;
        hasBegun = true;
        firedNs = fromNs;
        models.beginAt(fromNs);
    }

    /** Begins a phase at its boundary, or behind it where guests have gone on. */
    void beginPhase(final long boundaryNs, final StreamRates rates)
    {
        firedNs = Math.max(firedNs, Math.max(boundaryNs, heardNs));
        intendedNs = Math.max(intendedNs, boundaryNs);
        models.begin(firedNs, rates);
    }

    /** Returns when the next event of a model is due; one in the past if an event is in hand. */
    long nextNs()
    {
        return word != DueEvents.NOTHING ? 0 : models.nextNs();
    }

    /** Returns when the next event of a trace is due; one in the past if an event is in hand. */
    long nextRecordedNs()
    {
        return word != DueEvents.NOTHING ? 0 : models.nextRecordedNs();
    }

    /**
     * Lets models go on that are due, until one of them has raised an event. A vCPU sends only what is in the next
     * frame, because it may have no PE behind that.
     *
     * @param lastNs time up to which they are due
     * @param room   words that the next frame takes beside those offered by now
     * @return whether an event is in hand
     */
    boolean goOn(final long lastNs, final int room)
    {
        int steps = 0;
        while (word == DueEvents.NOTHING && models.nextNs() <= lastNs && steps < STEP_LIMIT &&
            (room >= burstWords || !models.isSenderNext()))
        {
            firedNs = Math.max(firedNs, Math.max(models.nextNs(), heardNs));
            intendedNs = Math.max(intendedNs, Math.min(firedNs, lastNs));
            word = models.take(firedNs);
            models.woken();                                         // a scheduler asks each that wants a PE
            steps++;
        }

        return word != DueEvents.NOTHING;
    }

    /** Returns the event in hand, an MSI command word whose time is 0. */
    long word()
    {
        return word;
    }

    /** Returns the intended time of the event in hand, ns since the first phase began. */
    long intendedNs()
    {
        return intendedNs;
    }

    /** Notes that the event in hand was offered. */
    void taken()
    {
        word = DueEvents.NOTHING;
    }

    /** Returns whether a vCPU sends the event in hand. */
    boolean isSent()
    {
        return models.sender() != SenderModels.NONE;
    }

    /** Returns the PE of the vCPU that sends the event in hand. */
    int senderPe()
    {
        return pes[models.sender()];
    }

    /** Returns when the vCPU would have sent the event in hand, had it had a PE, ns since the first phase began. */
    long sendNs()
    {
        return models.intendedNs();
    }

    /**
     * Notes that the event in hand was sent, and takes the next one of the same instant.
     *
     * @return whether there is one, which is in hand then
     */
    boolean sent(final long nowNs)
    {
        sentNs[models.sender()] = nowNs;
        word = models.isBurst() ? models.take(firedNs) : DueEvents.NOTHING;

        return word != DueEvents.NOTHING;
    }

    @Override
    public DueModels counts()
    {
        return models;
    }

    @Override
    public void measure(final long nowNs)
    {
        models.measure(nowNs - originNs);
    }

    @Override
    public SendingGuests sending()
    {
        return models.sends() ? this : SendingGuests.NONE;
    }

    @Override
    public void entered(final int vcpu, final int pe)
    {
        pes[vcpu] = pe;
        models.running(vcpu, true, firedNs);
    }

    @Override
    public void left(final int vcpu)
    {
        pes[vcpu] = NONE;
        models.running(vcpu, false, firedNs);
    }

    @Override
    public boolean wantsPe(final int vcpu, final long nowNs)
    {
        return hasBegun && models.keepsPe(vcpu, nowNs - originNs);
    }

    @Override
    public int released(final long nowNs)
    {
        final int vcpu = models.released();
        waitedNs = vcpu == SenderModels.NONE ? 0 : nowNs - originNs - sentNs[vcpu];

        return vcpu;
    }

    @Override
    public long waitedNs()
    {
        return waitedNs;
    }

    @Override
    public void handled(final int device, final int event, final long nowNs)
    {
        if (hasBegun && models.has(device))
        {
            heardNs = Math.max(firedNs, nowNs - originNs);
            models.acknowledged(device, event, heardNs);
            boolean goesOn = true;
            while (goesOn)                                          // each poll takes what has come by now
            {
                goesOn = models.prolongedNs(device, event, heardNs) > 0;
            }
            models.handled(device, event, heardNs);
        }
    }

    /** Returns the events that the models of a group of VMs have sent, without the one in hand. */
    long sent(final int group)
    {
        final boolean isInHand =
            word != DueEvents.NOTHING && models.books().groupOf(Commands.msiDeviceId(word)) == group;

        return models.sent(group) - (isInHand ? 1 : 0);
    }

    /** {@return the first device that waits for a handler which is not to come, or null; an event in hand is} */
    String stalled(final GuestHandlers handlers)
    {
        return models.stalled((device, event) ->
            word == Commands.msi(device, event, 0) || handlers.isToCome(device, event));
    }
}
