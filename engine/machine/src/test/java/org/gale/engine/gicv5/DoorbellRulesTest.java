package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of doorbells (B-DB): each condition of the predicate by itself, and all the ways in which it can come true. */
class DoorbellRulesTest
{
    private static final int VM = 1;
    private static final int VPE = 2;
    private static final int DOORBELL = 99;
    private static final int LPI = Rig.lpi(5);

    private final Rig rig = new Rig("pes=2 min_lpi_id_bits=4");
    private Ist lpis;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        lpis = rig.simpleVm(VM, 8);
        rig.vd(GicInstruction.VDAFF, VM, LPI, (long)VPE << 48);
        rig.vd(GicInstruction.VDPRI, VM, LPI, 8L << 59);
        rig.doorbell(VM, VPE, DOORBELL, 31, false);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    /**
     * Sets all conditions but one, without a ring. Then the last one comes to hold: the doorbell rings in that command.
     */
    @Tag("B-DB-1")
    @Tag("B-DB-2")
    @ParameterizedTest(name = "{0} last")
    @ValueSource(strings = {
        "PENDING", "ENABLE", "PRIORITY", "TARGET", "INACTIVE", "REQUEST", "MASK", "DBV", "LEAVE", "TABLE", "STORE",
    })
    void shouldRingWhenTheLastConditionComesToHold(final String last)
    {
        set("PENDING", !last.equals("PENDING"));
        set("ENABLE", !last.equals("ENABLE"));
        set("PRIORITY", !last.equals("PRIORITY"));
        set("TARGET", !last.equals("TARGET"));
        set("INACTIVE", !last.equals("INACTIVE"));
        set("TABLE", !last.equals("TABLE"));
        if (last.equals("STORE"))
        {
            set("STORE", false);
        }
        final boolean asked = !List.of("REQUEST", "MASK", "DBV", "LEAVE").contains(last);
        if (last.equals("LEAVE"))
        {
            rig.enter(0, VM, VPE);
        }
        else if (asked)
        {
            rig.doorbell(VM, VPE, DOORBELL, 8, true);
        }
        else
        {
            set(last, false);
        }
        assertEquals(0, rig.machine().outputs().doorbells());

        set(last, true);

        assertEquals(1, rig.machine().outputs().doorbells());
        final List<long[]> bells = rig.outputs(Outputs.DOORBELL);
        assertEquals(1, bells.size());
        assertEquals(VM, Outputs.pe(bells.get(0)[0]));
        assertEquals(VPE, Outputs.value(bells.get(0)[0]));
        assertEquals(DOORBELL, bells.get(0)[1]);
        assertEquals(1, rig.entry(Rig.lpi(DOORBELL)));
    }

    @Tag("B-DB-3")
    @Test
    void shouldRingOnceForARequest()
    {
        rig.doorbell(VM, VPE, DOORBELL, 31, true);
        set("ENABLE", true);
        set("PENDING", true);
        set("PENDING", false);
        set("PENDING", true);
        assertEquals(1, rig.machine().outputs().doorbells());

        rig.doorbell(VM, VPE, DOORBELL, 31, true);
        assertEquals(2, rig.machine().outputs().doorbells());
    }

    /** Follows the doorbell's LPI, which is like any other from then on. */
    @Tag("B-DB-4")
    @Tag("B-DB-10")
    @Test
    void shouldMakeAnEdgeOfAPhysicalLpi()
    {
        rig.enableCpu(1, 31);
        rig.handlingMode(0, Rig.EL1, Rig.lpi(DOORBELL), true);
        rig.enable(0, Rig.EL1, Rig.lpi(DOORBELL), true);
        rig.priority(0, Rig.EL1, Rig.lpi(DOORBELL), 4);
        rig.target(0, Rig.EL1, Rig.lpi(DOORBELL), 1, false);
        set("ENABLE", true);
        set("PENDING", true);
        rig.doorbell(VM, VPE, DOORBELL, 31, true);

        assertEquals(1 << 16 | 4 << 11 | 9, rig.entry(Rig.lpi(DOORBELL)));
        assertEquals(1, rig.machine().signals(1));
        assertEquals(Rig.lpi(DOORBELL), rig.acknowledge(1, Rig.EL1));
        assertEquals(1, rig.ledger(Rig.PHYSICAL).delivered());
    }

    @Tag("B-DB-6")
    @ParameterizedTest(name = "priority {0}, mask {1}: {2}")
    @CsvSource({
        "0, 0, true", "1, 0, false", "15, 15, true", "16, 15, false", "31, 31, true", "31, 30, false", "0, 31, true",
    })
    void shouldComparePriorityValuesWithTheMask(final int priority, final int mask, final boolean rings)
    {
        rig.vd(GicInstruction.VDPRI, VM, LPI, (long)priority << 59);
        set("ENABLE", true);
        set("PENDING", true);
        rig.doorbell(VM, VPE, DOORBELL, mask, true);

        assertEquals(rings ? 1 : 0, rig.machine().outputs().doorbells());
    }

    /** Compares several candidates: the best one of the VPE counts, and another VPE's do not. */
    @Tag("B-DB-1")
    @Test
    void shouldCompareTheBestOfItsOwn()
    {
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(6), 0);
        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(6), 3L << 48);
        rig.virtualPend(VM, Rig.lpi(6), true);
        set("ENABLE", true);
        set("PENDING", true);
        rig.doorbell(VM, VPE, DOORBELL, 7, true);
        assertEquals(0, rig.machine().outputs().doorbells());

        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(6), (long)VPE << 48);
        assertEquals(1, rig.machine().outputs().doorbells());
    }

    @Tag("B-DB-8")
    @Test
    void shouldNotRingForVirtualPpis()
    {
        rig.enter(0, VM, VPE);
        rig.enableGuest(0, 31);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 8);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 8);
        rig.leave(0, 31);

        assertEquals(0, rig.machine().outputs().doorbells());
    }

    @Tag("B-DB-9")
    @Tag("B-RES-6")
    @Tag("M-DB0")
    @Test
    void shouldRingInsideTheWriteThatLeaves()
    {
        set("ENABLE", true);
        set("PENDING", true);
        rig.enter(0, VM, VPE);
        rig.leave(0, 7);
        assertEquals(0, rig.machine().outputs().doorbells());
        rig.enter(0, VM, VPE);
        rig.leave(0, 8);

        assertEquals(1, rig.outputs(Outputs.DOORBELL).size());
    }

    @Tag("M-DB0")
    @Test
    void shouldNotRingAfterTheRequestWasCancelled()
    {
        rig.doorbell(VM, VPE, DOORBELL, 31, true);
        rig.enter(0, VM, VPE);
        rig.leave(0, -1);
        set("ENABLE", true);
        set("PENDING", true);

        assertEquals(0, rig.machine().outputs().doorbells());
        assertEquals(0, rig.entry(Rig.lpi(DOORBELL)));
    }

    @Tag("M-DB0")
    @Test
    void shouldShowNoRequestOnceItsVpeIsResident()
    {
        rig.doorbell(VM, VPE, DOORBELL, 31, true);
        rig.selectVpe(VM, VPE);
        assertEquals(3L << 62 | 31L << 32 | DOORBELL, rig.irsLong(Registers.IRS_VPE_DBR));

        rig.enter(0, VM, VPE);
        rig.selectVpe(VM, VPE);

        assertEquals(1L << 63 | 31L << 32 | DOORBELL, rig.irsLong(Registers.IRS_VPE_DBR));
    }

    /** Requests a doorbell of a resident VPE by its register: leaving decides about it. */
    @Tag("M-DB0")
    @ParameterizedTest(name = "leaves with mask {0}: {1}")
    @CsvSource({"-1, 0", "31, 1"})
    void shouldCancelARequestOfAResidentVpeThatLeavesWithoutOne(final int mask, final int rings)
    {
        rig.enter(0, VM, VPE);
        rig.doorbell(VM, VPE, DOORBELL, 31, true);

        rig.leave(0, mask);
        set("ENABLE", true);
        set("PENDING", true);

        assertEquals(rings, rig.machine().outputs().doorbells());
    }

    /** Rings for an LPI that is not reachable: the request is used up all the same. */
    @Tag("M-DB0")
    @Tag("B-INT-17")
    @Test
    void shouldUseUpARequestWhoseLpiIsNotReachable()
    {
        rig.doorbell(VM, VPE, 0xff_ffff, 31, true);
        set("ENABLE", true);
        set("PENDING", true);
        rig.selectVpe(VM, VPE);

        assertEquals(1L << 63 | 31L << 32 | 0xff_ffff, rig.irsLong(Registers.IRS_VPE_DBR));
    }

    /** Sets one condition, or clears it. */
    private void set(final String condition, final boolean holds)
    {
        switch (condition)
        {
            case "PENDING" -> rig.virtualPend(VM, LPI, holds);
            case "ENABLE" -> rig.vd(holds ? GicInstruction.VDEN : GicInstruction.VDDIS, VM, LPI, 0);
            case "PRIORITY" -> rig.vd(GicInstruction.VDPRI, VM, LPI, (holds ? 8L : 9L) << 59);
            case "TARGET" -> rig.vd(GicInstruction.VDAFF, VM, LPI, (holds ? VPE : 3L) << 48);
            case "INACTIVE" -> active(!holds);
            case "REQUEST" -> rig.doorbell(VM, VPE, DOORBELL, 8, holds);
            case "MASK" -> rig.doorbell(VM, VPE, DOORBELL, holds ? 8 : 7, true);
            case "DBV" ->
            {
                rig.selectVpe(VM, VPE);
                rig.irsLong(Registers.IRS_VPE_DBR, (holds ? 1L << 63 : 0) | 1L << 62 | 8L << 32 | DOORBELL);
            }
            case "LEAVE" ->
            {
                if (holds)
                {
                    rig.leave(0, 8);
                }
            }
            case "TABLE" -> rig.mapVist(VM, Intid.TYPE_LPI, !holds);
            case "STORE" -> rig.store(lpis.entryAddress(5) + 1, 1, holds ? 8 << 3 : 9 << 3);
            default -> throw new AssertionError(condition);
        }
    }

    private void active(final boolean active)
    {
        if (active)
        {
            rig.enableGuest(1, 31);
            rig.enter(1, VM, VPE);
            assertEquals(LPI, rig.acknowledge(1, Rig.VEL1));
            rig.drop(1, Rig.VEL1);
            rig.leave(1, -1);
            rig.virtualPend(VM, LPI, true);
        }
        else
        {
            rig.vd(GicInstruction.VDDI, VM, LPI, 0);
        }
    }
}
