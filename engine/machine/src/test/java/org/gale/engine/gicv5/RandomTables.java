package org.gale.engine.gicv5;

import org.gale.tables.operand.Intid;

/** Part of random software that makes tables valid and invalid, in random shapes, and stores into live ones. */
final class RandomTables
{
    static final int VM_COUNT = 4;
    static final int VPE_COUNT = 4;
    /** Length of a VM's own tables, one after the other from {@link #VM_TABLES}, bytes. */
    static final int VM_BYTES = 0x10_0000;
    static final long VM_TABLES = Rig.RAM + 0x100_0000;
    /** Limit of the ids of the interrupts that are used. */
    static final int ID_LIMIT = 80;

    private static final long PHYSICAL_TABLES = Rig.RAM + 0x60_0000;

    private final RandomSource random;
    private final Rig rig;
    private final RamWalk walk;
    private final World world;
    private final Ist[][] tables = new Ist[VM_COUNT + 1][4];

    RandomTables(final RandomSource random, final Rig rig, final RamWalk walk, final World world)
    {
        this.random = random;
        this.rig = rig;
        this.walk = walk;
        this.world = world;
    }

    /** Takes the table of physical LPIs out of use, and puts another into use; sometimes its level 2 comes later. */
    void installPhysical()
    {
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        final Ist ist = anyShape(PHYSICAL_TABLES, PHYSICAL_TABLES + 0x2_0000);
        tables[0][Intid.TYPE_LPI] = ist;
        fill(ist);
        if (random.coin())
        {
            rig.physicalIst(ist);
            return;
        }
        rig.writeL1(ist, false);
        rig.irs(Registers.IRS_IST_CFGR, ist.cfgr());
        rig.irsLong(Registers.IRS_IST_BASER, ist.base() | 1);
        for (int i = 0; i < ist.l1Entries(); i++)
        {
            rig.irs(Registers.IRS_MAP_L2_ISTR, random.coin() ? 0 : i << ist.l2Bits());
        }
    }

    /** Takes a VM out of use if it is in use, and puts it into use with tables of other shapes. */
    void makeVm(final int vmId)
    {
        world.vmBecameInvalid(vmId);
        rig.mapVm(vmId, true);
        final long base = VM_TABLES + (long)vmId * VM_BYTES;
        final Ist lpis = anyShape(base + 0x1_0000, base + 0x2_0000);
        final Ist spis = anyShape(base + 0x8_0000, base + 0x9_0000);
        tables[vmId + 1][Intid.TYPE_LPI] = lpis;
        tables[vmId + 1][Intid.TYPE_SPI] = spis;
        fill(lpis);
        fill(spis);
        rig.describeVm(vmId, base, random.between(1, 2), lpis, spis);
        if (random.oneIn(3))
        {
            rig.store(Rig.VMT + 32L * vmId + 16, 8, lpis.descriptor() | 1);
        }
        world.vmBecameValid(vmId);
        rig.mapVm(vmId, false);
        rig.mapVist(vmId, Intid.TYPE_LPI, false);
        if (random.coin())
        {
            rig.mapVist(vmId, Intid.TYPE_SPI, false);
        }
        for (int vpeId = 0; vpeId < VPE_COUNT; vpeId++)
        {
            if (!random.oneIn(4) && !walk.isVpeValid(vmId, vpeId))
            {
                rig.mapVpe(vmId, vpeId);
                if (walk.isVpeValid(vmId, vpeId))
                {
                    world.vpeBecameValid(vmId, vpeId);
                }
            }
        }
    }

    /** Takes one table of a VM out of use and puts it into use again, its level 2 tables one by one. */
    void remapTable(final int vmId)
    {
        final int type = random.coin() ? Intid.TYPE_LPI : Intid.TYPE_SPI;
        final Ist ist = tables[vmId + 1][type];
        rig.mapVist(vmId, type, true);
        rig.writeL1(ist, false);
        rig.mapVist(vmId, type, false);
        for (int i = 0; i < 2 * ist.l1Entries(); i++)
        {
            rig.mapL2Vist(vmId, Intid.of(type, random.below(ist.l1Entries()) << ist.l2Bits()));
        }
    }

    /**
     * Stores a value of any size into a live entry, or across two of them.
     *
     * @param vmId the VM, or −1 for the physical table
     */
    void storeIntoLiveTable(final int vmId)
    {
        final Ist ist = tables[vmId + 1][vmId >= 0 && random.oneIn(3) ? Intid.TYPE_SPI : Intid.TYPE_LPI];
        final long address = ist.entryAddress(random.below(Math.min(ID_LIMIT, 1 << ist.idBits())));
        final long iste = entry();
        switch (random.below(6))
        {
            case 0 -> rig.store(address, 4, iste);
            case 1 -> rig.store(address, 1, iste);
            case 2 -> rig.store(address + 1, 1, random.below(32) << 3);
            case 3 -> rig.store(address + 2, 2, random.below(5));
            case 4 -> rig.store(address, 8, iste | entry() << 32);
            default ->
            {
                final byte[] bytes = new byte[random.between(1, 48)];
                for (int i = 0; i < bytes.length; i++)
                {
                    bytes[i] = (byte)((i & 3) == 0 ? entry() : random.below(5));
                }
                rig.write(address, bytes);
            }
        }
    }

    private Ist anyShape(final long base, final long l2Base)
    {
        final int idBits = random.between(random.oneIn(4) ? 3 : 6, 9);

        return new Ist(base, idBits, random.below(3), random.below(3), random.coin(), l2Base);
    }

    /** Fills a table that becomes valid: mostly enabled, some pending or active (M-PENDIMG). */
    private void fill(final Ist ist)
    {
        for (int id = 0; id < Math.min(ID_LIMIT, 1 << ist.idBits()); id++)
        {
            rig.store(ist.entryAddress(id), 4, entry());
        }
    }

    private long entry()
    {
        return (random.oneIn(6) ? 1 : 0) | (random.oneIn(9) ? 2 : 0) | (random.oneIn(9) ? 4 : 0) |
            (random.oneIn(4) ? 0 : 8) | (random.oneIn(5) ? 16 : 0) | random.below(32) << 11 | random.below(4) << 16;
    }
}
