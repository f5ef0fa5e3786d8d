package org.gale.engine.storm.law;

import java.util.Map;
import org.gale.engine.storm.model.QueueSeam;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;

/**
 * Law of one queue, timer or line of a device, with its own counters. The first finding against it is kept as a clause.
 * Times are those of the device's clock, ns. Owned by the thread that drives the model.
 */
abstract class QueueLaw implements QueueSeam
{
    /** Time of a queue that has nothing to do. */
    static final long NEVER = Long.MAX_VALUE;
    /** Latest time of a queue that has something to do, and nobody knows when. */
    static final long SOME_TIME = NEVER - 1;

    /** Time that nobody has noted. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final Call call;
    private final long[] heldNs = new long[Hold.values().length];
    private String broken;

    QueueLaw(final Call call)
    {
        this.call = call;
    }

    /** Call of the model that is in progress. Owned by the thread that drives the model. */
    static final class Call
    {
        private long nowNs;
        private long announcedNs = UNKNOWN;
        private QueueLaw queue;

        /**
         * Begins a call.
         *
         * @param ns    of the device's clock
         * @param about queue that the call is about; null if nobody knows yet
         */
        void begin(final long ns, final QueueLaw about)
        {
            nowNs = ns;
            queue = about;
        }

        /** Takes what the model says at the end of a call: when it goes on, by the clock of the device. */
        void announce(final long nextNs)
        {
            announcedNs = nextNs;
        }

        /** Returns the time of the call. */
        long nowNs()
        {
            return nowNs;
        }

        /** {@return the queue that the call is about, or null} */
        QueueLaw queue()
        {
            return queue;
        }
    }

    /** Returns the time of the call of the model that is in progress. */
    final long nowNs()
    {
        return call.nowNs;
    }

    /**
     * Returns when the model was to go on, by its own word in an earlier call. A busy host calls it later on the wall
     * clock.
     */
    final long announcedNs()
    {
        return call.announcedNs;
    }

    /** Notes that the call in progress is about this queue. */
    final void touch()
    {
        call.queue = this;
    }

    /** Notes how the law is broken, or null. */
    final void breaks(final String clause)
    {
        broken = broken == null ? clause : broken;
    }

    /** Notes that work or an interrupt is lost, as a clause says. */
    final void loses(final String clause)
    {
        breaks("lost: " + clause);
    }

    /** Notes work or an interrupt that no device has done, as a clause says. */
    final void invents(final String clause)
    {
        breaks("invented: " + clause);
    }

    /** {@return how the law is broken; null while it is kept} */
    final String broken()
    {
        return broken;
    }

    /** Notes that the driver is to submit nothing to the queue from now on, or again all that waits for that. */
    void shut(final boolean isShut)
    {
        // A queue to which no driver submits has nothing to note.
    }

    /** Returns whether something that was submitted has not come to its end. */
    boolean isUnderWay()
    {
        return false;
    }

    @Override
    public void submitted(final int count)
    {
        throw new IllegalStateException("a queue without requests has " + count + " submitted");
    }

    @Override
    public void posted(final int count)
    {
        throw new IllegalStateException("a queue without requests has " + count + " posted");
    }

    @Override
    public void taken(final int count)
    {
        throw new IllegalStateException("a queue that nobody polls has " + count + " taken");
    }

    @Override
    public void claimed(final int request)
    {
        throw new IllegalStateException("a queue without requests has request " + request + " claimed");
    }

    @Override
    public void gap(final int source, final long ns)
    {
        throw new IllegalStateException("a queue without arrivals has one of source " + source + " after " + ns);
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        throw new IllegalStateException("a queue without arrivals has a source " + source + " of seed " + seed);
    }

    @Override
    public void armed(final long ns)
    {
        throw new IllegalStateException("a queue without a comparator has it set to " + ns);
    }

    @Override
    public void expired(final int source)
    {
        throw new IllegalStateException("a queue without a wire has it raised by source " + source);
    }

    @Override
    public void moderated(final long periodNs, final int packets)
    {
        throw new IllegalStateException("a queue without moderation has " + periodNs + " ns and " + packets);
    }

    @Override
    public void timed(final int request, final long ns)
    {
        throw new IllegalStateException("a queue without requests has request " + request + " until " + ns);
    }

    @Override
    public void timeOver(final int request)
    {
        throw new IllegalStateException("a queue without requests has the time of request " + request + " over");
    }

    /** Notes that the device raises its event. */
    abstract void raised();

    /** Notes that a call of the model has ended that was about this queue: what was due in it is done. */
    abstract void acted();

    /** Notes that the model was notified of a handler that begins. */
    abstract void begun();

    /** Notes that the model prolongs a handler, which those of most kinds never do, or lets it end. */
    void prolonged(final long ns)
    {
        if (ns != 0)
        {
            breaks("its handler runs for " + ns + " ns more");
        }
    }

    /** Notes that work which goes on now was held back since a time. */
    final void held(final Hold reason, final long fromNs)
    {
        heldNs[reason.index()] += nowNs() - fromNs;
    }

    /** Returns whether the law counts work that is completed, and for how long some is held back. */
    boolean countsWork()
    {
        return false;
    }

    /** Returns for how long work was held back for a reason, ns. */
    final long heldNs(final Hold reason)
    {
        return heldNs[reason.index()];
    }

    /** Returns what the law counts of the polls of a driver that defers interrupts. */
    long polls(final PollKind kind)
    {
        return 0;
    }

    /** Returns the pieces of work that were completed, where they count. */
    long work()
    {
        return 0;
    }

    /** Notes that a handler completes a request that was submitted at a time, as the model says. */
    final void completed(final long submittedNs, final long endedNs)
    {
        completed();
        final long dueNs = submittedNs();
        if (dueNs != UNKNOWN && (submittedNs != dueNs || endedNs != nowNs()))
        {
            breaks("a request that was submitted at " + dueNs + " ns and is completed at " + nowNs() +
                " ns counts from " + submittedNs + " to " + endedNs);
        }
    }

    /** Notes that a handler completes a request. */
    abstract void completed();

    /** Returns when the request was submitted that was completed last; {@link #UNKNOWN} if nobody has noted it. */
    long submittedNs()
    {
        return UNKNOWN;
    }

    /** Notes that the model was notified of the end of a handler. */
    abstract void ended();

    /** Notes what the model says of its line at the end of a handler. A queue that sends messages has none. */
    void staysHigh(final boolean isHigh)
    {
        if (isHigh)
        {
            breaks("a message has a line that stays high");
        }
    }

    /** Returns the latest time at which the device has to act for this queue; {@link #NEVER} if it waits. */
    abstract long dueNs();

    /** Adds the counters to those of others. */
    abstract void addTo(Map<String, Long> counts);
}
