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

    @Test
    void shouldTakeAStoreIntoThePhysicalTable()
    {
        rig.enableCpu(0, 31);

        rig.store(Rig.RAM + 0x10_0000 + 5 * 4, 4, CANDIDATE);

        assertEquals(Rig.lpi(5), rig.acknowledge(0, Rig.EL1));
    }

    @Test
    void shouldTakeAStoreIntoTheSpisOfAVm()
    {
        rig.enter(0, 1, 0);

        rig.store(Rig.RAM + 0x110_1000 + 5 * 4, 4, CANDIDATE);

        assertEquals(Rig.spi(5), rig.acknowledge(0, Rig.VEL1));
    }

    @Test
    void shouldTakeTheFirstWordOfALongEntryAlone()
    {
        final Ist longEntries = new Ist(Rig.RAM + 0x60_0000, 8, 2, 0, false, 0);
        rig.vm(2, Rig.RAM + 0x61_0000, 1, longEntries, null);
        rig.enter(0, 2, 0);

        rig.store(longEntries.entryAddress(5) + 4, 8, CANDIDATE | (long)CANDIDATE << 32);
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));

        final byte[] bytes = new byte[48];
        bytes[0] = CANDIDATE;
        bytes[32] = CANDIDATE;
        bytes[36] = CANDIDATE;
        rig.write(longEntries.entryAddress(6), bytes);
        assertEquals(Rig.lpi(6), rig.acknowledge(0, Rig.VEL1));
        rig.drop(0, Rig.VEL1);
        assertEquals(Rig.lpi(8), rig.acknowledge(0, Rig.VEL1));
        rig.drop(0, Rig.VEL1);
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));
    }

    @Test
    void shouldForgetEachCandidateThatARunOfBytesTakesAway()
    {
        rig.enter(0, 1, 0);
        for (int id = 5; id < 8; id++)
        {
            rig.store(lpis.entryAddress(id), 4, CANDIDATE | id << PRIORITY_SHIFT);
        }

        rig.write(lpis.entryAddress(5), new byte[12]);

        assertEquals(0, rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
        assertEquals(3, rig.ledger(1).withdrawnCleared());
        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(1)));
    }

    @Test
    void shouldStoreEachByteOfARunOfAnyLength()
    {
        final byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

        rig.write(Rig.RAM + 0x70_0000, bytes);

        assertEquals(0x0807_0605_0403_0201L, rig.load(Rig.RAM + 0x70_0000, 8));
        assertEquals(0x0f_0e0d_0c0b_0a09L, rig.load(Rig.RAM + 0x70_0008, 8));
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

        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(1)));
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
        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(1)));
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
        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(1)));
        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(2)));
        assertEquals(-1, rig.machine().irs().accounts().firstDifference(Rig.owner(Rig.PHYSICAL)));
    }
}
