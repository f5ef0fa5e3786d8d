package org.gale.tests.concurrency;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.MarkHandOver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/** Mark of the journal, from the appender to another process. {@link BrokenMarks} stores it too early. */
final class MarkStress
{
    static final int WORD = 7;

    private MarkStress()
    {
    }

    /** A frame that the mark names is there. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not appended.")
    @Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "Appended, not acknowledged.")
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
            segment.putLong(0, WORD);
            mark.appended(1);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = mark.appended();
            result.r2 = (int)segment.getLongOpaque(0);
        }
    }

    /** A frame that the mark says is forced is appended. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not appended.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Appended, not forced.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Appended, and forced.")
    @Outcome(expect = FORBIDDEN, desc = "Forced without being appended.")
    @State
    public static class Force
    {
        private final MarkHandOver mark = new MarkHandOver(StressMemory.slice());

        @Actor
        public void appender()
        {
            mark.appended(1);
            mark.forced(1);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = mark.forced();
            result.r2 = mark.appended();
        }
    }
}
