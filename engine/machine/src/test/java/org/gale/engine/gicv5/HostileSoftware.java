package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;

/**
 * Software that breaks every ownership rule. Tables of all kinds lie over each other, begin before RAM, end beyond it
 * or are nowhere. Level 1 entries point to the same level 2 table or to themselves, and live entries are overwritten.
 * There are few addresses, so that overlaps are the rule. Everything follows from the seed.
 */
final class HostileSoftware implements AutoCloseable
{
    /** IAFFIDs of the PEs of a board. */
    private static final List<String> IAFFIDS = List.of("1", "300", "0");
    private static final int RAM_BYTES = 0x4_0000;
    private static final int PAGES = 12;
    /** Address that no other table has: a VM table there lives longer. */
    private static final long ASIDE = Rig.RAM + 0x1000L * PAGES;
    private static final int VM_COUNT = 4;
    private static final int ID_LIMIT = 48;
    private static final int DEVICE_COUNT = 4;
    private static final int EVENT_COUNT = 16;
    private static final int[] ACTION_REGISTERS =
    {
        Registers.IRS_VMAP_VMR, Registers.IRS_VMAP_VISTR, Registers.IRS_VMAP_L2_VISTR, Registers.IRS_VMAP_VPER,
        Registers.IRS_VMAP_L2_VMTR,
    };

    private final RandomSource random;
    private final Rig rig;
    private final Board board;

    HostileSoftware(final long seed)
    {
        this(seed, "");
    }

    /**
     * Creates software for a machine with further keys.
     *
     * @param keys behind those that follow from the seed, each after a space
     */
    HostileSoftware(final long seed, final String keys)
    {
        random = new RandomSource(seed);
        final int pes = random.between(1, IAFFIDS.size());
        rig = new Rig(String.format(
            "ram=0x40000000:0x%x pes=%d spis=16 one_n=%d virt_one_n=%d id_bits=%d min_lpi_id_bits=%d vm_id_bits=8 " +
            "vpe_id_bits=3 strict=%d",
            RAM_BYTES, pes, random.below(2), random.below(2), random.coin() ? 24 : 13,
            random.between(2, 12), random.below(2)) + keys +
            (keys.contains("irss") ? " iaffids=" + String.join(",", IAFFIDS.subList(0, pes)) : ""));
        board = rig.machine().config().board();
    }

    Rig rig()
    {
        return rig;
    }

    void bringUp()
    {
        for (int irs = 0; irs < board.irss(); irs++)
        {
            askIrs(irs);
            rig.enableIrs();
        }
        for (int pe = 0; pe < pes(); pe++)
        {
            rig.enableCpu(pe, 31);
            rig.enableGuest(pe, 31);
        }
        for (int i = 0; i < 8; i++)
        {
            makeVm();
            its();
            physicalIst();
        }
    }

    void step()
    {
        if (board.irss() > 1)
        {
            askIrs(random.below(board.irss()));
            gates();
        }
        switch (random.below(48))
        {
            case 0, 1 -> storeTable();
            case 2 -> storeAnything();
            case 3, 4 -> makeVm();
            case 5 -> map();
            case 6 -> physicalIst();
            case 7 -> its();
            case 8, 9, 10, 11, 12, 13 -> burst();
            case 14, 15, 16, 17, 18, 19, 20, 21 -> virtualInstruction();
            case 22, 23, 24, 25, 26, 27 -> physicalInstruction();
            case 28, 29, 30, 31, 32, 33 -> take();
            case 34, 35, 36 -> rig.turn(random.below(pes()), random.below(60));
            case 37, 38, 39, 40, 41, 42 -> move();
            case 43, 44, 45 -> doorbell();
            default -> enable();
        }
    }

    /** Takes every table out of use. */
    void tearDown()
    {
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        rig.irsLong(Registers.IRS_VMT_BASER, 0);
        for (int its = 0; its < board.itss(); its++)
        {
            rig.store(board.frame(MachineKeys.ITS_CONFIG, its) + Registers.ITS_CR0, 4, 0);
        }
    }

    @Override
    public void close()
    {
        rig.close();
    }

    /** Asks an IRS from now on: some tables are written through one, and mapped through another. */
    private void askIrs(final int irs)
    {
        if (board.irss() > 1)
        {
            rig.irsFrame(board.frame(MachineKeys.IRS_CONFIG, irs));
        }
    }

    /** Lets a link, or the IRS that is asked, fall or rise now and then. */
    private void gates()
    {
        if (random.oneIn(24))
        {
            rig.sysw(random.below(pes()), Rig.EL1, SystemRegister.ICC_CR0_EL1, random.below(4));
        }
        if (random.oneIn(24))
        {
            rig.irs(Registers.IRS_CR0, random.oneIn(3) ? 0 : 1);
        }
    }

    private int anyIts()
    {
        return board.itss() == 1 ? 0 : random.below(board.itss());
    }

    private int pes()
    {
        return rig.machine().config().pes();
    }

    /** Returns one of few pages of RAM, at its beginning or inside; now and then beyond an end of RAM or nowhere. */
    private long address()
    {
        switch (random.below(24))
        {
            case 0: return Rig.RAM - 64L * random.between(1, 40);
            case 1: return Rig.RAM + RAM_BYTES - 64L * random.between(0, 40);
            case 2: return random.coin() ? 0 : (1L << 55) + Rig.RAM;
            default: return Rig.RAM + 0x1000L * random.below(PAGES) + (random.oneIn(3) ? 64L * random.below(64) : 0);
        }
    }

    /** Returns a word that is an entry of some table, whose kind depends on its reader. */
    private long entry()
    {
        final long valid = random.oneIn(6) ? 0 : 1;
        switch (random.below(6))
        {
            case 0: return address() | valid;                                   // L1 entries, VPETE, VMTE word 0
            case 1: return address() | valid | random.below(4) << 1 | (long)random.below(2) << 58 |
                (long)random.below(4) << 56 | (long)random.between(2, 12) << 59;        // IST words, L2 DTE
            case 2: return address() | (long)random.below(4) << 59;             // VMTE word 1
            case 3: return 1L << 31 | random.below(ID_LIMIT) |
                (random.coin() ? 0 : 1L << 30 | (long)random.below(VM_COUNT) << 32);    // L2 ITTE
            default: return iste() | iste() << 32;
        }
    }

    private long iste()
    {
        return random.below(32) | random.below(32) << 11 | (long)random.below(4) << 16;
    }

    private void storeTable()
    {
        final long base = address();
        for (int i = random.between(1, 12); i > 0; i--)
        {
            store(base + 8L * random.below(24), entry());
        }
    }

    private void storeAnything()
    {
        final long at = address() + random.below(64);
        final int size = 1 << random.below(4);
        if (rig.machine().isMapped(at, size))
        {
            rig.store(at, size, random.any());
        }
    }

    private void store(final long at, final long word)
    {
        if (rig.machine().isMapped(at, 8))
        {
            rig.store(at, 8, word);
        }
    }

    private void makeVm()
    {
        final int vmId = random.below(VM_COUNT);
        final long vmt = rig.irsLong(Registers.IRS_VMT_BASER);
        if ((vmt & 1) == 0 || random.oneIn(24))
        {
            rig.irsLong(Registers.IRS_VMT_BASER, 0);
            rig.irs(Registers.IRS_VMT_CFGR, random.between(2, 9) | (random.oneIn(6) ? 1 << 16 : 0));
            rig.irsLong(Registers.IRS_VMT_BASER, (random.oneIn(3) ? address() : ASIDE) | 1);
            return;
        }
        rig.irsLong(Registers.IRS_VMAP_VMR, 3L << 62 | vmId);
        for (int word = 1; word < 4; word++)
        {
            store((vmt & -8) + 32L * vmId + 8L * word, word == 1 ?
                address() | (long)random.below(4) << 59 :
                (address() & -64) | random.below(3) << 1 | (long)random.below(3) << 56 |
                (long)random.below(2) << 58 | (long)random.between(4, 12) << 59 | random.below(2));
        }
        rig.irsLong(Registers.IRS_VMAP_VMR, 1L << 63 | vmId);
        for (int i = 0; i < 3; i++)
        {
            rig.mapVpe(vmId, random.below(4));
            rig.mapVist(vmId, random.coin() ? Intid.TYPE_LPI : Intid.TYPE_SPI, false);
        }
    }

    private void map()
    {
        rig.irsLong(ACTION_REGISTERS[random.below(ACTION_REGISTERS.length)],
            1L << 63 | (random.oneIn(3) ? 1L << 62 : 0) | (long)random.below(VM_COUNT) << 32 |
            (long)random.between(1, 4) << 29 | random.below(random.coin() ? 4 : 1 << 13));
        rig.irs(Registers.IRS_MAP_L2_ISTR, random.below(1 << 13));
    }

    private void physicalIst()
    {
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        rig.irs(Registers.IRS_IST_CFGR,
            random.below(random.oneIn(9) ? 32 : 13) | random.below(16) << 5 | (random.coin() ? 1 << 16 : 0));
        rig.irsLong(Registers.IRS_IST_BASER, address() | 1);
    }

    private void burst()
    {
        for (int i = random.between(1, 30); i > 0; i--)
        {
            final int its = anyIts();
            if (its == 0)
            {
                rig.msi(random.below(DEVICE_COUNT), random.below(EVENT_COUNT));
            }
            else
            {
                rig.msiLong(its, random.below(DEVICE_COUNT), random.below(EVENT_COUNT));
            }
        }
    }

    /** Enables a few interrupts, so that there is something to deliver. */
    private void enable()
    {
        final int vmId = random.between(-1, VM_COUNT - 1);
        for (int i = 0; i < 8; i++)
        {
            final int intid = Rig.lpi(random.below(ID_LIMIT));
            if (vmId < 0)
            {
                rig.enable(0, Rig.EL1, intid, true);
                rig.target(0, Rig.EL1, intid, board.iaffids().iaffid(random.below(pes())), false);
            }
            else
            {
                rig.vd(GicInstruction.VDEN, vmId, intid, 0);
                rig.vd(GicInstruction.VDAFF, vmId, intid, (long)random.below(4) << 48);
            }
        }
    }

    private int intid()
    {
        return random.between(random.oneIn(30) ? 0 : 2, random.oneIn(30) ? 7 : 3) << 29 |
            random.below(random.oneIn(10) ? 1 << 24 : ID_LIMIT);
    }

    private void virtualInstruction()
    {
        final GicInstruction[] all = {
            GicInstruction.VDPEND, GicInstruction.VDEN, GicInstruction.VDDIS, GicInstruction.VDPRI,
            GicInstruction.VDAFF, GicInstruction.VDDI, GicInstruction.VDHM, GicInstruction.VDRCFG,
        };
        rig.vd(all[random.below(all.length)], random.below(VM_COUNT + 1), intid(),
            random.any() & (random.coin() ? 0xffff_0000_1000_0000L : 0x8003_0000_0000_0000L));
    }

    private void physicalInstruction()
    {
        final GicInstruction[] all = {
            GicInstruction.CDPEND, GicInstruction.CDEN, GicInstruction.CDDIS, GicInstruction.CDPRI,
            GicInstruction.CDAFF, GicInstruction.CDDI, GicInstruction.CDHM, GicInstruction.CDRCFG,
            GicInstruction.CDEOI,
        };
        rig.insn(random.below(pes()), random.coin() ? Rig.EL1 : Rig.VEL1, all[random.below(all.length)],
            Integer.toUnsignedLong(intid()) | (random.any() & 0xfb_1000_0000L));
    }

    private void take()
    {
        final int pe = random.below(pes());
        final int el = random.oneIn(3) ? Rig.EL1 : Rig.VEL1;
        for (int i = random.between(1, 8); i > 0; i--)
        {
            final int intid = rig.acknowledge(pe, el);
            rig.drop(pe, el);
            if (intid == 0)
            {
                return;
            }
            if (random.coin())
            {
                rig.deactivate(pe, el, intid);
            }
        }
    }

    private void move()
    {
        final int pe = random.below(pes());
        if (random.oneIn(3))
        {
            rig.leave(pe, random.coin() ? -1 : random.below(32));
        }
        else
        {
            rig.enter(pe, random.below(VM_COUNT), random.below(4));
        }
        if (random.oneIn(8))
        {
            rig.sysw(pe, Rig.EL2, SystemRegister.ICH_APR_EL2, 0);
        }
    }

    private void doorbell()
    {
        rig.doorbell(random.below(VM_COUNT), random.below(4), random.below(ID_LIMIT), random.below(32), random.coin());
    }

    private void its()
    {
        final long frame = board.frame(MachineKeys.ITS_CONFIG, anyIts());
        if (random.oneIn(3))
        {
            rig.store(frame + Registers.ITS_CR0, 4, 0);
            rig.store(frame + Registers.ITS_DT_CFGR, 4,
                random.below(8) | random.below(4) << 6 | (random.oneIn(3) ? 1 << 16 : 0));
            rig.store(frame + Registers.ITS_DT_BASER, 8, address());
            rig.store(frame + Registers.ITS_CR0, 4, 1);
        }
        final long dt = rig.load(frame + Registers.ITS_DT_BASER, 8);
        final long itt = address();
        store(dt + 8L * random.below(DEVICE_COUNT), itt | 1 | (random.oneIn(4) ? 1L << 58 : 0) | 4L << 59);
        for (int event = 0; event < EVENT_COUNT; event += random.between(1, 4))
        {
            store(itt + 8L * event, 1L << 31 | random.below(ID_LIMIT) |
                (random.oneIn(4) ? 0 : 1L << 30 | (long)random.below(VM_COUNT) << 32));
        }
    }
}
