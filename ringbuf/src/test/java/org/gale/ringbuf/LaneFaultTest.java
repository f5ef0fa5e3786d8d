package org.gale.ringbuf;

import static org.gale.ringbuf.LaneSupport.CAPACITY;
import static org.gale.ringbuf.LaneSupport.load;
import static org.gale.ringbuf.LaneSupport.memory;
import static org.gale.ringbuf.LaneSupport.msi;
import static org.gale.ringbuf.LaneSupport.ram;
import static org.gale.ringbuf.LaneSupport.store;
import static org.gale.ringbuf.LaneSupport.time;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of a hostile producer: in shared memory it may store anything anywhere, at any time, or die meanwhile. */
class LaneFaultTest
{
    private static final int ROUNDS = 20_000;

    private final UnsafeBuffer memory = memory(CAPACITY);
    private final LaneConsumer consumer = Lane.create(memory, CAPACITY).consumer();
    private final UnsafeBuffer dst = new UnsafeBuffer(new byte[2 * CAPACITY * Long.BYTES]);

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(longs = { 0, 14, 15 })
    void shouldFaultWhenNoCommandBeginsWithAWord(final long opcode)
    {
        put(0, msi(1), msi(2), opcode << 60, msi(3));
        publish(4);

        assertArrayEquals(new long[]{ msi(1), msi(2) }, LaneSupport.drain(consumer, CAPACITY));
        assertEquals(LaneFault.INVALID_WORD, consumer.fault());
        assertFaultStays(2);
    }

    @ParameterizedTest(name = "length {0}")
    @ValueSource(ints = { 0, 1, 2, 9, 15 })
    void shouldFaultWhenRamHasABadLength(final int words)
    {
        put(0, ram(words));
        publish(CAPACITY);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertEquals(LaneFault.INVALID_WORD, consumer.fault());
        assertFaultStays(0);
    }

    @Test
    void shouldFaultWhenTheTailCutsACommand()
    {
        put(0, time(1), 2, msi(3), ram(8));
        publish(10);

        assertArrayEquals(new long[]{ time(1), 2, msi(3) }, LaneSupport.drain(consumer, CAPACITY));
        assertEquals(LaneFault.CUT_COMMAND, consumer.fault());
        assertFaultStays(3);
    }

    @Test
    void shouldFaultWhenTheTailCutsTheFirstCommand()
    {
        put(0, load(1));
        publish(1);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertEquals(LaneFault.CUT_COMMAND, consumer.fault());
        assertFaultStays(0);
    }

    @Test
    void shouldFaultWhenATimeWouldBeRepeatedInFrontOfABadWord()
    {
        put(0, time(1), 2, 0);
        publish(2);
        assertEquals(2, consumer.drain(dst, 0, CAPACITY));

        publish(3);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertFaultStays(2);
    }

    @ParameterizedTest(name = "tail {0}")
    @ValueSource(longs = { -1, Long.MIN_VALUE, CAPACITY + 1, 1L << 32, Long.MAX_VALUE })
    void shouldFaultWhenTheTailIsOutOfRange(final long tail)
    {
        publish(tail);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertEquals(LaneFault.TAIL_OUT_OF_RANGE, consumer.fault());
        assertFaultStays(0);
    }

    @Test
    void shouldFaultWhenTheTailMovesBack()
    {
        put(0, msi(1), msi(2), msi(3));
        publish(3);
        assertEquals(3, consumer.drain(dst, 0, CAPACITY));

        publish(2);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertEquals(LaneFault.TAIL_OUT_OF_RANGE, consumer.fault());
    }

    @Test
    void shouldFaultAndDrainTheRestWhenTheTailMovesBackOverIt()
    {
        put(0, msi(1), msi(2), msi(3));
        publish(3);
        assertEquals(1, consumer.drain(dst, 0, 1));

        publish(2);

        assertArrayEquals(new long[]{ msi(2), msi(3) }, LaneSupport.drain(consumer, CAPACITY));
        assertEquals(LaneFault.TAIL_OUT_OF_RANGE, consumer.fault());
        assertFaultStays(3);
    }

    @Test
    void shouldStillDrainPublishedCommandsWhenTheTailGoesWild()
    {
        put(0, msi(1), msi(2), msi(3));
        publish(3);
        assertEquals(1, consumer.drain(dst, 0, 1));

        publish(Long.MAX_VALUE);

        assertArrayEquals(new long[]{ msi(2), msi(3) }, LaneSupport.drain(consumer, CAPACITY));
        assertFaultStays(3);
    }

    @Test
    void shouldNotTrustTheHeaderWhenItChangesUnderTheConsumer()
    {
        put(0, msi(1), msi(2), msi(3));
        publish(3);
        memory.putInt(LaneLayout.CAPACITY_OFFSET, 1 << 30);
        memory.putLong(LaneLayout.MAGIC_OFFSET, 0);
        memory.putLong(LaneLayout.HEAD_OFFSET, -5);

        assertArrayEquals(new long[]{ msi(1), msi(2), msi(3) }, LaneSupport.drain(consumer, CAPACITY));
        assertEquals(3, consumer.position());
    }

    @Test
    void shouldStayInsideTheLaneWhenTheHeadGoesWild()
    {
        final Lane lane = Lane.create(memory, CAPACITY);

        memory.putLong(LaneLayout.HEAD_OFFSET, Long.MAX_VALUE - CAPACITY);
        for (int i = 0; i < 4 * CAPACITY; i++)
        {
            lane.producer().offer(store(i), i, i);
        }

        assertEquals(LaneLayout.MAGIC, memory.getLong(LaneLayout.MAGIC_OFFSET));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = { 1, 2, 3 })
    void shouldNeverHangNorOverrunWhenSlotsAndTailsAreRandom(final long seed)
    {
        final RandomGenerator random = new SplittableRandom(seed);

        for (int round = 0; round < ROUNDS; round++)
        {
            final LaneConsumer victim = Lane.create(memory, CAPACITY).consumer();
            long tail = 0;

            for (int i = 0; i < CAPACITY; i++)
            {
                final long word = random.nextLong();
                memory.putLong(slotOffset(i), (word & 3) != 0 ? msi(word >>> 8) : word);
            }

            for (int i = 0; i < 8 && victim.fault() == LaneFault.NONE; i++)
            {
                tail += (random.nextLong() & 7) == 0 ? random.nextLong() : random.nextLong() & 7;
                publish(tail);
                assertWholeCommands(victim, (int)random.nextLong() & 31, "seed=" + seed + ", round=" + round);
            }
        }
    }

    private void assertWholeCommands(final LaneConsumer victim, final int wordLimit, final String context)
    {
        final long before = victim.position();
        final int written = victim.drain(dst, 0, wordLimit);
        int walked = 0;

        assertTrue(written >= LaneConsumer.LANE_FAULT && written <= wordLimit, context);
        assertTrue(victim.position() - before <= Math.max(0, written), context);
        while (walked < written)
        {
            final int length = CommandWord.length(dst.getLong(walked * Long.BYTES));

            assertTrue(length > 0, context);
            walked += length;
        }

        assertEquals(Math.max(0, written), walked, context);
    }

    private void assertFaultStays(final long position)
    {
        final LaneFault found = consumer.fault();

        for (int i = 0; i < CAPACITY; i++)
        {
            memory.putLong(slotOffset(i), msi(i));
        }
        publish(position + 1);

        assertEquals(LaneConsumer.LANE_FAULT, consumer.drain(dst, 0, CAPACITY));
        assertEquals(found, consumer.fault());
        assertEquals(position, consumer.position());
    }

    private void put(final int slotIndex, final long... words)
    {
        for (int i = 0; i < words.length; i++)
        {
            memory.putLong(slotOffset(slotIndex + i), words[i]);
        }
    }

    private void publish(final long tail)
    {
        memory.putLongRelease(LaneLayout.TAIL_OFFSET, tail);
    }

    private static int slotOffset(final int slotIndex)
    {
        return LaneLayout.SLOTS_OFFSET + (slotIndex * Long.BYTES);
    }
}
