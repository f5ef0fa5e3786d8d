package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A machine and its witness see different commands: what one of them does not know of is lost or invented. */
class Gicv5WitnessTest
{
    private static final long RAM = 0x4000_0000L;
    private static final long IST = RAM + 0x10_0000;
    private static final long DEVICES = RAM + 0x20_0000;
    private static final long ITT = RAM + 0x30_0000;
    private static final long IRS = 0x0801_0000L;
    private static final long ITS = 0x0810_0000L;
    private static final long IWB = 0x0820_0000L;
    private static final int CDPEND = 0x460c;
    private static final int CDHM = 0x4611;
    private static final int CDEN = 0x4609;
    private static final int CDIA = 0x4618;
    private static final int CDDIS = 0x4608;
    private static final int SPENDR0 = 0xc66e;
    private static final long LPI = 2L << 29;
    private static final long SPI = 3L << 29;
    private static final long VMT = RAM + 0x40_0000;
    private static final int VM = 3;
    private static final int DEVICE = 5;
    private static final int EVENT = 3;
    private static final int MAPPED = 1 << 31;
    private static final long GUEST_ENTRY = (long)VM << 32 | 3L << 30 | 9;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final List<String> found = new ArrayList<>();
    private Machine machine;
    private Gicv5Witness witness;

    /** Parties that see a command. */
    private enum To
    {
        BOTH, MACHINE, WITNESS
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldSayNothingWhereBothAgree()
    {
        begin("");
        msi(To.BOTH, EVENT);
        msi(To.BOTH, EVENT + 1);
        enable(CDEN, LPI | 7);
        insn(To.BOTH, CDIA, 0);
        insn(To.BOTH, CDIA, 0);
        wire(To.BOTH, Commands.WIRE_SPI, 9, true);
        witness.scan();

        assertEquals(List.of(), found);
    }

    @Test
    void shouldFindAMessageThatIsLost()                                         // B-ITS-5
    {
        begin("");
        msi(To.WITNESS, EVENT);

        assertEquals(List.of("lost: physical LPI 7, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), is " +
            "neither pending nor acknowledged"), found);
    }

    @Test
    void shouldFindALostMessageThatMergesWithAnother()                          // B-ITS-3
    {
        begin("");
        msi(To.BOTH, EVENT);
        map(To.WITNESS, EVENT, 0);
        msi(To.BOTH, EVENT);

        assertEquals(List.of(), found, "RAM is one: a store that the witness alone sees changes nothing");
        writeRegister(To.MACHINE, ITS + 0x80, 0);
        msi(To.BOTH, EVENT);
        assertEquals(List.of("lost: physical LPI 7, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), was not " +
            "reached: rejected"), found);
    }

    @Test
    void shouldFindAMergedMessageThatGoesElsewhere()                            // B-ITS-5
    {
        begin(" its.cache=1");
        msi(To.BOTH, EVENT);
        insn(To.BOTH, CDPEND, LPI | 9 | 1L << 32);
        map(To.BOTH, EVENT, MAPPED | 9);
        writeRegister(To.WITNESS, ITS + 0x100, DEVICE);
        writeRegister(To.WITNESS, ITS + 0x108, EVENT);
        writeRegister(To.WITNESS, ITS + 0x10c, MAPPED);
        msi(To.BOTH, EVENT);

        assertEquals(List.of("lost: physical LPI 9, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), was not " +
            "reached: it went to physical LPI 7"), found);
    }

    @Test
    void shouldFindAnEventThatNoTableTranslates()                               // B-ITS-3
    {
        begin("");
        writeRegister(To.WITNESS, ITS + 0x80, 0);
        msi(To.BOTH, EVENT);

        assertEquals(List.of("invented: event 3 of device 5 at ITS 0 was delivered though no table " +
            "translates it (B-ITS-3)"), found);
    }

    @Test
    void shouldFindAnInterruptThatWasAcknowledgedAndNotSet()
    {
        begin("");
        enable(CDEN, LPI | 7);
        insn(To.MACHINE, CDPEND, LPI | 7 | 1L << 32);
        insn(To.BOTH, CDIA, 0);

        assertEquals(List.of("invented: physical LPI 7 was acknowledged though nothing had set it pending"), found);
    }

    @Test
    void shouldFindAnInventedInterruptByAScan()
    {
        begin("");
        insn(To.MACHINE, CDPEND, LPI | 8 | 1L << 32);
        assertEquals(List.of(), found);
        witness.scan();
        witness.scan();

        assertEquals(List.of("invented: physical LPI 8 is pending though nothing had set it pending"), found);
    }

    @Test
    void shouldFindAnEdgeThatStaysPending()                                     // B-INT-6
    {
        begin("");
        enable(CDEN, LPI | 7);
        insn(To.MACHINE, CDHM, LPI | 7 | 1L << 32);
        insn(To.BOTH, CDPEND, LPI | 7 | 1L << 32);
        insn(To.BOTH, CDIA, 0);

        assertEquals(List.of("invented: physical LPI 7 is pending though nothing had set it pending"), found);
    }

    @Test
    void shouldFindWiresThatAreNotSeen()                                        // B-SPI-4
    {
        begin("");
        wire(To.WITNESS, Commands.WIRE_SPI, 9, true);
        wire(To.MACHINE, Commands.WIRE_PPI, 27, true);
        wire(To.WITNESS, Commands.WIRE_PPI, 27, false);
        writeSystem(To.WITNESS, SPENDR0, 1 << 3);

        assertEquals(List.of("lost: physical SPI 9, set pending, is neither pending nor acknowledged",
            "invented: PE 0 PPI 27 is pending though nothing had set it pending",
            "lost: PE 0 PPI 3, set pending, is neither pending nor acknowledged"), found);
    }

    @Test
    void shouldFindAClearOfABridgeThatIsLost()                                  // B-IWB-2
    {
        begin("");
        map(To.BOTH, 64, 5, MAPPED | 9);
        writeRegister(To.BOTH, IWB + 0x80, 1);
        writeRegister(To.BOTH, IWB + 0x4000, 1 << 5);
        writeRegister(To.BOTH, IWB + 0x2000, 1 << 5);
        wire(To.BOTH, Commands.WIRE_IWB, 5, true);
        assertEquals(List.of(), found);
        wire(To.WITNESS, Commands.WIRE_IWB, 5, false);

        assertEquals(List.of("invented: physical LPI 9 is pending though nothing had set it pending"), found);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldFindALevelOfAGuestThatIsAnEdge(final boolean isHosted)           // M-HM
    {
        begin("");
        mapGuest();
        store(To.BOTH, ITT + 0x1000 + 8 * 5, Long.BYTES, GUEST_ENTRY);
        writeRegister(To.BOTH, IWB + 0x80, 1);
        writeRegister(To.BOTH, IWB + 0x2000, 1 << 5);
        if (isHosted)
        {
            tell(To.BOTH, KvmVerb.CREATE_VM.encode(command, 0, 0, 0, 0, 0));
        }
        wire(To.BOTH, Commands.WIRE_IWB, 5, true);
        wire(To.BOTH, Commands.WIRE_IWB, 5, false);
        assertEquals(List.of(), found);
        writeRegister(To.WITNESS, IWB + 0x4000, 1 << 5);
        wire(To.BOTH, Commands.WIRE_IWB, 5, true);

        assertEquals(List.of("lost: VM 3 LPI 9 is an edge, and an acknowledge ends it while its wire is high (M-HM)"),
            found);
    }

    @Test
    void shouldFollowTheEventsOfGuestsBesideKvm()                               // B-ITS-5
    {
        begin("");
        mapGuest();
        store(To.BOTH, ITT + 8 * EVENT, Long.BYTES, GUEST_ENTRY);
        tell(To.BOTH, KvmVerb.CREATE_VM.encode(command, 0, 0, 0, 0, 0));
        wire(To.MACHINE, Commands.WIRE_PPI, 27, true);
        insn(To.MACHINE, CDPEND, LPI | 10 | 1L << 32);
        witness.scan();
        assertEquals(List.of(), found, "the physical side is the host's");
        msi(To.WITNESS, EVENT);

        assertEquals(List.of("lost: VM 3 LPI 9, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), is neither " +
            "pending nor acknowledged"), found);
    }

    private void mapGuest()
    {
        writeRegister(To.BOTH, IRS + 0x210, 8);
        store(To.BOTH, IRS + 0x200, Long.BYTES, VMT | 1);
        store(To.BOTH, VMT + 32 * VM + 8, Long.BYTES, 1L << 59 | VMT + 0x10_0000);
        store(To.BOTH, VMT + 32 * VM + 16, Long.BYTES, 14L << 59 | VMT + 0x20_0000);
        store(To.BOTH, IRS + 0x2c8, Long.BYTES, 1L << 63 | VM);
        store(To.BOTH, IRS + 0x2d0, Long.BYTES, 1L << 63 | (long)VM << 32 | LPI);
    }

    @Test
    void shouldTakeBothAnswersWhileAnOldWalkIsKept()                            // B-ITS-7, B-ITS-8
    {
        begin(" its.cache=1");
        msi(To.BOTH, EVENT);
        map(To.BOTH, EVENT, MAPPED | 9);
        msi(To.BOTH, EVENT);
        writeRegister(To.BOTH, ITS + 0x100, DEVICE);
        writeRegister(To.BOTH, ITS + 0x108, EVENT);
        writeRegister(To.WITNESS, ITS + 0x10c, MAPPED);
        msi(To.BOTH, EVENT);

        assertEquals(List.of("lost: physical LPI 9, to which event 3 of device 5 at ITS 0 leads (B-ITS-5), is " +
            "neither pending nor acknowledged"), found);
    }

    @Test
    void shouldKnowTheTableAgainAfterAScan()
    {
        begin(" its.cache=1");
        msi(To.BOTH, EVENT);
        map(To.BOTH, EVENT, MAPPED | 9);
        msi(To.BOTH, EVENT);
        insn(To.MACHINE, CDPEND, LPI | 8 | 1L << 32);
        witness.scan();
        assertEquals(List.of(), found, "an old walk is kept: the event may have gone anywhere");
        insn(To.MACHINE, CDPEND, LPI | 10 | 1L << 32);
        witness.scan();

        assertEquals(List.of("invented: physical LPI 10 is pending though nothing had set it pending"), found);
    }

    @Test
    void shouldLeaveAloneWhatSoftwareStoredInto()                               // B-IST-5, M-LIVE
    {
        begin("");
        store(To.BOTH, IST + 4 * 7, Integer.BYTES, 1);
        msi(To.BOTH, EVENT);
        store(To.BOTH, IST + 4 * 7, Integer.BYTES, 0);
        witness.scan();

        assertEquals(List.of(), found);
    }

    @Test
    void shouldTakeAMachineAsItIsInTheMiddle()
    {
        begin("");
        msi(To.BOTH, EVENT);
        wire(To.BOTH, Commands.WIRE_SPI, 9, true);
        wire(To.BOTH, Commands.WIRE_PPI, 27, true);
        watch();
        enable(CDEN, LPI | 7);
        enable(CDDIS, SPI | 9);
        insn(To.BOTH, CDIA, 0);
        wire(To.BOTH, Commands.WIRE_SPI, 9, false);
        witness.scan();
        assertEquals(List.of(), found);
        msi(To.WITNESS, EVENT);

        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void shouldWaitForEventsAndInstructionsThatWait()                           // B-ORD-1
    {
        begin(" ops.delay=4 ops.order=1");
        msi(To.BOTH, EVENT);
        insn(To.BOTH, CDPEND, LPI | 8 | 1L << 32);
        pass(12);
        assertEquals(List.of(), found);
        insn(To.WITNESS, CDPEND, LPI | 9 | 1L << 32);
        pass(3);
        assertEquals(List.of(), found);
        pass(1);

        assertEquals(List.of("lost: physical LPI 9, set pending, is neither pending nor acknowledged"), found);
    }

    private void begin(final String keys)
    {
        machine = Machines.FACTORY.create(
            MachineConfig.parse(List.of(("pes=1 ram=0x40000000:0x1000000" + keys).split(" "))));
        watch();
        writeRegister(To.BOTH, IRS + 0x190, 14);
        store(To.BOTH, IRS + 0x180, 8, IST | 1);
        writeRegister(To.BOTH, IRS + 0x80, 1);
        writeSystem(To.BOTH, SystemRegister.ICC_PCR_EL1.code(), 31);
        writeSystem(To.BOTH, SystemRegister.ICC_CR0_EL1.code(), 3);
        store(To.BOTH, DEVICES + 8 * DEVICE, 8, 8L << 59 | ITT | 1);
        store(To.BOTH, DEVICES + 8 * 64, 8, 8L << 59 | ITT + 0x1000 | 1);
        map(To.BOTH, EVENT, MAPPED | 7);
        writeRegister(To.BOTH, ITS + 0xd0, 8);
        store(To.BOTH, ITS + 0xc0, 8, DEVICES);
        writeRegister(To.BOTH, ITS + 0x80, 1);
        pass(16);
    }

    private void watch()
    {
        witness = Gicv5Witness.of(machine, (isLost, owner, intid, text) -> found.add(
            (isLost ? "lost: " : "invented: ") + (intid == -1 ? text : OwnerId.name(owner, intid) + text)));
    }

    private void pass(final int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            tell(To.BOTH, Commands.load(command, 0, RAM, Long.BYTES));
        }
    }

    private void msi(final To to, final int event)
    {
        command.putLong(0, Commands.msi(DEVICE, event, 0));
        tell(to, Long.BYTES);
    }

    private void map(final To to, final int event, final int entry)
    {
        map(to, DEVICE, event, entry);
    }

    private void map(final To to, final int device, final int event, final int entry)
    {
        store(to, ITT + (device == DEVICE ? 0 : 0x1000) + 8L * event, Long.BYTES, Integer.toUnsignedLong(entry));
    }

    private void enable(final int code, final long intid)
    {
        insn(To.BOTH, code, intid);
    }

    private void insn(final To to, final int code, final long operand)
    {
        tell(to, Commands.insn(command, 0, 0, 1, code, operand));
    }

    private void writeRegister(final To to, final long address, final long value)
    {
        store(to, address, Integer.BYTES, value);
    }

    private void writeSystem(final To to, final int code, final long value)
    {
        tell(to, Commands.sysw(command, 0, 0, 1, code, value));
    }

    private void wire(final To to, final int kind, final int id, final boolean high)
    {
        tell(to, Commands.wire(command, 0, kind, 0, id, high));
    }

    private void store(final To to, final long address, final int sizeBytes, final long value)
    {
        tell(to, Commands.store(command, 0, address, sizeBytes, value));
    }

    private void tell(final To to, final int lengthBytes)
    {
        assert lengthBytes > 0;
        if (to != To.WITNESS)
        {
            machine.outputs().clear();
            machine.apply(command, 0);
        }
        if (to != To.MACHINE)
        {
            witness.applied(command, 0);
        }
    }
}
