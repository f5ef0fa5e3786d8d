package org.gale.tests.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Tests of the three words by which the ends of a lane hand over: tail, head and completed. {@link BrokenLaneStress}
 * has each in the wrong order.
 */
final class LaneStress
{
    static final int OPERAND = 42;
    static final int LAST = 7;
    static final long LOAD = (long)CommandWord.LOAD << 60;
    static final long MSI = (long)CommandWord.MSI << 60;

    private LaneStress()
    {
    }

    /** Tail: a published command is visible completely. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Nothing is published yet.")
    @Outcome(id = "2, 42, 0", expect = ACCEPTABLE, desc = "The first command alone.")
    @Outcome(id = "3, 42, 7", expect = ACCEPTABLE, desc = "Both commands.")
    @Outcome(expect = FORBIDDEN, desc = "A slot was read before its word was stored.")
    @State
    public static class Publish
    {
        private final Lane lane = Lane.create(StressMemory.slice(), StressMemory.CAPACITY_WORDS);

        @Actor
        public void producer()
        {
            lane.producer().offer(LOAD, OPERAND);
            lane.producer().publish();
            lane.producer().offer(MSI | LAST);
            lane.producer().publish();
        }

        @Actor
        public void consumer(final III_Result result)
        {
            drain(lane, result);
        }
    }

    /** Head: a released slot was read before. */
    @JCStressTest
    @Outcome(id = "16, 0", expect = ACCEPTABLE, desc = "The slots were given back after the last offer, or never seen.")
    @Outcome(id = "16, 1", expect = ACCEPTABLE, desc = "The producer used the first slot again.")
    @Outcome(expect = FORBIDDEN, desc = "A slot was written again before it was read.")
    @State
    public static class GiveBack
    {
        private final Lane lane = fullLane(StressMemory.slice());

        @Actor
        public void consumer(final II_Result result)
        {
            final UnsafeBuffer dst = new UnsafeBuffer(new byte[StressMemory.CAPACITY_WORDS * Long.BYTES]);

            lane.consumer().drain(dst, 0, StressMemory.CAPACITY_WORDS);
            result.r1 = firstLap(dst);
        }

        @Actor
        public void producer(final II_Result result)
        {
            result.r2 = lane.producer().offer(MSI | LAST) ? 1 : 0;
        }
    }

    /** Completed: the effect of a completed command is visible. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Neither yet.")
    @Outcome(id = "0, 42", expect = ACCEPTABLE, desc = "The effect first.")
    @Outcome(id = "16, 42", expect = ACCEPTABLE, desc = "Completed, and the effect is there.")
    @Outcome(expect = FORBIDDEN, desc = "Completed without its effect.")
    @State
    public static class Complete
    {
        private final Lane lane = fullLane(StressMemory.slice());
        private int effect;

        @Actor
        public void consumer()
        {
            lane.consumer().drain(
                new UnsafeBuffer(new byte[StressMemory.CAPACITY_WORDS * Long.BYTES]), 0, StressMemory.CAPACITY_WORDS);
            effect = OPERAND;
            lane.consumer().complete(lane.consumer().position());
        }

        @Actor
        public void producer(final II_Result result)
        {
            result.r1 = (int)lane.producer().completed();
            result.r2 = effect;
        }
    }

    /** Drains once and returns the number of words, the second word, and the operand of the third. */
    static void drain(final Lane lane, final III_Result result)
    {
        final UnsafeBuffer dst = new UnsafeBuffer(new byte[StressMemory.CAPACITY_WORDS * Long.BYTES]);

        result.r1 = lane.consumer().drain(dst, 0, StressMemory.CAPACITY_WORDS);
        result.r2 = (int)dst.getLong(Long.BYTES);
        result.r3 = (int)dst.getLong(2 * Long.BYTES);
    }

    /** Makes a lane whose slots all hold a published word, an MSI that differs from the last offer. */
    static Lane fullLane(final UnsafeBuffer memory)
    {
        final Lane lane = Lane.create(memory, StressMemory.CAPACITY_WORDS);

        for (int i = 0; i < StressMemory.CAPACITY_WORDS; i++)
        {
            lane.producer().offer(MSI);
        }
        lane.producer().publish();

        return lane;
    }

    /** Returns how many of the drained words are those that filled the lane. */
    static int firstLap(final UnsafeBuffer dst)
    {
        int count = 0;

        for (int i = 0; i < StressMemory.CAPACITY_WORDS; i++)
        {
            count += dst.getLong(i * Long.BYTES) == MSI ? 1 : 0;
        }

        return count;
    }
}
