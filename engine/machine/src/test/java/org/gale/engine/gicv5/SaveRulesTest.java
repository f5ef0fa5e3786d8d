package org.gale.engine.gicv5;

import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of quiescence, as IRS_SAVE_VM_STATUSR shows it (B-SAV, M-QUIESCE). */
@Tag("M-QUIESCE")
class SaveRulesTest
{
    private static final int VM = 2;
    private static final int OTHER_VM = 3;
    private static final long S = 1L << 63;
    private static final long Q = 1L << 62;
    private static final int IDLE = 1;
    private static final int QUIESCENT = 3;

    private final Rig rig = new Rig("pes=1 min_lpi_id_bits=4");

    @BeforeEach
    void bringUp()
    {
        rig.vmTable();
        rig.vm(VM, Rig.RAM + 0x30_0000, 1, Ist.linear(Rig.RAM + 0x40_0000, 8), Ist.linear(Rig.RAM + 0x41_0000, 5));
        rig.simpleVm(OTHER_VM, 8);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldNotBeQuiescentWhileAVpeIsResident()
    {
        assertEquals(QUIESCENT, saved(S | Q));
        rig.enter(0, OTHER_VM, 0);
        assertEquals(QUIESCENT, status());
        rig.enter(0, VM, 0);
        assertEquals(IDLE, status());

        rig.leave(0, -1);

        assertEquals(QUIESCENT, status(), "a visit does not count");
    }

    @Tag("B-SAV-1")
    @Test
    void shouldShowQuiescenceOnlyIfAskedForIt()
    {
        assertEquals(IDLE, saved(S));
        assertEquals(QUIESCENT, saved(Q));
    }

    @Tag("B-SAV-4")
    @Test
    void shouldNotBeQuiescentAfterAVpeBecameValid()
    {
        assertEquals(QUIESCENT, saved(S | Q));
        rig.mapVpe(VM, 0);
        assertEquals(QUIESCENT, status(), "VPE 0 was valid before");

        rig.mapVpe(VM, 1);

        assertEquals(IDLE, status());
    }

    @Tag("B-SAV-4")
    @Test
    void shouldNotBeQuiescentAfterATableBecameInvalid()
    {
        assertEquals(QUIESCENT, saved(S | Q));
        rig.mapVist(OTHER_VM, Intid.TYPE_SPI, true);
        assertEquals(QUIESCENT, status(), "of another VM");

        rig.mapVist(VM, Intid.TYPE_SPI, true);
        assertEquals(IDLE, status());
        assertEquals(QUIESCENT, saved(S | Q));
        rig.mapVist(VM, Intid.TYPE_SPI, false);

        assertEquals(IDLE, status());
    }

    private int saved(final long actions)
    {
        rig.irsLong(Registers.IRS_SAVE_VMR, actions | VM);

        return status();
    }

    private int status()
    {
        return rig.irs(Registers.IRS_SAVE_VM_STATUSR);
    }
}
