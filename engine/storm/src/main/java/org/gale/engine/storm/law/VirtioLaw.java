package org.gale.engine.storm.law;

import java.util.Map;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Law of a virtio queue. Buffers that were used are seen by the handler that ends next. No buffer waits while
 * notifications are on and none is pending, but for the time or the number that the job holds them back for. Owned by
 * the thread that drives the model. Times of batches are those of the job, where one of their two parts is known.
 */
final class VirtioLaw extends QueueLaw
{
    private final long depth;
    private final boolean hasEventIndex;
    private final long threshold;
    private final long timeNs;
    private final boolean isBatched;
    private final long fixedNs;                                     // -1 where times differ
    private final long eachNs;
    private final DrawLaw fixed;
    private final DrawLaw each;
    private long submitted;
    private long used;
    private long serving;
    private long seen;
    private long unseen;                                            // used since the last notification or look
    private long since;                                             // used since the last notification
    private long freeNs;                                            // from which on nothing is held back by time
    private boolean isOn = true;
    private long notified;
    private final long[] submittedNs;                               // of the buffers, a ring
    private long completedNs;                                       // submission of the one that was completed last
    private long firstNs;                                           // when the first one unseen was used
    private long servedFromNs;
    private boolean isShut;
    private boolean wasShut;

    VirtioLaw(final Call call, final ModelShape shape)
    {
        super(call);
        depth = Keys.number(shape, "depth");
        submittedNs = new long[(int)depth];
        hasEventIndex = Keys.isOn(shape, "event-index");
        threshold = Keys.numberOr(shape, "coalesce.threshold", Long.MAX_VALUE);
        timeNs = Keys.numberOr(shape, "coalesce.time", 0);
        isBatched = Keys.text(shape, "backend").equals("batch");
        fixedNs = Keys.constantNs(shape, "service.fixed");
        eachNs = Keys.constantNs(shape, "service.each");
        fixed = Keys.times(shape, "service.fixed");
        each = Keys.times(shape, "service.each");
    }

    @Override
    public void submitted(final int count)
    {
        touch();
        if (isShut)
        {
            invents(NumberText.counted(count, "buffer") + " made available to a queue that is shut down");
        }
        for (int i = 0; i < count; i++)
        {
            submittedNs[(int)((submitted + i) % depth)] = nowNs();
        }
        submitted += count;
        if (submitted > depth + seen)
        {
            breaks(submitted + " buffers were made available, of " + depth + " and " + seen + " seen");
        }
    }

    @Override
    public void posted(final int count)
    {
        touch();
        used += count;
        serving -= count;
        firstNs = unseen == 0 ? nowNs() : firstNs;
        unseen += count;
        since += count;
        if (isBatched)
        {
            held(Hold.BATCH, servedFromNs);
        }
        if (used > submitted)
        {
            breaks(used + " buffers were used of " + submitted + " that were available");
        }
    }

    /** {@inheritDoc} A batch takes a fixed time and one for each buffer, or for the first of those served alone. */
    @Override
    public void timed(final int count, final long ns)
    {
        touch();
        servedFromNs = nowNs();
        serving = count;
        final int served = isBatched ? count : 1;
        final long tookNs = ns - nowNs();
        if (eachNs >= 0)
        {
            breaks(fixed.drawn(tookNs - served * eachNs));
        }
        else if (fixedNs >= 0 && served == 1)
        {
            breaks(each.drawn(tookNs - fixedNs));
        }
    }

    /** Returns whether a notification may be sent: buffers wait that nothing holds back. */
    private boolean isDue()
    {
        return isOn && unseen > 0 && (since >= threshold || nowNs() >= freeNs);
    }

    /** Returns whether a notification is missing that no time holds back. {@link #dueNs} is of the time. */
    private boolean isMissing()
    {
        return isOn && unseen > 0 && (since >= threshold || timeNs == 0);
    }

    @Override
    void raised()
    {
        if (!isDue())
        {
            invents("it notifies of " + unseen + " buffers, with notifications " + (isOn ? "on" : "off"));
        }
        notified++;
        held(Hold.MODERATION, unseen == 0 ? nowNs() : firstNs);
        unseen = 0;
        since = 0;
        freeNs = nowNs() + timeNs;
        isOn &= !hasEventIndex;
    }

    @Override
    void acted()
    {
        if (isMissing())
        {
            loses(NumberText.counted(unseen, "used buffer") + " waiting, notifications are on, and none is sent");
        }
        if (!isShut && wasShut && submitted != depth + seen)
        {
            loses((depth + seen - submitted) + " buffers waited for the queue, and are not made available");
        }
        wasShut &= isShut;
        if (serving == 0 && submitted > used)
        {
            loses(NumberText.counted(submitted - used, "buffer") + " available, and the device serves none");
        }
    }

    @Override
    void begun()
    {
        isOn = false;
        unseen = 0;
    }

    @Override
    void completed()
    {
        completedNs = submittedNs[(int)(seen % depth)];
        seen++;
    }

    @Override
    long submittedNs()
    {
        return completedNs;
    }

    @Override
    boolean countsWork()
    {
        return true;
    }

    @Override
    long work()
    {
        return used;
    }

    @Override
    void ended()
    {
        isOn = true;
        unseen = 0;
        if (seen != used)
        {
            final String seenOf = "a handler has ended with " + seen + " buffers seen of " + used + " that were used";
            if (seen < used)
            {
                loses(seenOf);
            }
            else
            {
                invents(seenOf);
            }
        }
        else if (submitted != depth + seen && !isShut)
        {
            breaks("a handler has ended with " + (depth + seen - submitted) + " buffers that are not made available");
        }
    }

    @Override
    long dueNs()
    {
        return isOn && unseen > 0 ? freeNs : submitted > used ? SOME_TIME : NEVER;
    }

    @Override
    void shut(final boolean shuts)
    {
        isShut = shuts;
        wasShut = true;
    }

    @Override
    boolean isUnderWay()
    {
        return submitted != seen;
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("virtio.submitted", submitted, Long::sum);
        counts.merge("virtio.used", used, Long::sum);
        counts.merge("virtio.seen", seen, Long::sum);
        counts.merge("virtio.notified", notified, Long::sum);
    }
}
