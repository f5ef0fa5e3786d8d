package org.gale.engine.gicv5;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.CandidateKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of stores of software into live interrupt state tables. */
@Tag("M-LIVE")
class LiveStoreTest
{
    private static final int PENDING = 1;
    private static final int ACTIVE = 2;
    private static final int LEVEL = 4;
    private static final int ENABLE = 8;
    private static final int CANDIDATE = PENDING | ENABLE;
    private static final int DOORBELL_LPI = 99;
    private static final int PRIORITY_SHIFT = 11;

    private final Rig rig = new Rig("pes=1 min_lpi_id_bits=5");
    private Ist lpis;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        lpis = rig.simpleVm(1, 8);
        rig.enableGuest(0, 31);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldNotRingForAPriorityThatAStoreReplaces()
    {
        rig.doorbell(1, 0, DOORBELL_LPI, 0, true);

        rig.store(lpis.entryAddress(5), 4, CANDIDATE | 31 << PRIORITY_SHIFT);

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Test
    void shouldRingForAPriorityThatAStoreGives()
    {
        rig.store(lpis.entryAddress(5), 4, CANDIDATE | 31 << PRIORITY_SHIFT);
        rig.doorbell(1, 0, DOORBELL_LPI, 0, true);
        assertEquals(0, rig.machine().outputs().doorbells());

        rig.store(lpis.entryAddress(5), 4, CANDIDATE);

        assertEquals(1, rig.machine().outputs().doorbells());
        assertEquals(PENDING, rig.entry(Rig.lpi(DOORBELL_LPI)));
    }

    @Test
    void shouldTakeAStoreAcrossTwoEntriesAsOneChange()
    {
        rig.doorbell(1, 0, DOORBELL_LPI, 0, true);

        rig.store(lpis.entryAddress(5) + 1, 8, 0x0000_f809_0000_f8L);

        assertEquals(CANDIDATE | 31 << PRIORITY_SHIFT, rig.entry(1, Rig.lpi(6)));
        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Test
    void shouldTakeARunOfBytesAsOneChange()
    {
        final byte[] bytes = new byte[48];
        for (int i = 2; i < bytes.length - 4; i += 4)
        {
            bytes[i] = CANDIDATE;
            bytes[i + 1] = (byte)(31 << PRIORITY_SHIFT >> 8);
        }
        rig.doorbell(1, 0, DOORBELL_LPI, 0, true);

        rig.write(lpis.entryAddress(5) - 2, bytes);

        assertEquals(CANDIDATE | 31 << PRIORITY_SHIFT, rig.entry(1, Rig.lpi(5)));
        assertEquals(CANDIDATE | 31 << PRIORITY_SHIFT, rig.entry(1, Rig.lpi(15)));
        assertEquals(0, rig.machine().outputs().doorbells());
    }

    /** Acknowledges a held level, which is owed nothing then; as a pending edge it will be acknowledged once more. */
    @Test
    void shouldOweAHeldLevelThatAStoreMakesAnEdge()
    {
        rig.enter(0, 1, 0);
        rig.store(lpis.entryAddress(5), 4, CANDIDATE | LEVEL);
        assertEquals(Rig.lpi(5), rig.acknowledge(0, Rig.VEL1));
        rig.drop(0, Rig.VEL1);

        rig.store(lpis.entryAddress(5), 4, CANDIDATE | ACTIVE);

        assertEquals(-1, rig.machine().irs().firstDifference(Rig.owner(1)));
        rig.deactivate(0, Rig.VEL1, Rig.lpi(5));
        assertEquals(Rig.lpi(5), rig.acknowledge(0, Rig.VEL1));
        assertEquals(Ledger.NONE, rig.ledger(1).invented());
        assertEquals(2, rig.ledger(1).delivered());
    }

    @Test
    void shouldCountAPendingThatAStoreTakesAwayAsWithdrawn()
    {
        rig.virtualPend(1, Rig.lpi(5), true);

        rig.store(lpis.entryAddress(5), 1, 0);

        assertEquals(1, rig.ledger(1).withdrawnCleared());
        assertEquals(-1, rig.machine().irs().firstDifference(Rig.owner(1)));
    }

    @Tag("M-QUIESCE")
    @Test
    void shouldStayQuiescentWhenAStoreChangesNothing()
    {
        rig.virtualPend(1, Rig.lpi(5), true);
        rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | 1);

        rig.store(lpis.entryAddress(5), 4, PENDING);
        assertEquals(3, rig.irs(Registers.IRS_SAVE_VM_STATUSR));

        rig.store(lpis.entryAddress(5), 4, 0);
        assertEquals(1, rig.irs(Registers.IRS_SAVE_VM_STATUSR));
    }

    @Test
    void shouldCheckEveryOwnerOfTheSameMemory()
    {
        rig.vm(2, Rig.RAM + 0x200_0000, 1, lpis, null);
        rig.enter(0, 2, 0);

        rig.store(lpis.entryAddress(5), 4, CANDIDATE);

        assertEquals(CANDIDATE, rig.entry(1, Rig.lpi(5)));
        assertEquals(Gicv5Machine.CANDIDATE_VALID | Rig.lpi(5), rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
        assertEquals(-1, rig.machine().irs().firstDifference(Rig.owner(1)));
        assertEquals(-1, rig.machine().irs().firstDifference(Rig.owner(2)));
        assertEquals(-1, rig.machine().irs().firstDifference(Rig.owner(Rig.PHYSICAL)));
    }
}
