package org.gale.tests.concurrency;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.counters.CountersHandOver;
import org.gale.engine.journal.MarkHandOver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.J_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/**
 * Broken twins of {@link MarkStress} and {@link CountersStress}, each with two steps in the wrong order. Each must
 * fail.
 */
final class BrokenMarks
{
    private BrokenMarks()
    {
    }

    /** An appender that stores the mark before the frame. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not appended.")
    @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "Appended.")
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "Acknowledged, and there.")
    @Outcome(expect = FORBIDDEN, desc = "Acknowledged without being there.")
    @State
    public static class Append
    {
        private final UnsafeBuffer segment = StressMemory.slice();
        private final MarkHandOver mark = new MarkHandOver(StressMemory.slice());

        @Actor
        public void appender()
        {
            mark.appended(1);
            segment.putLongRelease(0, MarkStress.WORD);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = mark.appended();
            result.r2 = (int)segment.getLongOpaque(0);
        }
    }

    /** An appender that stores the forced frame before the appended one. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not appended.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Appended.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Appended, and forced.")
    @Outcome(expect = FORBIDDEN, desc = "Forced without being appended.")
    @State
    public static class Force
    {
        private final MarkHandOver mark = new MarkHandOver(StressMemory.slice());

        @Actor
        public void appender()
        {
            mark.forced(1);
            mark.appended(1);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = mark.forced();
            result.r2 = mark.appended();
        }
    }

    /** A run that stores the magic before the rest of the header. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not ready.")
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The whole header.")
    @Outcome(expect = FORBIDDEN, desc = "Ready without its fields.")
    @State
    public static class Begin
    {
        private final CountersHandOver header = new CountersHandOver(StressMemory.slice());

        @Actor
        public void run()
        {
            header.beginTooEarly(CountersStress.JOURNAL);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = header.isReady() ? 1 : 0;
            result.r2 = result.r1 == 0 ? 0 : header.journalLength();
        }
    }

    /** A counter that is stored in two halves. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "Not counted.")
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "The whole value.")
    @Outcome(expect = FORBIDDEN, desc = "A half of the value.")
    @State
    public static class Count
    {
        private final UnsafeBuffer values = StressMemory.slice();

        @Actor
        public void run()
        {
            values.putIntRelease(0, -1);
            values.putIntRelease(Integer.BYTES, -1);
        }

        @Actor
        public void reader(final J_Result result)
        {
            result.r1 = values.getLongVolatile(0);
        }
    }
}
