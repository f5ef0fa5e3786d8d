package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of tables that the IRS may still use, as a command on them timed out: nobody frees or uses them any more. */
@Tag("K-CMD-21")
class LeakedTablesTest
{
    private static final int VCPUS = 3;

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.assertSound("after a leak");
        rig.close();
    }

    @Tag("K-CMD-11")
    @Test
    void shouldKeepTheEntryThatTimedOutThroughTheNextInit()
    {
        rig.vm(VCPUS);
        rig.all("kvm fail VMTE_MAKE_VALID");
        rig.expect("OK -ETIMEDOUT", "kvm set_attr 0 CTRL INIT");

        assertLeaked(rig.ask("kvm leaks"));
    }

    /** Entries of the vCPUs and the table of the SPIs are there when the last vCPU fails. */
    @Tag("K-CMD-12")
    @Tag("K-T-25")
    @Test
    void shouldKeepAllTablesOfAVmThatCannotBeMadeInvalidThroughTheNextInit()
    {
        final String nothing = freed();
        rig.vm(VCPUS);
        rig.all("kvm fail VPE_MAKE_VALID " + VCPUS, "kvm fail VMTE_MAKE_INVALID");
        rig.expect("OK -ETIMEDOUT", "kvm set_attr 0 CTRL INIT");

        final String leaks = rig.ask("kvm leaks");
        assertNotEquals(nothing, leaks);
        assertLeaked(leaks);
    }

    /** Returns what is owned where the same INIT fails and the VM can be made invalid: all of it is freed. */
    private static String freed()
    {
        final KvmRig other = new KvmRig();
        other.vm(VCPUS);
        final String before = other.ask("kvm leaks");
        other.all("kvm fail VPE_MAKE_VALID " + VCPUS);
        other.expect("OK -ETIMEDOUT", "kvm set_attr 0 CTRL INIT");
        other.expect(before, "kvm leaks");
        other.close();

        return before;
    }

    /** Checks that neither an INIT that fails early, nor one that succeeds, nor the end of the VM frees what leaks. */
    private void assertLeaked(final String leaks)
    {
        rig.all("kvm fail DB_DOMAIN");
        rig.expect("OK -ENOMEM", "kvm set_attr 0 CTRL INIT");
        rig.expect(leaks, "kvm leaks");

        rig.expect("OK 0", "kvm set_attr 0 CTRL INIT");
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000004", "kvm irq_line 0 spi 0 4 1");
        rig.expect("OK 0x0000000160000004", "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEOI", "insn 0 vel1 CDDI 0x60000004", "kvm put 0 0", "kvm destroy_vm 0");
        rig.expect(leaks, "kvm leaks");
    }

    /** A VIST command kills the VM: its tables go with it if the IRS lets go of them, and stay if not. */
    @Tag("K-CMD-14")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeakTheSpiTableThatTimedOutOnlyIfItsVmCannotBeMadeInvalid(final boolean isLeaked)
    {
        rig.vm(VCPUS);
        final String before = rig.ask("kvm leaks");
        rig.all("kvm fail SPI_VIST_MAKE_VALID");
        if (isLeaked)
        {
            rig.all("kvm fail VMTE_MAKE_INVALID");
        }
        rig.expect("OK -ETIMEDOUT", "kvm set_attr 0 CTRL INIT");
        final String leaks = rig.ask("kvm leaks");

        rig.expect("OK -EIO", "kvm set_attr 0 CTRL INIT");
        rig.all("kvm destroy_vm 0");

        rig.expect(leaks, "kvm leaks");
        assertEquals(isLeaked, !leaks.equals(before));
    }

    @Tag("K-CMD-15")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeakTheLpiTableThatTimedOutOnlyIfItsVmCannotBeMadeInvalid(final boolean isLeaked)
    {
        rig.vm(VCPUS);
        final String before = rig.ask("kvm leaks pages");
        rig.all("kvm set_attr 0 CTRL INIT");
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm fail LPI_VIST_MAKE_VALID", "kvm mmio 0 w 0x180 8 0x90000001");
        final String leaks = rig.ask("kvm leaks pages");
        rig.all("kvm put 0 0");
        rig.expect("OK -EIO", "kvm run 0 0 0");
        if (isLeaked)
        {
            rig.all("kvm fail VMTE_MAKE_INVALID");
        }

        rig.all("kvm destroy_vm 0");

        rig.expect(isLeaked ? leaks : before, "kvm leaks pages");
    }
}
