package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.DirectLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the commands of an operator of two VMs of three vCPUs, each on a CPU of its number. The pool has two vPEIDs.
 * Each VM has two devices of four events. Draws are given, and the bounds that they have are noted.
 */
class OperatorDraftTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(3).devices(2).events(4).untimed().countLimit(1).build();
    private static final int AT = 24;
    private static final int CPU_MOVE = 0;
    private static final int EVENT_MOVE = 1;

    private final V4Rig rig = new V4Rig("cpus=6 lpi_bits=14 vpeid_bits=1");
    private final OperatorDraft draft =
        new OperatorDraft(Topology.of(CONFIG, DirectLayout.FIRST_VINTID), rig.machine().queries());
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512]);
    private final List<Integer> bounds = new ArrayList<>();

    @BeforeEach
    void bringUp()
    {
        for (int vm = 0; vm < 2; vm++)
        {
            rig.line("create_vm 3");
            for (int vcpu = 0; vcpu < 3; vcpu++)
            {
                rig.lines("load " + vm + ' ' + vcpu + ' ' + (3 * vm + vcpu));
            }
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldBeEmptyBeforeAnythingIsDrawn()
    {
        assertTrue(draft.isEmpty());
        assertFalse(draft.hasBegin());
        assertFalse(draft.hasMove());
        assertEquals(List.of(), written());
    }

    @Test
    void shouldDrawAStep()
    {
        draft.step();

        assertFalse(draft.isEmpty());
        assertFalse(draft.hasBegin());
        assertFalse(draft.hasMove());
        assertEquals(List.of("STEP"), written());
    }

    @Test
    void shouldToggleTheVcpuThatIsDrawn()
    {
        rig.lines("enable 1 2");

        draft.toggle(draws(1, 2));
        assertTrue(draft.hasBegin());
        assertEquals(List.of("BEGIN_DISABLE 1 2"), written());
        draft.clear();
        assertFalse(draft.hasBegin());
        draft.toggle(draws(0, 1));

        assertTrue(draft.hasBegin());
        assertEquals(List.of("BEGIN_ENABLE 0 1"), written());
        assertEquals(List.of(2, 3, 2, 3), bounds);
        assertEquals(0, draft.refused());
    }

    @Test
    void shouldCountAToggleThatFindsNoVpeIdAndBeginsNothing()
    {
        rig.lines("enable 0 0", "enable 0 1");

        draft.toggle(draws(0, 2));

        assertFalse(draft.hasBegin());
        assertEquals(1, draft.refused());
        assertEquals(List.of("BEGIN_ENABLE 0 2"), written());
        assertEquals("OK -ENOSPC", rig.line("begin enable 0 2"));
    }

    @Test
    void shouldDisableADirectVcpuWhenAllVpeIdsAreUsed()
    {
        rig.lines("enable 0 0", "enable 0 1");

        draft.toggle(draws(0, 1));

        assertTrue(draft.hasBegin());
        assertEquals(0, draft.refused());
        assertEquals(List.of("BEGIN_DISABLE 0 1"), written());
    }

    /** LPI 6 of VM 1 is event 2 of its second device, which is device 3 of all. */
    @Test
    void shouldMoveTheEventOfALpi()
    {
        draft.move(draws(1, 2, EVENT_MOVE, 6));

        assertTrue(draft.hasMove());
        assertFalse(draft.hasBegin());
        assertEquals(List.of("MOVE 1 3 2 2"), written());
        assertEquals(List.of(2, 3, 4, 8), bounds);
    }

    @Test
    void shouldExchangeTheCpusOfTwoVcpus()
    {
        draft.move(draws(1, 0, CPU_MOVE, 2));

        assertTrue(draft.hasMove());
        assertEquals(List.of("PUT 1 0", "PUT 1 2", "LOAD 1 0 5", "LOAD 1 2 3"), written());
        assertEquals(List.of(2, 3, 4, 3), bounds);
    }

    /** Nothing that was drawn is applied: the machine still has the vCPUs on the CPUs of their numbers. */
    @Test
    void shouldExchangeTheCpusThatWereDrawnLast()
    {
        draft.move(draws(1, 0, CPU_MOVE, 2));
        draft.clear();
        draft.move(draws(1, 1, CPU_MOVE, 0));
        assertEquals(List.of("PUT 1 1", "PUT 1 0", "LOAD 1 1 5", "LOAD 1 0 4"), written());
        draft.clear();

        draft.move(draws(0, 1, CPU_MOVE, 2));

        assertEquals(List.of("PUT 0 1", "PUT 0 2", "LOAD 0 1 2", "LOAD 0 2 1"), written());
    }

    @Test
    void shouldMoveNothingWhenAVcpuIsDrawnTwice()
    {
        draft.move(draws(1, 2, CPU_MOVE, 2));

        assertTrue(draft.hasMove());
        assertTrue(draft.isEmpty());
        assertEquals(List.of(), written());
    }

    @Test
    void shouldForgetWhatAFrameHasTaken()
    {
        draft.move(draws(1, 2, EVENT_MOVE, 6));

        draft.clear();

        assertTrue(draft.isEmpty());
        assertFalse(draft.hasMove());
        assertEquals(List.of(), written());
    }

    @Test
    void shouldWriteWhatFitsExactly()
    {
        draft.step();

        assertEquals(AT + 16, draft.write(frame, AT, AT + 16));
        assertEquals(List.of("STEP"), V4Texts.of(frame, AT, AT + 16));
    }

    @Test
    void shouldWriteNothingWithoutRoomForAllOfIt()
    {
        draft.step();

        assertEquals(AT, draft.write(frame, AT, AT + 15));
        assertEquals(0, frame.getLong(AT));
        assertFalse(draft.isEmpty());
    }

    private IntUnaryOperator draws(final int... numbers)
    {
        final int first = bounds.size();

        return bound ->
        {
            bounds.add(bound);

            return numbers[bounds.size() - first - 1];
        };
    }

    private List<String> written()
    {
        return V4Texts.of(frame, AT, draft.write(frame, AT, frame.capacity()));
    }
}
