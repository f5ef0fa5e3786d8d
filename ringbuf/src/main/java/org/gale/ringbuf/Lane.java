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
 * An off-heap lane of command words from one producer to one consumer, laid out as {@link LaneLayout} shows.
 * <p>
 * One thread uses {@link #producer()}, one thread uses {@link #consumer()}; the methods that load positions and counts
 * are for any thread, and what they return is a moment's picture. A lane lives until {@link #close()}, which must come
 * after both ends have stopped; to tell a producer that nobody drains any more is {@link LaneConsumer#close}.
 */
public final class Lane implements AutoCloseable
{
    /** Measured: with 64 Ki words, a generator that shares two cores with the journal's helper starves least. */
    public static final int CAPACITY_WORDS_DEFAULT = 64 * 1024;
    /** Room for the longest command and a TIME in front of it. */
    public static final int CAPACITY_WORDS_MIN = 16;
    /** 512 MiB, so that every byte has an {@code int} offset. */
    public static final int CAPACITY_WORDS_LIMIT = 64 * 1024 * 1024;

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
     * A new lane in anonymous memory, which {@link #close()} frees.
     *
     * @param capacityWords a power of two, from {@link #CAPACITY_WORDS_MIN} to {@link #CAPACITY_WORDS_LIMIT}.
     */
    public static Lane allocate(final int capacityWords)
    {
        final int lengthBytes = lengthBytes(capacityWords);
        final ByteBuffer memory = ByteBuffer.allocateDirect(lengthBytes + GAP);
        final int padding = (int)-BufferUtil.address(memory) & (GAP - 1);
        final UnsafeBuffer buffer = new UnsafeBuffer(memory, padding, lengthBytes);

        format(buffer, capacityWords);

        return new Lane(buffer, capacityWords, memory);
    }

    /**
     * A new lane in memory that the caller keeps mapped and frees; whatever the memory held is lost.
     *
     * @param memory        aligned to 8 bytes, at least {@link #lengthBytes} long.
     * @param capacityWords as for {@link #allocate}.
     */
    public static Lane create(final UnsafeBuffer memory, final int capacityWords)
    {
        final UnsafeBuffer buffer = view(memory, lengthBytes(capacityWords));

        format(buffer, capacityWords);

        return new Lane(buffer, capacityWords, null);
    }

    /**
     * A lane that {@link #create} made in memory that the caller keeps mapped, perhaps in another process. Either end
     * goes on where the header says that it stopped.
     *
     * @throws IllegalArgumentException if the memory holds no lane of this version, or one that is damaged.
     */
    public static Lane wrap(final UnsafeBuffer memory)
    {
        final UnsafeBuffer header = view(memory, SLOTS_OFFSET);

        check(header.getLongAcquire(MAGIC_OFFSET) == MAGIC, "no lane: magic", header.getLong(MAGIC_OFFSET));
        check(header.getInt(VERSION_OFFSET) == VERSION, "unknown version", header.getInt(VERSION_OFFSET));

        final int capacityWords = header.getInt(CAPACITY_OFFSET);               // once: the file may change under us
        final UnsafeBuffer buffer = view(memory, lengthBytes(capacityWords));
        final long head = buffer.getLongAcquire(HEAD_OFFSET);
        final long backlog = buffer.getLongAcquire(TAIL_OFFSET) - head;
        final long completed = buffer.getLongAcquire(COMPLETED_OFFSET);

        check(head >= 0, "head is negative", head);
        check(backlog >= 0 && backlog <= capacityWords, "tail does not match head: backlog", backlog);
        check(completed >= 0, "completed is negative", completed);

        return new Lane(buffer, capacityWords, null);
    }

    /** Bytes that a lane of so many words takes, its header included. */
    public static int lengthBytes(final int capacityWords)
    {
        check(
            BitUtil.isPowerOfTwo(capacityWords) &&
                capacityWords >= CAPACITY_WORDS_MIN && capacityWords <= CAPACITY_WORDS_LIMIT,
            "capacity is not a power of two from " + CAPACITY_WORDS_MIN + " to " + CAPACITY_WORDS_LIMIT,
            capacityWords);

        return SLOTS_OFFSET + capacityWords * Long.BYTES;
    }

    /** The end for the one thread that offers. */
    public LaneProducer producer()
    {
        return producer;
    }

    /** The end for the one thread that drains. */
    public LaneConsumer consumer()
    {
        return consumer;
    }

    public int capacityWords()
    {
        return capacityWords;
    }

    /** Published words that are not drained yet, 0 to the capacity, whatever the header says. */
    public int backlogWords()
    {
        final long head = buffer.getLongOpaque(HEAD_OFFSET);                    // first, so that it is the older one
        final long backlog = buffer.getLongOpaque(TAIL_OFFSET) - head;

        return (int)Math.max(0, Math.min(backlog, capacityWords));
    }

    /** Words published since the lane was made. */
    public long publishedPosition()
    {
        return buffer.getLongOpaque(TAIL_OFFSET);
    }

    /** Words drained since the lane was made. */
    public long drainedPosition()
    {
        return buffer.getLongOpaque(HEAD_OFFSET);
    }

    /** Offers that the producer was refused because the lane was full. */
    public long refusedCount()
    {
        return buffer.getLongOpaque(REFUSED_OFFSET);
    }

    /** {@link CloseReason#OPEN} while the lane takes commands. */
    public CloseReason closeReason()
    {
        return CloseReason.of(buffer.getLongAcquire(CLOSED_OFFSET));            // pairs with LaneConsumer.close
    }

    /** Gives the memory back. Both ends throw {@link IndexOutOfBoundsException} afterwards; they must have stopped. */
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
