package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Board;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;

import static org.gale.engine.config.MachineKeys.ONE_N;
import static org.gale.engine.config.MachineKeys.VIRT_ONE_N;

/**
 * Random software: a kernel, a hypervisor, guests and devices. It keeps to the ownership rules but for stores into live
 * entries (M-LIVE). Everything follows from the seed. {@link World} is notified before each command that changes it.
 */
final class RandomSoftware implements AutoCloseable
{
    static final int VM_COUNT = RandomTables.VM_COUNT;
    static final int VM_BYTES = RandomTables.VM_BYTES;
    static final long VM_TABLES = RandomTables.VM_TABLES;

    private static final int DEVICE_COUNT = 4;
    private static final int EVENT_COUNT = 32;
    private static final int ID_LIMIT = RandomTables.ID_LIMIT;

    private final RandomSource random;
    private final String keys;
    private final Rig rig;
    private final RamWalk walk;
    private final World world;
    private final RandomTables tables;
    private final Board board;
    private final int[][] vmOfEvent = new int[DEVICE_COUNT][EVENT_COUNT];
    private final List<long[]> acknowledged = new ArrayList<>();

    RandomSoftware(final long seed)
    {
        this(seed, 0x200_0000);
    }

    RandomSoftware(final long seed, final int ramBytes)
    {
        this(seed, ramBytes, false);
    }

    /** @param isOfBoard true for a machine with several parts, sparse IAFFIDs and links */
    RandomSoftware(final long seed, final int ramBytes, final boolean isOfBoard)
    {
        random = new RandomSource(seed);
        keys = (isOfBoard ? RandomBoard.keys(random, ramBytes) : String.format("ram=0x40000000:0x%x" +
            " pes=%d spis=40 spi_base=%d pri_bits=%d one_n=%d virt_one_n=%d id_bits=16 " +
            "min_lpi_id_bits=3 vm_id_bits=8 vpe_id_bits=4",
            ramBytes, random.between(1, 4), random.coin() ? 0 : 5, random.between(3, 5), random.below(2),
            random.below(2)));
        rig = new Rig(keys);
        walk = new RamWalk(rig.machine());
        world = new World(rig.machine(), walk);
        tables = new RandomTables(random, rig, walk, world);
        board = rig.machine().config().board();
    }

    /** Returns the keys of the machine. */
    String keys()
    {
        return keys;
    }

    Rig rig()
    {
        return rig;
    }

    RamWalk walk()
    {
        return walk;
    }

    World world()
    {
        return world;
    }

    RandomSource random()
    {
        return random;
    }

    /** Brings everything up: tables, VMs, an ITS, CPU interfaces. */
    void bringUp()
    {
        for (int irs = 0; irs < board.irss(); irs++)
        {
            world.enabled(irs, true);
            rig.irsFrame(board.frame(MachineKeys.IRS_CONFIG, irs));
            rig.enableIrs();
        }
        for (int pe = 0; pe < pes(); pe++)
        {
            rig.enableCpu(pe, 31);
            world.linked(pe, true);
            rig.enableGuest(pe, 31);
        }
        rig.vmTable();
        tables.installPhysical();
        for (int vmId = 0; vmId < VM_COUNT; vmId++)
        {
            tables.makeVm(vmId);
        }
        for (int its = 0; its < board.itss(); its++)
        {
            rig.deviceTable(board.frame(MachineKeys.ITS_CONFIG, its));          // all look devices up in one table
        }
        for (int device = 0; device < DEVICE_COUNT; device++)
        {
            rig.device(device);
            for (int event = 0; event < EVENT_COUNT; event++)
            {
                mapEvent(device, event);
            }
        }
    }

    /** Performs one operation; a burst of events counts as one. */
    void step()
    {
        anyIrs();
        switch (random.below(36))
        {
            case 0, 1, 2, 3, 4, 5 -> burst(World.NOBODY);
            case 6, 7, 8 -> configure(random.between(-1, VM_COUNT));
            case 9, 10 -> pend(random.between(-1, VM_COUNT - 1));
            case 11, 12, 13, 14, 15, 16 -> take();
            case 17, 18 -> rig.turn(random.below(pes()), random.below(40));
            case 19, 20, 21, 22 -> finish();
            case 23, 24, 25 -> move(random.below(VM_COUNT));
            case 26 -> move(VM_COUNT);
            case 27, 28 -> doorbell(random.below(VM_COUNT));
            case 29 -> wire();
            case 30 -> tables.storeIntoLiveTable(random.between(-1, VM_COUNT - 1));
            case 31 -> cpu();
            case 32 -> takePart();
            case 33, 34 -> mapEvent(random.below(DEVICE_COUNT), random.below(EVENT_COUNT));
            default -> rare();
        }
    }

    /** Performs one operation that concerns one VM and, through doorbells, physical LPIs. */
    void stepFor(final int vmId)
    {
        anyIrs();
        switch (random.below(12))
        {
            case 0, 1, 2 -> burst(vmId);
            case 3, 4 -> configure(vmId);
            case 5, 6 -> pend(vmId);
            case 7 -> move(vmId);
            case 8 -> doorbell(vmId);
            case 9 -> tables.storeIntoLiveTable(vmId);
            case 10 -> tables.makeVm(vmId);
            default -> tables.remapTable(vmId);
        }
    }

    @Override
    public void close()
    {
        rig.close();
    }

    /** Asks any IRS from now on: what they share is one. */
    private void anyIrs()
    {
        if (board.irss() > 1)
        {
            rig.irsFrame(board.frame(MachineKeys.IRS_CONFIG, random.below(board.irss())));
        }
    }

    private void askIrs(final int irs)
    {
        rig.irsFrame(board.frame(MachineKeys.IRS_CONFIG, irs));
    }

    private int pes()
    {
        return rig.machine().config().pes();
    }

    private void burst(final int vmId)
    {
        for (int i = random.between(1, 20); i > 0; i--)
        {
            final int device = random.below(DEVICE_COUNT);
            final int event = random.below(vmId == World.NOBODY ? EVENT_COUNT + 2 : EVENT_COUNT);
            if (vmId != World.NOBODY && vmOfEvent[device][event] != vmId)
            {
                continue;
            }
            if (random.oneIn(8) || board.itss() > 1)
            {
                rig.msiLong(board.itss() == 1 ? 0 : random.below(board.itss()), device, event);
            }
            else
            {
                rig.msi(device, event);
            }
        }
    }

    private void mapEvent(final int device, final int event)
    {
        final int vmId = random.between(Rig.PHYSICAL, VM_COUNT);
        vmOfEvent[device][event] = vmId;
        rig.mapEvent(device, event, vmId, random.below(ID_LIMIT));
        if (random.oneIn(12))
        {
            rig.store(Rig.itt(device) + 8L * event, 8, 0);
        }
    }

    /** Returns an LPI or SPI, now and then one beyond its table or of no type. */
    private int intid()
    {
        final int id = random.oneIn(40) ? random.below(1 << 24) : random.below(ID_LIMIT);

        return random.oneIn(60) ? random.between(4, 7) << 29 | id : random.oneIn(4) ? Rig.spi(id) : Rig.lpi(id);
    }

    private int target()
    {
        final int target = random.oneIn(20) ? random.below(1 << 16) : random.below(5);

        return target < pes() && !board.iaffids().isIdentity() ? board.iaffids().iaffid(target) : target;
    }

    private int vpeTarget()
    {
        return random.oneIn(20) ? random.below(1 << 16) : random.below(5);
    }

    private void configure(final int vmId)
    {
        final int intid = intid();
        final int pe = random.below(pes());
        final boolean yes = !random.oneIn(4);
        if (vmId < 0)
        {
            switch (random.below(5))
            {
                case 0 -> rig.enable(pe, Rig.EL1, intid, yes);
                case 1 -> rig.priority(pe, Rig.EL1, intid, random.below(32));
                case 2 -> rig.target(pe, Rig.EL2, intid, target(), random.oneIn(3));
                case 3 -> rig.enable(pe, Rig.EL1, intid, true);
                default -> rig.handlingMode(pe, Rig.EL1, intid, random.oneIn(3));
            }
            return;
        }
        switch (random.below(6))
        {
            case 0, 1 -> rig.vd(GicInstruction.VDEN, vmId, intid, 0);
            case 2 -> rig.vd(yes ? GicInstruction.VDEN : GicInstruction.VDDIS, vmId, intid, 0);
            case 3 -> rig.vd(GicInstruction.VDPRI, vmId, intid, (long)random.below(32) << 59);
            case 4 -> rig.vd(
                GicInstruction.VDAFF, vmId, intid, (long)vpeTarget() << 48 | (random.oneIn(3) ? 1L << 28 : 0));
            default -> rig.vd(GicInstruction.VDHM, vmId, intid, random.oneIn(3) ? 1L << 63 : 0);
        }
    }

    private void pend(final int vmId)
    {
        final int intid = intid();
        final boolean pending = !random.oneIn(5);
        if (vmId >= 0)
        {
            rig.virtualPend(vmId, intid, pending);
        }
        else if (random.oneIn(4))
        {
            rig.store(Rig.SETLPI, 4, Intid.id(intid));
        }
        else
        {
            rig.pend(random.below(pes()), random.oneIn(3) ? Rig.VEL1 : Rig.EL1, intid, pending);
        }
    }

    /** Acknowledges some, as a kernel or as a guest, and may end each at once. */
    private void take()
    {
        final int pe = random.below(pes());
        final int resident = world.residentOn(pe);
        final boolean virtual = resident != World.NOBODY && !random.oneIn(3);
        final int el = virtual ? Rig.VEL1 : Rig.EL1;
        for (int i = random.between(1, 6); i > 0; i--)
        {
            final int intid = rig.acknowledge(pe, el);
            if (intid == 0)
            {
                return;
            }
            if (!random.oneIn(12))
            {
                rig.drop(pe, el);
            }
            if (random.coin())
            {
                rig.deactivate(pe, el, intid);
            }
            else
            {
                acknowledged.add(new long[]{virtual ? World.vmOf(resident) : Rig.PHYSICAL, intid});
            }
        }
    }

    /** Drops a priority; deactivates what was acknowledged long ago, or something else. */
    private void finish()
    {
        rig.drop(random.below(pes()), random.coin() ? Rig.VEL1 : Rig.EL1);
        if (acknowledged.isEmpty() || random.oneIn(8))
        {
            rig.deactivate(random.below(pes()), random.coin() ? Rig.VEL1 : Rig.EL1, intid());
            return;
        }
        final long[] one = acknowledged.remove(random.below(acknowledged.size()));
        if (one[0] == Rig.PHYSICAL)
        {
            rig.deactivate(random.below(pes()), Rig.EL1, (int)one[1]);
        }
        else
        {
            rig.vd(GicInstruction.VDDI, (int)one[0], (int)one[1], 0);
        }
    }

    /** Moves VPEs of a VM; of any VM, and to one that is not there, if it is {@link #VM_COUNT}. */
    private void move(final int vmId)
    {
        final int pe = random.below(pes());
        final int resident = world.residentOn(pe);
        if (vmId < VM_COUNT && resident != World.NOBODY && World.vmOf(resident) != vmId)
        {
            return;
        }
        if (random.oneIn(3))
        {
            final int mask = random.coin() ? random.below(32) : World.NOBODY;
            world.left(pe, mask);
            rig.leave(pe, mask);
            return;
        }
        if (rig.machine().config().value(VIRT_ONE_N) || random.coin())
        {
            world.left(pe, World.NOBODY);                                       // else the VM doorbell may ring between
            rig.leave(pe, World.NOBODY);
        }
        final int vpeId = random.below(RandomTables.VPE_COUNT + 1);
        final boolean expected = world.mayEnter(pe, vmId, vpeId);
        world.left(pe, World.NOBODY);
        if (expected)
        {
            world.entered(pe, vmId, vpeId);
        }
        if (rig.enter(pe, vmId, vpeId) != expected)
        {
            throw new AssertionError("residency of VPE " + vpeId + " of VM " + vmId + " is " + !expected);
        }
    }

    private void doorbell(final int vmId)
    {
        final int vpeId = random.below(RandomTables.VPE_COUNT);
        if (walk.isVpeValid(vmId, vpeId))
        {
            final int lpiId = random.below(ID_LIMIT);
            final int mask = random.below(32);
            final boolean request = random.coin();
            rig.selectVpe(vmId, vpeId);
            world.doorbell(vmId, vpeId, lpiId, mask, request);
            rig.irsLong(Registers.IRS_VPE_DBR, 1L << 63 | (request ? 1L << 62 : 0) | (long)mask << 32 | lpiId);
        }
    }

    private void wire()
    {
        final int owner = board.irss() == 1 ? 0 : random.below(board.irss());
        if (board.spisOf(owner).count() == 0)
        {
            return;
        }
        final int spi = board.spisOf(owner).base() + random.below(board.spisOf(owner).count());
        askIrs(owner);
        switch (random.below(8))
        {
            case 0, 1, 2 -> rig.spi(spi, random.coin());
            case 3 ->
            {
                rig.irs(Registers.IRS_SPI_SELR, spi);
                rig.irs(Registers.IRS_SPI_CFGR, random.below(2));
            }
            case 4 -> rig.irs(Registers.IRS_SPI_RESAMPLER, spi);
            case 5 ->
            {
                rig.irs(Registers.IRS_SPI_SELR, spi);
                rig.irsLong(Registers.IRS_SPI_VMR, random.coin() ? 0 : 1L << 63 | random.below(VM_COUNT + 1));
            }
            case 6 -> rig.ppi(random.below(pes()), random.coin() ? 27 : 30, random.coin());
            default -> rig.sysw(random.below(pes()), Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1, 8);
        }
    }

    private void cpu()
    {
        final int pe = random.below(pes());
        switch (random.below(9))
        {
            case 0 ->
            {
                rig.enableCpu(pe, random.oneIn(3) ? random.below(32) : 31);
                world.linked(pe, true);
            }
            case 1 -> rig.enableGuest(pe, random.oneIn(3) ? random.below(32) : 31);
            case 2 -> rig.sysw(pe, Rig.EL1, SystemRegister.ICC_APR_EL1, random.oneIn(4) ? 1L << random.below(32) : 0);
            case 3 -> rig.sysw(pe, Rig.EL2, SystemRegister.ICH_APR_EL2, random.oneIn(4) ? 1L << random.below(32) : 0);
            case 4 -> control(pe);
            case 5 -> rig.sysw(pe, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, random.any());
            case 6 -> rig.sysw(pe, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1, random.any());
            case 7 -> rig.sysw(pe, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, random.oneIn(3) ? 8 : 0);
            default -> rig.sysw(pe, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, random.coin() ? 8 : 0);
        }
    }

    /** Enables or disables a CPU interface, and with it the link if that changes. */
    void control(final int pe)
    {
        final int enabled = random.oneIn(4) ? 0 : 1;
        if (board.link() == Link.FIXED)
        {
            rig.sysw(pe, Rig.EL1, SystemRegister.ICC_CR0_EL1, enabled);
            return;
        }
        final boolean up = !random.oneIn(3);
        world.linked(pe, up);
        rig.sysw(pe, Rig.EL1, SystemRegister.ICC_CR0_EL1, enabled | (up ? 2 : 0));
    }

    private void takePart()
    {
        final int vmId = random.below(VM_COUNT);
        final int vpeId = random.below(RandomTables.VPE_COUNT);
        final boolean yes = random.coin();
        if (random.oneIn(3))
        {
            final int pe = random.below(pes());
            world.excluded(pe, yes && rig.machine().config().value(ONE_N));
            askIrs(board.irsOf(pe));
            rig.irs(Registers.IRS_PE_SELR, board.iaffids().iaffid(pe));
            rig.irs(Registers.IRS_PE_CR0, yes ? 1 : 0);
        }
        else if (random.coin() && walk.isVpeValid(vmId, vpeId))
        {
            rig.selectVpe(vmId, vpeId);
            world.vpeExcluded(vmId, vpeId, yes && rig.machine().config().value(VIRT_ONE_N));
            rig.irs(Registers.IRS_VPE_CR0, yes ? 1 : 0);
        }
        else if (walk.isVmValid(vmId))
        {
            rig.irs(Registers.IRS_VM_SELR, vmId);
            world.vmDoorbell(vmId, vpeId, yes);
            rig.irsLong(Registers.IRS_VM_DBR, (yes ? 1L << 63 : 0) | vpeId);
        }
    }

    private void rare()
    {
        switch (random.below(6))
        {
            case 0 ->
            {
                final boolean on = !random.oneIn(3);
                final int irs = board.irss() == 1 ? 0 : random.below(board.irss());
                askIrs(irs);
                world.enabled(irs, on);
                rig.irs(Registers.IRS_CR0, on ? 1 : 0);
            }
            case 1 -> tables.installPhysical();
            case 2 -> tables.makeVm(random.below(VM_COUNT));
            case 3 -> tables.remapTable(random.below(VM_COUNT));
            case 4 -> rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | random.below(VM_COUNT));
            default -> rig.store(Rig.ITS + Registers.ITS_CR0, 4, random.oneIn(3) ? 0 : 1);
        }
    }
}
