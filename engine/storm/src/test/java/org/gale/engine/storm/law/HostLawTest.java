package org.gale.engine.storm.law;

import java.util.HashMap;
import java.util.Map;

import org.gale.engine.storm.law.HostLaw.Polling;
import org.gale.engine.storm.result.InterruptPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Counts of a host follow from the steps of its vCPUs: both sides of each count. */
@Tag("P14")
class HostLawTest
{
    private static final Polling FIXED = new Polling(50, 0, 0, 0, 0);
    private static final Polling GROWING = new Polling(0, 200, 10, 2, 2);

    private static final SchedulerLaw.Rules RULES = new SchedulerLaw.Rules(0, true, true, 1_000);

    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Long> peNs = new HashMap<>();
    private HostLaw law = new HostLaw(2, 2, FIXED, new StepTimes(null), RULES);

    @BeforeEach
    void count()
    {
        counts.putAll(Map.of("exits", 1L, "woken", 1L, "polled", 0L, "waits", 0L, "migrations", 0L));
        peNs.put("handler", 10L);
        peNs.put("polling", 50L);
    }

    /** Has vCPU 0 sleep from time 140 on. */
    private void run()
    {
        wake(0, 0, 100);
        law.to(0, VcpuStep.LOADING, 0, 100);
        law.to(0, VcpuStep.ENTERING, 0, 110);
        law.to(0, VcpuStep.HANDLING, 0, 110);
        law.to(0, VcpuStep.EXITING, 0, 120);
        law.to(0, VcpuStep.PUTTING, 0, 130);
        law.to(0, VcpuStep.ASLEEP, 0, 140);
    }

    private void wake(final int vcpu, final int pe, final long nowNs)
    {
        law.to(vcpu, VcpuStep.RUNG, pe, nowNs);
        law.to(vcpu, VcpuStep.WAKING, pe, nowNs);
    }

    @Test
    void shouldSayNothingWhereBothAgree()
    {
        run();

        assertNull(law.broken(1_000, counts, peNs));
        assertNull(law.broken(1_000, counts, peNs), "asked once more");
    }

    @ParameterizedTest
    @CsvSource({ "exits, 2, 1 to 2", "woken, 2, 1", "waits, 1, 0", "migrations, 1, 0" })
    void shouldFindEachCountThatIsNotThatOfTheSteps(final String name, final long value, final String steps)
    {
        run();
        counts.put(name, name.equals("exits") ? 3L : value);

        assertEquals("the host counts " + (name.equals("woken") ? "woken and polled" : name) + ' ' +
            counts.get(name) + ", and the steps of its vCPUs are " + steps, law.broken(1_000, counts, peNs));
    }

    @Test
    void shouldFindTheTimeOfPolling()
    {
        run();
        law.serves(0, true, 150);
        law.serves(0, false, 152);

        assertEquals("the host counts polling 50, and the steps of its vCPUs are 48",
            law.broken(1_000, counts, peNs));
    }

    @Test
    void shouldFindTheTimeOfHandlers()
    {
        run();
        peNs.put("handler", 11L);

        assertEquals("the host counts handler 11, and the steps of its vCPUs are 10",
            law.broken(1_000, counts, peNs));
    }

    /** Events find a vCPU asleep, before its PE has it in its guest, and there. */
    @Test
    void shouldFindAnEventOfAnotherPath()
    {
        law.comes(0, InterruptPath.DIRECT_BLOCKED, false, 10);
        law.comes(0, InterruptPath.FORWARDED_BLOCKED, true, 10);
        law.to(0, VcpuStep.ENTERING, 0, 20);
        law.comes(0, InterruptPath.DIRECT_RUNNABLE, false, 20);
        law.comes(0, InterruptPath.FORWARDED_RUNNABLE, true, 20);
        law.to(0, VcpuStep.HANDLING, 0, 30);
        law.comes(0, InterruptPath.RESIDENT, false, 30);
        law.comes(0, InterruptPath.FORWARDED_RUNNING, true, 30);
        assertNull(law.firstBroken());

        law.comes(0, InterruptPath.DIRECT_RUNNABLE, false, 1_030);
        assertEquals("an event comes to vCPU 0 at 1,030 ns by the path direct runnable, and the vCPU is HANDLING",
            law.firstBroken());
    }

    @Test
    void shouldFindAnEventThatIsForwardedAndIsNot()
    {
        law.comes(1, InterruptPath.FORWARDED_BLOCKED, false, 10);

        assertEquals("an event comes to vCPU 1 at 10 ns by the path forwarded blocked, and the vCPU is ASLEEP",
            law.firstBroken());
    }

    @Test
    void shouldFindAHandlerThatRunsForAnotherTime()
    {
        law.begins(0);
        law.takes(0, 10);
        law.to(0, VcpuStep.HANDLING, 0, 100);
        law.to(0, VcpuStep.REENTERING, 0, 106);
        law.to(0, VcpuStep.HANDLING, 0, 206);
        law.ends(0, 211);

        assertEquals("a handler of vCPU 0 ran for 11 ns until 211 ns, and was to run for 10", law.firstBroken());
    }

    @Test
    void shouldCountALoadOnAnotherPe()
    {
        run();
        law.to(1, VcpuStep.LOADING, 0, 300);
        wake(0, 0, 300);
        law.to(0, VcpuStep.LOADING, 1, 310);
        law.to(0, VcpuStep.LOADING, 1, 311);
        law.to(0, VcpuStep.ENTERING, 1, 320);
        counts.putAll(Map.of("woken", 2L, "migrations", 1L));

        assertNull(law.broken(1_000, counts, peNs));
    }

    @Test
    void shouldCountAWaitForAPeAndNoneOfAPreemptedVcpu()
    {
        law = new HostLaw(2, 1, FIXED, new StepTimes(null), RULES);
        run();
        law.to(1, VcpuStep.LOADING, 0, 300);
        wake(0, 0, 300);
        law.to(0, VcpuStep.WAITING, 0, 310);
        law.to(1, VcpuStep.ASLEEP, 0, 315);
        law.to(0, VcpuStep.LOADING, 0, 315);
        law.to(0, VcpuStep.PREEMPTED, 0, 318);
        law.to(0, VcpuStep.WAITING, 0, 320);
        law.to(0, VcpuStep.LOADING, 0, 320);
        counts.putAll(Map.of("woken", 2L, "waits", 1L));

        assertNull(law.broken(1_000, counts, peNs));
    }

    @ParameterizedTest
    @CsvSource({ "189, 0, 1", "190, 0, 1", "190, 1, 0", "191, 1, 0" })
    void shouldKnowWhetherAPePolled(final long wakesNs, final long more, final long polled)
    {
        run();
        wake(0, 0, wakesNs);
        counts.putAll(Map.of("woken", 1 + more, "polled", polled));
        assertNull(law.broken(1_000, counts, peNs));
    }

    @ParameterizedTest
    @CsvSource({ "189, 1, 0", "191, 0, 1" })
    void shouldFindAWakeThatIsPolledForAndIsNotOrTheReverse(final long wakesNs, final long more, final long polled)
    {
        run();
        wake(0, 0, wakesNs);
        counts.putAll(Map.of("woken", 1 + more, "polled", polled));

        assertEquals("the host counts polled " + polled + ", and the steps of its vCPUs are " + more,
            law.broken(1_000, counts, peNs));
    }

    @Test
    void shouldEndThePollWhereAnotherVcpuTakesThePe()
    {
        run();
        law.to(1, VcpuStep.LOADING, 0, 150);
        wake(0, 0, 160);
        counts.put("woken", 2L);
        peNs.put("polling", 10L);

        assertNull(law.broken(1_000, counts, peNs));
    }

    /** The first block is longer than the longest window; one of 150 lets it begin, and one of 5 leaves it. */
    @Test
    void shouldGrowTheWindowOfAVcpuByItsBlocks()
    {
        law = new HostLaw(2, 2, GROWING, new StepTimes(null), RULES);
        wake(0, 0, 1_000);
        law.to(0, VcpuStep.ASLEEP, 0, 2_000);
        wake(0, 0, 2_150);
        law.to(0, VcpuStep.ASLEEP, 0, 3_000);
        wake(0, 0, 3_005);
        law.to(0, VcpuStep.ASLEEP, 0, 4_000);
        wake(0, 0, 4_015);
        law.to(0, VcpuStep.ASLEEP, 0, 5_000);
        wake(0, 0, 5_019);
        law.to(0, VcpuStep.ASLEEP, 0, 6_000);
        wake(0, 0, 6_300);
        law.to(0, VcpuStep.ASLEEP, 0, 7_000);
        wake(0, 0, 7_011);
        counts.putAll(Map.of("exits", 0L, "woken", 5L, "polled", 2L));
        peNs.putAll(Map.of("handler", 0L, "polling", 70L));

        assertNull(law.broken(8_000, counts, peNs));
        counts.putAll(Map.of("woken", 4L, "polled", 3L));
        assertEquals("the host counts polled 3, and the steps of its vCPUs are 2",
            law.broken(8_000, counts, peNs));
    }
}
