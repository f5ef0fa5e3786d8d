package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of acknowledges of a guest, whose effect on the interrupt comes later (M-ORD-7). */
@Tag("M-ORD")
@Tag("B-ORD-1")
class GuestAcknowledgesTest
{
    private static final int VM = 3;
    private static final int OTHER_VM = 4;
    private static final int DEVICE = 3;
    private static final int EVENT = 5;
    private static final int VLPI = Rig.lpi(9);
    private static final int MASK = 31;
    private static final int PENDING = 1;
    private static final int ACTIVE = 2;
    private static final int ENABLE = 8;
    private static final int STATE = PENDING | ACTIVE;

    /** An edge that arrives before the acknowledge has its effect is merged into it. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"9, false, false", "0, false, true", "9, true, true"})
    void shouldMergeAnEdgeUntilGsbAck(final int delay, final boolean barrier, final boolean isAgain)
    {
        try (Rig rig = taken(delay))
        {
            if (barrier)
            {
                rig.insn(1, Rig.VEL1, GicInstruction.GSBACK, 0);
            }
            rig.msi(DEVICE, EVENT);
            rig.insn(1, Rig.VEL1, GicInstruction.GSBACK, 0);
            rig.drop(1, Rig.VEL1);
            rig.deactivate(1, Rig.VEL1, VLPI);
            rig.insn(1, Rig.VEL1, GicInstruction.GSBSYS, 0);

            assertEquals(isAgain, rig.acknowledge(1, Rig.VEL1) == VLPI);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GSBACK", "GSBSYS", "CDIA", "VDEN", "non-residency", "other VPE", "commands"})
    void shouldBeActiveFromThenOn(final String what)
    {
        try (Rig rig = taken(3))
        {
            assertEquals(PENDING, rig.entry(VM, VLPI) & STATE);
            switch (what)
            {
                case "GSBACK" -> rig.insn(1, Rig.VEL1, GicInstruction.GSBACK, 0);
                case "GSBSYS" -> rig.insn(1, Rig.EL1, GicInstruction.GSBSYS, 0);
                case "CDIA" -> assertEquals(0, rig.acknowledge(1, Rig.VEL1));
                case "VDEN" -> rig.vd(GicInstruction.VDEN, VM, VLPI, 0);
                case "non-residency" -> rig.leave(1, 0);
                case "other VPE" -> rig.enter(1, OTHER_VM, 0);
                default ->
                {
                    rig.load(Rig.RAM, Integer.BYTES);
                    rig.load(Rig.RAM, Integer.BYTES);
                    assertEquals(PENDING, rig.entry(VM, VLPI) & STATE);
                    rig.load(Rig.RAM, Integer.BYTES);
                }
            }

            assertEquals(ACTIVE, rig.entry(VM, VLPI) & STATE);
        }
    }

    /** The acknowledges of a VM go with it: another VM of its number is not concerned. */
    @Tag("B-VMT-8")
    @Test
    void shouldEndWithItsVm()
    {
        try (Rig rig = taken(40))
        {
            rig.mapVm(VM, true);
            rig.store(Rig.RAM + 0x100_0000 + VM * 0x10_0000L + 0x1_0000 + 4 * 9, Integer.BYTES, ENABLE | PENDING);
            rig.simpleVm(VM, 8);
            rig.enter(1, VM, 0);
            for (int i = 0; i < 50; i++)
            {
                rig.load(Rig.RAM, Integer.BYTES);
            }

            assertEquals(PENDING, rig.entry(VM, VLPI) & STATE);
        }
    }

    /** The physical side has acknowledges of its own, which do not end with the residency. */
    @Test
    void shouldLeaveThoseOfThePhysicalSideAlone()
    {
        try (Rig rig = new Rig("pes=2 ops.schedule=list:CDIA/1:spi5/x1/1=9"))
        {
            rig.enableIrs();
            rig.enableCpu(1, MASK);
            rig.vmTable();
            rig.simpleVm(VM, 8);
            rig.enter(1, VM, 0);
            rig.target(1, Rig.EL1, Rig.spi(5), 1, false);
            rig.enable(1, Rig.EL1, Rig.spi(5), true);
            rig.insn(1, Rig.EL1, GicInstruction.GSBSYS, 0);
            rig.spi(5, true);
            assertEquals(Rig.spi(5), rig.acknowledge(1, Rig.EL1));
            rig.leave(1, 0);
            assertEquals(PENDING, rig.entry(Rig.spi(5)) & STATE);
            rig.insn(1, Rig.EL1, GicInstruction.GSBACK, 0);

            assertEquals(ACTIVE, rig.entry(Rig.spi(5)) & STATE);
        }
    }

    /** Makes a machine whose VPE on PE 1 has acknowledged an edge, with an effect that comes some commands later. */
    private static Rig taken(final int delay)
    {
        final Rig rig = new Rig("pes=2 min_lpi_id_bits=4 ops.schedule=list:CDIA/1:vm3.lpi9/x2/1=" + delay);
        rig.enableIrs();
        rig.enableCpu(1, MASK);
        rig.vmTable();
        rig.simpleVm(VM, 8);
        rig.simpleVm(OTHER_VM, 8);
        rig.deviceTable();
        rig.device(DEVICE);
        rig.mapEvent(DEVICE, EVENT, VM, 9);
        rig.enter(1, VM, 0);
        rig.enableGuest(1, MASK);
        rig.enable(1, Rig.VEL1, VLPI, true);
        rig.insn(1, Rig.VEL1, GicInstruction.GSBSYS, 0);
        rig.msi(DEVICE, EVENT);
        assertEquals(VLPI, rig.acknowledge(1, Rig.VEL1));
        assertNotEquals(0, rig.entry(VM, VLPI) & STATE);

        return rig;
    }
}
