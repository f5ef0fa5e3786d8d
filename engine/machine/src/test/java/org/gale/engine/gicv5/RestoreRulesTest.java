package org.gale.engine.gicv5;

import java.util.List;
import java.util.function.Consumer;
import org.gale.engine.command.Commands;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a restore with everything in use: VMs, residency, doorbells, selections, SPIs of VMs, errors and trees. */
@Tag("P7")
class RestoreRulesTest
{
    private static final int PES = 3;
    private static final String KEYS =
        "pes=3 ram=0x40000000:0x2000000 min_lpi_id_bits=4 spis=64 one_n=1 virt_one_n=1 vm_id_bits=8 vpe_id_bits=4";
    private static final int CHUNK_WORDS = 500;
    private static final int DOORBELL = 9;
    private static final int OF_TREES = 70;
    private static final long ACTION = 1L << 63;
    private static final long NOWHERE = 0x9000_0000L;
    private static final int FRAME_BYTES = 0x1_0000;

    /** Commands behind the restore; each shows what a restored machine has to know. */
    private static final List<Consumer<Rig>> STEPS = List.of(
        rig -> rig.virtualPend(1, Rig.lpi(40), true),                           // rings the doorbell of VPE 2
        rig -> assertEquals(1, rig.entry(Rig.lpi(DOORBELL)) & 1),
        rig -> rig.virtualPend(1, Rig.lpi(41), true),                           // 1ofN: the doorbell of VM 1 is VPE 3
        rig -> assertEquals(Rig.lpi(5), rig.acknowledge(1, Rig.EL1)),           // 1ofN: PE 0 takes no part
        rig -> rig.spi(5, false),
        rig -> assertEquals(0, rig.entry(Rig.spi(5)) & 1),
        rig -> rig.spi(6, true),                                                // an SPI of VM 2
        rig -> assertEquals(1, rig.entry(2, Rig.spi(6)) & 1),
        rig -> rig.irs(Registers.IRS_PE_CR0, 1),                                // of PE 2, which is selected
        rig -> rig.turn(2, OF_TREES),
        rig -> rig.leave(0, 31),
        rig -> assertTrue(rig.enter(0, 1, 2)),
        rig -> rig.irsLong(Registers.IRS_SAVE_VMR, ACTION | 2),
        rig -> rig.msi(3, 4),
        rig -> rig.mapVm(2, true),
        rig -> assertFalse(rig.enter(1, 2, 0)),
        rig -> rig.irsLong(Registers.IRS_IST_BASER, 0));

    private final Rig rig = inUse();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldShowTheSameInEveryRegister()
    {
        try (Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
        {
            final StateImage image = StateImage.of(rig.machine(), CHUNK_WORDS);
            assertTrue(image.into(restored, CHUNK_WORDS).isSame());

            assertArrayEquals(image.words(), StateImage.of(restored, CHUNK_WORDS).words());
            for (final long frame : new long[]{Rig.IRS, Rig.SETLPI, Rig.ITS, Rig.TRANSLATE, Rig.IWB})
            {
                for (int offset = 0; offset < FRAME_BYTES; offset += Integer.BYTES)
                {
                    assertEquals(rig.machine().peek(frame + offset, 4), restored.peek(frame + offset, 4),
                        "register at 0x" + Long.toHexString(frame + offset));
                }
            }
            assertEquals(rig.machine().untranslated(), restored.untranslated());
            assertEquals(rig.machine().unreachable(), restored.unreachable());
        }
    }

    @Test
    void shouldContinueAsTheMachineThatWasSaved()
    {
        try (Rig restored = new Rig(new Gicv5Machine(rig.machine().config())))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(restored.machine(), CHUNK_WORDS).isSame());

            for (int i = 0; i < STEPS.size(); i++)
            {
                final String step = "step " + i;
                STEPS.get(i).accept(rig);
                STEPS.get(i).accept(restored);

                assertEquals(rig.machine().digest(), restored.machine().digest(), step);
                assertEquals(rig.machine().runDigest(), restored.machine().runDigest(), step);
                for (int pe = 0; pe < PES; pe++)
                {
                    assertEquals(rig.machine().signals(pe), restored.machine().signals(pe), step);
                }
                assertNull(restored.machine().unsettled(), step);
                for (int vmId = Rig.PHYSICAL; vmId <= 3; vmId++)
                {
                    assertTrue(restored.machine().accounts().isIndexSound(Rig.owner(vmId)), step + ", VM " + vmId);
                    assertEquals(-1, restored.machine().accounts().firstDifference(Rig.owner(vmId)), step);
                }
            }
        }
    }

    /** Two tables lie in one page, so that the index is saved; it has more SPIs than its list holds. */
    @Tag("P1")
    @Tag("B-IST-5")
    @Test
    void shouldDeliverEachSpiThatWasPendingWhenTheMachineWasSaved()
    {
        try (Rig saved = new Rig("pes=1 spis=128 min_lpi_id_bits=4"))
        {
            saved.enableIrs();
            saved.enableCpu(0, 31);
            saved.vmTable();
            saved.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
            saved.vm(1, Rig.RAM + 0x20_0000, 1, Ist.linear(Rig.RAM + 0x10_0400, 6), null);
            for (int id = 0; id < 128; id++)
            {
                candidate(saved, Rig.spi(id), 0, id & 7);
            }
            try (Rig restored = new Rig(new Gicv5Machine(saved.machine().config())))
            {
                assertTrue(StateImage.of(saved.machine(), CHUNK_WORDS).into(restored.machine(), CHUNK_WORDS).isSame());

                assertTrue(restored.machine().accounts().isIndexSound(Rig.owner(Rig.PHYSICAL)));
                for (int n = 0; n < 128; n++)
                {
                    assertEquals(Rig.spi(n / 16 + n % 16 * 8), restored.acknowledge(0, Rig.EL1));
                    restored.drop(0, Rig.EL1);
                }
            }
        }
    }

    /** A word that was changed is refused, or is in a digest. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"all ones", "the lowest bit"})
    void shouldSeeEveryWordThatChanges(final String change)
    {
        final long[] words = StateImage.of(rig.machine(), CHUNK_WORDS).words();
        int refused = 0;
        for (int index = endOfPages(words); index < words.length; index++)
        {
            final long[] changed = words.clone();
            changed[index] = change.equals("all ones") && words[index] != -1 ? -1 : words[index] ^ 1;
            try (Gicv5Machine machine = new Gicv5Machine(rig.machine().config()))
            {
                assertFalse(machine.restore(new StateReader(StateImage.source(changed, CHUNK_WORDS))).isSame(),
                    "word " + index + " of " + words.length + ": 0x" + Long.toHexString(words[index]));
            }
            catch (final StateException ex)
            {
                refused++;
            }
        }

        assertTrue(refused > 0, "nothing was refused");
    }

    /** Returns the index behind the pages of RAM, which are saved first. */
    private int endOfPages(final long[] words)
    {
        final int end = (int)(rig.machine().config().ramBytes() / PhysicalMemory.PAGE_SIZE);
        int index = 0;
        while (words[index] != end)
        {
            index += 1 + PhysicalMemory.PAGE_SIZE / Long.BYTES;
        }

        return index;
    }

    private static Rig inUse()
    {
        final Rig rig = new Rig(KEYS);
        rig.enableIrs();
        rig.physicalIst(new Ist(Rig.RAM + 0x60_0000, 12, 0, 0, true, Rig.RAM + 0x62_0000));
        rig.vmTable();
        rig.simpleVm(1, 8);
        rig.simpleVm(2, 8);
        for (int pe = 0; pe < PES; pe++)
        {
            rig.enableCpu(pe, 31 - pe);
            rig.enableGuest(pe, 30 - pe);
        }
        physicalInUse(rig);
        virtualInUse(rig);
        devicesInUse(rig);

        return rig;
    }

    private static void physicalInUse(final Rig rig)
    {
        rig.irs(Registers.IRS_CR1, 0xabcd);
        rig.irs(Registers.IRS_PE_SELR, 0);
        rig.irs(Registers.IRS_PE_CR0, 1);
        rig.irs(Registers.IRS_PE_SELR, 2);
        candidate(rig, Rig.lpi(3), 1, 2);
        rig.handlingMode(0, Rig.EL1, Rig.lpi(3), true);
        assertEquals(Rig.lpi(3), rig.acknowledge(1, Rig.EL1));
        rig.drop(1, Rig.EL1);
        candidate(rig, Rig.lpi(5), 1, 4);
        rig.target(0, Rig.EL1, Rig.lpi(5), 0, true);
        rig.enable(0, Rig.EL1, Rig.lpi(DOORBELL), true);
        rig.irs(Registers.IRS_SPI_SELR, 6);
        rig.irsLong(Registers.IRS_SPI_VMR, ACTION | 2);
        rig.irs(Registers.IRS_SPI_SELR, 5);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.spi(5, true);
    }

    /** VM 3 has its LPIs outside RAM, which is a software error. */
    private static void virtualInUse(final Rig rig)
    {
        assertTrue(rig.enter(0, 1, 0) && rig.enter(2, 2, 1));
        rig.vm(3, Rig.RAM + 0x130_0000, 1, Ist.linear(NOWHERE, 8), null);
        rig.virtualPend(3, Rig.lpi(1), true);
        rig.doorbell(1, 2, DOORBELL, 20, true);
        rig.doorbell(1, 3, DOORBELL + 1, 20, true);
        rig.irs(Registers.IRS_VM_SELR, 1);
        rig.irsLong(Registers.IRS_VM_DBR, ACTION | 3);
        rig.selectVpe(1, 0);
        rig.irs(Registers.IRS_VPE_CR0, 1);
        virtual(rig, 1, 40, 2L << 48, 7);
        virtual(rig, 1, 41, 1L << 28, 6);
        for (int id = 0; id < OF_TREES; id++)
        {
            virtual(rig, 2, id, 1L << 48, id & 31);
            rig.virtualPend(2, Rig.lpi(id), true);
        }
        rig.turn(2, 3);
        rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | 2);
    }

    private static void devicesInUse(final Rig rig)
    {
        rig.deviceTable();
        rig.device(3);
        rig.mapEvent(3, 4, 1, 33);
        rig.msi(3, 4);
        rig.msi(3, 5);
        rig.store(Rig.IWB + Registers.IWB_WTMR, 4, 0x80);
        rig.store(Rig.IWB + Registers.IWB_WENABLER, 4, 0x180);
        rig.store(Rig.IWB + Registers.IWB_CR0, 4, 1);
        rig.wire(Commands.WIRE_IWB, 0, 7, true);
        rig.ppi(1, 27, true);
    }

    private static void candidate(final Rig rig, final int intid, final int pe, final int priority)
    {
        rig.target(0, Rig.EL1, intid, pe, false);
        rig.priority(0, Rig.EL1, intid, priority);
        rig.enable(0, Rig.EL1, intid, true);
        rig.pend(0, Rig.EL1, intid, true);
    }

    private static void virtual(
        final Rig rig, final int vmId, final int id, final long target, final int priority)
    {
        rig.vd(GicInstruction.VDAFF, vmId, Rig.lpi(id), target);
        rig.vd(GicInstruction.VDPRI, vmId, Rig.lpi(id), (long)priority << 59);
        rig.vd(GicInstruction.VDEN, vmId, Rig.lpi(id), 0);
    }
}
