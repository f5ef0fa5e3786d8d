package org.gale.engine.record;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Full check alone, without the check of the indexes in front of it: entries in RAM change behind two VMs and a PE. */
class FullCheckTest
{
    private static final int PENDING = 1;
    private static final int ACTIVE = 2;
    private static final int ENABLE = 8;
    private static final int ONE_OF_N = 16;
    private static final int PRIORITY_SHIFT = 11;
    private static final int TARGET_SHIFT = 16;
    private static final Ist PHYSICAL = Ist.linear(Rig.RAM + 0x1_0000, 6);

    private final Rig rig = new Rig("pes=2 spis=32 ram=0x40000000:0x4000000 min_lpi_id_bits=4 vm_id_bits=8");
    private final FullCheck check = new FullCheck(rig.machine());
    private Ist first;
    private Ist second;

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.enableCpu(1, 31);
        rig.physicalIst(PHYSICAL);
        rig.vmTable();
        first = rig.simpleVm(0, 6);
        second = rig.simpleVm(7, 6);
        virtual(0, Rig.lpi(3), 4, 0);
        virtual(7, Rig.lpi(5), 6, 1);
        virtual(7, Rig.spi(9), 7, 2);
        assertNull(check.first());
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("P4")
    @ParameterizedTest(name = "entry {0}")
    @ValueSource(ints = {
        PENDING | 4 << PRIORITY_SHIFT, ENABLE | 4 << PRIORITY_SHIFT, PENDING | ENABLE | ACTIVE | 4 << PRIORITY_SHIFT,
        PENDING | ENABLE | 5 << PRIORITY_SHIFT })
    void shouldFindWhatIsPresentedToAVpeAndIsNoCandidate(final int entry)
    {
        rig.ram().store(first.entryAddress(3), 4, entry);

        assertFound("P4", 0, "VM 0 VPE 0 is presented an interrupt that is no candidate");
    }

    @Tag("P4")
    @Test
    void shouldFindItAtALaterVpeOfALaterVm()
    {
        rig.ram().store(second.entryAddress(5), 4, 0);

        assertFound("P4", 7, "VM 7 VPE 1 is presented an interrupt that is no candidate");
    }

    @Tag("P4")
    @Test
    void shouldFindItWhereAnSpiIsPresented()
    {
        rig.ram().store(spiEntry(9), 4, 0);

        assertFound("P4", 7, "VM 7 VPE 2 is presented an interrupt that is no candidate");
    }

    @Tag("P4")
    @ParameterizedTest(name = "LPI {0}, priority {1}, VPE {2}: {3}")
    @CsvSource({ "0, 3, 0, true", "63, 0, 0, true", "0, 4, 0, false", "0, 5, 0, false", "0, 31, 1, true" })
    void shouldFindACandidateThatIsNotPresented(final int id, final int priority, final int vpe, final boolean isFound)
    {
        rig.ram().store(first.entryAddress(id), 4, candidate(priority, vpe));

        if (isFound)
        {
            assertFound("P4", 0, "VM 0 VPE " + vpe + ": a candidate of priority " + priority + " is not presented");
        }
        else
        {
            assertNull(check.first());
        }
    }

    @Tag("P4")
    @Test
    void shouldFindAnSpiThatIsNotPresented()
    {
        rig.ram().store(spiEntry(63), 4, candidate(8, 3));

        assertFound("P4", 7, "VM 7 VPE 3: a candidate of priority 8 is not presented");
    }

    @Tag("P4")
    @ParameterizedTest(name = "entry {0}")
    @ValueSource(ints = { PENDING, ENABLE, PENDING | ENABLE | ACTIVE, PENDING | ENABLE | ONE_OF_N })
    void shouldLeaveOutWhatNoVpeAloneIsPresented(final int entry)
    {
        rig.ram().store(first.entryAddress(8), 4, entry);

        assertNull(check.first());
    }

    @Tag("P4")
    @Test
    void shouldFindWhatIsPresentedToAPeAndIsNoCandidate()
    {
        rig.enable(1, Rig.EL1, Rig.lpi(6), true);
        rig.target(1, Rig.EL1, Rig.lpi(6), 1, false);
        rig.pend(1, Rig.EL1, Rig.lpi(6), true);
        assertNull(check.first());

        rig.ram().store(PHYSICAL.entryAddress(6), 4, 0);

        final FullCheck.Finding found = check.first();
        assertNotNull(found);
        assertEquals("P4", found.promise());
        assertEquals(rig.machine().accounts().physicalOwner(), found.owner());
        assertEquals("PE 1 is presented an interrupt that is no candidate", found.text());
    }

    @Tag("P3")
    @Test
    void shouldFindATableOfSpisThatOverlaps()
    {
        rig.vm(2, Rig.RAM + 0x300_0000, 4, null, Ist.linear(Rig.RAM + 0x310_0000, 6));
        assertNull(check.first());

        rig.vm(3, Rig.RAM + 0x320_0000, 4, Ist.linear(Rig.RAM + 0x310_0040, 4), null);

        assertFound("P3", 3, "an interrupt state table of VM 2 overlaps one of VM 3");
    }

    @Tag("V4-INV-10")
    @Test
    void shouldFindAnInvariantOfDirectInjectionThatIsBroken()
    {
        try (V4Rig direct = new V4Rig("version=4.1 cpus=2 vpeid_bits=3"))
        {
            final Machine machine = direct.machine();
            direct.line("create_vm 1");
            final FullCheck directCheck = new FullCheck(machine);
            assertNull(directCheck.first());

            machine.accounts().ledger(machine.accounts().vmOwner(0)).account(false).acknowledged(8_200, false);

            final FullCheck.Finding found = directCheck.first();
            assertNotNull(found);
            assertEquals("V4-INV-10", found.promise());
            assertEquals(OwnerId.NONE, found.owner());
            assertEquals("VM 0 acknowledged INTID 8200 without a message", found.text());
        }
    }

    private void assertFound(final String promise, final int vmId, final String text)
    {
        final FullCheck.Finding found = check.first();

        assertNotNull(found);
        assertEquals(promise, found.promise());
        assertEquals(text, found.text());
        assertEquals(Rig.owner(vmId), found.owner());
    }

    private void virtual(final int vmId, final int intid, final int priority, final int vpeId)
    {
        rig.vd(GicInstruction.VDPRI, vmId, intid, (long)priority << 59);
        rig.vd(GicInstruction.VDAFF, vmId, intid, (long)vpeId << 48);
        rig.vd(GicInstruction.VDEN, vmId, intid, 0);
        rig.virtualPend(vmId, intid, true);
    }

    private static int candidate(final int priority, final int vpeId)
    {
        return PENDING | ENABLE | priority << PRIORITY_SHIFT | vpeId << TARGET_SHIFT;
    }

    /** Returns the address of an SPI's entry in a table of {@link Rig#simpleVm}. */
    private static long spiEntry(final int id)
    {
        return Rig.RAM + 0x100_0000 + 7 * 0x10_0000L + 0x1000 + 4L * id;
    }
}
