package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.tables.vm.L2Vmte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Doorbell-domain commands, sent one by one: what they refuse, and what they leave behind when they time out. */
class DoorbellCommandsTest
{
    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-CMD-1")
    @Tag("K-CMD-17")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "VMT_L2_MAP", "VMTE_MAKE_VALID", "VMTE_MAKE_INVALID", "VPE_MAKE_VALID", "SPI_VIST_MAKE_VALID",
        "LPI_VIST_MAKE_VALID", "LPI_VIST_MAKE_INVALID", "SPI_VIST_MAKE_INVALID", "VPED", "NOTHING"})
    void shouldFindNoDoorbellBeforeItLearnsOfTheCommand(final String command)
    {
        rig.vm(1);

        rig.expect("OK -ENXIO", "kvm command 0 0 " + command);
    }

    @Tag("K-CMD-10")
    @Tag("K-CMD-11")
    @Tag("K-CMD-12")
    @Tag("K-CMD-13")
    @Tag("K-CMD-14")
    @Tag("K-CMD-15")
    @Tag("K-CMD-16")
    @Tag("K-CMD-17")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VMT_L2_MAP, -EINVAL", "VMTE_MAKE_VALID, -EINVAL", "VMTE_MAKE_INVALID, -EBUSY", "VPE_MAKE_VALID, -EBUSY",
        "SPI_VIST_MAKE_VALID, -EINVAL", "LPI_VIST_MAKE_VALID, -EINVAL", "LPI_VIST_MAKE_INVALID, -EINVAL",
        "SPI_VIST_MAKE_INVALID, -EINVAL", "VPE_MAKE_INVALID, -EINVAL", "VPED, -EINVAL", "NOTHING, -EINVAL"})
    void shouldRefuseACommandWhosePreconditionIsNotMet(final String command, final String errno)
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        final long digest = rig.machine().digest();

        rig.expect("OK " + errno, "kvm command 0 1 " + command);

        assertEquals(digest, rig.machine().digest());
    }

    @Tag("K-CMD-11")
    @Tag("K-CMD-12")
    @Tag("K-CMD-13")
    @Tag("K-CMD-14")
    @Tag("K-CMD-15")
    @Tag("K-CMD-16")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "VMTE_MAKE_INVALID, 1, kvm put 0 0",
        "VMTE_MAKE_VALID, 1, kvm put 0 0; kvm command 0 0 VMTE_MAKE_INVALID",
        "VPE_MAKE_VALID, 1, kvm put 0 0; kvm command 0 0 VMTE_MAKE_INVALID; kvm command 0 0 VMTE_MAKE_VALID",
        "SPI_VIST_MAKE_VALID, 1, kvm put 0 0; kvm command 0 0 VMTE_MAKE_INVALID; kvm command 0 0 VMTE_MAKE_VALID",
        "LPI_VIST_MAKE_INVALID, 1, kvm mmio 0 w 0x190 4 14; kvm mmio 0 w 0x180 8 0x90000001",
        "LPI_VIST_MAKE_VALID, 2, "
            + "kvm mmio 0 w 0x190 4 14; kvm mmio 0 w 0x180 8 0x90000001; kvm command 0 0 LPI_VIST_MAKE_INVALID"})
    void shouldCountNoRefusedCommandAsAStepThatFails(final String command, final int nth, final String preparation)
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("kvm fail " + command + ' ' + nth);
        assertTrue(rig.ask("kvm command 0 1 " + command).matches("OK -E(INVAL|BUSY)"));

        rig.all(preparation.split("; "));

        rig.expect("OK -ETIMEDOUT", "kvm command 0 1 " + command);
        rig.expect("OK 0", "kvm command 0 1 " + command);
    }

    @Tag("K-T-2")
    @Tag("K-CMD-14")
    @Tag("K-CMD-15")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"SPI_VIST_MAKE_VALID, 3", "LPI_VIST_MAKE_VALID, 2"})
    void shouldKeepTheSectionThatTheIrsMayUseAndLetTheVmDie(final String command, final int section)
    {
        withLpis();
        rig.all("kvm put 0 0", "kvm command 0 0 VMTE_MAKE_INVALID", "kvm command 0 0 VMTE_MAKE_VALID",
            "kvm fail " + command);
        final long[] before = words();
        assertFalse(L2Vmte.isIstValid(before[section]));
        assertTrue(before[section] != 0, "its address and shape are there");

        rig.expect("OK -ETIMEDOUT", "kvm command 0 0 " + command);

        assertArrayEquals(before, words());
        rig.expect("OK -EIO", "kvm run 0 0 0");
        rig.all("kvm destroy_vm 0");
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
        assertArrayEquals(new long[L2Vmte.WORD_COUNT], words());
    }

    @Tag("K-T-2")
    @Tag("K-CMD-15")
    @Tag("K-CMD-21")
    @Test
    void shouldLeaveATableThatCouldNotBeMadeValidToTheTeardown()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.expect("OK 4", "kvm leaks pages");                                  // VMD, VPET, VPED and the SPIs
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm fail LPI_VIST_MAKE_VALID", "kvm mmio 0 w 0x180 8 0x90000001");

        assertTrue(rig.vmte(0, L2Vmte.LPI_IST_WORD) != 0);
        rig.expect("OK 21", "kvm leaks pages");                                 // 16 of level 2 and one of level 1
        rig.all("kvm put 0 0");
        rig.expect("OK 21", "kvm leaks pages");
        rig.all("kvm destroy_vm 0");
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
    }

    @Tag("K-AT-13")
    @Tag("K-AT-26")
    @Test
    void shouldForgetTheDefaultNumberOfSpisWhenInitFails()
    {
        rig.vm(1);
        rig.all("kvm fail VPED");
        rig.expect("OK -ENOMEM", "kvm set_attr 0 CTRL INIT");

        rig.expect("OK 0 0x0000000000000000", "kvm get_attr 0 NR_IRQS 0");
        rig.all("kvm set_attr 0 NR_IRQS 0 64", "kvm set_attr 0 CTRL INIT");
        rig.expect("OK 0 0x0000000000000040", "kvm get_attr 0 NR_IRQS 0");
    }

    /** Makes a VM of two vCPUs with a table of LPIs; vCPU 0 runs on PE 0. */
    private void withLpis()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001");
    }

    private long[] words()
    {
        final long[] words = new long[L2Vmte.WORD_COUNT];
        for (int word = 0; word < words.length; word++)
        {
            words[word] = rig.vmte(0, word);
        }

        return words;
    }
}
