package org.gale.benchmarks;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of the life of an interrupt, from its command to its deactivation, against the least work for it.
 *
 * <p>One operation is one interrupt of the default storm: made pending, selected by priority, acknowledged, dropped and
 * deactivated. An invocation takes the next 1,024 of 65,536 interrupts in a seeded order, then a turn of each of 64
 * PEs. All commands go through {@code Machine.apply}. {@code withIts} sends MSIs. {@code withoutIts} executes VDPEND,
 * the one command that makes a virtual interrupt pending without an ITS. VDPEND has two words, and also settles the PE
 * that executes it. {@code withVectors} triggers vectors whose messages are those MSIs.
 *
 * <p>The baseline reads the same MSI commands. It sets the bit in a 64-ary bitmap of two levels per VM, and PENDING in
 * a word of a table. Then it finds the first bit and clears it and the word, until no bit is set. It has no priorities,
 * targets, rules, outputs, digests or accounts. Both check bounds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = {
    Flags.EXPORTS_MISC, Flags.EXPORTS_CHANNELS, Flags.EXPORTS_REFERENCES, Flags.OPENS_REFLECTION,
    Flags.IGNORE_UNKNOWN, Flags.UNSAFE, Flags.COLLECTOR, Flags.REFERENCES })
public class CycleBenchmark
{
    private static final int INTERRUPTS = 1 << 16;
    private static final int BATCH = 1024;
    private static final int BATCHES = INTERRUPTS / BATCH;
    private static final int PES = 64;
    private static final int EL2 = 2;

    /** Machine and the frames of its commands. */
    @State(Scope.Thread)
    public abstract static class Machines
    {
        private final StormMachine storm;
        private final UnsafeBuffer frames;
        private final int frameBytes;
        private int next;
        private long offered;

        Machines(final int wordsPerInterrupt)
        {
            this(wordsPerInterrupt, false);
        }

        Machines(final int wordsPerInterrupt, final boolean hasVectors)
        {
            storm = hasVectors ? StormMachine.ofDefaultStorm().withVectors() : StormMachine.ofDefaultStorm();
            frameBytes = (BATCH * wordsPerInterrupt + PES) * Long.BYTES;
            frames = new UnsafeBuffer(new byte[BATCHES * frameBytes]);
        }

        abstract int encode(UnsafeBuffer frame, int offset, StormMachine machine, int event);

        @Setup
        public void fill()
        {
            final int[] order = Permutation.of(INTERRUPTS, 1);
            int offset = 0;
            for (int batch = 0; batch < BATCHES; batch++)
            {
                for (int i = 0; i < BATCH; i++)
                {
                    offset = encode(frames, offset, storm, order[batch * BATCH + i]);
                }
                for (int pe = 0; pe < PES; pe++)
                {
                    frames.putLong(offset, Commands.turn(pe, Commands.TURN_BUDGET_LIMIT));
                    offset += Long.BYTES;
                }
            }
        }

        long cycle()
        {
            storm.apply(frames, next, next + frameBytes);
            next = next + frameBytes == frames.capacity() ? 0 : next + frameBytes;
            offered += BATCH;

            return offered;
        }

        @TearDown
        public void check()
        {
            System.out.printf("%n[%s] ", storm.check(offered, 0));
            storm.close();
        }
    }

    /** Machine whose interrupts come as MSIs. */
    public static class WithIts extends Machines
    {
        public WithIts()
        {
            super(1);
        }

        @Override
        int encode(final UnsafeBuffer frame, final int offset, final StormMachine machine, final int event)
        {
            frame.putLong(offset, Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0));

            return offset + Long.BYTES;
        }
    }

    /** Machine whose interrupts come as triggers of vectors that are not masked. */
    public static class WithVectors extends Machines
    {
        public WithVectors()
        {
            super(1, true);
        }

        @Override
        int encode(final UnsafeBuffer frame, final int offset, final StormMachine machine, final int event)
        {
            frame.putLong(offset, Commands.trigger(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0));

            return offset + Long.BYTES;
        }
    }

    /** Machine whose interrupts come as MSIs, and whose devices have vectors that nothing triggers. */
    public static class WithUnusedVectors extends Machines
    {
        public WithUnusedVectors()
        {
            super(1, true);
        }

        @Override
        int encode(final UnsafeBuffer frame, final int offset, final StormMachine machine, final int event)
        {
            frame.putLong(offset, Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0));

            return offset + Long.BYTES;
        }
    }

    /** Machine whose interrupts an instruction makes pending. */
    public static class WithoutIts extends Machines
    {
        public WithoutIts()
        {
            super(2);
        }

        @Override
        int encode(final UnsafeBuffer frame, final int offset, final StormMachine machine, final int event)
        {
            return Commands.insn(frame, offset, 0, EL2, GicInstruction.VDPEND.code(), GicVdPend.of(
                machine.vmOf(event), Intid.of(Intid.TYPE_LPI, machine.lpiOf(event)), true));
        }
    }

    /** Bare loop and its commands. */
    @State(Scope.Thread)
    public static class Bare
    {
        private final BareLoop loop = new BareLoop();
        private final UnsafeBuffer frames = new UnsafeBuffer(new byte[INTERRUPTS * Long.BYTES]);
        private int next;
        private long offered;

        @Setup
        public void fill()
        {
            int offset = 0;
            for (final int event : Permutation.of(INTERRUPTS, 1))
            {
                frames.putLong(offset, Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0));
                offset += Long.BYTES;
            }
        }

        @TearDown
        public void check()
        {
            loop.check(offered);
        }

        private int nextInterrupt()
        {
            final long word = frames.getLong(next);
            next = (next + Long.BYTES) & (INTERRUPTS * Long.BYTES - 1);
            offered++;

            return BareLoop.idOf(word);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long withIts(final WithIts machine)
    {
        return machine.cycle();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long withVectors(final WithVectors machine)
    {
        return machine.cycle();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long withUnusedVectors(final WithUnusedVectors machine)
    {
        return machine.cycle();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long withoutIts(final WithoutIts machine)
    {
        return machine.cycle();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long baselineBitmapLoop(final Bare bare)
    {
        for (int i = 0; i < BATCH; i++)
        {
            bare.loop.set(bare.nextInterrupt());
        }
        bare.loop.takeAll();

        return bare.loop.delivered();
    }

    /** Runs the same loop, but clears each interrupt before the next one is set. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long baselineBitmapLoopOneByOne(final Bare bare)
    {
        for (int i = 0; i < BATCH; i++)
        {
            final int id = bare.nextInterrupt();
            bare.loop.set(id);
            bare.loop.take(BareLoop.vmOf(id));
        }

        return bare.loop.delivered();
    }
}
