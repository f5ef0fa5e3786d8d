package org.gale.tests.concurrency;

import static org.gale.tests.concurrency.LaneStress.LAST;
import static org.gale.tests.concurrency.LaneStress.LOAD;
import static org.gale.tests.concurrency.LaneStress.MSI;
import static org.gale.tests.concurrency.LaneStress.OPERAND;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Broken twins of {@link LaneStress}, each with one end that breaks the layout's rules. They must fail. */
final class BrokenLaneStress
{
    private BrokenLaneStress()
    {
    }

    /** Producer that stores the tail before the slots. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Nothing is published yet.")
    @Outcome(id = "2, 42, 0", expect = ACCEPTABLE, desc = "The first command alone.")
    @Outcome(id = "3, 42, 7", expect = ACCEPTABLE, desc = "Both commands.")
    @Outcome(expect = FORBIDDEN, desc = "A slot was read before its word was stored.")
    @State
    public static class Publish
    {
        private final UnsafeBuffer memory = StressMemory.slice();
        private final Lane lane = Lane.create(memory, StressMemory.CAPACITY_WORDS);

        @Actor
        public void producer()
        {
            memory.putLongRelease(LaneLayout.TAIL_OFFSET, 2);
            memory.putLongRelease(LaneLayout.SLOTS_OFFSET, LOAD);
            memory.putLongRelease(LaneLayout.SLOTS_OFFSET + Long.BYTES, OPERAND);
            memory.putLongRelease(LaneLayout.TAIL_OFFSET, 3);
            memory.putLongRelease(LaneLayout.SLOTS_OFFSET + (2 * Long.BYTES), MSI | LAST);
        }

        @Actor
        public void consumer(final III_Result result)
        {
            LaneStress.drain(lane, result);
        }
    }

    /** Consumer that stores the head before it has read the slots. */
    @JCStressTest
    @Outcome(id = "16, 0", expect = ACCEPTABLE, desc = "The slots were given back after the last offer, or never seen.")
    @Outcome(id = "16, 1", expect = ACCEPTABLE, desc = "The producer used the first slot again.")
    @Outcome(expect = FORBIDDEN, desc = "A slot was written again before it was read.")
    @State
    public static class GiveBack
    {
        private final UnsafeBuffer memory = StressMemory.slice();
        private final Lane lane = LaneStress.fullLane(memory);

        @Actor
        public void consumer(final II_Result result)
        {
            memory.putLongRelease(LaneLayout.HEAD_OFFSET, StressMemory.CAPACITY_WORDS);
            result.r1 = LaneStress.firstLap(
                new UnsafeBuffer(memory, LaneLayout.SLOTS_OFFSET, StressMemory.CAPACITY_WORDS * Long.BYTES));
        }

        @Actor
        public void producer(final II_Result result)
        {
            result.r2 = lane.producer().offer(MSI | LAST) ? 1 : 0;
        }
    }

    /** Consumer that completes a command before its effect. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Neither yet.")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "The effect first.")
    @Outcome(id = "16, 42", expect = ACCEPTABLE, desc = "Completed, and the effect is there.")
    @Outcome(expect = FORBIDDEN, desc = "Completed without its effect.")
    @State
    public static class Complete
    {
        private final UnsafeBuffer memory = StressMemory.slice();
        private final Lane lane = LaneStress.fullLane(memory);
        private int effect;

        @Actor
        public void consumer()
        {
            memory.putLongRelease(LaneLayout.COMPLETED_OFFSET, StressMemory.CAPACITY_WORDS);
            memory.putLongRelease(LaneLayout.HEAD_OFFSET, StressMemory.CAPACITY_WORDS);
            effect = OPERAND;
        }

        @Actor
        public void producer(final II_Result result)
        {
            result.r1 = (int)lane.producer().completed();
            result.r2 = effect;
        }
    }
}
