package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.vm.L1VmTable;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2VmTable;
import org.gale.tables.vm.VmIdBits;
import org.gale.tables.vm.VmTableShape;

/**
 * VM table in RAM, as it was latched when IRS_VMT_BASER became valid (M-LIVE): its shape, and where the level 2 tables
 * lie. Knows nothing of the VMs that are valid. Owned by the thread that owns the machine.
 */
final class LatchedVmTable
{
    /** No entry: see {@link #entryAddress}. */
    static final long NOT_VALID = -1;

    private static final int CFGR_MASK = IrsVmtCfgr.VM_ID_BITS.mask() | IrsVmtCfgr.STRUCTURE.mask();
    private static final long BASER_MASK = IrsVmtBaser.VALID.mask() | IrsVmtBaser.ADDR.mask();
    private static final L2VmTable[] NONE = {};

    private final PhysicalMemory memory;
    private final ErrorSites errors;
    private final EntryReads reads;
    private final int physicalOwner;
    private final int idBitsMax;
    private long baser;
    private int cfgr;
    private VmTableShape shape;
    private L1VmTable level1;
    /** By level 1 index, null where the entry is not valid; one element for a linear table. */
    private L2VmTable[] level2 = NONE;

    /** @param physicalOwner the physical side of the interrupt domain whose VMs have entries */
    LatchedVmTable(
        final MachineConfig config, final PhysicalMemory memory, final ErrorSites errors, final EntryReads reads,
        final int physicalOwner)
    {
        this.reads = reads;
        this.memory = memory;
        this.errors = errors;
        this.physicalOwner = physicalOwner;
        this.idBitsMax = config.value(MachineKeys.VM_ID_BITS);
    }

    long baser()
    {
        return baser;
    }

    int cfgr()
    {
        return cfgr;
    }

    boolean isValid()
    {
        return IrsVmtBaser.VALID.isSet(baser);
    }

    void writeCfgr(final int value)                                             // M-CFG
    {
        if (!isValid())
        {
            cfgr = value & CFGR_MASK;
        }
    }

    /** Writes IRS_VMT_BASER while it is not valid; latches the table if it becomes valid. */
    void install(final long value)                                              // B-VMT-1
    {
        baser = value & BASER_MASK;
        if (isValid())
        {
            shapeAsConfigured();
            for (int i = 0; shape.twoLevel() && i < level2.length; i++)
            {
                latchLevel2(i * VmTableShape.L2_ENTRIES);                       // B-VMT-4: valid beforehand
            }
        }
    }

    /** Makes the table invalid; the address stays in the register. */
    void remove()
    {
        baser &= ~IrsVmtBaser.VALID.mask();
    }

    /** Makes the level 1 entry of a VM valid: IRS_VMAP_L2_VMTR. */
    void mapL2(final int vmId)                                                  // B-VMT-5
    {
        if (!isValid() || !shape.twoLevel() || !shape.contains(vmId) || level2[shape.l1Index(vmId)] != null)
        {
            return;
        }
        if (!level1.contains(vmId))
        {
            errors.report(SoftwareErrors.L1_VMTE_ACCESS, OwnerId.vm(physicalOwner, vmId), 0, level1.entryAddress(vmId));
            return;
        }
        reads.read(level1.entryAddress(vmId), 1, "B-VMT-5");
        level1.storePlain(vmId, L1Vmte.withValid(level1.loadPlain(vmId), true));
        latchLevel2(vmId);
    }

    /**
     * Returns the table that holds the entry of a VM.
     *
     * @param vmId any int
     * @return the linear table or a level 2 table, in RAM or not; null if no valid table has such an entry
     */
    L2VmTable tableOf(final int vmId)
    {
        return isValid() && shape.contains(vmId) ? level2[shape.twoLevel() ? shape.l1Index(vmId) : 0] : null;
    }

    /**
     * Returns the table that holds the entry of a VM, and reports an entry that is not in RAM.
     *
     * @return null if there is no entry in RAM
     */
    L2VmTable tableInRam(final int vmId)
    {
        final L2VmTable table = tableOf(vmId);
        if (table != null && !table.contains(vmId))
        {
            errors.report(SoftwareErrors.L2_VMTE_ACCESS, OwnerId.vm(physicalOwner, vmId), 0, table.entryAddress(vmId));
            return null;
        }

        return table;
    }

    /**
     * Returns where the entry of a VM lies.
     *
     * @param vmId any int
     * @return physical address, in RAM or not; {@link #NOT_VALID} if no valid table has such an entry
     */
    long entryAddress(final int vmId)
    {
        final L2VmTable table = tableOf(vmId);

        return table == null ? NOT_VALID : table.entryAddress(vmId);
    }

    /** Returns whether a range of memory touches a level 1 entry that is valid. */
    boolean holdsValidL1(final long address, final int lengthBytes)
    {
        boolean holds = false;
        for (int i = 0; isValid() && shape.twoLevel() && i < level2.length && !holds; i++)
        {
            final long entry = level1.entryAddress(i * VmTableShape.L2_ENTRIES);
            holds = level2[i] != null && address < entry + L1Vmte.LENGTH && entry < address + lengthBytes;
        }

        return holds;
    }

    /** Passes the registers, and where the level 2 tables lie. */
    void state(final StateStream stream)
    {
        baser = stream.bits("IRS_VMT_BASER", baser, BASER_MASK);
        cfgr = (int)stream.bits("IRS_VMT_CFGR", cfgr, CFGR_MASK);
        if (stream.isRestoring() && isValid())
        {
            shapeAsConfigured();
        }
        for (int i = 0; isValid() && shape.twoLevel() && i < level2.length; i++)
        {
            final long address = stream.number("address of a level 2 VM table",
                level2[i] == null ? NOT_VALID : level2[i].entryAddress(0), NOT_VALID, L1Vmte.L2_ADDR.mask());
            if (stream.isRestoring() && address != NOT_VALID)
            {
                level2[i] = new L2VmTable(memory, address, shape);
            }
        }
    }

    private void shapeAsConfigured()
    {
        final long base = IrsVmtBaser.ADDR.address(baser);
        shape = VmTableShape.of(
            new VmIdBits(Math.min(IrsVmtCfgr.VM_ID_BITS.get(cfgr), idBitsMax)), IrsVmtCfgr.STRUCTURE.isSet(cfgr));
        level1 = new L1VmTable(memory, base, shape);
        level2 = shape.twoLevel() ?
            new L2VmTable[shape.l1Entries()] : new L2VmTable[] {new L2VmTable(memory, base, shape)};
    }

    private void latchLevel2(final int vmId)
    {
        if (level1.contains(vmId) && L1Vmte.isValid(level1.loadPlain(vmId)))
        {
            level2[shape.l1Index(vmId)] = new L2VmTable(memory, L1Vmte.l2Address(level1.loadPlain(vmId)), shape);
        }
    }
}
