package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.accounting.OwnerId;
import org.gale.tables.memory.StateException;
import org.gale.tables.register.IrsVmtBaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the saved words of an IRS that no IRS can have: they are refused. The last words are those of the PEs. Each
 * PE has a flag that it is excluded from 1ofN, the owner of its resident VPE, and that VPE if there is one.
 */
@Tag("P8")
class IrsStateTest
{
    private static final String KEYS = "pes=3 min_lpi_id_bits=4 one_n=1 vm_id_bits=8 vpe_id_bits=4";
    private static final int VM = 1;
    private static final int PE_WORDS = 2 + 3 + 2;

    private final Rig rig = inUse();
    private final Rig other = new Rig(KEYS);
    private final List<Long> words = new ArrayList<>(StateWords.of(rig.machine().irs().state()::state));
    private final int ofPes = words.size() - PE_WORDS;

    @AfterEach
    void close()
    {
        rig.close();
        other.close();
    }

    @Test
    void shouldRestoreWhoIsResident()
    {
        assertEquals(List.of(1L, (long)OwnerId.NONE, 0L, (long)Rig.owner(VM), 2L, 0L, (long)OwnerId.NONE),
            words.subList(ofPes, words.size()));

        assertTrue(restore());

        assertEquals(words, StateWords.of(other.machine().irs().state()::state));
        assertEquals(2, other.machine().irs().residentVpe(1));
        assertEquals(Rig.owner(VM), other.machine().irs().residentOwner(1));
        assertEquals(OwnerId.NONE, other.machine().irs().residentOwner(0));
    }

    /** Only VM 1 is valid, with VPEs 0 to 3. */
    @ParameterizedTest(name = "owner 0x{0}, VPE {1}: {2}")
    @CsvSource({
        "2, 0, is not valid", "1, 4, is not valid", "1, 65535, is not valid",
        "1, 65536, resident VPE", "1, -1, resident VPE",
    })
    void shouldRefuseAVpeThatIsNotValid(final int vmId, final long vpeId, final String reason)
    {
        words.set(ofPes + 3, (long)Rig.owner(vmId));
        words.set(ofPes + 4, vpeId);

        assertRefused(reason);
    }

    @ParameterizedTest(name = "IRS {0}, domain {1}, VM {2}")
    @CsvSource({"0, 1, -1", "1, 1, 1", "0, 2, 1"})
    void shouldRefuseAnOwnerThatIsNoVmOfThisIrs(final int irs, final int domain, final int vmId)
    {
        final int physical = OwnerId.physical(irs, domain);
        words.set(ofPes + 3, (long)(vmId < 0 ? physical : OwnerId.vm(physical, vmId)));

        assertRefused("is not valid");
    }

    @Test
    void shouldRefuseAVpeThatIsResidentTwice()
    {
        words.set(ofPes + 1, (long)Rig.owner(VM));
        words.add(ofPes + 2, 2L);

        assertRefused("is resident twice");
    }

    @Tag("B-VMT-4")
    @Test
    void shouldRefuseAVmWithoutAVmTable()
    {
        words.set(words.lastIndexOf(Rig.VMT | IrsVmtBaser.VALID.mask()), 0L);

        assertRefused("IRS_VMT_BASER is not");
    }

    @Test
    void shouldRefuseAPhysicalTableThatIsNotValid()
    {
        words.set(words.indexOf(Rig.RAM + 0x10_0000 | 1), 0L);

        assertRefused("IRS_IST_BASER.VALID is false");
    }

    private boolean restore()
    {
        return StateWords.restore(words, other.machine().irs().state()::state);
    }

    private void assertRefused(final String reason)
    {
        final String message = assertThrows(StateException.class, this::restore).getMessage();

        assertTrue(message.contains(reason), message);
    }

    private static Rig inUse()
    {
        final Rig rig = new Rig(KEYS);
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        rig.simpleVm(VM, 8);
        rig.enter(1, VM, 2);
        rig.irs(Registers.IRS_PE_SELR, 0);
        rig.irs(Registers.IRS_PE_CR0, 1);

        return rig;
    }
}
