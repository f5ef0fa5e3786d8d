package org.gale.engine.gicv5;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests that the tables in RAM are the truth, also in the middle of a burst. Between two commands, a dump of RAM shows
 * each interrupt that was sent as pending, at the place that the formulas of the architecture give.
 */
@Tag("B-IST-4")
@Tag("B-SAV-9")
class RamTruthTest
{
    private static final int DEVICE_COUNT = 16;
    private static final int EVENTS_PER_DEVICE = 512;
    private static final int EVENT_COUNT = DEVICE_COUNT * EVENTS_PER_DEVICE;
    private static final int VM = 3;
    private static final int PENDING = 1;
    private static final int ENABLE = 8;

    @ParameterizedTest(name = "VM {0}, {1} id bits, ISTSZ {2}, L2SZ {3}, two levels {4}")
    @CsvSource({
        "3, 13, 0, 0, false", "3, 14, 1, 0, false", "3, 13, 2, 0, false", "3, 13, 0, 0, true", "3, 14, 1, 1, true",
        "3, 15, 2, 0, true", "3, 13, 0, 2, true", "-1, 14, 0, 0, false", "-1, 14, 2, 1, true",
    })
    void shouldShowEveryPendingInterruptInTheMiddleOfABurst(
        final int vmId, final int idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        final Ist ist = new Ist(Rig.RAM + 0x100_0000, idBits, istsz, l2sz, twoLevel, Rig.RAM + 0x110_0000);
        try (Rig rig = new Rig("min_lpi_id_bits=10"))
        {
            bringUp(rig, vmId, ist);
            final RandomSource random = new RandomSource(idBits * 9 + istsz * 3 + l2sz);
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[EVENT_COUNT * Long.BYTES]);
            final int[] lpiIds = new int[EVENT_COUNT];
            for (int i = 0; i < EVENT_COUNT; i++)
            {
                lpiIds[i] = random.below(EVENT_COUNT);
                frame.putLong(i << 3, Commands.msi(lpiIds[i] / EVENTS_PER_DEVICE, lpiIds[i] % EVENTS_PER_DEVICE, i));
            }
            final BitSet sent = new BitSet();
            int index = 0;
            while (index < EVENT_COUNT)
            {
                final int end = Math.min(EVENT_COUNT, index + random.between(1, 2_000));
                assertEquals(end << 3, rig.machine().apply(frame, index << 3, end << 3));
                while (index < end)
                {
                    sent.set(lpiIds[index++]);
                }

                assertRamShows(rig, ist, sent);
            }
            assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(vmId)));
            assertEquals(sent.cardinality(), rig.ledger(vmId).pending());
            assertEquals(EVENT_COUNT, rig.ledger(vmId).offered());
        }
    }

    private static void bringUp(final Rig rig, final int vmId, final Ist ist)
    {
        for (int id = 0; id < EVENT_COUNT; id += 2)
        {
            rig.ram().store(ist.entryAddress(id), 4, ENABLE);                   // half of them disabled (B-INT-2)
        }
        rig.enableIrs();
        if (vmId == Rig.PHYSICAL)
        {
            rig.physicalIst(ist);
        }
        else
        {
            rig.vmTable();
            rig.vm(VM, Rig.RAM + 0x90_0000, 1, ist, null);
        }
        rig.deviceTable();
        for (int device = 0; device < DEVICE_COUNT; device++)
        {
            rig.device(device);
            for (int event = 0; event < EVENTS_PER_DEVICE; event++)
            {
                rig.mapEvent(device, event, vmId, device * EVENTS_PER_DEVICE + event);
            }
        }
    }

    private static void assertRamShows(final Rig rig, final Ist ist, final BitSet sent)
    {
        for (int id = 0; id < EVENT_COUNT; id++)
        {
            final int expected = (id % 2 == 0 ? ENABLE : 0) | (sent.get(id) ? PENDING : 0);
            assertEquals(expected, rig.ram().load(ist.entryAddress(id), 4), "LPI " + id);
            if (ist.istsz() > 0)
            {
                assertEquals(0, rig.ram().load(ist.entryAddress(id) + 4, 4), "metadata of LPI " + id);
            }
        }
    }

    /**
     * Counts bits: each acknowledge takes one Pending out of RAM, and sets one Active, before the command has returned.
     */
    @ParameterizedTest(name = "by turns of {0}")
    @CsvSource({"0", "1", "7", "64", "300"})
    void shouldShowInterruptsThatAGuestHasTaken(final int budget)
    {
        final Ist ist = Ist.linear(Rig.RAM + 0x100_0000, 13);
        try (Rig rig = new Rig("min_lpi_id_bits=10"))
        {
            bringUp(rig, VM, ist);
            rig.enableGuest(0, 31);
            rig.enter(0, VM, 0);
            for (int id = 0; id < 2_000; id++)
            {
                rig.msi(id / EVENTS_PER_DEVICE, id % EVENTS_PER_DEVICE);
            }
            int next = 0;
            while (next < 2_000)
            {
                final int from = next;
                if (budget == 0)
                {
                    assertEquals(Rig.lpi(next), rig.acknowledge(0, Rig.VEL1));
                    assertEquals(ENABLE | 2, rig.ram().load(ist.entryAddress(next), 4));
                    rig.drop(0, Rig.VEL1);
                    rig.deactivate(0, Rig.VEL1, Rig.lpi(next));
                    next += 2;
                }
                else
                {
                    rig.turn(0, budget);
                    next += 2 * rig.outputs(Outputs.ACK).size();
                }
                for (int id = from; id < Math.min(2_000, next + 4); id += 2)
                {
                    assertEquals(id < next ? ENABLE : ENABLE | PENDING, rig.ram().load(ist.entryAddress(id), 4));
                }
            }
            assertEquals(1_000, rig.ledger(VM).delivered());
            assertEquals(1_000, rig.ledger(VM).pending());
            assertEquals(0, rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
            assertEquals(Intid.TYPE_LPI << 29 | 1, nextOwedOf(rig));
        }
    }

    private static int nextOwedOf(final Rig rig)
    {
        return rig.ledger(VM).isOwed(false, 0) ? 0 : rig.ledger(VM).isOwed(false, 1) ?
            Rig.lpi(1) : -1;
    }
}
