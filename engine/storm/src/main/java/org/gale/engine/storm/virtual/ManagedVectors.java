package org.gale.engine.storm.virtual;

import org.agrona.collections.IntArrayList;
import org.gale.engine.storm.model.ClosableModel;

/**
 * Managed vectors of one guest, which do not move as their vCPU goes offline. From the end of the period on nothing is
 * given to their queues: drivers submit no request, and events of others wait. The guest checks from time to time
 * whether all that is under way has come to its end. It masks the vectors in their devices then, and the vCPU is
 * offline. Owned by one thread.
 * <pre>
 *   online ── end of period ──► closing ── nothing under way ──► offline ── time is over ──► online
 *     ▲                            │                             masked         unmasked, and what waits goes on
 *     └────── no end in sight ─────┘
 * </pre>
 */
final class ManagedVectors
{
    /** Limit of the checks of queues that do not end, a second in all. */
    private static final int CHECK_LIMIT = 10_000;

    private final int vm;
    private final Balancer vectors;
    private final EventTargets targets;
    private final PendingLpis pending;
    private final ModelCalls models;
    private final IntArrayList closed = new IntArrayList();         // LPIs, within the VM
    private boolean isClosing;
    private int checks;
    private long due;
    private long shutDown;

    ManagedVectors(final int vm, final Balancer vectors, final HostParts parts)
    {
        this.vm = vm;
        this.vectors = vectors;
        this.targets = parts.targets();
        this.pending = parts.pending();
        this.models = parts.models();
    }

    /** Returns whether queues of a vCPU that is still online come to their end. */
    boolean isClosing()
    {
        return isClosing;
    }

    /** Returns the vectors that were to be shut down, without those whose queues were closing as the storm ended. */
    long due()
    {
        return due;
    }

    /** Returns the vectors that were shut down. */
    long shutDown()
    {
        return shutDown;
    }

    /** Closes the queues of a vCPU. Vectors that the guest's mask holds back stay as they are. */
    void close(final int vcpu)
    {
        isClosing = true;
        checks = 0;
        closed.clear();
        for (int i = 0; i < vectors.count(); i++)
        {
            final int lpi = vectors.lpi(i);
            if (targets.vcpu(vm, lpi) == vcpu && !targets.isMasked(vm, lpi))
            {
                closed.addInt(lpi);
                models.shut(targets.device(vm, lpi), targets.event(vm, lpi), true);
                if (!isSubmittedTo(lpi))
                {
                    hold(lpi, true);
                }
            }
        }
        targets.shut().closed(closed.size());
    }

    /** Returns whether requests of a driver alone make a device raise an LPI, which are to come to their end. */
    private boolean isSubmittedTo(final int lpi)
    {
        final ClosableModel model = models.closable(targets.device(vm, lpi));

        return model != null && model.isSubmittedTo();
    }

    private void hold(final int lpi, final boolean isShut)
    {
        targets.shut().set(targets.device(vm, lpi), targets.event(vm, lpi), isShut);
    }

    /** Checks the queues once more. Returns whether nothing is under way in any. */
    boolean isQuiet()
    {
        checks++;
        for (int i = 0; i < closed.size(); i++)
        {
            final int lpi = closed.getInt(i);
            final ClosableModel model = models.closable(targets.device(vm, lpi));
            if (pending.waits(vm, lpi) || pending.isHandled(vm, lpi) ||
                (model != null && !model.isQuiet(targets.event(vm, lpi))))
            {
                return false;
            }
        }

        return true;
    }

    /** Returns whether the guest checks no more, and its vCPU stays online. */
    boolean isInVain()
    {
        return checks >= CHECK_LIMIT;
    }

    /** Shuts down the vectors: their device holds all events from now on. */
    void shutDownAll()
    {
        isClosing = false;
        due += closed.size();
        shutDown += closed.size();
        for (int i = 0; i < closed.size(); i++)
        {
            hold(closed.getInt(i), true);
        }
    }

    /** Opens the queues of a vCPU that stays online. */
    void giveUp(final boolean isEnding)
    {
        due += isEnding ? 0 : closed.size();
        open();
    }

    /** Opens the queues again, and the vectors that are shut down. */
    void open()
    {
        isClosing = false;
        for (int i = 0; i < closed.size(); i++)
        {
            final int lpi = closed.getInt(i);
            hold(lpi, false);
            models.shut(targets.device(vm, lpi), targets.event(vm, lpi), false);
        }
        targets.shut().closed(-closed.size());
        closed.clear();
    }

    /** Returns the requests of drivers that have waited so far, or wait. */
    long requests(final boolean isWaiting)
    {
        long requests = 0;
        int last = -1;
        for (int i = 0; i < vectors.count(); i++)
        {
            final int device = targets.device(vm, vectors.lpi(i));
            final ClosableModel model = device == last ? null : models.closable(device);
            requests += model == null ? 0 : isWaiting ? model.waiting() : model.waited();
            last = device;
        }

        return requests;
    }
}
