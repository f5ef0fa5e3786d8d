package org.gale.engine.storm.model;

/**
 * Queues of virtio devices of which one half makes a {@link Mistake}. Between its two steps a wrong half is preempted
 * for {@link Mistake#STEP_NS}. Owned by the thread that drives the run.
 */
abstract class WrongVirtio extends VirtioQueue
{
    /** Notifications after which a device is restored, or queues after which one is reset. */
    private static final int TURN = 8;
    private static final int INDEX = 0xffff;

    private long acted;

    private WrongVirtio(final Parts parts)
    {
        super(parts.shape, parts.fixed, parts.each, 0, parts.requests, parts.seam);
    }

    /** Parts of a queue. */
    record Parts(VirtioShape shape, Draw fixed, Draw each, RequestSink requests, QueueSeam seam)
    {
    }

    /**
     * Makes a queue.
     *
     * @param mistake of one half; null if both are right
     */
    static VirtioQueue of(final Mistake mistake, final Parts parts)
    {
        if (mistake == null)
        {
            return new VirtioQueue(parts.shape, parts.fixed, parts.each, 0, parts.requests, parts.seam);
        }

        return switch (mistake)
        {
            case NO_RECHECK -> new NoRecheck(parts);
            case LOOK_FIRST -> new LookFirst(parts);
            case INDEX_STALE, INDEX_MORE, INDEX_LESS -> new WrongIndex(parts, mistake);
            case INDEX_FIRST -> new IndexFirst(parts);
            case RESET_KEEPS_INDEX -> new KeptIndex(parts);
            default -> throw new IllegalStateException("no mistake of virtio: " + mistake);
        };
    }

    /**
     * Returns whether a device notifies that has used buffers, as the specification compares 16-bit indexes.
     *
     * @param event index that the driver asked for
     * @param next  used index after the buffers
     * @param old   used index before them
     */
    static boolean isCrossed(final long event, final long next, final long old)
    {
        return ((next - event - 1) & INDEX) < ((next - old) & INDEX);
    }

    @Override
    public final long acted()
    {
        return acted;
    }

    final void act()
    {
        acted++;
    }

    /** Driver that switches notifications on a step after its last check. */
    private static final class NoRecheck extends WrongVirtio
    {
        private long askNs = TrafficModel.NEVER;

        NoRecheck(final Parts parts)
        {
            super(parts);
        }

        @Override
        public long nextNs()
        {
            return Math.min(askNs, super.nextNs());
        }

        @Override
        public boolean fire(final long nowNs)
        {
            if (askNs > super.nextNs())
            {
                return super.fire(nowNs);
            }
            askNs = TrafficModel.NEVER;
            held = 0;                                               // the device has decided on them
            isAsked = true;

            return false;
        }

        @Override
        void complete(final long nowNs)
        {
            super.complete(nowNs);
            if (askNs != TrafficModel.NEVER)
            {
                act();
            }
        }

        @Override
        public void handled(final long nowNs)
        {
            submitAgain(nowNs);
            askNs = nowNs + Mistake.STEP_NS;
        }
    }

    /** Device that switches kicks on a step after it has found its queue empty, and then sleeps. */
    private static final class LookFirst extends WrongVirtio
    {
        private long deafUntilNs;

        LookFirst(final Parts parts)
        {
            super(parts);
        }

        @Override
        void takeAvailable(final long nowNs)
        {
            super.takeAvailable(nowNs);
            deafUntilNs = servedNs == TrafficModel.NEVER ? nowNs + Mistake.STEP_NS : 0;
        }

        @Override
        void kicked(final long nowNs)
        {
            if (available > 0 && nowNs < deafUntilNs)
            {
                act();
            }
            else
            {
                super.kicked(nowNs);
            }
        }
    }

    /** Device that goes on with a wrong event index after it was restored. */
    private static final class WrongIndex extends WrongVirtio
    {
        private final Mistake mistake;
        private long event;
        private long before;
        private int notifications;

        WrongIndex(final Parts parts, final Mistake mistake)
        {
            super(parts);
            this.mistake = mistake;
        }

        private long restored()
        {
            return mistake == Mistake.INDEX_STALE ? before : mistake == Mistake.INDEX_MORE ? event + 1 : event - 1;
        }

        @Override
        public void handled(final long nowNs)
        {
            super.handled(nowNs);
            before = event;
            event = completions;                                    // the driver has seen all
        }

        @Override
        void send(final long nowNs)
        {
            super.send(nowNs);
            notifications++;
        }

        @Override
        void complete(final long nowNs)
        {
            final long old = completions;
            super.complete(nowNs);
            if (isAsked && notifications >= TURN && !isCrossed(restored(), completions, old))
            {
                isAsked = false;
                act();
            }
        }
    }

    /** Device whose used index, and the notification, come a step before the elements. */
    private static final class IndexFirst extends WrongVirtio
    {
        private int unwritten;
        private long writtenNs = TrafficModel.NEVER;
        private boolean isEarly;

        IndexFirst(final Parts parts)
        {
            super(parts);
        }

        @Override
        public long nextNs()
        {
            return Math.min(writtenNs, super.nextNs());
        }

        @Override
        public boolean fire(final long nowNs)
        {
            if (writtenNs > super.nextNs())
            {
                return super.fire(nowNs);
            }
            writtenNs = TrafficModel.NEVER;
            seam.posted(unwritten);
            unwritten = 0;

            return false;
        }

        @Override
        void post(final long nowNs, final int completed)
        {
            unwritten += completed;
            writtenNs = Math.min(writtenNs, nowNs + Mistake.STEP_NS);
        }

        @Override
        void send(final long nowNs)
        {
            super.send(nowNs);
            if (unwritten > 0)
            {
                act();
            }
        }

        @Override
        void drain()
        {
            isEarly |= unwritten > 0 && used > 0;
            super.drain();
        }

        @Override
        public void handled(final long nowNs)
        {
            super.handled(nowNs);
            if (isEarly && unwritten > 0)
            {
                act();
            }
            isEarly = false;
        }
    }

    /** Device that keeps its used index when the driver resets a queue without requests in flight. */
    private static final class KeptIndex extends WrongVirtio
    {
        private int idle;

        KeptIndex(final Parts parts)
        {
            super(parts);
        }

        @Override
        public void handled(final long nowNs)
        {
            idle += drained == shape.depth() ? 1 : 0;
            final boolean isReset = idle == TURN;
            super.handled(nowNs);
            if (isReset)
            {
                idle = 0;
                act();
                requests.completed(submittedNs[oldest], nowNs);     // the index says so, and the device has not
            }
        }
    }
}
