package org.gale.benchmarks;

import static java.nio.ByteBuffer.allocateDirect;

import java.util.concurrent.TimeUnit;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;

import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneProducer;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of our lane against the rings that we could have used, for the same record of 8 bytes.
 *
 * <p>One operation moves a burst of records into a ring and out of it again into a frame, as the agent does before it
 * appends. The rings have 65,536 records each. Rings that can publish a burst at once do so. Both ends run on one
 * thread: with two threads on a shared machine, the scheduler would be measured, not the ring.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsPrepend = {
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow" })
public class LaneBurstBenchmark
{
    private static final int RECORDS = Lane.CAPACITY_WORDS_DEFAULT;
    private static final int RECORD_TYPE = 1;
    private static final long RECORD = (long)CommandWord.MSI << 60;

    /** Frame that receives the records of a burst, with counts that prove that they arrived. */
    @State(Scope.Thread)
    public abstract static class Frame
    {
        @Param({ "1", "64", "256", "1024" })
        private int burst;

        private final UnsafeBuffer words = new UnsafeBuffer(allocateDirect(RECORDS * Long.BYTES));
        private long offered;
        private long taken;
        private long refused;
        private int offset;

        /** Begins a burst and returns its first record. The following records count up, so that no two are equal. */
        long begin()
        {
            final long first = RECORD | offered;
            offered += burst;

            return first;
        }

        void take(final long word)
        {
            words.putLong(offset, word);
            offset += Long.BYTES;
        }

        /** Ends a burst and returns the count of all records, which keeps the work alive. */
        long end()
        {
            taken += offset / Long.BYTES;
            offset = 0;

            return taken;
        }

        /** Checks that all records were moved or refused, and that the last burst lies in the frame. */
        @TearDown
        public void check()
        {
            System.out.printf("%n[%,d records, %,d refused] ", taken, refused);

            if (offered == 0 || refused != 0 || taken != offered)
            {
                throw new IllegalStateException(
                    "lost: offered=" + offered + ", refused=" + refused + ", taken=" + taken);
            }

            for (int i = 0; i < burst; i++)
            {
                final long expected = RECORD | (offered - burst + i);

                if (words.getLong(i * Long.BYTES) != expected)
                {
                    throw new IllegalStateException("wrong record: index=" + i + ", expected=" + expected);
                }
            }
        }
    }

    /** Lane of this project. */
    public static class OurLane extends Frame
    {
        private final Lane lane = Lane.allocate(RECORDS);
        private final LaneProducer producer = lane.producer();
        private final LaneConsumer consumer = lane.consumer();

        void drain()
        {
            super.offset = consumer.drain(super.words, 0, super.burst) * Long.BYTES;
        }
    }

    /** Agrona's ring for one producer. */
    public static class AgronaOneToOne extends Frame
    {
        private final RingBuffer ring = new OneToOneRingBuffer(agronaMemory());
        private final MessageHandler handler = (typeId, buffer, index, length) -> take(buffer.getLong(index));
    }

    /** Agrona's ring for many producers, with one producer. */
    public static class AgronaManyToOne extends Frame
    {
        private final RingBuffer ring = new ManyToOneRingBuffer(agronaMemory());
        private final MessageHandler handler = (typeId, buffer, index, length) -> take(buffer.getLong(index));
    }

    /** Record on the heap, for the queues that carry references; allocated once and reused. */
    static final class Cell
    {
        private long word;
    }

    /** JCTools' queue for one producer, with as many cells as it has slots, so that no record is allocated. */
    public static class JcTools extends Frame
    {
        private final SpscVarHandleArrayQueue<Cell> queue = new SpscVarHandleArrayQueue<>(RECORDS);
        private final Cell[] cells = new Cell[RECORDS];
        private final MessagePassingQueue.Consumer<Cell> handler = cell -> take(cell.word);

        @Setup
        public void fill()
        {
            for (int i = 0; i < RECORDS; i++)
            {
                cells[i] = new Cell();
            }
        }
    }

    /** Disruptor with one producer, which claims and publishes a burst at once, and a poller. */
    public static class Disruptor extends Frame
    {
        private final com.lmax.disruptor.RingBuffer<Cell> ring =
            com.lmax.disruptor.RingBuffer.createSingleProducer(Cell::new, RECORDS, new BusySpinWaitStrategy());
        private final EventPoller<Cell> poller = ring.newPoller();
        private final EventPoller.Handler<Cell> handler = (cell, sequence, endOfBatch) ->
        {
            take(cell.word);

            return true;
        };

        @Setup
        public void gate()
        {
            ring.addGatingSequences(poller.getSequence());
        }
    }

    @Benchmark
    public long lane(final OurLane frame)
    {
        final int burst = burst(frame);
        final long first = frame.begin();

        for (int i = 0; i < burst; i++)
        {
            if (!frame.producer.offer(first + i))
            {
                refuse(frame, 1);
            }
        }

        frame.producer.publish();
        frame.drain();

        return frame.end();
    }

    @Benchmark
    public long baselineOneToOneRingBuffer(final AgronaOneToOne frame)
    {
        return agronaBurst(frame, frame.ring, frame.handler);
    }

    @Benchmark
    public long baselineManyToOneRingBuffer(final AgronaManyToOne frame)
    {
        return agronaBurst(frame, frame.ring, frame.handler);
    }

    @Benchmark
    public long baselineJcToolsSpscQueue(final JcTools frame)
    {
        final int burst = burst(frame);
        final long first = frame.begin();

        for (int i = 0; i < burst; i++)
        {
            final long record = first + i;
            final Cell cell = frame.cells[(int)record & (RECORDS - 1)];

            cell.word = record;
            if (!frame.queue.offer(cell))
            {
                refuse(frame, 1);
            }
        }

        frame.queue.drain(frame.handler, burst);

        return frame.end();
    }

    @Benchmark
    public long baselineDisruptor(final Disruptor frame) throws Exception
    {
        final int burst = burst(frame);
        final long record = frame.begin();

        if (frame.ring.hasAvailableCapacity(burst))
        {
            final long last = frame.ring.next(burst);
            final long first = last - burst + 1;

            for (int i = 0; i < burst; i++)
            {
                frame.ring.get(first + i).word = record + i;
            }

            frame.ring.publish(first, last);
        }
        else
        {
            refuse(frame, burst);
        }

        frame.poller.poll(frame.handler);

        return frame.end();
    }

    private static long agronaBurst(final Frame frame, final RingBuffer ring, final MessageHandler handler)
    {
        final int burst = frame.burst;
        final long first = frame.begin();

        for (int i = 0; i < burst; i++)
        {
            final int index = ring.tryClaim(RECORD_TYPE, Long.BYTES);

            if (index > 0)
            {
                ring.buffer().putLong(index, first + i);
                ring.commit(index);
            }
            else
            {
                refuse(frame, 1);
            }
        }

        ring.read(handler, burst);

        return frame.end();
    }

    private static int burst(final Frame frame)
    {
        return frame.burst;
    }

    private static void refuse(final Frame frame, final int records)
    {
        frame.refused += records;
    }

    private static UnsafeBuffer agronaMemory()
    {
        final int recordLength = 2 * Long.BYTES;                                // a header of 8 bytes for every record

        return new UnsafeBuffer(allocateDirect((RECORDS * recordLength) + RingBufferDescriptor.TRAILER_LENGTH));
    }
}
