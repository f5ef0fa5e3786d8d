package org.gale.benchmarks;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of an interrupt while 65,535 others are pending, and in a table that is 256 times as long.
 *
 * <p>One operation is one MSI of the best interrupt of a VPE and a turn that handles it, through {@code Machine.apply}.
 * The others, which have a lower priority, are made pending before and stay pending. The baseline is the same cycle
 * with {@code others} = one, in the table of the same length. Its PE is signalled all the time, as it is with 65,535
 * others. With none, the signal rises and falls in every cycle, and each change is an output, which costs more.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = {
    Flags.EXPORTS_MISC, Flags.EXPORTS_CHANNELS, Flags.EXPORTS_REFERENCES, Flags.OPENS_REFLECTION,
    Flags.IGNORE_UNKNOWN, Flags.UNSAFE, Flags.COLLECTOR, Flags.REFERENCES })
public class DepthBenchmark
{
    private static final int INTERRUPTS = 1 << 16;
    private static final int VPES = 4;
    private static final int CYCLES = 64;
    /** Index of the measured interrupt, in the middle, so that others have lower and higher ids. */
    private static final int HOT = INTERRUPTS / 2;

    /** Other interrupts: none; one; 65,535 of one VPE and one priority; 65,535 over 4 VPEs and 31 priorities. */
    @Param({ "none", "one", "oneVpe", "spread" })
    private String others;

    /** Width of the ids of the table, over which the interrupts are spread. */
    @Param({ "16", "24" })
    private int idBits;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[CYCLES * 2 * Long.BYTES]);
    private StormMachine storm;
    private long offered;
    private long pending;

    @Setup
    public void fill()
    {
        final boolean isSpread = others.equals("spread");
        storm = new StormMachine(1, VPES, INTERRUPTS, idBits,
            lpi -> lpi != HOT && isSpread ? lpi & (VPES - 1) : 0,
            lpi -> lpi == HOT ? 0 : isSpread ? 1 + (lpi >>> 2) % 31 : 31);
        final int last = others.equals("none") ? 0 : others.equals("one") ? 1 : INTERRUPTS;
        for (int event = 0; event < last; event++)
        {
            if (event != HOT)
            {
                frame.putLong(0, msi(event));
                storm.apply(frame, 0, Long.BYTES);
                pending++;
            }
        }
        for (int i = 0; i < CYCLES; i++)
        {
            frame.putLong(2 * i * Long.BYTES, msi(HOT));
            frame.putLong((2 * i + 1) * Long.BYTES, Commands.turn(0, 1));
        }
    }

    @TearDown
    public void check()
    {
        System.out.printf("%n[%s] ", storm.check(offered, pending));
        storm.close();
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public long cycle()
    {
        storm.apply(frame, 0, CYCLES * 2 * Long.BYTES);
        offered += CYCLES;

        return offered;
    }

    private static long msi(final int event)
    {
        return Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0);
    }
}
