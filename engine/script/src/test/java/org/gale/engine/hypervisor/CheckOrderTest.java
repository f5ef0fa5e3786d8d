package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Order of the checks of a verb: most lines break two rules at once, and the answer is that of the first one. A line
 * that is refused changes nothing.
 */
class CheckOrderTest
{
    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** States of VM 0, each with what the ones before it have. */
    private enum State
    {
        BARE("kvm create_vm; kvm create_vcpu 0 0; kvm create_vcpu 0 300"),
        CREATED("kvm create_device 0 vgic-v5"),
        INITIALISED("kvm set_attr 0 CTRL INIT"),
        ADDRESSED("kvm set_attr 0 ADDR IRS 0x80000000"),
        /** vCPU 0 is inside KVM_RUN, on PE 0. */
        INSIDE("kvm run 0 0 0"),
        /** No vCPU is inside KVM_RUN any more. */
        RAN("kvm put 0 0");

        private final String lines;

        State(final String lines)
        {
            this.lines = lines;
        }
    }

    @Tag("K-AT-3")
    @Tag("K-AT-4")
    @Tag("K-AT-5")
    @Tag("K-AT-7")
    @Tag("K-AT-10")
    @Tag("K-AT-11")
    @Tag("K-AT-15")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CREATED, ADDR 1 null, -ENXIO", "CREATED, ADDR IRS null, -EFAULT", "ADDRESSED, ADDR IRS bad, -EFAULT",
        "ADDRESSED, ADDR IRS 1, -EEXIST", "CREATED, ADDR IRS 0x10000000001, -EINVAL",
        "CREATED, ADDR IRS 0xffffffffffff0000, -EINVAL", "CREATED, ADDR IRS 0xffffff0000, -E2BIG",
        "CREATED, ADDR IRS 0x10000000000, -E2BIG", "CREATED, ADDR IRS 0xfffffe0000, 0", "CREATED, ADDR IRS 0, 0",
        "CREATED, NR_IRQS 1 null, -ENXIO", "INITIALISED, NR_IRQS 0 bad, -EFAULT",
        "INITIALISED, NR_IRQS 0 33, -EINVAL", "INITIALISED, NR_IRQS 0 1056, -EINVAL",
        "INITIALISED, NR_IRQS 0 64, -EBUSY", "CREATED, NR_IRQS 0 0, -EINVAL", "CREATED, NR_IRQS 0 0x100000020, -EINVAL",
        "CREATED, NR_IRQS 0 1024, 0" })
    void shouldCheckTheWritesOfAddrAndNrIrqsInTheirOrder(final State state, final String attr, final String errno)
    {
        check(state, "kvm set_attr 0 " + attr, errno);
    }

    @Tag("K-AT-24")
    @Tag("K-AT-28")
    @Tag("K-AT-29")
    @Tag("K-AT-31")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CREATED, set_attr 0 CTRL USERSPACE_PPIS null, -ENXIO", "CREATED, set_attr 0 CTRL 3 bad, -ENXIO",
        "CREATED, get_attr 0 CTRL INIT null, -ENXIO", "CREATED, get_attr 0 CTRL 5 bad, -EFAULT",
        "CREATED, get_attr 0 5 0 null, -ENXIO", "CREATED, set_attr 0 12 0 null, -ENXIO",
        "INSIDE, set_attr 0 CTRL INIT, 0", "RAN, set_attr 0 CTRL INIT, 0" })
    void shouldCheckGroupAndAttributeOfCtrlBeforeThePointer(final State state, final String verb, final String errno)
    {
        check(state, "kvm " + verb, errno);
    }

    @Tag("K-AT-42")
    @Tag("K-AT-43")
    @Tag("K-AT-44")
    @Tag("K-AT-45")
    @Tag("K-AT-46")
    @Tag("K-AT-47")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CREATED, get_attr 0 CPU_SYSREGS 2:ICC_HPPIR_EL1 bad, -EINVAL",
        "CREATED, get_attr 0 CPU_SYSREGS 0x10000ce02 bad, -EINVAL",
        "CREATED, has_attr 0 CPU_SYSREGS 2:ICC_HPPIR_EL1, -EINVAL",
        "CREATED, has_attr 0 CPU_SYSREGS 1:ICC_HPPIR_EL1, -ENXIO",
        "CREATED, has_attr 0 CPU_SYSREGS 0x120c0000ce02, 0", "CREATED, has_attr 0 CPU_SYSREGS 0xce02, 0",
        "CREATED, get_attr 0 CPU_SYSREGS 0:ICC_HPPIR_EL1 bad, -EBUSY",
        "INITIALISED, get_attr 0 CPU_SYSREGS 0:ICC_HPPIR_EL1 bad, -ENOENT",
        "INITIALISED, get_attr 0 CPU_SYSREGS 0:ICC_PCR_EL1 bad, -EFAULT",
        "INSIDE, get_attr 0 CPU_SYSREGS 1:ICC_HPPIR_EL1 bad, -EBUSY",
        "INSIDE, set_attr 0 CPU_SYSREGS 9:ICC_PCR_EL1 bad, -EINVAL",
        "RAN, set_attr 0 CPU_SYSREGS 1:ICC_HPPIR_EL1 bad, -EBUSY",
        "RAN, get_attr 0 CPU_SYSREGS 1:ICC_HPPIR_EL1 bad, -ENOENT",
        "RAN, get_attr 0 CPU_SYSREGS 1:ICC_PCR_EL1 null, -EFAULT" })
    void shouldCheckCpuSysregsInTheirOrder(final State state, final String verb, final String errno)
    {
        check(state, "kvm " + verb, errno);
    }

    @Tag("K-AT-50")
    @Tag("K-AT-51")
    @Tag("K-AT-52")
    @Tag("K-AT-53")
    @Tag("K-AT-54")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CREATED, has_attr 0 IRS_REGS 0x81, -EINVAL", "CREATED, has_attr 0 IRS_REGS 0x184, -EINVAL",
        "CREATED, has_attr 0 IRS_REGS 0xc8, -ENXIO", "CREATED, has_attr 0 IRS_REGS CR0, 0",
        "CREATED, set_attr 0 IRS_REGS 0x81 bad, -EFAULT", "CREATED, set_attr 0 IRS_REGS 0x81 1, -EBUSY",
        "CREATED, get_attr 0 IRS_REGS 0x81 bad, -EBUSY", "INITIALISED, get_attr 0 IRS_REGS 0x81 bad, -ENXIO",
        "INITIALISED, set_attr 0 IRS_REGS IDR0 0, -ENXIO", "ADDRESSED, get_attr 0 IRS_REGS 0x81 bad, -EINVAL",
        "ADDRESSED, get_attr 0 IRS_REGS 0x184 bad, -EINVAL", "ADDRESSED, get_attr 0 IRS_REGS 0xc8 bad, -ENXIO",
        "ADDRESSED, get_attr 0 IRS_REGS 0x208 bad, -ENXIO", "ADDRESSED, get_attr 0 IRS_REGS 0x204 bad, -EINVAL",
        "ADDRESSED, get_attr 0 IRS_REGS 0x200 bad, -EFAULT", "ADDRESSED, get_attr 0 IRS_REGS 0x20a bad, -EINVAL",
        "ADDRESSED, get_attr 0 IRS_REGS CR0 bad, -EFAULT",
        "INSIDE, set_attr 0 IRS_REGS 0x81 bad, -EFAULT", "INSIDE, get_attr 0 IRS_REGS 0x81 bad, -EBUSY",
        "RAN, set_attr 0 IRS_REGS 0x81 1, -EBUSY", "RAN, get_attr 0 IRS_REGS 0x81 bad, -EINVAL" })
    void shouldCheckIrsRegsInTheirOrder(final State state, final String verb, final String errno)
    {
        check(state, "kvm " + verb, errno);
    }

    @Tag("K-AT-70")
    @Tag("K-AT-71")
    @Tag("K-AT-72")
    @Tag("K-AT-73")
    @Tag("K-AT-74")
    @Tag("K-AT-75")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CREATED, get_attr 0 IST 1 null, -ENXIO", "CREATED, get_attr 0 IST 0 null, -EBUSY",
        "INSIDE, get_attr 0 IST 0 null, -EBUSY", "INSIDE, get_attr 0 IST 0 bad, -EBUSY",
        "RAN, set_attr 0 IST 0 null, -EBUSY", "RAN, get_attr 0 IST 0 null, -EINVAL",
        "INITIALISED, get_attr 0 IST 0 null, -EINVAL", "INITIALISED, set_attr 0 IST 0 null, -EINVAL",
        "INITIALISED, set_attr 0 IST 0 bad, -EFAULT", "INITIALISED, get_attr 0 IST 0 0 127 0 0, -EINVAL",
        "INITIALISED, get_attr 0 IST 0 0 128 1 0, -EINVAL", "INITIALISED, get_attr 0 IST 0 0 128 0 4, -EINVAL",
        "INITIALISED, get_attr 0 IST 0 0 128 0 0, -EFAULT", "INITIALISED, set_attr 0 IST 0 0 128 0 0, -EFAULT",
        "INITIALISED, get_attr 0 IST 0 0x50000000 128 0 0, 0" })
    void shouldCheckTheTablesInTheirOrder(final State state, final String verb, final String errno)
    {
        check(state, "kvm " + verb, errno);
    }

    @Tag("K-CR-1")
    @Tag("K-CR-2")
    @Tag("K-CR-3")
    @Tag("K-CR-4")
    @Tag("K-CR-9")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "INSIDE, create_device 0 vgic-v3, -ENODEV", "INSIDE, create_device 0 vgic-v5 test, 0",
        "INSIDE, create_device 0 vgic-v5, -EBUSY", "RAN, create_device 0 vgic-v5, -EEXIST",
        "CREATED, create_device 0 vgic-v5, -EEXIST", "CREATED, create_vcpu 0 512, -EINVAL",
        "INITIALISED, create_vcpu 0 512, -EINVAL", "INITIALISED, create_vcpu 0 300, -EBUSY",
        "CREATED, create_vcpu 0 300, -EEXIST", "BARE, create_vcpu 0 300, -EEXIST" })
    void shouldCheckTheCreationInItsOrder(final State state, final String verb, final String errno)
    {
        check(state, "kvm " + verb, errno);
    }

    @Tag("K-IL-1")
    @Tag("K-IL-2")
    @Tag("K-IL-3")
    @Tag("K-IL-4")
    @Tag("K-IL-5")
    @Tag("K-IL-7")
    @Tag("K-IL-10")
    @Tag("K-IL-11")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "BARE, cpu 0 1 1, 0", "BARE, cpu 300 1 1, 0", "BARE, cpu 1 0 1, -EINVAL", "BARE, cpu 0 2 1, -EINVAL",
        "BARE, spi 0 0 1, -ENXIO", "BARE, ppi 9 99 1, -ENXIO", "BARE, 3 0 0 1, -EINVAL", "CREATED, cpu 9 9 1, -ENXIO",
        "CREATED, spi 0 0 1, -EINVAL", "CREATED, ppi 0 3 1, -EINVAL", "INITIALISED, ppi 9 3 1, -EINVAL",
        "INITIALISED, ppi 300 63 1, -EINVAL", "INITIALISED, ppi 300 64 1, -EINVAL",
        "INITIALISED, ppi 300 27 1, -EINVAL", "INITIALISED, ppi 1 3 1, -EINVAL", "INITIALISED, 2 300 3 0, 0",
        "INITIALISED, spi 9 31 0, 0", "INITIALISED, spi 9 32 1, -EINVAL",
        "INITIALISED, 15 9 99 1, -EINVAL" })
    void shouldCheckALineInItsOrder(final State state, final String line, final String errno)
    {
        check(state, "kvm irq_line 0 " + line, errno);
    }

    @Tag("K-AT-8")
    @Tag("K-AT-76")
    @Tag("K-VC-4")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kvm create_vcpu 0 999", "kvm create_device 0 nothing", "kvm create_device 0 vgic-v5 test",
        "kvm has_attr 0 12 0", "kvm get_attr 0 IST 0 null", "kvm set_attr 0 CTRL INIT", "kvm irq_line 0 3 9 99 1",
        "kvm run 0 9 9", "kvm run 0 0 0", "kvm save 0 @a", "kvm restore 0 @saved" })
    void shouldAnswerEioBeforeAnythingElseWhenTheVmIsDead(final String line)
    {
        bring(State.ADDRESSED);
        rig.all("kvm save 0 @saved", "kvm command 0 0 VMTE_MAKE_INVALID");
        rig.expect("OK -EIO", "kvm run 0 1 1");                                 // K-LP-2

        rig.expect("OK -EIO", line);
    }

    /** Brings VM 0 into a state and sends a line, which changes nothing unless it succeeds. */
    private void check(final State state, final String line, final String errno)
    {
        bring(state);
        final long before = rig.machine().digest();

        rig.expect("OK " + errno, line);
        if (!errno.equals("0"))
        {
            assertEquals(before, rig.machine().digest(), line);
        }
    }

    private void bring(final State state)
    {
        for (final State step : State.values())
        {
            rig.all(step.lines.split("; "));
            if (step == state)
            {
                return;
            }
        }
    }
}
