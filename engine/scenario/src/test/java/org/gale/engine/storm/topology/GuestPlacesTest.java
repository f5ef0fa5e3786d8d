package org.gale.engine.storm.topology;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of places of guests, 3 VMs with 2 VPEs on 8 PEs, and of 1 VM whose guests have timers. */
class GuestPlacesTest
{
    private static final int BEGIN = 64;
    private static final long OTHER_FAMILY = 3L << 48;

    private final Topology topology = Topology.of(StormConfigs.begin().vms(3).vpes(2).pes(8).build());
    private final GuestPlaces places = new GuestPlaces(topology);
    private final TimerPlaces timers =
        new TimerPlaces(Topology.of(StormConfigs.begin().vms(1).vpes(2).pes(3).build()));
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
    private int end = BEGIN;

    private GuestPlacesTest run(final int vm, final int vcpu, final int pe)
    {
        end = KvmVerb.RUN.encode(frame, end, 0, vm, vcpu, pe);

        return this;
    }

    private GuestPlacesTest turn(final int pe)
    {
        frame.putLong(end, Commands.turn(pe, 1));
        end += Long.BYTES;

        return this;
    }

    private boolean apply(final GuestPlaces to, final long nowNs)
    {
        final boolean isEntered = to.scheduled(frame, BEGIN, end, nowNs);
        end = BEGIN;

        return isEntered;
    }

    private List<Integer> timersOn(final int... pes)
    {
        return IntStream.of(pes).map(timers::timerOn).boxed().toList();
    }

    @Test
    void shouldBeginVmByVm()
    {
        assertEquals(List.of(0, 0, 1, 1, 2, 2, -1, -1), IntStream.range(0, 8).mapToObj(places::vmOf).toList());
        assertEquals(List.of(0, 1, 2, 3, 4, 5, -1, -1), IntStream.range(0, 8).mapToObj(places::vcpuOn).toList());
        assertEquals(0, places.sinceNs(3));
    }

    @Test
    void shouldMoveGuestsThatAreEntered()
    {
        assertTrue(turn(0).run(2, 1, 7).turn(7).run(1, 0, 0).apply(places, 123));

        assertEquals(List.of(1, 0, 1, 1, 2, 2, -1, 2), IntStream.range(0, 8).mapToObj(places::vmOf).toList());
        assertEquals(List.of(2, 1, 2, 3, 4, 5, -1, 5), IntStream.range(0, 8).mapToObj(places::vcpuOn).toList());
        assertEquals(List.of(123L, 0L, 0L, 0L, 0L, 0L, 0L, 123L),
            IntStream.range(0, 8).mapToObj(places::sinceNs).toList());
    }

    @Test
    void shouldLeaveGuestsWhereNoneIsEntered()
    {
        end = KvmVerb.EXIT.encode(frame, end, 0, 2, 1, 0);
        final int other = end;
        run(2, 1, 1);
        frame.putLong(other, frame.getLong(other) ^ OTHER_FAMILY);
        final int load = end;
        run(2, 1, 2);
        frame.putLong(load, frame.getLong(load) ^ ((long)(CommandWord.HOST ^ CommandWord.LOAD) << 60));

        assertFalse(apply(places, 123));
        assertFalse(apply(places, 456), "an empty frame");
        assertEquals(List.of(0, 1, 2), IntStream.range(0, 3).mapToObj(places::vcpuOn).toList());
        assertEquals(List.of(0L, 0L, 0L), IntStream.range(0, 3).mapToObj(places::sinceNs).toList());
    }

    @Test
    void shouldFindTheGuestThatTookItsTimerBeforeAnother()
    {
        assertTrue(run(0, 1, 0).turn(0).apply(timers, 100));
        assertTrue(run(0, 0, 0).turn(0).apply(timers, 200));

        assertEquals(List.of(1), timersOn(0));
        assertEquals(100, timers.timerSinceNs());
        assertEquals(List.of(0), timersOn(0));
        assertEquals(200, timers.timerSinceNs());
    }

    @Test
    void shouldFindTheGuestOfAPeWhereNoTurnIsLeft()
    {
        for (int i = 0; i < 2; i++)
        {
            assertFalse(turn(0).turn(0).apply(timers, 0));
            assertEquals(List.of(0, 0), timersOn(0, 0));
        }
        assertTrue(run(0, 1, 0).apply(timers, 300));

        assertEquals(List.of(1, -1), timersOn(0, 2), "turns of the guest before were taken");
    }

    @Test
    void shouldPassTurnsOfOtherPes()
    {
        assertTrue(turn(0).run(0, 1, 2).turn(1).turn(2).run(0, 0, 2).turn(0).apply(timers, 100));

        assertEquals(List.of(1), timersOn(2), "those of PEs 0 and 1 took nothing");
        assertEquals(100, timers.timerSinceNs());
        assertEquals(List.of(0, 0), timersOn(0, 2));
        assertEquals(0, timers.timerSinceNs(), "the guest of PE 0 was there from the start");
    }

    @Test
    void shouldKeepTwoTurnsForEachGuest()
    {
        assertFalse(turn(0).apply(timers, 0));
        assertEquals(List.of(0), timersOn(0));
        assertTrue(run(0, 0, 0).turn(0).run(0, 1, 0).turn(0).apply(timers, 100));
        assertTrue(run(0, 0, 0).turn(0).run(0, 1, 0).turn(0).run(0, 0, 0).apply(timers, 200));

        assertEquals(List.of(0, 1, 0, 1, 0), timersOn(0, 0, 0, 0, 0));
    }

    @Test
    void shouldForgetTurnsWhoseOutputsWereRead()
    {
        assertTrue(run(0, 1, 0).turn(0).apply(timers, 100));
        timers.told();
        assertTrue(run(0, 0, 0).apply(timers, 200));
        assertEquals(List.of(0), timersOn(0));

        assertTrue(run(0, 1, 0).turn(0).apply(timers, 300));
        assertTrue(run(0, 0, 0).apply(timers, 400));
        assertEquals(List.of(1, 0), timersOn(0, 0), "they were read once");
        assertEquals(300, timers.timerSinceNs());
    }
}
