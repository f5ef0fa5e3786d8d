package org.gale.engine.software;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandText;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Commands of each driver, word by word; the values are computed by hand from the layouts of the registers. */
class DriversTest
{
    private static final long IRS = 0x801_0000;
    private static final long ITS = 0x810_0000;
    private static final int VM = 0x123;
    private static final int VPE = 0x45;
    private static final String FIRST_48 = "0102030405060708090a0b0c0d0e0f101112131415161718" +
        "191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30";

    private final List<String> commands = new ArrayList<>();
    private final CommandText text = new CommandText(null);
    private final CommandCpu cpu = new CommandCpu(this::note);
    private final IrsDriver irs = new IrsDriver(cpu, IRS);
    private final CpuInterfaceDriver interfaces = new CpuInterfaceDriver(cpu);
    private final KvmDriver kvm = new KvmDriver(this::note);

    @Test
    void shouldDescribeTheVmTableBeforeItIsValid()
    {
        irs.vmTable(0x8000_0000L, 12, true);
        irs.vmTable(0x4000_1000L, 4, false);

        assertCommands(
            "STORE 4 bytes at 0x8010210 value 0x1000c", "STORE 8 bytes at 0x8010200 value 0x80000001",
            "STORE 4 bytes at 0x8010210 value 0x4", "STORE 8 bytes at 0x8010200 value 0x40001001");
    }

    @Test
    void shouldMapAndUnmap()
    {
        irs.mapL2(VM);
        irs.mapVm(VM);
        irs.mapIst(VM, Intid.TYPE_LPI);
        irs.mapIst(VM, Intid.TYPE_SPI);
        irs.mapVpe(VM, VPE);
        irs.unmapIst(VM, Intid.TYPE_LPI);
        irs.unmapVm(VM);

        assertCommands(
            "STORE 8 bytes at 0x80102c0 value 0x8000000000000123",
            "STORE 8 bytes at 0x80102c8 value 0x8000000000000123",
            "STORE 8 bytes at 0x80102d0 value 0x8000012340000000",
            "STORE 8 bytes at 0x80102d0 value 0x8000012360000000",
            "STORE 8 bytes at 0x80102e0 value 0x8000012300000045",
            "STORE 8 bytes at 0x80102d0 value 0xc000012340000000",
            "STORE 8 bytes at 0x80102c8 value 0xc000000000000123");
    }

    @Test
    void shouldEnable()
    {
        irs.enable();
        new ItsDriver(cpu, ITS).enable(0x5000_0000L, 8);

        assertCommands(
            "STORE 4 bytes at 0x8010080 value 0x1",
            "STORE 4 bytes at 0x81000d0 value 0x8", "STORE 8 bytes at 0x81000c0 value 0x50000000",
            "STORE 4 bytes at 0x8100080 value 0x1");
    }

    @Test
    void shouldEnableTheInterfaceBeforeTheVpeIsResident()
    {
        interfaces.enter(3, VM, VPE, 31);

        assertCommands(
            "SYSW pe 3 el2 ICH_VMCR_EL2 value 0xf8000001", "SYSW pe 3 el2 ICH_CONTEXTR_EL2 value 0x8000004500000123");
    }

    @Test
    void shouldEnableAnLpiBehindItsPriorityAndItsTarget()
    {
        interfaces.configure(VM, 0x2001, VPE, 9);

        assertCommands(
            "INSN pe 0 el2 GIC VDPRI operand 0x4800012340002001",
            "INSN pe 0 el2 GIC VDAFF operand 0x45012340002001",
            "INSN pe 0 el2 GIC VDEN operand 0x12340002001");
    }

    @Test
    void shouldSplitBytesIntoCommands()
    {
        final byte[] bytes = new byte[100];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)(i + 1);
        }
        cpu.store(0x4000_0000L, bytes, 0);
        cpu.store(0x4000_0000L, bytes, 48);
        cpu.store(0x4000_1000L, bytes, 97);

        assertCommands(
            "RAM 48 bytes at 0x40000000 value " + FIRST_48, "RAM 48 bytes at 0x40001000 value " + FIRST_48,
            "RAM 48 bytes at 0x40001030 value 3132333435363738393a3b3c3d3e3f40" +
                "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60",
            "RAM 1 byte at 0x40001060 value 61");
    }

    @Test
    void shouldDriveKvm()
    {
        kvm.createVm();
        kvm.createVcpu(1, 7);
        kvm.createDevice(1);
        kvm.irsAddress(1, 0x1234_5000L);
        kvm.initialise(1);
        kvm.run(1, 2, 3);
        kvm.block(1, 2);
        kvm.store(1, 0x80, 4, 1);

        assertCommands(
            "HOST kvm CREATE_VM argument 0x0", "HOST kvm CREATE_VCPU vm 1 argument 0x0 0x7",
            "HOST kvm CREATE_DEVICE vm 1 argument 0x0 modifier 0x1",
            "HOST kvm SET_ATTR vm 1 argument 0x0 modifier 0x11 0x0 0x12345000",
            "HOST kvm SET_ATTR vm 1 argument 0x4 0x0",
            "HOST kvm RUN vm 1 vcpu 2 argument 3", "HOST kvm BLOCK vm 1 vcpu 2 argument 0",
            "HOST kvm MMIO_WRITE vm 1 argument 0x80 modifier 0x4 0x1");
    }

    private void assertCommands(final String... expected)
    {
        assertEquals(List.of(expected), commands);
    }

    private void note(final DirectBuffer command, final int words)
    {
        final StringBuilder line = new StringBuilder();
        assertEquals(words << 3, text.append(line, command, 0, words << 3), line.toString());
        commands.add(line.toString());
    }
}
