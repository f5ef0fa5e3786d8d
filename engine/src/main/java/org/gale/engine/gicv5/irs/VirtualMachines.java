package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;

/**
 * The VM table: which VMs, VPEs and virtual ISTs are valid. What software wrote is latched when it becomes valid
 * (M-LIVE); VALID bits are stored to RAM.
 */
final class VirtualMachines
{
    /** The most VPEs that are valid at a time; further ones stay invalid. */
    static final int VPE_LIMIT = 1 << 20;
    /** No entry: see {@link #entryAddress}. */
    static final long NOT_VALID = -1;

    private static final int CFGR_MASK = IrsVmtCfgr.VM_ID_BITS.mask() | IrsVmtCfgr.STRUCTURE.mask();
    private static final int L2_VMT_SHIFT = 7;                                  // B-VMT-3: 128 VMs in 4 KiB

    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final IstRules rules;
    private final PagePool pool;
    private final Residency residency;
    private final SoftwareErrors errors;
    private final Vm[] vms;
    private final Ledger[] ledgers;
    private long baser;
    private int cfgr;
    private int idBits;
    private long[] l2Addresses = new long[0];
    private int vpeCount;
    private int vmEnd;

    VirtualMachines(
        final MachineConfig config,
        final PhysicalMemory memory,
        final IstRules rules,
        final PagePool pool,
        final Residency residency,
        final SoftwareErrors errors)
    {
        this.config = config;
        this.memory = memory;
        this.rules = rules;
        this.pool = pool;
        this.residency = residency;
        this.errors = errors;
        this.vms = new Vm[1 << config.vmIdBits()];
        this.ledgers = new Ledger[vms.length];
    }

    long baser()
    {
        return baser;
    }

    int cfgr()
    {
        return cfgr;
    }

    /** The VM, or null if the id, any int, is out of range or the VM is not valid. */
    Vm vm(final int vmId)
    {
        return vmId >= 0 && vmId < vms.length ? vms[vmId] : null;
    }

    /** The accounting of a VM that is or was valid, or null. */
    Ledger ledger(final int vmId)
    {
        return ledgers[vmId];
    }

    /** One past the highest VM id that is or was valid. */
    int vmEnd()
    {
        return vmEnd;
    }

    /** Where the L2 VMTE of a VM, any int, lies, in RAM or not; {@link #NOT_VALID} if no valid table has one. */
    long entryAddress(final int vmId)
    {
        if (!isValid() || !isInRange(vmId))
        {
            return NOT_VALID;
        }
        long table = baser & IrsVmtBaser.ADDR.mask();
        int index = vmId;
        if (isTwoLevel())
        {
            table = l2Addresses[vmId >>> L2_VMT_SHIFT];
            index = vmId & ((1 << L2_VMT_SHIFT) - 1);
        }

        return table == NOT_VALID ? NOT_VALID : table + (long)index * L2Vmte.LENGTH;
    }

    void writeCfgr(final int value)                                             // M-CFG
    {
        if (!isValid())
        {
            cfgr = value & CFGR_MASK;
        }
    }

    void writeBaser(final long value)                                           // B-VMT-1
    {
        final boolean valid = IrsVmtBaser.VALID.isSet(value);
        if (!isValid())
        {
            baser = value & (IrsVmtBaser.VALID.mask() | IrsVmtBaser.ADDR.mask());
            if (valid)
            {
                latch();
            }
        }
        else if (!valid)
        {
            baser &= ~IrsVmtBaser.VALID.mask();
            for (final Vm vm : vms)
            {
                if (vm != null)
                {
                    forget(vm);                                                 // M-VMINV: memory is left as it is
                }
            }
        }
    }

    /** IRS_VMAP_L2_VMTR. */
    void mapL2(final int vmId)                                                  // B-VMT-5
    {
        if (!isValid() || !isTwoLevel() || !isInRange(vmId) || l2Addresses[vmId >>> L2_VMT_SHIFT] != NOT_VALID)
        {
            return;
        }
        final long address = l1VmteAddress(vmId >>> L2_VMT_SHIFT);
        if (!memory.contains(address, Long.BYTES))
        {
            errors.report(SoftwareErrors.L1_VMTE_ACCESS, vmId, 0, address);
            return;
        }
        memory.storeLong(address, L1Vmte.VALID.with(memory.loadLong(address), true));
        latchL1(vmId >>> L2_VMT_SHIFT);
    }

    /** IRS_VMAP_VMR, making a VM valid. */
    void mapVm(final int vmId)                                                  // B-VMT-6, B-VMT-7
    {
        final long vmte = vmteAddress(vmId);
        if (vmte == NOT_VALID || vms[vmId] != null)
        {
            return;
        }
        final long word1 = memory.loadLong(vmte + Long.BYTES);
        final int vpeIdBits = Math.min(L2Vmte.VPE_ID_BITS.getInt(word1), config.vpeIdBits());
        memory.storeLong(vmte, L2Vmte.VALID.with(memory.loadLong(vmte), true));
        if (ledgers[vmId] == null)
        {
            ledgers[vmId] = new Ledger();
        }
        final Vm vm = new Vm(vmId, vpeIdBits, word1 & L2Vmte.VPET_ADDR.mask(), config.idBits(), config.virtOneN(),
            pool, ledgers[vmId]);
        vms[vmId] = vm;
        vmEnd = Math.max(vmEnd, vmId + 1);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final long address = istWordAddress(vmte, type);
            if (L2Vmte.IST_VALID.isSet(memory.loadLong(address)) && !install(vm, vm.store(type), vmte)) // B-VMT-4
            {
                clearBit(address, L2Vmte.IST_VALID.mask());                     // M-IST: refused, and not valid
            }
        }
    }

    /** IRS_VMAP_VMR, making a VM invalid. */
    void unmapVm(final int vmId)                                                // B-VMT-8, M-VMINV
    {
        final Vm vm = vm(vmId);
        if (vm == null)
        {
            return;
        }
        forget(vm);
        for (int vpeId = 0; vpeId < vm.targetCount(); vpeId++)
        {
            clearBit(vm.vpeteAddress(vpeId), Vpete.VALID.mask());
        }
        final long vmte = vmteAddress(vmId);
        if (vmte != NOT_VALID)
        {
            clearBit(vmte, L2Vmte.VALID.mask());
            clearBit(istWordAddress(vmte, Intid.TYPE_LPI), L2Vmte.IST_VALID.mask());
            clearBit(istWordAddress(vmte, Intid.TYPE_SPI), L2Vmte.IST_VALID.mask());
        }
    }

    /** IRS_VMAP_VISTR, making a virtual IST valid. */
    void mapVist(final int vmId, final int type)                                // B-VMT-9
    {
        final Vm vm = vm(vmId);
        final InterruptSpace store = vm == null ? null : vm.store(type);
        final long vmte = vmteAddress(vmId);
        if (store != null && store.table() == null && vmte != NOT_VALID && install(vm, store, vmte))
        {
            final long address = istWordAddress(vmte, type);
            memory.storeLong(address, L2Vmte.IST_VALID.with(memory.loadLong(address), true));
            vm.changed();
        }
    }

    /** IRS_VMAP_VISTR, making a virtual IST invalid. */
    void unmapVist(final int vmId, final int type)
    {
        final Vm vm = vm(vmId);
        final InterruptSpace store = vm == null ? null : vm.store(type);
        if (store != null && store.table() != null)
        {
            remove(vm, store);
            residency.allChanged(vm);
            final long vmte = vmteAddress(vmId);
            if (vmte != NOT_VALID)
            {
                clearBit(istWordAddress(vmte, type), L2Vmte.IST_VALID.mask());
            }
            vm.changed();
        }
    }

    /** IRS_VMAP_L2_VISTR. */
    void mapL2Vist(final int vmId, final int intid)                             // B-VMT-11
    {
        final Vm vm = vm(vmId);
        final InterruptSpace store = vm == null ? null : vm.store(Intid.type(intid));
        if (store == null || store.table() == null)
        {
            return;
        }
        final int id = Intid.id(intid);
        final int result = store.table().mapL2(id);
        if (result == InterruptStateTable.L1_ABORT)
        {
            errors.report(SoftwareErrors.L1_ISTE_MAP, vmId, intid, store.table().faultAddress(id));
        }
        else if (result == InterruptStateTable.REACHABLE)
        {
            rules.adopt(store, store.table().firstIdOfL2(id), store.table().endIdOfL2(id));
            vm.changed();
            residency.allChanged(vm);
        }
    }

    /** IRS_VMAP_VPER. */
    void mapVpe(final int vmId, final int vpeId)                                // B-VPE-1
    {
        final Vm vm = vm(vmId);
        if (vm == null || vpeId >= vm.targetCount() || vm.vpe(vpeId) != null || vpeCount == VPE_LIMIT)
        {
            return;
        }
        final long address = vm.vpeteAddress(vpeId);
        if (!memory.contains(address, Long.BYTES))
        {
            errors.report(SoftwareErrors.VPETE_ACCESS, vmId, 0, address);
            return;
        }
        memory.storeLong(address, Vpete.VALID.with(memory.loadLong(address), true));
        vm.add(new Vpe(vm, vpeId));
        vm.changed();
        vpeCount++;
    }

    /** Writes the registers, the level 1 entries, and all VMs with what was latched of them. */
    void save(final StateWriter writer)
    {
        writer.word(baser);
        writer.word(cfgr);
        for (int i = 0; isValid() && i < l2Addresses.length; i++)
        {
            writer.word(l2Addresses[i]);
        }
        for (int vmId = 0; vmId < vms.length; vmId++)
        {
            if (ledgers[vmId] != null)
            {
                writer.word(vmId);
                ledgers[vmId].save(writer);
                writer.flag(vms[vmId] != null);
                if (vms[vmId] != null)
                {
                    vms[vmId].save(writer);
                    vms[vmId].saveIndex(writer);
                }
            }
        }
        writer.word(vms.length);
    }

    /** Reads what {@link #save} wrote, at reset; RAM is as it was. */
    void restore(final StateReader reader)
    {
        baser = reader.word() & (IrsVmtBaser.VALID.mask() | IrsVmtBaser.ADDR.mask());
        cfgr = (int)reader.word() & CFGR_MASK;
        if (isValid())
        {
            idBits = Math.min(IrsVmtCfgr.VM_ID_BITS.get(cfgr), config.vmIdBits());
            l2Addresses = new long[isTwoLevel() ? 1 << Math.max(0, idBits - L2_VMT_SHIFT) : 0];
        }
        for (int i = 0; i < l2Addresses.length; i++)
        {
            l2Addresses[i] = reader.longIn("address of a level 2 VM table", NOT_VALID, L1Vmte.L2_ADDR.mask());
        }
        int vmId = reader.intIn("VM", 0, vms.length);
        while (vmId < vms.length)
        {
            vmEnd = vmId + 1;
            ledgers[vmId] = new Ledger();
            ledgers[vmId].restore(reader);
            if (reader.flag("validity of a VM"))
            {
                restoreVm(vmId, reader);
            }
            vmId = reader.intIn("VM", vmId + 1, vms.length);
        }
    }

    private void restoreVm(final int vmId, final StateReader reader)
    {
        if (!isValid())
        {
            throw new StateException("VM " + vmId + " is valid, but IRS_VMT_BASER is not");
        }
        final int vpeIdBits = reader.intIn("VPE_ID_BITS", 0, config.vpeIdBits());
        final long vpetAddress = reader.word() & L2Vmte.VPET_ADDR.mask();
        final Vm vm = new Vm(
            vmId, vpeIdBits, vpetAddress, config.idBits(), config.virtOneN(), pool, ledgers[vmId]);
        vms[vmId] = vm;
        vpeCount += vm.restore(reader, VPE_LIMIT - vpeCount);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            vm.store(type).restore(reader, memory, config.idBits());
            if (vm.store(type).table() != null && !rules.reserve(vm.store(type).table().shape()))
            {
                throw new StateException("the tables of VM " + vmId + " take more than may be latched");
            }
        }
        vm.restoreIndex(reader);
    }

    /** Number of level 1 entries; 0 unless the table is valid and two-level. */
    int l1Count()
    {
        return isValid() ? l2Addresses.length : 0;
    }

    boolean isL1Valid(final int l1Index)
    {
        return l2Addresses[l1Index] != NOT_VALID;
    }

    private boolean isValid()
    {
        return IrsVmtBaser.VALID.isSet(baser);
    }

    private boolean isTwoLevel()
    {
        return IrsVmtCfgr.STRUCTURE.isSet(cfgr);
    }

    private boolean isInRange(final int vmId)
    {
        return vmId >>> idBits == 0;
    }

    private void latch()
    {
        idBits = Math.min(IrsVmtCfgr.VM_ID_BITS.get(cfgr), config.vmIdBits());
        l2Addresses = new long[isTwoLevel() ? 1 << Math.max(0, idBits - L2_VMT_SHIFT) : 0];
        for (int i = 0; i < l2Addresses.length; i++)
        {
            l2Addresses[i] = NOT_VALID;
            latchL1(i);                                                         // B-VMT-4: valid beforehand
        }
    }

    private void latchL1(final int l1Index)
    {
        final long address = l1VmteAddress(l1Index);
        if (memory.contains(address, Long.BYTES) && L1Vmte.VALID.isSet(memory.loadLong(address)))
        {
            l2Addresses[l1Index] = memory.loadLong(address) & L1Vmte.L2_ADDR.mask();
        }
    }

    long l1VmteAddress(final int l1Index)
    {
        return (baser & IrsVmtBaser.ADDR.mask()) + (long)l1Index * L1Vmte.LENGTH;
    }

    /** Where the L2 VMTE of a VM lies; {@link #NOT_VALID} if there is none in RAM, which is reported. */
    private long vmteAddress(final int vmId)
    {
        final long address = entryAddress(vmId);
        if (address != NOT_VALID && !memory.contains(address, L2Vmte.LENGTH))
        {
            errors.report(SoftwareErrors.L2_VMTE_ACCESS, vmId, 0, address);
            return NOT_VALID;
        }

        return address;
    }

    private static long istWordAddress(final long vmte, final int type)
    {
        return vmte + (long)type * Long.BYTES;                                  // words 2 and 3, as TYPE encodes
    }

    private boolean install(final Vm vm, final InterruptSpace store, final long vmte)
    {
        final long word = memory.loadLong(istWordAddress(vmte, store.isSpi() ? Intid.TYPE_SPI : Intid.TYPE_LPI));
        final IstShape shape = rules.checked(store.isSpi(), L2Vmte.ID_BITS.getInt(word), L2Vmte.ISTSZ.getInt(word),
            L2Vmte.IST_L2SZ.getInt(word), L2Vmte.STRUCTURE.isSet(word));        // B-VMT-13, M-IST
        if (shape == null || !rules.reserve(shape))
        {
            return false;
        }
        store.install(new InterruptStateTable(memory, shape, word & L2Vmte.IST_ADDR.mask()));
        rules.adopt(store, 0, shape.entryCount());
        residency.allChanged(vm);

        return true;
    }

    private void remove(final Vm vm, final InterruptSpace store)
    {
        vm.abandon(store);
        rules.giveBack(store.table().shape());
        store.table().release();
        store.install(null);
    }

    private void forget(final Vm vm)
    {
        for (Vpe vpe = vm.nextVpe(0); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
        {
            residency.evict(vpe);
            vpeCount--;
        }
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            if (vm.store(type).table() != null)
            {
                remove(vm, vm.store(type));
            }
        }
        vm.index().clear();
        vms[vm.vmId()] = null;
    }

    private void clearBit(final long address, final long bit)
    {
        if (memory.contains(address, Long.BYTES))
        {
            final long word = memory.loadLong(address);
            if ((word & bit) != 0)
            {
                memory.storeLong(address, word & ~bit);
            }
        }
    }
}
