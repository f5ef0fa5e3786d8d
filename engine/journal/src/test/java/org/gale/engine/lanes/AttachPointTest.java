package org.gale.engine.lanes;

import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class AttachPointTest
{
    private static final int CAPACITY = 16;

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {1, 2, 3, AttachPoint.LANE_LIMIT})
    void shouldGiveAsManyLanesAsItHas(final int count)
    {
        final AttachPoint point = new AttachPoint(count, CAPACITY, () -> 7);
        for (int i = 0; i < count; i++)
        {
            assertNotNull(point.attach());
        }

        assertNull(point.attach());
        assertEquals(count, point.laneLimit());
        assertEquals(count, point.attachedCount());
    }

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {-1, 0, AttachPoint.LANE_LIMIT + 1})
    void shouldRefuseANumberOfLanesOutOfRange(final int count)
    {
        assertEquals("lanes: " + count + " is not in 1 to 1024",
            assertThrows(IllegalArgumentException.class, () -> new AttachPoint(count, CAPACITY, () -> 7)).getMessage());
    }

    @Test
    void shouldRefuseLanesThatAreTooLongTogether()
    {
        assertEquals("lanes: 1024 of 262144 words are too long", assertThrows(IllegalArgumentException.class,
            () -> new AttachPoint(AttachPoint.LANE_LIMIT, 1 << 18, () -> 7)).getMessage());
    }

    /** Gives the lane back, and gives it once: two producers of one lane would overwrite each other. */
    @Test
    void shouldGiveALaneToOneThreadAtATime()
    {
        final AttachPoint point = new AttachPoint(1, CAPACITY, () -> 7);
        final LaneSet lanes = new LaneSet(0, List.of(point));
        for (int round = 1; round <= 3; round++)
        {
            final Attachment attachment = point.attach();
            assertNotNull(attachment);
            assertNull(point.attach());
            lanes.poll();
            attachment.detach();
            lanes.poll();
            lanes.poll();
            assertEquals(round, point.givenBackCount());
        }
        assertEquals(3, point.attachedCount());
        assertEquals(3, point.refusedCount());
    }

    /** Lays lanes of 896 bytes, which are seven cache line pairs, one behind the other. */
    @Test
    void shouldKeepItsLanesApartInTheMemoryOfItsCaller()
    {
        final UnsafeBuffer memory =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(3 * Lane.lengthBytes(CAPACITY), 128));
        final AttachPoint point = new AttachPoint(3, CAPACITY, () -> 7, memory);
        final Attachment[] attachments = {point.attach(), point.attach(), point.attach()};
        for (int i = 0; i < 3; i++)
        {
            attachments[i].producer().offer(Commands.msi(i, i, 0));
            attachments[i].producer().publish();
        }
        for (int i = 0; i < 3; i++)
        {
            assertEquals(Commands.msi(i, i, 0), memory.getLong(i * 896 + 768));
            assertEquals(1, memory.getLong(i * 896 + 128));
        }
    }

    @Test
    void shouldRefuseThreadsOnceItIsClosed()
    {
        final AttachPoint point = new AttachPoint(2, CAPACITY, () -> 7);
        final Attachment unseen = point.attach();
        point.close(CloseReason.AGENT_FAILED);
        point.close(CloseReason.FINISHED);

        assertNull(point.attach());
        assertEquals(1, point.refusedCount());
        assertEquals(CloseReason.AGENT_FAILED, unseen.producer().closeReason());
    }
}
