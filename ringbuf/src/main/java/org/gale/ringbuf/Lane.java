package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.CAPACITY_OFFSET;
import static org.gale.ringbuf.LaneLayout.CLOSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.COMPLETED_OFFSET;
import static org.gale.ringbuf.LaneLayout.GAP;
import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;
import static org.gale.ringbuf.LaneLayout.MAGIC;
import static org.gale.ringbuf.LaneLayout.MAGIC_OFFSET;
import static org.gale.ringbuf.LaneLayout.REFUSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.SLOTS_OFFSET;
import static org.gale.ringbuf.LaneLayout.TAIL_OFFSET;
import static org.gale.ringbuf.LaneLayout.VERSION;
import static org.gale.ringbuf.LaneLayout.VERSION_OFFSET;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap lane of command words from one producer to one consumer, in the layout of {@link LaneLayout}.
 *
 * <p><b>Threads</b> One thread uses {@link #producer()}, one thread uses {@link #consumer()}. Any thread may load
 * positions and counts.
 *
 * <p><b>Guarantees</b> The consumer drains every published command once, in order and complete. Positions that a third
 * thread loads were true at some moment, and may be out of date.
 *
 * <p><b>Assumptions</b> {@link #close()} comes after both ends have stopped. {@link LaneConsumer#close} ends a lane
 * whose producer still offers.
 *
 * <p><b>Progress</b> No method waits: an offer to a full lane is refused, and a drain of an empty lane returns 0.
 */
public final class Lane implements AutoCloseable
{
    /**
     * Default capacity. With 64 Ki words, a generator that shares two cores with the journal's helper starves least
     * (measured).
     */
    public static final int CAPACITY_WORDS_DEFAULT = 64 * 1024;
    /** Smallest capacity: room for the longest command and a TIME before it. */
    public static final int CAPACITY_WORDS_MIN = 16;
    /** Largest capacity: 512 MiB, so that every byte has an {@code int} offset. */
    public static final int CAPACITY_WORDS_LIMIT = 64 * 1024 * 1024;

    static
    {
        assert SLOTS_OFFSET + (long)CAPACITY_WORDS_LIMIT * Long.BYTES <= Integer.MAX_VALUE : "an offset is no int";
        assert CAPACITY_WORDS_MIN >= LaneConsumer.PROGRESS_WORDS : "a lane may never make progress";
        assert BitUtil.isPowerOfTwo(CAPACITY_WORDS_DEFAULT) : "default=" + CAPACITY_WORDS_DEFAULT;
    }

    private final UnsafeBuffer buffer;
    private final int capacityWords;
    private final LaneProducer producer;
    private final LaneConsumer consumer;
    private ByteBuffer memory;

    private Lane(final UnsafeBuffer buffer, final int capacityWords, final ByteBuffer memory)
    {
        this.buffer = buffer;
        this.capacityWords = capacityWords;
        this.memory = memory;

        final LaneSlots slots = new LaneSlots(buffer, capacityWords);
        producer = new LaneProducer(slots);
        consumer = new LaneConsumer(slots);
    }

    /**
     * Makes a lane in anonymous memory, which {@link #close()} frees.
     *
     * @param capacityWords a power of two, from {@link #CAPACITY_WORDS_MIN} to {@link #CAPACITY_WORDS_LIMIT}
     */
    public static Lane allocate(final int capacityWords)
    {
        final int lengthBytes = lengthBytes(capacityWords);
        final ByteBuffer memory = ByteBuffer.allocateDirect(lengthBytes + GAP);
        final int padding = (int)-BufferUtil.address(memory) & (GAP - 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(memory, padding, lengthBytes);
        assert (buffer.addressOffset() & (GAP - 1)) == 0 : "padding=" + padding;

        format(buffer, capacityWords);

        return new Lane(buffer, capacityWords, memory);
    }

    /**
     * Makes a lane in memory that the caller keeps mapped and frees. The memory's previous content is lost.
     *
     * @param memory        aligned to 8 bytes, at least {@link #lengthBytes} long
     * @param capacityWords as for {@link #allocate}
     */
    public static Lane create(final UnsafeBuffer memory, final int capacityWords)
    {
        final UnsafeBuffer buffer = view(memory, lengthBytes(capacityWords));

        format(buffer, capacityWords);

        return new Lane(buffer, capacityWords, null);
    }

    /**
     * Wraps a lane that {@link #create} made in memory that the caller keeps mapped, perhaps in another process. Each
     * end continues at its position in the header.
     *
     * @throws IllegalArgumentException if the memory holds no lane of this version, or a damaged one
     */
    public static Lane wrap(final UnsafeBuffer memory)
    {
        final UnsafeBuffer header = view(memory, SLOTS_OFFSET);

        check(header.getLongAcquire(MAGIC_OFFSET) == MAGIC, "no lane: magic", header.getLong(MAGIC_OFFSET));
        check(header.getInt(VERSION_OFFSET) == VERSION, "unknown version", header.getInt(VERSION_OFFSET));

        final int capacityWords = header.getInt(CAPACITY_OFFSET);           // once: another process may change the file
        final UnsafeBuffer buffer = view(memory, lengthBytes(capacityWords));
        final long head = buffer.getLongAcquire(HEAD_OFFSET);
        final long backlog = buffer.getLongAcquire(TAIL_OFFSET) - head;
        final long completed = buffer.getLongAcquire(COMPLETED_OFFSET);

        check(head >= 0, "head is negative", head);
        check(backlog >= 0 && backlog <= capacityWords, "tail does not match head: backlog", backlog);
        check(completed >= 0, "completed is negative", completed);

        return new Lane(buffer, capacityWords, null);
    }

    /** {@return the length in bytes of a lane of a number of words, its header included} */
    public static int lengthBytes(final int capacityWords)
    {
        check(
            BitUtil.isPowerOfTwo(capacityWords) &&
                capacityWords >= CAPACITY_WORDS_MIN && capacityWords <= CAPACITY_WORDS_LIMIT,
            "capacity is not a power of two from " + CAPACITY_WORDS_MIN + " to " + CAPACITY_WORDS_LIMIT,
            capacityWords);

        return SLOTS_OFFSET + capacityWords * Long.BYTES;
    }

    /** Returns the end for the one thread that offers. */
    public LaneProducer producer()
    {
        return producer;
    }

    /** Returns the end for the one thread that drains. */
    public LaneConsumer consumer()
    {
        return consumer;
    }

    public int capacityWords()
    {
        return capacityWords;
    }

    /** {@return the number of published words that are not drained yet, 0 to the capacity even for a corrupt header} */
    public int backlogWords()
    {
        final long head = buffer.getLongOpaque(HEAD_OFFSET);                    // first, so that it is the older one
        final long backlog = buffer.getLongOpaque(TAIL_OFFSET) - head;

        return (int)Math.max(0, Math.min(backlog, capacityWords));
    }

    /** {@return the position of the tail: words published since the lane was made} */
    public long publishedPosition()
    {
        return buffer.getLongOpaque(TAIL_OFFSET);
    }

    /** {@return the position of the head: words drained since the lane was made} */
    public long drainedPosition()
    {
        return buffer.getLongOpaque(HEAD_OFFSET);
    }

    /** Returns the number of offers that the producer was refused because the lane was full. */
    public long refusedCount()
    {
        return buffer.getLongOpaque(REFUSED_OFFSET);
    }

    /** Returns the reason why the lane is closed, {@link CloseReason#OPEN} while it accepts commands. */
    public CloseReason closeReason()
    {
        return CloseReason.of(buffer.getLongAcquire(CLOSED_OFFSET));            // pairs with LaneConsumer.close
    }

    /** Releases the memory. Both ends must have stopped; they throw {@link IndexOutOfBoundsException} afterwards. */
    @Override
    public void close()
    {
        buffer.wrap(0, 0);
        producer.detach();
        consumer.detach();

        if (memory != null)
        {
            BufferUtil.free(memory);
            memory = null;
        }
    }

    private static void format(final UnsafeBuffer buffer, final int capacityWords)
    {
        for (int offset = 0; offset < SLOTS_OFFSET; offset += Long.BYTES)        // setMemory on a file may end the JVM
        {
            buffer.putLong(offset, 0);
        }

        buffer.putInt(VERSION_OFFSET, VERSION);
        buffer.putInt(CAPACITY_OFFSET, capacityWords);
        buffer.putLongRelease(MAGIC_OFFSET, MAGIC);                             // pairs with wrap()
    }

    private static UnsafeBuffer view(final UnsafeBuffer memory, final int lengthBytes)
    {
        check(memory.capacity() >= lengthBytes, "memory is shorter than " + lengthBytes, memory.capacity());
        check(memory.byteArray() == null, "memory is on the heap: capacity", memory.capacity());
        check((memory.addressOffset() & (Long.BYTES - 1)) == 0, "memory is not aligned", memory.addressOffset());

        return new UnsafeBuffer(memory, 0, lengthBytes);
    }

    private static void check(final boolean holds, final String fault, final long evidence)
    {
        if (!holds)
        {
            throw new IllegalArgumentException("lane: " + fault + "=" + evidence);
        }
    }
}
