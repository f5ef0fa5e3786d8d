package org.gale.tests.concurrency;

import static org.gale.tests.concurrency.AttachStress.event;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.Attachment;
import org.gale.ringbuf.LaneLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The tests of {@link AttachStress} with the producer's steps in the wrong order. They must fail. */
final class BrokenAttachStress
{
    private BrokenAttachStress()
    {
    }

    /** A producer that leaves and publishes afterwards. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The second came before the lane was free.")
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "The second got the lane of the first.")
    @Outcome(expect = FORBIDDEN, desc = "An event was lost, or taken twice, or the second's overwrote the first's.")
    @State
    public static class HandOver
    {
        private final UnsafeBuffer memory = StressMemory.slice();
        private final AttachStress.Engine engine = new AttachStress.Engine(memory);

        @Actor
        public void producers(final II_Result result)
        {
            final Attachment first = engine.point.attach();
            first.producer().offer(event(1));
            first.detach();
            memory.putLongRelease(LaneLayout.TAIL_OFFSET, 1);
            final Attachment second = engine.point.attach();
            if (second != null)
            {
                second.producer().offer(event(2));
                second.producer().publish();
                result.r2 = 1;
            }
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
}
