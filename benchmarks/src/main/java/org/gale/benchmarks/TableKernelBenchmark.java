package org.gale.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.PhysicalMemory;
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
 * Cost of making an interrupt pending in its table, against a plain loop over memory.
 *
 * <p>One operation changes PENDING of one of 65,536 interrupts, in random order: set in one invocation, cleared in the
 * next. Ours checks that the id is in the table. It loads and stores through the memory of the machine, which checks
 * its bounds and marks the page. The baselines check the id's bounds, and load, change and store the word: by raw
 * address, and through Agrona's buffer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = {
    Flags.EXPORTS_MISC, Flags.IGNORE_UNKNOWN, Flags.UNSAFE, Flags.COLLECTOR, Flags.REFERENCES })
public class TableKernelBenchmark
{
    private static final int ID_BITS = 16;
    private static final int INTERRUPTS = 1 << ID_BITS;
    private static final long BASE = 0x4000_0000L;
    private static final long L1_TABLE = BASE + (1 << 20);
    private static final int L2_BYTES = 1 << 12;

    /** Shape of the table: linear, or two-level with tables of 1,024 entries. */
    @Param({ "linear", "twoLevel" })
    private String shape;

    private final int[] order = Permutation.of(INTERRUPTS, 1);
    private final UnsafeBuffer plain = new UnsafeBuffer(ByteBuffer.allocateDirect(INTERRUPTS * Integer.BYTES + 64));
    private PhysicalMemory memory;
    private InterruptStateTable table;
    private long plainAddress;
    private boolean pending;
    private boolean isOurs;

    /** Gives each entry another priority, target and enable, so that a lost word is found. */
    @Setup
    public void fill()
    {
        memory = PhysicalMemory.anonymous(BASE, 64 << 20);
        final boolean twoLevel = shape.equals("twoLevel");
        for (int i = 0; twoLevel && i < INTERRUPTS * Integer.BYTES / L2_BYTES; i++)
        {
            memory.storeLong(L1_TABLE + (long)i * L1Iste.LENGTH,
                L1Iste.withValid(L1Iste.withL2Address(0, BASE + (long)i * L2_BYTES), true));
        }
        table = new InterruptStateTable(memory, new IstShape(ID_BITS, 0, 0, twoLevel), twoLevel ? L1_TABLE : BASE);
        plainAddress = plain.addressOffset();
        for (int id = 0; id < INTERRUPTS; id++)
        {
            table.storePlain(id, entry(id));
            plain.putInt(id * Integer.BYTES, entry(id));
        }
    }

    /** Checks that every entry is as filled, with PENDING as last written, in the table or in the plain memory. */
    @TearDown
    public void check()
    {
        for (int id = 0; id < INTERRUPTS; id++)
        {
            final int expected = L2Iste.withPending(entry(id), pending);
            final int found = isOurs ? table.loadPlain(id) : plain.getInt(id * Integer.BYTES);
            if (found != expected)
            {
                throw new IllegalStateException("lost: id=" + id + ", found=0x" + Integer.toHexString(found) +
                    ", expected=0x" + Integer.toHexString(expected));
            }
        }
        memory.close();
    }

    @Benchmark
    @OperationsPerInvocation(INTERRUPTS)
    public int table()
    {
        int done = 0;
        isOurs = true;
        pending = !pending;
        for (final int id : order)
        {
            final long at = table.locate(id);
            if (at >= 0)
            {
                table.storeAt(at, L2Iste.withPending(table.loadAt(at), pending));
                done++;
            }
        }

        return done;
    }

    @Benchmark
    @OperationsPerInvocation(INTERRUPTS)
    public int baselineUnsafe()
    {
        int done = 0;
        pending = !pending;
        final long address = plainAddress;
        for (final int id : order)
        {
            if (id >>> ID_BITS == 0)
            {
                final long at = address + ((long)id << 2);
                UnsafeApi.putInt(at, L2Iste.withPending(UnsafeApi.getInt(at), pending));
                done++;
            }
        }

        return done;
    }

    @Benchmark
    @OperationsPerInvocation(INTERRUPTS)
    public int baselineUnsafeBuffer()
    {
        int done = 0;
        pending = !pending;
        for (final int id : order)
        {
            final int at = id << 2;
            plain.putInt(at, L2Iste.withPending(plain.getInt(at), pending));
            done++;
        }

        return done;
    }

    private static int entry(final int id)
    {
        return L2Iste.withEnable(L2Iste.withIaffid(L2Iste.withPriority(0, id & 31), id), (id & 32) != 0);
    }
}
