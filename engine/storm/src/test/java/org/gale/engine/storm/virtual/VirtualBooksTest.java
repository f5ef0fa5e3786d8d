package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.result.ModelTrace;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the sums of times: of waits, of the stages of vCPUs and of the states of PEs. */
class VirtualBooksTest
{
    @Test
    void shouldAddBeyondSixtyFourBits()
    {
        final WideSum sum = new WideSum();
        BigInteger expected = BigInteger.ZERO;
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++)
        {
            final long value = random.nextLong() >>> (8 + random.nextInt(56));
            final long times = random.nextLong() >>> (8 + random.nextInt(56));
            sum.add(value, times);
            sum.add(value);
            expected = expected.add(BigInteger.valueOf(value).multiply(BigInteger.valueOf(times)))
                .add(BigInteger.valueOf(value));
        }

        assertEquals(expected, sum.value());
    }

    @Test
    void shouldCarryFromTheLowWordIntoTheHighOne()
    {
        final WideSum sum = new WideSum();
        sum.add(Long.MAX_VALUE);
        sum.add(Long.MAX_VALUE);
        sum.add(1);
        assertEquals(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), sum.value());

        sum.add(1);

        assertEquals(BigInteger.ONE.shiftLeft(64), sum.value());
    }

    @Test
    void shouldKeepTheTimeOfEachStageOfAVcpu()
    {
        final StageClocks clocks = new StageClocks(2);
        clocks.enter(1, StageClocks.WOKEN, 10);
        clocks.enter(1, StageClocks.HANDLING, 13);
        clocks.enter(1, StageClocks.HANDLING, 20);
        clocks.enter(0, StageClocks.SIGNALLED, 5);
        final long[] readings = new long[StageClocks.COUNT];

        clocks.read(1, 21, readings);

        final long[] expected = new long[StageClocks.COUNT];
        expected[StageClocks.QUIET] = 10;
        expected[StageClocks.WOKEN] = 3;
        expected[StageClocks.HANDLING] = 8;
        assertArrayEquals(expected, readings);
    }

    @Test
    void shouldAddUpToPesByTime()
    {
        final PeTimes times = new PeTimes(3);
        final SplittableRandom random = new SplittableRandom(5);
        long nowNs = 0;
        for (int i = 0; i < 1_000; i++)
        {
            nowNs += random.nextInt(100);
            times.enter(random.nextInt(3), random.nextInt(5), nowNs);
        }
        nowNs += 7;

        assertEquals(3 * nowNs, times.until(nowNs, false).values().stream().mapToLong(Long::longValue).sum());
        assertEquals(3 * nowNs + 3, times.until(nowNs + 1, false).values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void shouldNameTheStatesOfPes()
    {
        final PeTimes times = new PeTimes(2);
        times.enter(0, PeState.GUEST, 0);
        times.enter(0, PeState.HANDLER, 1);
        times.enter(0, PeState.HOST, 3);
        times.enter(0, PeState.POLLING, 6);
        times.enter(0, PeState.IDLE, 10);

        assertEquals("{guest=1, handler=2, host=3, polling=4, idle=30}", times.until(20, false).toString());
    }

    /** Time behind 20 ns, up to 120: 10 of the host, 30 of a handler, 15 stolen; work, polling and WFI are left. */
    @Test
    void shouldTellWhatIsLeftOfThePartThatIsJudged()
    {
        final PeTimes times = new PeTimes(2);
        times.enter(0, PeState.HOST, 10);
        times.measure(20);
        times.enter(0, PeState.GUEST, 30);
        times.enter(0, PeState.HANDLER, 50);
        times.enter(0, PeState.POLLING, 80);
        times.enter(0, PeState.WFI, 90);
        times.enter(0, PeState.STOLEN, 105);

        assertEquals(450_000, times.leftPpm(0, 120));
        assertEquals(1_000_000, times.leftPpm(1, 120));
        assertEquals(1_000_000, times.leftPpm(1, 20));
    }

    @Test
    void shouldTraceWhatPesDoButNotThatTheyAreIdle()
    {
        final ModelTrace trace = new ModelTrace();
        final PeTimes times = new PeTimes(0, 2, 0, 0, trace, new GroupTimes(2));
        times.enter(1, PeState.HOST, 2);
        times.enter(1, PeState.GUEST, 5);
        times.enter(0, PeState.HANDLER, 6);
        times.enter(1, PeState.IDLE, 9);
        times.until(12, false);

        final List<List<Long>> slices = new ArrayList<>();
        trace.read(new ModelTrace.Taker()
        {
            @Override
            public void slice(final int state, final int pe, final long startNs, final long endNs)
            {
                slices.add(List.of((long)state, (long)pe, startNs, endNs));
            }

            @Override
            public void way(
                final int device, final int lpi, final int pe, final long messageNs, final long handlerNs)
            {
                throw new AssertionError("a PE has no way");
            }
        });
        assertEquals(List.of(List.of((long)PeState.HOST, 1L, 2L, 5L), List.of((long)PeState.GUEST, 1L, 5L, 9L),
            List.of((long)PeState.HANDLER, 0L, 6L, 12L)), slices);
    }
}
