package org.gale.tests.concurrency;

import java.util.concurrent.ConcurrentLinkedQueue;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.lanes.AttachedLane;
import org.gale.engine.lanes.LaneSource;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.gale.tests.concurrency.AttachStress.event;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Broken twin of {@link AttachStress}, with a pool that hands a lane to the next producer before it is drained. It must
 * fail.
 */
final class BrokenAttachStress
{
    private BrokenAttachStress()
    {
    }

    /** Two producers in turn, the second of which does not wait for the engine. */
    @JCStressTest
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "The engine was quick enough.")
    @Outcome(expect = FORBIDDEN, desc = "An event was lost, or taken twice, or the second's overwrote the first's.")
    @State
    public static class HandOver
    {
        private final HastyPoint point = new HastyPoint(StressMemory.slice());
        private final AttachStress.Engine engine = new AttachStress.Engine(point);

        @Actor
        public void producers(final II_Result result)
        {
            final Lane first = point.attach();
            first.producer().offer(event(1));
            first.producer().publish();
            final Lane second = point.attach();
            second.producer().offer(event(2));
            second.producer().publish();
            result.r2 = 1;
        }

        @Actor
        public void engine()
        {
            engine.visit();
        }

        @Arbiter
        public void rest(final II_Result result)
        {
            engine.visit();
            result.r1 = engine.taken;
        }
    }

    /** Source that makes a new lane in the same memory for each producer. */
    private static final class HastyPoint implements LaneSource
    {
        private final UnsafeBuffer memory;
        private final ConcurrentLinkedQueue<AttachedLane> arrivals = new ConcurrentLinkedQueue<>();

        HastyPoint(final UnsafeBuffer memory)
        {
            this.memory = memory;
        }

        Lane attach()
        {
            final Lane lane = Lane.create(memory, StressMemory.CAPACITY_WORDS);
            arrivals.add(new Staying(lane.consumer()));

            return lane;
        }

        @Override
        public int laneLimit()
        {
            return 2;
        }

        @Override
        public AttachedLane poll()
        {
            return arrivals.poll();
        }

        @Override
        public void close(final CloseReason reason)
        {
            arrivals.clear();
        }
    }

    private record Staying(LaneConsumer consumer) implements AttachedLane
    {
        @Override
        public String name()
        {
            return "staying";
        }

        @Override
        public boolean isLeaving()
        {
            return false;
        }

        @Override
        public boolean isLost()
        {
            return false;
        }

        @Override
        public void release(final LaneFault fault)
        {
            assert fault != LaneFault.NONE : "nobody leaves";
        }
    }
}
