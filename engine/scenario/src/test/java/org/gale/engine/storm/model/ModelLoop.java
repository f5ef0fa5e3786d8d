package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Guest with one vCPU and a model of its device, for tests: an MSI makes an event pending, the vCPU handles one event
 * at a time, and a handler that ends is followed by the next one at once.
 */
final class ModelLoop
{
    private static final int NONE = -1;

    private final TrafficModel model;
    private final long handlerNs;
    private final boolean[] isPending;
    private final List<Long> acknowledgedNs = new ArrayList<>();
    private final List<Long> raisedNs = new ArrayList<>();
    private Watch watch = (fromNs, toNs) -> { };
    private long nowNs;
    private long endsNs = TrafficModel.NEVER;
    private int handling = NONE;
    private long idleNs;

    /** Makes a guest whose handlers take a time, if the model does not prolong them. */
    ModelLoop(final TrafficModel model, final int events, final long handlerNs)
    {
        this.model = model;
        this.handlerNs = handlerNs;
        this.isPending = new boolean[events];
    }

    /** Watch of the times in which the guest has nothing to handle. */
    interface Watch
    {
        /** Called before the clock goes on. */
        void idle(long fromNs, long toNs);
    }

    ModelLoop watch(final Watch other)
    {
        watch = other;

        return this;
    }

    /** Runs as long as something happens before a time. */
    ModelLoop run(final long untilNs)
    {
        while (Math.min(model.nextNs(), endsNs) < untilNs)
        {
            final long nextNs = Math.max(nowNs, Math.min(model.nextNs(), endsNs));
            if (handling == NONE && nextNs > nowNs)
            {
                idleNs += nextNs - nowNs;
                watch.idle(nowNs, nextNs);
            }
            nowNs = nextNs;
            if (endsNs <= nowNs)
            {
                end();
            }
            else
            {
                model.fire(nowNs, new Sink());
            }
            begin();
        }

        return this;
    }

    private void end()
    {
        final long longerNs = model.prolongedNs(nowNs, handling);
        endsNs += longerNs;
        if (longerNs == 0)
        {
            endsNs = TrafficModel.NEVER;
            model.handled(nowNs, handling);
            handling = NONE;
        }
    }

    private void begin()
    {
        for (int event = 0; event < isPending.length && handling == NONE; event++)
        {
            if (isPending[event])
            {
                isPending[event] = false;
                handling = event;
                acknowledgedNs.add(nowNs);
                model.acknowledged(nowNs, event);
                endsNs = nowNs + handlerNs;
            }
        }
    }

    List<Long> acknowledgedNs()
    {
        return acknowledgedNs;
    }

    List<Long> raisedNs()
    {
        return raisedNs;
    }

    long busyNs()
    {
        return nowNs - idleNs;
    }

    private final class Sink implements EventSink
    {
        @Override
        public void raise(final int event)
        {
            isPending[event] = true;
            raisedNs.add(nowNs);
        }
    }
}
