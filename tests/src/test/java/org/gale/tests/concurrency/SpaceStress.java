package org.gale.tests.concurrency;

import org.gale.engine.journal.SegmentHandOver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/** Reserved space of a segment, from maker to appender. {@link BrokenHandOvers} publishes before it reserves. */
final class SpaceStress
{
    private SpaceStress()
    {
    }

    /** Space that seems ready was reserved before. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Not ready, not reserved.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Reserved, not published.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Ready, and reserved.")
    @Outcome(expect = FORBIDDEN, desc = "Ready without being reserved.")
    @State
    public static class Ready
    {
        private final SegmentHandOver segment = new SegmentHandOver();
        private int reserved;

        @Actor
        public void maker()
        {
            reserved = 1;
            segment.ready();
        }

        @Actor
        public void appender(final II_Result result)
        {
            result.r1 = segment.isReady() ? 1 : 0;
            result.r2 = reserved;
        }
    }
}
