package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.engine.support.StateImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of ready LPIs, which are bits in the order of priorities, against a machine whose events all go through
 * entries. Outputs, state and books are the same after any command, whatever software does in between.
 */
@Tag("B-INT-5")
@Tag("B-INT-6")
@Tag("M-TIE")
@Tag("M-LIVE")
class ReadyEventsTest
{
    private static final int DEVICES = 4;
    /** Device whose translation table lies in the interrupt state table of the first VM. */
    private static final int INSIDE = DEVICES - 1;
    /** Numbers of the VMs: an LPI of the first one that becomes pending turns one into the other. */
    private static final int[] VMS = {8, 9};
    private static final int DOORBELL = 40;
    private static final int EVENTS = 40;
    private static final int LPI_BITS = 6;
    private static final int LPIS = 1 << LPI_BITS;
    private static final int PES = 4;
    private static final int PARTS = 2_000;
    private static final String KEYS =
        "ram=0x40000000:0x2000000 pes=4 id_bits=16 min_lpi_id_bits=3 vm_id_bits=8 vpe_id_bits=4 ready=";

    private final Ist[] lpis = new Ist[2];
    private final List<Long> recorded = new ArrayList<>();
    private RandomSource random;
    private Rig rig;
    private PhysicalMemory ram;

    /** Draws parts of frames, each with its disturbances, and compares after each of them. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldEqualEntriesWhateverSoftwareDoes(final long seed)
    {
        random = new RandomSource(seed);
        try (Rig entries = new Rig(KEYS + "off");
            Gicv5Machine eager = new Gicv5Machine(Rig.config(KEYS + "eager"));
            Gicv5Machine on = new Gicv5Machine(Rig.config(KEYS + "on")))
        {
            rig = entries;
            rig.afterEach(() -> recorded.addAll(outputs(entries.machine())));
            bringUp();
            play(eager, 0);
            play(on, 0);
            outputs(eager);
            outputs(on);
            for (int part = 0; part < PARTS; part++)
            {
                final int first = rig.tapeLength();
                recorded.clear();
                events(random.oneIn(3) ? random.between(33, 90) : random.below(33));
                if (random.oneIn(3))
                {
                    disturb();
                }
                turns();
                final int last = part;
                play(eager, first);
                play(on, first);
                assertEquals(recorded, outputs(eager), () -> "outputs, part " + last);
                assertEquals(recorded, outputs(on), () -> "outputs with long runs, part " + last);
                if (random.oneIn(4))
                {
                    assertSame(part, eager, on);
                }
            }
            assertSame(PARTS, eager, on);
            assertTrue(eager.irs().ready().events() > 5_000, "ready: " + eager.irs().ready().events());
            assertTrue(on.irs().ready().events() > 100, "ready in long runs: " + on.irs().ready().events());
        }
    }

    /** Plays what random software did, where ready LPIs are used as often as possible. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void shouldEqualEntriesForRandomSoftware(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed);
            Gicv5Machine eager = new Gicv5Machine(Rig.config(software.keys() + " ready=eager")))
        {
            software.bringUp();
            for (int i = 0; i < 1_500; i++)
            {
                software.step();
            }
            int at = 0;
            while (at < software.rig().tapeLength())
            {
                at = eager.applyPart(software.rig().tape(), at, software.rig().tapeLength());
                eager.outputs().clear();
            }

            assertEquals(software.rig().machine().runDigest(), eager.runDigest(), "seed " + seed);
        }
    }

    /** Two VMs whose tables lie at one place: a store into one changes the LPIs of the other. */
    @Tag("B-IST-5")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void shouldEqualEntriesWhereTablesOverlap(final long seed)
    {
        random = new RandomSource(seed);
        try (Rig entries = new Rig(KEYS + "off");
            Gicv5Machine eager = new Gicv5Machine(Rig.config(KEYS + "eager")))
        {
            rig = entries;
            rig.afterEach(() -> recorded.addAll(outputs(entries.machine())));
            bringUp();
            events(40);
            turns();
            rig.mapVist(VMS[1], Intid.TYPE_LPI, true);
            rig.store(Rig.VMT + 32L * VMS[1] + 16, 8, lpis[0].descriptor());
            rig.mapVist(VMS[1], Intid.TYPE_LPI, false);
            for (int part = 0; part < PARTS / 4; part++)
            {
                events(random.below(9));
                disturb();
                turns();
            }
            play(eager, 0);

            assertEquals(recorded, outputs(eager));
            assertEquals(entries.machine().runDigest(), eager.runDigest());
        }
    }

    /** Between two parts of a frame RAM may be behind; each query, and the end of the frame, makes it true. */
    @Test
    void shouldMakeRamTrueBeforeItIsRead()
    {
        random = new RandomSource(7);
        try (Rig used = new Rig(KEYS + "eager"))
        {
            rig = used;
            bringUp();
            final Gicv5Machine machine = rig.machine();
            ram = machine.memory();
            for (int event = 0; event < 20 * EVENTS; event++)
            {
                rig.msi(0, event % EVENTS);
                takeAll();
            }
            final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
            for (int event = 0; event < EVENTS; event++)
            {
                frame.putLong(event << 3, Commands.msi(0, event, 0));
            }
            final List<Runnable> reads = List.of(machine::digest, machine::memory, machine::accounts,
                machine::queries, machine::unsettled, machine::endFrame, () -> machine.peek(Rig.RAM, 8));
            for (final Runnable read : reads)
            {
                machine.endFrame();
                for (int i = 0; i < 50 && !machine.irs().ready().isHolding(); i++)  // a run with new ranks is written
                {
                    takeAll();
                    machine.applyPart(frame, 0, EVENTS << 3);
                }
                final int before = pendingInRam();

                read.run();

                assertTrue(pendingInRam() > before, "RAM was not behind, or still is");
            }
        }
    }

    /** Counts entries that are pending, as they lie in RAM, without a query. */
    private int pendingInRam()
    {
        int count = 0;
        for (final Ist table : lpis)
        {
            for (int id = 0; id < LPIS; id++)
            {
                count += (int)ram.load(table.entryAddress(id), 4) & 1;
            }
        }

        return count;
    }

    /** Two VMs of two VPEs, each on a PE of its own; priorities and targets are spread over the LPIs. */
    private void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
        for (int pe = 0; pe < PES; pe++)
        {
            rig.enableCpu(pe, 31);
            rig.enableGuest(pe, 31);
        }
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 11));
        for (int vpe = 0; vpe < 4; vpe++)
        {
            rig.enable(0, Rig.EL1, Rig.lpi(DOORBELL + vpe), true);
        }
        rig.deviceTable();
        for (int vm = 0; vm < VMS.length; vm++)
        {
            lpis[vm] = rig.simpleVm(VMS[vm], LPI_BITS);
            for (int id = 0; id < LPIS; id++)
            {
                rig.vd(GicInstruction.VDPRI, VMS[vm], Rig.lpi(id), (long)((id >>> 1) & 7) << 59);
                rig.vd(GicInstruction.VDAFF, VMS[vm], Rig.lpi(id), (long)(id & 1) << 48);
                rig.vd(GicInstruction.VDEN, VMS[vm], Rig.lpi(id), 0);
            }
            for (int vpe = 0; vpe < 2; vpe++)
            {
                rig.doorbell(VMS[vm], vpe, DOORBELL + 2 * vm + vpe, 31, true);
                rig.enter(2 * vm + vpe, VMS[vm], vpe);
            }
        }
        for (int device = 0; device < DEVICES; device++)
        {
            rig.device(device);
            for (int event = 0; event < EVENTS && device != INSIDE; event++)
            {
                rig.mapEvent(device, event, VMS[random.below(2)], random.below(LPIS));
            }
        }
        rig.store(Rig.DT + 8L * INSIDE, 8, lpis[0].entryAddress(0) | 1 | 9L << 59);
        mapInside();
    }

    /** Has two entries be a translation, whose VM is one more while the second LPI is pending. */
    private void mapInside()
    {
        rig.store(lpis[0].entryAddress(LPIS - 2), 8, 1L << 31 | 1L << 30 | 32 | (long)VMS[0] << 32);
    }

    private void events(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int device = random.oneIn(90) ? INSIDE : random.below(INSIDE);
            rig.msi(device, device == INSIDE ? LPIS / 2 - 1 :
                random.oneIn(50) ? random.below(EVENTS + 9) : random.below(EVENTS));
        }
    }

    private void turns()
    {
        final int turns = random.below(4);
        for (int i = 0; i < turns; i++)
        {
            rig.turn(random.below(PES), random.oneIn(3) ? random.below(6) : 40);
        }
    }

    private void disturb()
    {
        final int number = random.below(2);
        final int vm = VMS[number];
        final int lpi = Rig.lpi(random.below(LPIS));
        final int vpe = random.below(2);
        final int pe = 2 * number + vpe;
        switch (random.below(15))
        {
            case 0 -> rig.vd(GicInstruction.VDDIS, vm, lpi, 0);
            case 1, 2 -> rig.vd(GicInstruction.VDEN, vm, lpi, 0);
            case 3 -> rig.vd(GicInstruction.VDPRI, vm, lpi, (long)random.below(8) << 59);
            case 4 -> rig.vd(GicInstruction.VDAFF, vm, lpi, (long)random.below(3) << 48);
            case 5 -> rig.vd(GicInstruction.VDHM, vm, lpi, random.coin() ? 1L << 63 : 0);
            case 6 -> rig.virtualPend(vm, lpi, random.coin());
            case 7 -> rig.leave(pe, random.below(32));
            case 8 -> rig.enter(pe, vm, vpe);
            case 9 -> rig.mapEvent(random.below(INSIDE), random.below(EVENTS), vm, random.below(LPIS));
            case 10 -> rig.store(Rig.itt(random.below(INSIDE)) + 8L * random.below(EVENTS), 8, 0);
            case 11 -> rig.store(lpis[number].entryAddress(random.below(LPIS)), 4,
                8 | (long)random.below(4) << 11 | (long)random.below(2) << 16 | random.below(2));
            case 12 -> mapInside();
            case 13 -> rig.doorbell(vm, vpe, DOORBELL + pe, random.below(32), true);
            default -> rig.enableGuest(pe, random.coin() ? 31 : random.below(8));
        }
    }

    private void takeAll()
    {
        for (int pe = 0; pe < PES; pe++)
        {
            rig.turn(pe, LPIS);
        }
    }

    private void play(final Gicv5Machine machine, final int from)
    {
        int at = from;
        while (at < rig.tapeLength())
        {
            final int end = random.oneIn(3) ? rig.tapeLength() : at + (CommandWord.length(rig.tape().getLong(at)) << 3);
            at = machine.applyPart(rig.tape(), at, end);
        }
        if (random.coin())
        {
            machine.endFrame();
        }
    }

    private static List<Long> outputs(final Gicv5Machine machine)
    {
        final Outputs outputs = machine.outputs();
        final List<Long> words = new ArrayList<>();
        for (int i = 0; i < outputs.words(); i++)
        {
            words.add(outputs.word(i));
        }
        outputs.clear();

        return words;
    }

    private void assertSame(final int part, final Gicv5Machine... machines)
    {
        final long expected = rig.machine().runDigest();
        final int pages = rig.machine().digestedPages();
        final long[] words = StateImage.of(rig.machine()).words();
        for (final Gicv5Machine machine : machines)
        {
            if (random.coin())
            {
                assertArrayEquals(words, StateImage.of(machine).words(), () -> "saved state, part " + part);
            }
            else
            {
                assertEquals(expected, machine.runDigest(), () -> "digest, part " + part);
                assertEquals(pages, machine.digestedPages(), () -> "written pages, part " + part);
            }
            for (final int vm : VMS)
            {
                assertTrue(machine.accounts().isIndexSound(Rig.owner(vm)), "P4, VM " + vm + ", part " + part);
                assertEquals(-1, machine.accounts().nextStale(Rig.owner(vm)), "P4, VM " + vm + ", part " + part);
                assertEquals(rig.ledger(vm).coalesced(), machine.accounts().ledger(Rig.owner(vm)).coalesced());
            }
            assertEquals(rig.machine().unsettled(), machine.unsettled(), () -> "P5, part " + part);
        }
    }
}
