package org.gale.engine.gicv5;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.StateDigest;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Tests of digests (P7): every piece of state is in that of the state, every command and output in that of the run. */
class DigestTest
{
    private static final int VM = 1;
    private static final int OTHER_VM = 2;
    private static final int LPI = Rig.lpi(5);
    private static final int SPI = Rig.spi(5);

    static Stream<Arguments> changes()
    {
        return Stream.of(
            change("RAM", rig -> rig.store(Rig.RAM + 0x77_0000, 1, 1), rig -> rig.store(Rig.RAM + 0x77_0000, 1, 0)),
            change("LPI", rig -> rig.enable(0, Rig.EL1, LPI, true), rig -> rig.enable(0, Rig.EL1, LPI, false)),
            change("SPI", rig -> rig.pend(0, Rig.EL1, SPI, true), rig -> rig.pend(0, Rig.EL1, SPI, false)),
            change("virtual LPI", rig -> rig.virtualPend(VM, LPI, true), rig -> rig.virtualPend(VM, LPI, false)),
            change("SPI wire", rig -> rig.spi(9, true), rig ->
            {
                rig.spi(9, false);
                rig.pend(0, Rig.EL1, Rig.spi(9), false);
            }),
            register(SystemRegister.ICC_PCR_EL1, 5),
            register(SystemRegister.ICC_APR_EL1, 8),
            register(SystemRegister.ICC_CR0_EL1, 1),
            register(SystemRegister.ICC_ICSR_EL1, 77),
            register(SystemRegister.ICC_PPI_ENABLER1_EL1, 1),
            register(SystemRegister.ICC_PPI_PRIORITYR8_EL1, 9),
            register(SystemRegister.ICH_APR_EL2, 8),
            register(SystemRegister.ICH_VMCR_EL2, 1),
            register(SystemRegister.ICH_VMCR_EL2, 5L << 27),
            register(SystemRegister.ICH_PPI_ENABLER0_EL2, 8),
            register(SystemRegister.ICH_PPI_PENDR1_EL2, 1),
            register(SystemRegister.ICH_PPI_ACTIVER0_EL2, 8),
            register(SystemRegister.ICH_PPI_DVIR0_EL2, 8),
            register(SystemRegister.ICH_PPI_HVIR1_EL2, 1),
            register(SystemRegister.ICH_PPI_PRIORITYR11_EL2, 3),
            register(SystemRegister.ICH_HFGITR_EL2, 8),
            register(SystemRegister.ICH_VCTLR_EL2, 1),
            change("PPI wire", rig -> rig.ppi(1, 27, true), rig -> rig.ppi(1, 27, false)),
            change("residency", rig -> rig.enter(1, VM, 2), rig -> rig.leave(1, -1)),
            change("doorbell", rig -> rig.doorbell(VM, 0, 7, 3, false), rig -> rig.irsLong(Registers.IRS_VPE_DBR, 0)),
            irs(Registers.IRS_CR0, 1, 0),
            irs(Registers.IRS_CR1, 1, 0),
            irs(Registers.IRS_SPI_SELR, 1, 0),
            irs(Registers.IRS_SPI_CFGR, 1, 0),
            irs(Registers.IRS_PE_SELR, 1, 0),
            irs(Registers.IRS_VM_SELR, 1, 0),
            irs(Registers.IRS_PE_CR0, 1, 0),
            change("SPI_VMR", rig -> rig.irsLong(Registers.IRS_SPI_VMR, 1L << 63), rig ->
                rig.irsLong(Registers.IRS_SPI_VMR, 0)),
            change("SAVE_VMR", rig -> rig.irsLong(Registers.IRS_SAVE_VMR, 5), rig ->
                rig.irsLong(Registers.IRS_SAVE_VMR, 0)),
            frame(Rig.ITS + Registers.ITS_CR0, 1),
            frame(Rig.ITS + Registers.ITS_DT_CFGR, 5),
            frame(Rig.ITS + Registers.ITS_DT_BASER, 0x4000_0000),
            frame(Rig.ITS + 0x84, 1),
            frame(Rig.ITS + 0x100, 1),
            frame(Rig.ITS + 0x108, 1),
            frame(Rig.ITS + 0x180, 1),
            frame(Rig.ITS + 0x188, 1),
            frame(Rig.IWB + Registers.IWB_CR0, 1),
            frame(Rig.IWB + Registers.IWB_WENABLER, 1),
            frame(Rig.IWB + Registers.IWB_WTMR + 4, 1),
            change("IWB wire", rig -> rig.wire(Commands.WIRE_IWB, 0, 5, true), rig ->
                rig.wire(Commands.WIRE_IWB, 0, 5, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void shouldHoldEveryPieceOfState(final String name, final Consumer<Rig> there, final Consumer<Rig> back)
    {
        try (Rig rig = bringUp())
        {
            rig.doorbell(VM, 0, 7, 3, false);
            rig.irsLong(Registers.IRS_VPE_DBR, 0);
            back.accept(rig);
            final long before = rig.machine().digest();
            there.accept(rig);
            assertNotEquals(before, rig.machine().digest(), name);

            back.accept(rig);
            assertEquals(before, rig.machine().digest(), name);
        }
    }

    @Test
    void shouldNotDependOnHowTheStateCameAbout()
    {
        try (Rig one = bringUp(); Rig other = bringUp())
        {
            one.enable(0, Rig.EL1, LPI, true);
            one.virtualPend(VM, LPI, true);
            one.machine().digest();
            one.vd(GicInstruction.VDPRI, OTHER_VM, LPI, 9L << 59);
            other.vd(GicInstruction.VDPRI, OTHER_VM, LPI, 9L << 59);
            other.store(Rig.RAM + 0x60_0000, 8, -1);
            other.machine().digest();
            other.store(Rig.RAM + 0x60_0000, 8, 0);
            other.virtualPend(VM, LPI, true);
            other.enable(1, Rig.EL2, LPI, true);

            assertEquals(one.machine().digest(), other.machine().digest());
            assertNotEquals(one.machine().runDigest(), other.machine().runDigest());
        }
    }

    /**
     * Changes times and the number of TIME commands: times are of the wall clock, and their number depends on the
     * batches.
     */
    @Test
    void shouldNotHoldTimes()
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
        try (Gicv5Machine one = new Gicv5Machine(Rig.config("")); Gicv5Machine other = new Gicv5Machine(Rig.config("")))
        {
            frame.putLong(0, Commands.msi(3, 4, 100));
            one.apply(frame, 0);
            int end = Commands.time(frame, 0, 1_000_000, 2_000_000);
            frame.putLong(end, Commands.msi(3, 4, 999));
            end += Long.BYTES;
            end = Commands.time(frame, end, 5, 6);
            for (int at = 0; at < end;)
            {
                at = other.apply(frame, at);
            }

            assertEquals(one.runDigest(), other.runDigest());
            assertEquals(1, one.commandCount());
            assertEquals(1, other.commandCount());
        }
    }

    @Test
    void shouldHoldTheOrderOfCommands()
    {
        try (Rig one = bringUp(); Rig other = bringUp())
        {
            one.msi(3, 4);
            one.msi(3, 5);
            other.msi(3, 5);
            other.msi(3, 4);

            assertEquals(one.machine().digest(), other.machine().digest());
            assertNotEquals(one.machine().runDigest(), other.machine().runDigest());
        }
    }

    /** Lets two machines put out different values: their runs differ, although their tables agree in the end. */
    @Test
    void shouldHoldOutputs()
    {
        try (Outputs one = new Outputs(); Outputs other = new Outputs(); Outputs third = new Outputs())
        {
            one.signal(3, 1);
            one.result(5);
            other.signal(3, 1);
            other.result(6);
            third.signal(3, 1);
            third.clear();
            third.result(5);

            assertNotEquals(one.digest(), other.digest());
            assertEquals(one.digest(), third.digest());
        }
    }

    @Test
    void shouldCountDoorbellsThatTheLogHasNoRoomFor()
    {
        try (Outputs outputs = new Outputs())
        {
            outputs.beginCommand();
            for (int i = 0; i < 3_000; i++)
            {
                outputs.doorbell(1, i, 7);
            }
            assertEquals(3_000, outputs.doorbells());
            assertEquals(2 * 1_024, outputs.words());
            final long digest = outputs.digest();
            outputs.doorbell(1, 1, 7);
            assertNotEquals(digest, outputs.digest());

            outputs.beginCommand();
            outputs.doorbell(1, 1, 7);
            assertEquals(2 * 1_025, outputs.words());
        }
    }

    /** Writes pages of zeros, which count as never written; the same bytes at another place are another memory. */
    @Test
    void shouldHoldPlacesAndNoZeros()
    {
        try (PhysicalMemory memory = PhysicalMemory.anonymous(0, 1 << 22))
        {
            final StateDigest digest = new StateDigest(memory);
            assertEquals(0, digest.value());
            memory.storeLong(0x1000, 0);
            assertEquals(0, digest.value());
            memory.storeLong(0x1000, 5);
            final long first = digest.value();
            assertNotEquals(0, first);
            assertEquals(first, digest.value());
            memory.storeLong(0x1000, 0);
            memory.storeLong(0x2000, 5);
            assertNotEquals(first, digest.value());
            memory.storeLong(0x2000, 0);
            memory.storeLong(0x1000, 5);
            assertEquals(first, digest.value());
            memory.storeLong(0x3f_f000, 5);
            memory.storeLong(0x3f_f000, 0);
            assertEquals(first, digest.value());
        }
    }

    private static Rig bringUp()
    {
        final Rig rig = new Rig("pes=2 min_lpi_id_bits=4 one_n=1 virt_one_n=1");
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        rig.simpleVm(VM, 8);
        rig.simpleVm(OTHER_VM, 8);
        rig.enter(0, VM, 1);

        return rig;
    }

    private static Arguments change(final String name, final Consumer<Rig> there, final Consumer<Rig> back)
    {
        return arguments(name, there, back);
    }

    /** Returns a register of PE 1, from 0 to a value and back. */
    private static Arguments register(final SystemRegister register, final long value)
    {
        final int el = register.name().endsWith("EL2") ? Rig.EL2 : Rig.EL1;

        return arguments(register.name() + " " + Long.toHexString(value),
            (Consumer<Rig>)rig -> rig.sysw(1, el, register, value),
            (Consumer<Rig>)rig -> rig.sysw(1, el, register, 0));
    }

    private static Arguments irs(final int offset, final int there, final int back)
    {
        return arguments("IRS 0x" + Integer.toHexString(offset),
            (Consumer<Rig>)rig -> rig.irs(offset, there), (Consumer<Rig>)rig -> rig.irs(offset, back));
    }

    private static Arguments frame(final long address, final long value)
    {
        final boolean wide = List.of(Rig.ITS + 0xc0, Rig.ITS + 0x100, Rig.ITS + 0x180).contains(address);

        return arguments("0x" + Long.toHexString(address),
            (Consumer<Rig>)rig -> rig.store(address, wide ? 8 : 4, value),
            (Consumer<Rig>)rig -> rig.store(address, wide ? 8 : 4, 0));
    }
}
