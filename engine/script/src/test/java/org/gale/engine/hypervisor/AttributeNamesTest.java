package org.gale.engine.hypervisor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and numbers of groups and attributes, as lines of the protocol spell them. */
class AttributeNamesTest
{
    private final KvmRig rig = new KvmRig();

    @BeforeEach
    void createDevice()
    {
        rig.vm(1);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-AT-31")
    @Tag("K-AT-45")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "4 5, 0", "0x4 0x5, 0", "0x8000000000000004 5, -ENXIO", "0x100000004 5, -ENXIO",
        "0xffffffffffffffff 5, -ENXIO", "CTRL 0x8000000000000005, -ENXIO", "CTRL 0x100000005, -ENXIO",
        "CPU_SYSREGS 0:ICC_CR0_EL1, 0", "6 0:ICC_CR0_EL1, 0", "CPU_SYSREGS 0x0:ICC_CR0_EL1, 0",
        "CPU_SYSREGS 0x1:ICC_CR0_EL1, -EINVAL", "CPU_SYSREGS 65536:ICC_CR0_EL1, -EINVAL",
        "CPU_SYSREGS 99999999999:ICC_CR0_EL1, -EINVAL", "CPU_SYSREGS 0xffffffffffffffff:ICC_CR0_EL1, -EINVAL",
        "CPU_SYSREGS 0, -ENXIO" })
    void shouldFindAnAttributeByNameOrNumber(final String attr, final String errno)
    {
        rig.expect("OK " + errno, "kvm has_attr 0 " + attr);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CTRL NOTHING, ATTR 'NOTHING' is no number and not one of INIT USERSPACE_PPIS",
        "NR_IRQS NOTHING, ATTR 'NOTHING' is no number",
        "NOTHING 0, GROUP 'NOTHING' is no number and not one of ADDR CPU_SYSREGS CTRL IRS_REGS IST NR_IRQS",
        "CPU_SYSREGS ICC_CR0_EL1, ATTR 'ICC_CR0_EL1' is no number and not INDEX:REGISTER",
        "CPU_SYSREGS :ICC_CR0_EL1, ATTR ':ICC_CR0_EL1' is no number and not INDEX:REGISTER",
        "CPU_SYSREGS 0x:ICC_CR0_EL1, ATTR '0x:ICC_CR0_EL1' is no number and not INDEX:REGISTER",
        "CPU_SYSREGS 0:NOTHING, ATTR '0:NOTHING' is no number and not INDEX:REGISTER",
        "CPU_SYSREGS 18446744073709551616:ICC_CR0_EL1, "
            + "ATTR '18446744073709551616:ICC_CR0_EL1' is no number and not INDEX:REGISTER" })
    void shouldFailWhenNothingHasTheName(final String attr, final String reason)
    {
        rig.expect("FAIL kvm: " + reason, "kvm has_attr 0 " + attr);
    }
}
