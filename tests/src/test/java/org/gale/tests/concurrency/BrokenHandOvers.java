package org.gale.tests.concurrency;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.SegmentHandOver;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Broken twins of {@link NotesStress}, {@link SpaceStress} and the end of {@link AttachStress}, each with two steps in
 * the wrong order. Each must fail.
 */
final class BrokenHandOvers
{
    private static final int WORD = 7;

    private BrokenHandOvers()
    {
    }

    /** A log of notes that counts a note before its words are stored. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "No note yet.")
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The whole note.")
    @Outcome(expect = FORBIDDEN, desc = "A note without its words.")
    @State
    public static class Notes
    {
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));

        @Actor
        public void engine()
        {
            buffer.putLongRelease(0, 1);
            buffer.putLongRelease(Long.BYTES, WORD);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = (int)buffer.getLongAcquire(0);
            result.r2 = result.r1 == 0 ? 0 : (int)buffer.getLongAcquire(Long.BYTES);
        }
    }

    /** A maker that publishes space before it is reserved. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not ready, not reserved.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Reserved.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Ready, and reserved.")
    @Outcome(expect = FORBIDDEN, desc = "Ready without being reserved.")
    @State
    public static class Space
    {
        private final SegmentHandOver segment = new SegmentHandOver();
        private volatile int reserved;

        @Actor
        public void maker()
        {
            segment.ready();
            reserved = 1;
        }

        @Actor
        public void appender(final II_Result result)
        {
            result.r1 = segment.isReady() ? 1 : 0;
            result.r2 = reserved;
        }
    }

    /** An engine that closes the lanes that are there, and only then says that it has ended. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Attached, and closed.")
    @Outcome(expect = FORBIDDEN, desc = "Attached to an engine that has ended, and not closed.")
    @State
    public static class Ending
    {
        private final ConcurrentLinkedQueue<Lane> arrivals = new ConcurrentLinkedQueue<>();
        private final UnsafeBuffer memory = StressMemory.slice();
        private volatile boolean hasEnded;
        private Lane attached;

        @Actor
        public void producer()
        {
            if (!hasEnded)
            {
                attached = Lane.create(memory, StressMemory.CAPACITY_WORDS);
                arrivals.add(attached);
            }
        }

        @Actor
        public void engine()
        {
            for (Lane lane = arrivals.poll(); lane != null; lane = arrivals.poll())
            {
                lane.consumer().close(CloseReason.AGENT_FAILED);
            }
            hasEnded = true;
        }

        @Arbiter
        public void rest(final II_Result result)
        {
            result.r1 = attached == null || attached.producer().isClosed() ? 0 : 1;
            result.r2 = attached == null ? 0 : 1;
        }
    }
}
