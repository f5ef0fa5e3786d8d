package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A machine that does another thing with a PPI or SPI of a guest than the commands say is found. */
@Tag("P1")
class KvmWitnessTest
{
    private static final int SW_PPI = 3;
    private static final int TIMER = 27;
    private static final int CDIA = 0x4618;
    private static final int SPENDR = 0xc66e;
    private static final int ICH_PENDR = 0xe654;
    private static final int ENABLER = 0xc656;
    private static final int CR0 = 0xce01;
    private static final int PCR = 0xce02;
    private static final int SELR = 0x108;
    private static final int CFGR = 0x114;
    private static final int SPI = 5;
    private static final int SPI_AT = 12 + 15 + SPI / 2;

    private final Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("pes=2")));
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final List<String> found = new ArrayList<>();
    private final KvmWitness witness = new KvmWitness(machine, InterruptQueries.of(machine),
        (isLost, who, sentence) -> found.add((isLost ? "P1 " : "P2 ") + who + sentence));

    /** The machine applies what the witness does not see, or the other way round. */
    private boolean isHidden;
    private boolean isShown;

    @BeforeEach
    void begin()
    {
        make(0);
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldSayNothingOfAMachineThatIsRight()
    {
        ppi(1);
        verb(KvmVerb.LINE, 1, 0, 0, TIMER);
        run();
        guest(SPENDR, 1L << SW_PPI);
        ppi(1);
        verb(KvmVerb.EXIT, 0, 0, 0, 0);
        run();
        verb(KvmVerb.MAP_PPI, 0, 0, 0, TIMER);
        verb(KvmVerb.PUT, 0, 0, 0, 0);
        run();
        level();
        spi(1);
        spi(0);
        spi(1);
        verb(KvmVerb.PUT, 0, 0, 0, 0);
        migrate(0);
        verb(KvmVerb.DESTROY_VM, 0, 0, 0, 0);

        assertEquals(List.of(), found);
    }

    @Test
    @Tag("K-PPI-12")
    void shouldTellOfAnEdgeThatIsNotHeld()
    {
        other(() -> ppi(1), () -> ppi(0));

        assertEquals(List.of("P1 VM 0 vCPU 0 PPI 3 waits for no entry, and was not acknowledged (K-PPI-12)"), found);
    }

    @Test
    @Tag("K-PPI-7")
    void shouldTellOfAnEdgeThatNothingHasRaised()
    {
        run();
        other(() -> ppi(0), () -> ppi(1));

        assertEquals(List.of("P2 VM 0 vCPU 0 PPI 3 waits for an entry, and nothing has raised it (K-PPI-7)"), found);
    }

    @Test
    @Tag("K-PPI-6")
    void shouldTellOfAnEdgeThatIsNotInItsGuest()
    {
        ppi(1);
        run();
        Commands.sysw(command, 0, 0, 2, ICH_PENDR, 0);
        machine.apply(command, 0);
        Commands.insn(command, 0, 0, Commands.VEL1, CDIA, 0);
        apply();

        assertEquals(List.of("P1 VM 0 vCPU 0 PPI 3 is not pending, and its guest has not acknowledged it (B-VPP-2)"),
            found);
    }

    @Test
    @Tag("K-PPI-6")
    void shouldTellOfALevelThatAnEntryInvents()
    {
        KvmVerb.LINE.encode(command, 0, 1, 0, 0, TIMER);
        machine.apply(command, 0);
        run();

        assertEquals("P2 VM 0 vCPU 0 PPI 27 is pending in its guest, and nothing has raised it (K-PPI-6)",
            found.get(0));
    }

    @Test
    void shouldTellOfAnAcknowledgeOfWhatIsNotPending()
    {
        run();
        guest(ENABLER, 1L << SW_PPI);
        guest(CR0, 1);
        guest(PCR, 31);
        Commands.sysw(command, 0, 0, Commands.VEL1, SPENDR, 1L << SW_PPI);
        machine.apply(command, 0);
        Commands.insn(command, 0, 0, Commands.VEL1, CDIA, 0);
        apply();

        assertEquals(List.of("P2 VM 0 vCPU 0 PPI 3 was acknowledged though nothing had set it pending"), found);
    }

    @Test
    void shouldTakeWhatSoftwareWritesUnderAGuestAsItIs()
    {
        run();
        Commands.sysw(command, 0, 0, 2, ICH_PENDR, 1L << SW_PPI);
        apply();
        verb(KvmVerb.EXIT, 0, 0, 0, 0);
        run();

        assertEquals(List.of(), found);
    }

    @Test
    @Tag("K-IL-12")
    void shouldTellOfALineThatRosePastTheTable()
    {
        other(() -> spi(1), () -> spi(0));

        assertEquals(List.of("P1 VM 0 SPI 5 is not pending, and its line has risen (K-IL-12)"), found);
    }

    @Test
    @Tag("K-SPI-2")
    void shouldTellOfALevelThatFellAndStaysPending()
    {
        run();
        level();
        spi(1);
        other(() -> spi(0), () -> spi(1));

        assertEquals(List.of("P2 VM 0 SPI 5 is pending, and its line has fallen (K-SPI-2)"), found);
    }

    @Test
    @Tag("K-IRS-5")
    void shouldTellOfATriggerModeThatLeavesTheHandlingMode()
    {
        run();
        verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 0, 0, SELR, SPI);
        other(() -> verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 0, 0, CFGR, 1),
            () -> verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 0, 0, CFGR, 0));

        assertEquals(List.of("P1 VM 0 SPI 5 is a level, and an acknowledge would end it while its line is high " +
            "(K-IRS-5)"), found);
    }

    @Test
    @Tag("K-IRS-4")
    void shouldSayNothingOfAnSpiBeyondTheLast()
    {
        verb(KvmVerb.CREATE_VM, 0, 0, 0, 0);
        verb(KvmVerb.CREATE_DEVICE, KvmVerb.DEVICE_KNOWN, 1, 0, 0);
        verb(KvmVerb.CREATE_VCPU, 0, 1, 0, 0, 7);
        verb(KvmVerb.SET_ATTR, 1 << KvmAttr.COUNT_SHIFT | KvmAttr.GIVEN, 1, 0, KvmAttr.ADDR,
            KvmAttr.attr(KvmAttr.ADDR, "IRS"), 0x8000_0000L);
        verb(KvmVerb.SET_ATTR, 1 << KvmAttr.COUNT_SHIFT | KvmAttr.GIVEN, 1, 0, KvmAttr.NR_IRQS, 0, 96);
        verb(KvmVerb.SET_ATTR, 0, 1, 0, KvmAttr.CTRL, KvmAttr.CTRL_INIT);
        verb(KvmVerb.RUN, 0, 1, 0, 0);
        verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 1, 0, SELR, 100);
        verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 1, 0, CFGR, 1);

        assertEquals(List.of(), found);
    }

    @Test
    @Tag("K-SR-5")
    void shouldTellOfALevelThatARestoreTookForLow()
    {
        run();
        level();
        spi(1);
        verb(KvmVerb.PUT, 0, 0, 0, 0);
        migrate(0);
        other(() -> line(1, 0), () -> line(1, 1));

        assertEquals(List.of("P2 VM 1 SPI 5 is pending, and its line has fallen (K-SPI-2)"), found);
    }

    @Test
    @Tag("K-SR-5")
    void shouldTellOfALevelThatARestoreTookForHigh()
    {
        run();
        level();
        verb(KvmVerb.PUT, 0, 0, 0, 0);
        migrate(0);
        assertEquals(List.of(), found);

        other(() -> line(1, 1), () -> line(1, 0));
        assertEquals(List.of("P1 VM 1 SPI 5 is not pending, and its line has risen (K-IL-12)"), found);
    }

    @Test
    @Tag("K-SR-4")
    void shouldTellOfAnInterruptThatARestoreLeavesOut()
    {
        migrate(1L << ((SPI & 1) * Integer.SIZE));

        assertEquals(List.of("P1 VM 1 SPI 5 is not pending, and the image that was restored says so (K-SR-4)"), found);
    }

    @Test
    void shouldConcernVerbsAndWhatGuestsDo()
    {
        KvmVerb.CREATE_VM.encode(command, 0, 0, 0, 0, 0);
        assertTrue(KvmWitness.isVerb(command.getLong(0)));
        assertFalse(witness.concerns(command.getLong(0)));
        Commands.insn(command, 0, 0, Commands.VEL1, CDIA, 0);
        assertFalse(KvmWitness.isVerb(command.getLong(0)));
        assertTrue(witness.concerns(command.getLong(0)));
    }

    /** Saves VM 0 and restores it as VM 1; the witness sees bits turned in the word of the SPI. */
    private void migrate(final long turned)
    {
        verb(KvmVerb.SAVE, 0, 0, 0, 0);
        KvmVerb.IMAGE.encode(command, 0, 0, 0, 0, 0);
        final long[] words = Arrays.stream(machine.hostVerbs(KvmVerb.FAMILY).query(command, 0).split(" "))
            .mapToLong(word -> Long.parseUnsignedLong(word, 16)).toArray();
        make(1);
        for (int i = 0; i < words.length; i++)
        {
            final int at = i;
            other(() -> verb(KvmVerb.RESTORE_DATA, 0, 0, 0, at, words[at] ^ (at == SPI_AT ? turned : 0)),
                () -> verb(KvmVerb.RESTORE_DATA, 0, 0, 0, at, words[at]));
        }
        verb(KvmVerb.RESTORE, 0, 1, 0, 0, words.length);
    }

    private void make(final int vm)
    {
        verb(KvmVerb.CREATE_VM, 0, 0, 0, 0);
        verb(KvmVerb.CREATE_DEVICE, KvmVerb.DEVICE_KNOWN, vm, 0, 0);
        verb(KvmVerb.CREATE_VCPU, 0, vm, 0, 0, 7);
        verb(KvmVerb.SET_ATTR, 1 << KvmAttr.COUNT_SHIFT | KvmAttr.GIVEN, vm, 0, KvmAttr.ADDR,
            KvmAttr.attr(KvmAttr.ADDR, "IRS"), 0x8000_0000L);
        verb(KvmVerb.SET_ATTR, 0, vm, 0, KvmAttr.CTRL, KvmAttr.CTRL_INIT);
    }

    private void ppi(final int high)
    {
        verb(KvmVerb.IRQ_LINE, KvmVerb.LINE_TYPE_PPI << KvmVerb.LINE_TYPE_SHIFT | high, 0, 7, SW_PPI);
    }

    private void spi(final int high)
    {
        line(0, high);
    }

    private void line(final int vm, final int high)
    {
        verb(KvmVerb.IRQ_LINE, KvmVerb.LINE_TYPE_SPI << KvmVerb.LINE_TYPE_SHIFT | high, vm, 0, SPI);
    }

    private void run()
    {
        verb(KvmVerb.RUN, 0, 0, 0, 0);
    }

    private void level()
    {
        verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 0, 0, SELR, SPI);
        verb(KvmVerb.MMIO_WRITE, Integer.BYTES, 0, 0, CFGR, 1);
    }

    private void guest(final int code, final long value)
    {
        Commands.sysw(command, 0, 0, Commands.VEL1, code, value);
        apply();
    }

    /** Has the machine apply a command, and shows the witness another one. */
    private void other(final Runnable shown, final Runnable applied)
    {
        isHidden = true;
        applied.run();
        isHidden = false;
        isShown = true;
        shown.run();
        isShown = false;
    }

    private void verb(final KvmVerb verb, final long modifier, final int vm, final int vcpu, final int argument,
        final long... further)
    {
        verb.encode(command, 0, modifier, vm, vcpu, argument, further);
        apply();
    }

    private void apply()
    {
        if (!isShown)
        {
            machine.outputs().clear();
            machine.apply(command, 0);
        }
        if (!isHidden)
        {
            witness.applied(command, 0, false);
        }
    }
}
