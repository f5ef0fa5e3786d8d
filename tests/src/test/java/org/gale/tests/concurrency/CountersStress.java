package org.gale.tests.concurrency;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.gale.engine.counters.CountersHandOver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.J_Result;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

/** Counters of a run, to a process that reads them. {@link BrokenMarks} has steps in the wrong order. */
final class CountersStress
{
    static final String JOURNAL = "storm-7";

    private CountersStress()
    {
    }

    /** A header that has its magic has the rest. */
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
            header.begin(JOURNAL);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = header.isReady() ? 1 : 0;
            result.r2 = result.r1 == 0 ? 0 : header.journalLength();
        }
    }

    /** A value is seen whole. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "Not counted.")
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "The whole value.")
    @Outcome(expect = FORBIDDEN, desc = "A half of the value.")
    @State
    public static class Count
    {
        private final UnsafeBuffer values = StressMemory.slice();
        private final AtomicCounter counter = new AtomicCounter(values, 0);

        @Actor
        public void run()
        {
            counter.setPlain(-1);                                               // as RunCounters.set
        }

        @Actor
        public void reader(final J_Result result)
        {
            result.r1 = values.getLongVolatile(0);                              // as Agrona's CountersReader
        }
    }
}
