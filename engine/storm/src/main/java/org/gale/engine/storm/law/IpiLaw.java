package org.gale.engine.storm.law;

import java.util.BitSet;
import java.util.Map;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Law of the vCPUs of a VM that send to one another. What is sent at one instant goes to one other vCPU, or to each
 * other one once. The sender of such a broadcast goes on when each of them has acknowledged it, and not before. With
 * one kind of IPI and two vCPUs both are alike, and nobody is awaited for sure. Owned by the thread that drives the
 * model.
 */
final class IpiLaw
{
    /** No vCPU. */
    static final int NONE = -1;

    private final IpiGaps gaps;
    private final int vpes;
    private final int lastKind;
    private final boolean hasUnicasts;
    private final boolean hasBroadcasts;
    private final boolean[] runs;                                   // by vCPU
    private final BitSet[] awaitedBy;                               // by target: senders that wait for it
    private final int[] awaits;                                     // by sender
    private final BitSet isFree;                                    // senders that may go on, and were not let
    private final BitSet targets;                                   // of the instant in hand
    private boolean isDue;
    private int sender = NONE;
    private int kind = NONE;
    private int sent;
    private long instants;                                          // at which something was sent
    private long all;                                               // sent
    private long acknowledged;
    private String broken;

    IpiLaw(final ModelShape shape, final int vpes)
    {
        this.vpes = vpes;
        gaps = new IpiGaps(shape, vpes);
        lastKind = (int)Keys.number(shape, "kinds") - 1;
        hasUnicasts = Keys.isAny(shape, "unicast");
        hasBroadcasts = Keys.isAny(shape, "broadcast");
        runs = new boolean[vpes];
        awaits = new int[vpes];
        awaitedBy = new BitSet[vpes];
        for (int vpe = 0; vpe < vpes; vpe++)
        {
            awaitedBy[vpe] = new BitSet(vpes);
        }
        isFree = new BitSet(vpes);
        targets = new BitSet(vpes);
    }

    /** {@return how the law is broken; null while it is kept} */
    String broken()
    {
        return broken != null ? broken : gaps.broken();
    }

    /** Returns the seam at which the model says its times. */
    QueueSeam seam()
    {
        return gaps;
    }

    private void breaks(final int vpe, final String clause)
    {
        broken = broken == null ? "vCPU " + vpe + ' ' + clause : broken;
    }

    /** Notes that a vCPU has its PE from now on, or no more. */
    void running(final int vpe, final boolean isRunning)
    {
        runs[vpe] = isRunning;
        gaps.running(vpe, isRunning);
    }

    /** Begins an instant at which an IPI is due. */
    void due()
    {
        isDue = true;
    }

    /** Notes that the sender has no PE, and is woken for the IPI that is due. */
    void wakes(final int vpe, final long nowNs)
    {
        isDue = false;
        gaps.wakes(vpe, nowNs);
    }

    /**
     * Notes that a vCPU sends an event at the instant in hand.
     *
     * @param atNs when it was due
     */
    void sends(final int vpe, final int event, final long atNs, final long nowNs)
    {
        gaps.sends(vpe, mayBeOne(event / vpes), mayBeAll(event / vpes), atNs, nowNs);
        final int target = event % vpes;
        if (sent == 0)
        {
            sender = vpe;
            kind = event / vpes;
            targets.clear();
        }
        if (vpe != sender || event / vpes != kind || target == vpe || targets.get(target))
        {
            breaks(vpe, "sends kind " + event / vpes + " to vCPU " + target + ", after " + sent + " others of vCPU " +
                sender + " and kind " + kind);
        }
        if (!runs[vpe])
        {
            breaks(vpe, "sends, and has no PE");
        }
        if (awaits[vpe] > 0)
        {
            breaks(vpe, "sends, and waits for " + awaits[vpe] + " acknowledges");
        }
        targets.set(target);
        sent++;
    }

    /** Ends a call of the model; the device goes on at a time. */
    void acted(final long modelNs, final long nowNs)
    {
        endInstant();
        if (!isAmbiguous())
        {
            gaps.goesOn(modelNs, awaits, nowNs);
        }
    }

    private void endInstant()
    {
        final boolean isForgotten = isDue && sent == 0 && broken == null;
        isDue = false;
        if (sent == 0)
        {
            broken = isForgotten ? "an IPI was due, and went to nobody" : broken;
            return;
        }
        final boolean canBeOne = sent == 1 && mayBeOne(kind);
        final boolean canBeAll = sent == vpes - 1 && mayBeAll(kind);
        if (!canBeOne && !canBeAll)
        {
            breaks(sender, "sends kind " + kind + " to " + sent + " of " + (vpes - 1) + " others");
        }
        instants++;
        all += sent;
        if (canBeAll && !canBeOne)
        {
            for (int target = targets.nextSetBit(0); target >= 0; target = targets.nextSetBit(target + 1))
            {
                awaitedBy[target].set(sender);
            }
            awaits[sender] = sent;
        }
        sent = 0;
    }

    /** Notes that the model was notified of a handler that begins. */
    void begun(final int event)
    {
        acknowledged++;
        if (event / vpes != lastKind)
        {
            return;
        }
        final BitSet waiting = awaitedBy[event % vpes];
        for (int vpe = waiting.nextSetBit(0); vpe >= 0; vpe = waiting.nextSetBit(vpe + 1))
        {
            awaits[vpe]--;
            if (awaits[vpe] == 0)
            {
                isFree.set(vpe);
            }
        }
        waiting.clear();
    }

    /** Notes which vCPU is let go on, or none. */
    void released(final int vpe)
    {
        if (isAmbiguous())
        {
            return;
        }
        if (vpe == NONE && !isFree.isEmpty())
        {
            broken = broken == null ? "lost: vCPU " + isFree.nextSetBit(0) +
                " has all its acknowledges, and does not continue" : broken;
        }
        else if (vpe != NONE && !isFree.get(vpe))
        {
            breaks(vpe, "goes on, and " + awaits[vpe] + " vCPUs have not acknowledged what it has sent");
        }
        if (vpe != NONE)
        {
            isFree.clear(vpe);
        }
    }

    private boolean mayBeOne(final int of)
    {
        return hasUnicasts && (of < lastKind || lastKind == 0);
    }

    private boolean mayBeAll(final int of)
    {
        return hasBroadcasts && of == lastKind;
    }

    /** Returns whether what goes to one vCPU may be a broadcast, too. */
    private boolean isAmbiguous()
    {
        return lastKind == 0 && vpes == 2 && hasUnicasts && hasBroadcasts;
    }

    /** Returns the events that were sent. */
    long sent()
    {
        return all;
    }

    /** Adds the counters to those of others. */
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("ipi.instants", instants, Long::sum);
        counts.merge("ipi.sent", all, Long::sum);
        counts.merge("ipi.acknowledged", acknowledged, Long::sum);
    }
}
