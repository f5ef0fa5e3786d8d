package org.gale.ringbuf;

import static org.gale.ringbuf.LaneSupport.CAPACITY;
import static org.gale.ringbuf.LaneSupport.memory;
import static org.gale.ringbuf.LaneSupport.msi;
import static org.gale.ringbuf.LaneSupport.time;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest
{
    @Test
    void shouldBeEmptyAndOpenWhenAllocated()
    {
        try (Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT))
        {
            assertEquals(64 * 1024, lane.capacityWords());
            assertEquals(0, lane.backlogWords());
            assertEquals(0, lane.publishedPosition());
            assertEquals(0, lane.drainedPosition());
            assertEquals(0, lane.refusedCount());
            assertEquals(CloseReason.OPEN, lane.closeReason());
            assertEquals(LaneFault.NONE, lane.consumer().fault());
            assertFalse(lane.producer().isClosed());
        }
    }

    @ParameterizedTest(name = "{0} words")
    @ValueSource(ints = { Integer.MIN_VALUE, -16, 0, 1, 8, 17, 24, 100_000, 128 * 1024 * 1024, Integer.MAX_VALUE })
    void shouldRefuseACapacityWhenItIsNoPowerOfTwoInRange(final int capacityWords)
    {
        assertThrows(IllegalArgumentException.class, () -> Lane.allocate(capacityWords));
        assertThrows(IllegalArgumentException.class, () -> Lane.lengthBytes(capacityWords));
    }

    @ParameterizedTest(name = "{0} words")
    @ValueSource(ints = { Lane.CAPACITY_WORDS_MIN, 1024, Lane.CAPACITY_WORDS_LIMIT })
    void shouldReportItsLengthWhenTheCapacityIsAPowerOfTwo(final int capacityWords)
    {
        assertEquals(768 + (capacityWords * 8), Lane.lengthBytes(capacityWords));
    }

    @Test
    void shouldClearTheMemoryWhenCreated()
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        memory.setMemory(0, memory.capacity(), (byte)-1);

        final Lane lane = Lane.create(memory, CAPACITY);

        assertEquals(0, lane.backlogWords());
        assertEquals(0, lane.refusedCount());
        assertEquals(CloseReason.OPEN, lane.closeReason());
        assertTrue(lane.producer().offer(msi(1)));
    }

    @Test
    void shouldRefuseMemoryWhenItIsTooShort()
    {
        final UnsafeBuffer memory = new UnsafeBuffer(memory(CAPACITY), 0, Lane.lengthBytes(CAPACITY) - 1);

        assertThrows(IllegalArgumentException.class, () -> Lane.create(memory, CAPACITY));
        assertThrows(IllegalArgumentException.class, () -> Lane.wrap(new UnsafeBuffer(memory, 0, 8)));
    }

    @Test
    void shouldRefuseMemoryWhenItIsNotAligned()
    {
        final UnsafeBuffer twice = memory(2 * CAPACITY);
        final UnsafeBuffer memory = new UnsafeBuffer();
        memory.wrap(twice.addressOffset() + 4, Lane.lengthBytes(CAPACITY));

        assertThrows(IllegalArgumentException.class, () -> Lane.create(memory, CAPACITY));
        assertEquals(0, twice.getLong(0));                                      // and keeps the memory reachable
    }

    @Test
    void shouldRefuseMemoryWhenItIsOnTheHeap()
    {
        final UnsafeBuffer memory = new UnsafeBuffer(new byte[Lane.lengthBytes(CAPACITY)]);

        assertThrows(IllegalArgumentException.class, () -> Lane.create(memory, CAPACITY));
        assertThrows(IllegalArgumentException.class, () -> Lane.wrap(memory));
    }

    @Test
    void shouldContinueWhereItStoppedWhenWrapped()
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        final UnsafeBuffer dst = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);
        final Lane made = Lane.create(memory, CAPACITY);
        made.producer().offer(time(1), 7);
        made.producer().offer(msi(1));
        made.producer().publish();
        made.consumer().drain(dst, 0, 2);
        made.consumer().complete(2);

        final Lane lane = Lane.wrap(memory);

        assertEquals(CAPACITY, lane.capacityWords());
        assertEquals(3, lane.producer().position());
        assertEquals(2, lane.producer().completed());
        assertEquals(2, lane.consumer().position());
        assertEquals(1, lane.backlogWords());
        assertEquals(1, lane.consumer().drain(dst, 0, CAPACITY));
        assertEquals(msi(1), dst.getLong(0));
    }

    @Test
    @Tag("P10")
    void shouldContinueToCountRefusalsWhenWrapped()
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        final LaneProducer producer = Lane.create(memory, CAPACITY).producer();
        for (int i = 0; i < CAPACITY + 3; i++)
        {
            producer.offer(msi(i));
        }
        producer.publish();

        final Lane lane = Lane.wrap(memory);
        final boolean taken = lane.producer().offer(msi(0));

        assertFalse(taken);
        assertEquals(4, lane.refusedCount());
    }

    @Test
    void shouldRefuseALaneWhenItsHeaderIsDamaged()
    {
        refusesHeader(LaneLayout.MAGIC_OFFSET, 0);
        refusesHeader(LaneLayout.MAGIC_OFFSET, LaneLayout.MAGIC + 1);
        refusesHeader(LaneLayout.VERSION_OFFSET, version(LaneLayout.VERSION + 1, CAPACITY));
        refusesHeader(LaneLayout.VERSION_OFFSET, version(0, CAPACITY));
        refusesHeader(LaneLayout.VERSION_OFFSET, version(LaneLayout.VERSION, 0));
        refusesHeader(LaneLayout.VERSION_OFFSET, version(LaneLayout.VERSION, CAPACITY + 1));
        refusesHeader(LaneLayout.VERSION_OFFSET, version(LaneLayout.VERSION, 2 * CAPACITY));
        refusesHeader(LaneLayout.VERSION_OFFSET, version(LaneLayout.VERSION, Integer.MIN_VALUE));
        refusesHeader(LaneLayout.HEAD_OFFSET, 1);
        refusesHeader(LaneLayout.HEAD_OFFSET, -1);
        refusesHeader(LaneLayout.HEAD_OFFSET, Long.MIN_VALUE);
        refusesHeader(LaneLayout.TAIL_OFFSET, -1);
        refusesHeader(LaneLayout.TAIL_OFFSET, CAPACITY + 1);
        refusesHeader(LaneLayout.TAIL_OFFSET, Long.MAX_VALUE);
        refusesHeader(LaneLayout.COMPLETED_OFFSET, -1);
    }

    @Test
    void shouldReportTheBacklogWhenTheTailIsWild()
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        final Lane lane = Lane.create(memory, CAPACITY);

        memory.putLong(LaneLayout.TAIL_OFFSET, Long.MAX_VALUE);
        assertEquals(CAPACITY, lane.backlogWords());

        memory.putLong(LaneLayout.TAIL_OFFSET, Long.MIN_VALUE);
        assertEquals(0, lane.backlogWords());
    }

    @Test
    void shouldReportUnknownWhenTheCloseReasonIsNotOurs()
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        final Lane lane = Lane.create(memory, CAPACITY);

        memory.putLong(LaneLayout.CLOSED_OFFSET, 1L << 40);

        assertEquals(CloseReason.UNKNOWN, lane.closeReason());
        assertTrue(lane.producer().isClosed());
    }

    @Test
    void shouldThrowAndNotTouchFreedMemoryWhenUsedAfterClose()
    {
        final Lane lane = Lane.allocate(CAPACITY);
        final LaneProducer producer = lane.producer();
        final LaneConsumer consumer = lane.consumer();
        final UnsafeBuffer dst = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);

        lane.close();
        lane.close();

        assertThrows(IndexOutOfBoundsException.class, () -> producer.offer(msi(0)));
        assertThrows(IndexOutOfBoundsException.class, producer::publish);
        assertThrows(IndexOutOfBoundsException.class, () -> consumer.drain(dst, 0, CAPACITY));
        assertThrows(IndexOutOfBoundsException.class, lane::backlogWords);
    }

    @Test
    void shouldLeaveTheMemoryToItsOwnerWhenAWrappedLaneIsClosed()
    {
        final UnsafeBuffer memory = memory(CAPACITY);

        Lane.create(memory, CAPACITY).close();

        assertEquals(LaneLayout.MAGIC, memory.getLong(LaneLayout.MAGIC_OFFSET));
    }

    @Test
    void shouldCarryCommandsWhenTheTwoEndsMapAFile(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("lane");
        final MappedByteBuffer agentMap = map(file, Lane.lengthBytes(CAPACITY));
        final MappedByteBuffer otherMap = map(file, Lane.lengthBytes(CAPACITY));

        try
        {
            final Lane agent = Lane.create(new UnsafeBuffer((ByteBuffer)agentMap), CAPACITY);
            final Lane other = Lane.wrap(new UnsafeBuffer((ByteBuffer)otherMap));
            other.producer().offer(time(5), 6);
            other.producer().offer(msi(9));
            other.producer().publish();

            final long[] drained = LaneSupport.drain(agent.consumer(), CAPACITY);
            agent.consumer().complete(agent.consumer().position());
            agent.consumer().close(CloseReason.FINISHED);

            assertArrayEquals(new long[]{ time(5), 6, msi(9) }, drained);
            assertEquals(3, other.producer().completed());
            assertEquals(CloseReason.FINISHED, other.producer().closeReason());
        }
        finally
        {
            IoUtil.unmap(agentMap);
            IoUtil.unmap(otherMap);
        }
    }

    private static MappedByteBuffer map(final Path file, final int lengthBytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes);
        }
    }

    private static void refusesHeader(final int offset, final long value)
    {
        final UnsafeBuffer memory = memory(CAPACITY);
        Lane.create(memory, CAPACITY);
        Lane.wrap(memory);
        memory.putLong(offset, value);

        assertThrows(IllegalArgumentException.class, () -> Lane.wrap(memory), "offset=" + offset + ", value=" + value);
    }

    private static long version(final int version, final int capacityWords)
    {
        return (version & 0xFFFF_FFFFL) | ((long)capacityWords << 32);
    }
}
