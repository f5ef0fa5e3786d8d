package org.gale.engine.gicv5;

import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.InterruptQueries.VpeState;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what an IRS tells of its VMs, VPEs and tables to those who look into it. */
class IrsQueriesTest
{
    private static final int VM = 3;
    private static final int NO_VM = 4;
    private static final long VPET = Rig.RAM + 0x100_0000 + VM * 0x10_0000L;

    private final Rig rig = new Rig("pes=2 min_lpi_id_bits=4");
    private final InterruptQueries queries = InterruptQueries.of(rig.machine());

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
        rig.simpleVm(VM, 8);
        rig.enableGuest(1, 31);
        rig.enter(1, VM, 2);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldNameTheValidVms()
    {
        assertTrue(queries.isVmValid(VM));
        assertFalse(queries.isVmValid(NO_VM));
        assertFalse(queries.isVmValid(-1));
        assertEquals(VM, queries.nextVm(0));
        assertEquals(VM, queries.nextVm(-5));
        assertEquals(VM, queries.nextVm(VM));
        assertEquals(-1, queries.nextVm(VM + 1));
        assertEquals(-1, queries.nextVm(Integer.MAX_VALUE));
    }

    @Test
    void shouldNameTheValidVpes()
    {
        assertEquals(4, queries.vpeLimit(VM));
        assertEquals(0, queries.vpeLimit(NO_VM));
        assertEquals(0, queries.nextVpe(VM, -1));
        assertEquals(3, queries.nextVpe(VM, 3));
        assertEquals(-1, queries.nextVpe(VM, 4));
        assertEquals(-1, queries.nextVpe(NO_VM, 0));
    }

    @Test
    void shouldSayWhereTheirEntriesLie()
    {
        assertEquals(Rig.VMT + VM * 32L, queries.vmteAddress(VM));
        assertEquals(Rig.VMT + NO_VM * 32L, queries.vmteAddress(NO_VM));
        assertEquals(-1, queries.vmteAddress(256));
        assertEquals(VPET, queries.vpeteAddress(VM, 0));
        assertEquals(VPET + 3 * 8, queries.vpeteAddress(VM, 3));
        assertEquals(-1, queries.vpeteAddress(VM, 4));
        assertEquals(-1, queries.vpeteAddress(VM, -1));
        assertEquals(-1, queries.vpeteAddress(NO_VM, 0));
    }

    @Test
    void shouldShowTheStateOfAVpe()
    {
        final long doorbell = 5L | 7L << 32 | 1L << 62 | 1L << 63;
        rig.doorbell(VM, 1, 5, 7, true);
        rig.virtualPend(VM, Rig.lpi(9), true);

        assertEquals(new VpeState(2, 1, 0, false, Candidate.NONE), queries.vpe(VM, 2));
        final VpeState away = queries.vpe(VM, 1);
        assertEquals(-1, away.residentPe());
        assertEquals(doorbell, away.doorbell());
        assertNull(queries.vpe(VM, 4));
        assertNull(queries.vpe(NO_VM, 0));
    }

    @Test
    void shouldShowWhatIsResidentOnAPe()
    {
        assertEquals(Rig.owner(VM), queries.residentOwner(1));
        assertEquals(2, queries.residentVpe(1));
        assertEquals(-1, queries.residentVpe(0));
    }

    @Test
    void shouldShowTheDoorbellOfAVm()
    {
        rig.irs(Registers.IRS_VM_SELR, VM);
        rig.irsLong(Registers.IRS_VM_DBR, 1L << 63 | 2);

        assertEquals(1L << 63 | 2, queries.vmDoorbell(VM));
        assertEquals(0, queries.vmDoorbell(NO_VM));
    }

    @Test
    void shouldHandOutTheTablesThatAreValid()
    {
        assertEquals(256, queries.table(Rig.owner(VM), Intid.TYPE_LPI).shape().entryCount());
        assertEquals(64, queries.table(Rig.owner(VM), Intid.TYPE_SPI).shape().entryCount());
        assertNull(queries.table(Rig.owner(VM), Intid.TYPE_PPI));
        assertNull(queries.table(Rig.owner(NO_VM), Intid.TYPE_LPI));
        assertNull(queries.table(Rig.owner(Rig.PHYSICAL), Intid.TYPE_LPI));
        assertNotNull(queries.table(Rig.owner(Rig.PHYSICAL), Intid.TYPE_SPI));
    }

    @Test
    void shouldShowTheEntryOfAnInterrupt()
    {
        rig.virtualPend(VM, Rig.lpi(9), true);

        assertEquals(1, queries.entry(Rig.owner(VM), Rig.lpi(9)));
        assertEquals(0, queries.entry(Rig.owner(VM), Rig.lpi(8)));
        assertEquals(-1, queries.entry(Rig.owner(VM), Rig.lpi(256)));
        assertEquals(-1, queries.entry(Rig.owner(NO_VM), Rig.lpi(9)));
    }
}
