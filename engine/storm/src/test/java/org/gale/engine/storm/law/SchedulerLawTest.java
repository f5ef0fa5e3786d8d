package org.gale.engine.storm.law;

import org.gale.engine.storm.law.SchedulerLaw.Rules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of the scheduler: both sides of each rule. */
@Tag("P14")
class SchedulerLawTest
{
    private static final long SLICE = 1_000;
    private static final int WORKER = 0;
    private static final int SLEEPER = 1;

    private final SchedulerLaw queued = law(true, true);
    private final SchedulerLaw one = law(false, true);

    private static SchedulerLaw law(final boolean isQueueOfPe, final boolean preempts)
    {
        return new SchedulerLaw(4, 2, new Rules(0, isQueueOfPe, preempts, SLICE));
    }

    /** Has a vCPU enter its guest on a PE. */
    private static void enter(final SchedulerLaw law, final int vcpu, final int pe, final long nowNs)
    {
        law.to(vcpu, VcpuStep.LOADING, pe, 0, nowNs);
        law.to(vcpu, VcpuStep.ENTERING, pe, 0, nowNs);
        law.to(vcpu, VcpuStep.GUEST, pe, 0, nowNs);
    }

    private static void sleep(final SchedulerLaw law, final int vcpu, final int pe, final long pollNs, final long nowNs)
    {
        law.to(vcpu, VcpuStep.PUTTING, pe, 0, nowNs);
        law.to(vcpu, VcpuStep.ASLEEP, pe, pollNs, nowNs);
    }

    private static void await(final SchedulerLaw law, final int vcpu, final int pe, final long nowNs)
    {
        law.to(vcpu, VcpuStep.WAKING, pe, 0, nowNs);
        law.to(vcpu, VcpuStep.WAITING, pe, 0, nowNs);
    }

    /** Has the sleeper wait for the first PE, on which the worker is. */
    private static SchedulerLaw waiting(final SchedulerLaw law)
    {
        enter(law, SLEEPER, 0, 0);
        sleep(law, SLEEPER, 0, 0, 10);
        enter(law, WORKER, 0, 10);
        enter(law, 2, 1, 10);
        await(law, SLEEPER, 0, 100);

        return law;
    }

    private static void leave(final SchedulerLaw law, final boolean isSignalled, final long nowNs)
    {
        law.makesRoom(WORKER, isSignalled, nowNs);
        law.to(WORKER, VcpuStep.PREEMPTING, 0, 0, nowNs);
        law.to(WORKER, VcpuStep.PREEMPTED, 0, 0, nowNs);
        law.to(WORKER, VcpuStep.WAITING, 0, 0, nowNs);
        law.to(SLEEPER, VcpuStep.LOADING, 0, 0, nowNs);
    }

    @ParameterizedTest
    @CsvSource({ "100, false", "101, true" })
    void shouldFindAnIdlePeWhileAVcpuWaits(final long nowNs, final boolean isBroken)
    {
        waiting(queued);
        sleep(queued, 2, 1, 0, 100);

        queued.to(SLEEPER, VcpuStep.LOADING, 1, 0, nowNs);

        assertEquals(isBroken ? "PE 1 had no vCPU before 101 ns, while one waited for it" : null,
            queued.broken(nowNs));
    }

    /** A PE that polls may leave those that wait for another PE, but with one queue. */
    @ParameterizedTest
    @CsvSource({ "true, 150, false", "true, 151, true", "false, 100, false", "false, 101, true" })
    void shouldFindAPeThatPollsWhileAVcpuWaits(final boolean isQueueOfPe, final long nowNs, final boolean isBroken)
    {
        final SchedulerLaw law = waiting(isQueueOfPe ? queued : one);
        sleep(law, 2, 1, 50, 100);

        law.to(SLEEPER, VcpuStep.LOADING, 1, 0, nowNs);

        assertEquals(isBroken, law.broken(nowNs) != null);
    }

    @Test
    void shouldFindAPeThatPollsWhileAVcpuWaitsAtIt()
    {
        waiting(queued);
        sleep(queued, WORKER, 0, 50, 100);

        queued.to(SLEEPER, VcpuStep.LOADING, 0, 0, 101);

        assertEquals("PE 0 had no vCPU before 101 ns, while one waited for it", queued.broken(101));
    }

    @Test
    void shouldFindAnIdlePeAtTheEndOfARun()
    {
        waiting(queued);
        sleep(queued, 2, 1, 0, 150);

        assertEquals("PE 1 had no vCPU before 1,000 ns, while one waited for it", queued.broken(1_000));
    }

    @Test
    void shouldSayNothingOfThePesOfOtherPartitions()
    {
        final SchedulerLaw second = new SchedulerLaw(4, 2, new Rules(1, true, true, SLICE));
        enter(second, WORKER, 1, 0);
        await(second, SLEEPER, -1, 100);

        assertNull(second.broken(1_000));
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "89, true", "90, false", "500, false" })
    void shouldFindAWakeBesideALastPeThatWasFree(final long pollNs, final boolean isBroken)
    {
        enter(queued, SLEEPER, 0, 0);
        sleep(queued, SLEEPER, 0, 0, 5);
        enter(queued, 2, 0, 10);
        sleep(queued, 2, 0, pollNs, 10);
        queued.to(SLEEPER, VcpuStep.WAKING, 0, 0, 50);

        queued.to(SLEEPER, VcpuStep.LOADING, 1, 0, 100);

        assertEquals(isBroken ? "a vCPU woke on PE 1 at 100 ns, and its last, 0, was free" : null,
            queued.broken(100));
    }

    @Test
    void shouldLetAWakerPreemptAVcpuThatRunsItsOwnWork()
    {
        leave(waiting(queued), false, 200);
        leave(waiting(one), false, 200);

        assertNull(queued.broken(200));
        assertNull(one.broken(200));
    }

    @ParameterizedTest
    @CsvSource({ "1009, true", "1010, false" })
    void shouldPreemptAHandlerAtTheEndOfItsSliceAlone(final long nowNs, final boolean isBroken)
    {
        waiting(queued).begins(WORKER);

        leave(queued, false, nowNs);

        assertEquals(isBroken ? "a vCPU was preempted on PE 0 in a handler, at 1,009 ns" : null,
            queued.broken(nowNs));
    }

    @Test
    void shouldPreemptBehindAHandler()
    {
        waiting(queued).begins(WORKER);
        queued.ends(WORKER);

        leave(queued, false, 200);

        assertNull(queued.broken(200));
    }

    @Test
    void shouldFindAVcpuThatIsPreemptedWithAnInterruptToTake()
    {
        leave(waiting(queued), true, 200);

        assertEquals("a vCPU was preempted on PE 0 with an interrupt to take, at 200 ns", queued.broken(200));
    }

    @Test
    void shouldFindAVcpuThatIsPreemptedWithoutAWaker()
    {
        final SchedulerLaw tail = waiting(law(true, false));
        leave(tail, false, 200);
        queued.to(2, VcpuStep.LOADING, 1, 0, 0);
        queued.makesRoom(2, false, 50);

        final String fault = " before its slice was over, at ";
        assertEquals("a vCPU was preempted on PE 0" + fault + "200 ns", tail.broken(200));
        assertEquals("a vCPU was preempted on PE 1" + fault + "50 ns", queued.broken(200));
    }
}
