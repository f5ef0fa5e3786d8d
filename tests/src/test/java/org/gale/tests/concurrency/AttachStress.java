package org.gale.tests.concurrency;

import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.lanes.LaneSource;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.CommandWord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Hand-over of a lane: a producer attaches and detaches, and the next one gets the same memory. {@link
 * BrokenAttachStress} has the steps in the wrong order.
 */
final class AttachStress
{
    private static final int VISITS = 4;
    private static final int TRIES = 64;

    private AttachStress()
    {
    }

    /** One lane with two producers in turn: each event is drained once, the first producer's first. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The second came before the lane was free.")
    @Outcome(id = "12, 1", expect = ACCEPTABLE, desc = "The second got the lane of the first.")
    @Outcome(expect = FORBIDDEN, desc = "An event was lost, or taken twice, or the second's overwrote the first's.")
    @State
    public static class HandOver
    {
        private final Engine engine = new Engine(StressMemory.slice());

        @Actor
        public void producers(final II_Result result)
        {
            final Attachment first = engine.point.attach();
            first.producer().offer(event(1));
            first.producer().publish();
            first.detach();
            final Attachment second = engine.attachSoon();
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
            engine.visitUntilGivenBack();
        }

        @Arbiter
        public void rest(final II_Result result)
        {
            engine.visit();
            result.r1 = engine.taken;
        }
    }

    /**
     * Attach during the engine's end: the producer is refused or finds the lane closed, so that nobody offers for ever.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Attached, and closed.")
    @Outcome(expect = FORBIDDEN, desc = "Attached to an engine that has ended, and not closed.")
    @State
    public static class Ending
    {
        private final Engine engine = new Engine(StressMemory.slice());
        private Attachment attachment;

        @Actor
        public void producer()
        {
            attachment = engine.point.attach();
        }

        @Actor
        public void engine()
        {
            engine.lanes.close(CloseReason.AGENT_FAILED);
        }

        @Arbiter
        public void rest(final II_Result result)
        {
            result.r1 = attachment == null || attachment.producer().isClosed() ? 0 : 1;
            result.r2 = attachment == null ? 0 : 1;
        }
    }

    static long event(final int eventId)
    {
        return Commands.msi(0, eventId, 0);
    }

    /** Engine's end of one lane; collects the drained events as digits. */
    static final class Engine
    {
        final AttachPoint point;
        final LaneSet lanes;
        int taken;
        private final UnsafeBuffer frame = new UnsafeBuffer(new byte[StressMemory.CAPACITY_WORDS * Long.BYTES]);

        Engine(final UnsafeBuffer memory)
        {
            point = new AttachPoint(1, StressMemory.CAPACITY_WORDS, () -> 1, memory);
            lanes = new LaneSet(1, List.of(point));
        }

        /** Makes an engine that others attach to. */
        Engine(final LaneSource source)
        {
            point = null;
            lanes = new LaneSet(1, List.of(source));
        }

        /**
         * Attaches as soon as the lane is free.
         *
         * @return the attachment, or null if that takes long
         */
        Attachment attachSoon()
        {
            Attachment attachment = point.attach();
            for (int i = 0; i < TRIES && attachment == null; i++)
            {
                Thread.onSpinWait();
                attachment = point.attach();
            }

            return attachment;
        }

        /** Drains while producers attach and detach. */
        void visitUntilGivenBack()
        {
            for (int i = 0; i < TRIES && point.givenBackCount() == 0; i++)
            {
                visit(1);
            }
        }

        /** Drains the rest, after the last producer has detached. */
        void visit()
        {
            visit(VISITS);
        }

        private void visit(final int times)
        {
            for (int i = 0; i < times; i++)
            {
                lanes.poll();
                final int end = lanes.drain(frame, 0, StressMemory.CAPACITY_WORDS);
                for (int at = 0; at < end; at += CommandWord.length(frame.getLong(at)) * Long.BYTES)
                {
                    final long word = frame.getLong(at);
                    if (CommandWord.opcode(word) == CommandWord.MSI)
                    {
                        taken = 10 * taken + ((int)(word >>> 24) & 0xffff);
                    }
                }
            }
        }
    }
}
