package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Ledgers;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.vm.L2VmTable;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;

import static org.gale.engine.config.MachineKeys.ID_BITS;
import static org.gale.engine.config.MachineKeys.VIRT_ONE_N;
import static org.gale.engine.config.MachineKeys.VPE_ID_BITS;

/**
 * The VMs, VPEs and virtual interrupt state tables that are valid. What software wrote is latched when it becomes valid
 * (M-LIVE); VALID bits are stored to RAM.
 */
final class VirtualMachines
{
    /** The most VPEs that are valid at a time; further ones stay invalid. */
    static final int VPE_LIMIT = 1 << 20;

    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final ValidOwners owners;
    private final IstRules rules;
    private final IstLifeCycle life;
    private final PagePool pool;
    private final Residency residency;
    private final ErrorSites errors;
    private final Ledgers ledgers;
    private final LatchedVmTable table;
    private final EntryReads reads;
    private int vpeCount;

    VirtualMachines(
        final MachineConfig config,
        final PhysicalMemory memory,
        final ValidOwners owners,
        final IstRules rules,
        final IstLifeCycle life,
        final PagePool pool,
        final Residency residency,
        final ErrorSites errors,
        final Ledgers ledgers)
    {
        this.config = config;
        this.memory = memory;
        this.owners = owners;
        this.rules = rules;
        this.life = life;
        this.pool = pool;
        this.residency = residency;
        this.errors = errors;
        this.ledgers = ledgers;
        this.reads = residency.held().reads();
        this.table = new LatchedVmTable(config, memory, errors, reads, owners.physical().id());
    }

    /** Returns the VM table in RAM. */
    LatchedVmTable table()
    {
        return table;
    }

    void writeBaser(final long value)                                           // B-VMT-1
    {
        if (!table.isValid())
        {
            table.install(value);
        }
        else if (!IrsVmtBaser.VALID.isSet(value))
        {
            table.remove();
            for (int vmId = owners.nextVm(0); vmId < owners.vmLimit(); vmId = owners.nextVm(vmId + 1))
            {
                forget(owners.vm(vmId));                                        // M-VMINV: memory is left as it is
            }
        }
    }

    /** Makes a VM valid: IRS_VMAP_VMR. */
    void mapVm(final int vmId)                                                  // B-VMT-6, B-VMT-7
    {
        final L2VmTable vmtes = table.tableInRam(vmId);
        if (vmtes == null || owners.vm(vmId) != null)
        {
            return;
        }
        reads.read(vmtes.entryAddress(vmId) + (long)L2Vmte.VPET_WORD * Long.BYTES, 1, "B-VMT-6");
        final long vpetWord = vmtes.loadPlain(vmId, L2Vmte.VPET_WORD);
        final int vpeIdBits = Math.min(L2Vmte.VPE_ID_BITS.getInt(vpetWord), config.value(VPE_ID_BITS));
        vmtes.storePlain(vmId, L2Vmte.VM_WORD, L2Vmte.withValid(vmtes.loadPlain(vmId, L2Vmte.VM_WORD), true));
        final Vm vm = add(vmId, vpeIdBits, L2Vmte.vpetAddress(vpetWord));
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final long word = vmtes.loadPlain(vmId, type);
            if (L2Vmte.isIstValid(word) && !install(vm.space(type), word))      // B-VMT-4
            {
                markIst(vmtes, vmId, type, false);                              // M-IST: refused, and not valid
            }
        }
    }

    /** Makes a VM invalid: IRS_VMAP_VMR. */
    void unmapVm(final int vmId)                                                // B-VMT-8, M-VMINV
    {
        final Vm vm = owners.vm(vmId);
        if (vm == null)
        {
            return;
        }
        forget(vm);
        for (int vpeId = 0; vpeId < vm.targetCount(); vpeId++)
        {
            clearBit(vm.vpeteAddress(vpeId), Vpete.VALID.mask());
        }
        final L2VmTable vmtes = table.tableInRam(vmId);
        if (vmtes != null)
        {
            store(vmtes, vmId, L2Vmte.VM_WORD, L2Vmte.withValid(vmtes.loadPlain(vmId, L2Vmte.VM_WORD), false));
            markIst(vmtes, vmId, Intid.TYPE_LPI, false);
            markIst(vmtes, vmId, Intid.TYPE_SPI, false);
        }
    }

    /** Makes a virtual IST valid: IRS_VMAP_VISTR. */
    void mapVist(final int vmId, final int type)                                // B-VMT-9
    {
        final Vm vm = owners.vm(vmId);
        final InterruptSpace space = vm == null ? null : vm.space(type);
        final L2VmTable vmtes = table.tableInRam(vmId);
        final boolean isRead = space != null && space.table() == null && vmtes != null;
        if (isRead)
        {
            reads.read(vmtes.entryAddress(vmId) + (long)type * Long.BYTES, 1, "B-VMT-9");
        }
        if (isRead && install(space, vmtes.loadPlain(vmId, type)))
        {
            markIst(vmtes, vmId, type, true);
            vm.changed();
        }
    }

    /** Makes a virtual IST invalid: IRS_VMAP_VISTR. */
    void unmapVist(final int vmId, final int type)
    {
        final Vm vm = owners.vm(vmId);
        final InterruptSpace space = vm == null ? null : vm.space(type);
        if (space != null && space.table() != null)
        {
            life.remove(space);
            residency.allChanged(vm);
            final L2VmTable vmtes = table.tableInRam(vmId);
            if (vmtes != null)
            {
                markIst(vmtes, vmId, type, false);
            }
            vm.changed();
        }
    }

    /** Makes a level 2 table of a virtual IST valid: IRS_VMAP_L2_VISTR. */
    void mapL2Vist(final int vmId, final int intid)                             // B-VMT-11
    {
        final Vm vm = owners.vm(vmId);
        final InterruptSpace space = vm == null ? null : vm.space(Intid.type(intid));
        if (space != null)
        {
            life.mapL2(space, Intid.id(intid));
        }
    }

    /** Makes a VPE valid: IRS_VMAP_VPER. */
    void mapVpe(final int vmId, final int vpeId)                                // B-VPE-1
    {
        final Vm vm = owners.vm(vmId);
        if (vm == null || vpeId >= vm.targetCount() || vm.vpe(vpeId) != null || vpeCount == VPE_LIMIT)
        {
            return;
        }
        final long address = vm.vpeteAddress(vpeId);
        if (!memory.contains(address, Long.BYTES))
        {
            errors.report(SoftwareErrors.VPETE_ACCESS, vm.id(), 0, address);
            return;
        }
        reads.read(address, 1, "B-VPE-1");
        memory.storeLong(address, Vpete.VALID.with(memory.loadLong(address), true));
        vm.add(new Vpe(vm, vpeId));
        vm.changed();
        vpeCount++;
    }

    /** Passes the VM table, and all VMs with what was latched of them; RAM was restored before. */
    void state(final StateStream stream)
    {
        table.state(stream);
        int vmId = stream.number("VM", owners.nextVm(0), 0, owners.vmLimit());
        while (vmId < owners.vmLimit())
        {
            pass(stream, vmId);
            vmId = stream.number("VM", owners.nextVm(vmId + 1), vmId + 1, owners.vmLimit());
        }
    }

    /** Passes what only machines have whose links change, for each VPE that is valid. */
    void linkState(final StateStream stream)
    {
        for (int vmId = owners.nextVm(0); vmId < owners.vmLimit(); vmId = owners.nextVm(vmId + 1))
        {
            final Vm vm = owners.vm(vmId);
            for (Vpe vpe = vm.nextVpe(0); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
            {
                vpe.linkState(stream);
            }
        }
    }

    private void pass(final StateStream stream, final int vmId)
    {
        final Vm current = owners.vm(vmId);
        final int vpeIdBits =
            stream.number("VPE_ID_BITS", current == null ? 0 : current.vpeIdBits(), 0, config.value(VPE_ID_BITS));
        final long vpetAddress = stream.bits(
            "VPET_ADDR", current == null ? 0 : current.vpeteAddress(0), L2Vmte.VPET_ADDR.mask());
        if (stream.isRestoring())
        {
            if (!table.isValid())
            {
                throw new StateException("VM " + vmId + " is valid, but IRS_VMT_BASER is not");
            }
            add(vmId, vpeIdBits, vpetAddress);
        }
        final Vm vm = owners.vm(vmId);
        final int vpes = vm.state(stream, VPE_LIMIT - vpeCount);
        vpeCount += stream.isRestoring() ? vpes : 0;
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptSpace space = vm.space(type);
            space.state(stream, memory, config.value(ID_BITS));
            if (stream.isRestoring() && space.table() != null && !life.reserve(vm, space.table().shape()))
            {
                throw new StateException("the tables of VM " + vmId + " take more than may be latched");
            }
        }
        vm.indexState(stream, memory.overlap().mayBe());
    }

    private Vm add(final int vmId, final int vpeIdBits, final long vpetAddress)
    {
        final int owner = OwnerId.vm(owners.physical().id(), vmId);
        final Vm vm = new Vm(
            owner, vpeIdBits, vpetAddress, config.value(ID_BITS), config.value(VIRT_ONE_N), pool,
            ledgers.ofOrNew(owner));
        owners.add(vm);

        return vm;
    }

    /** Stores VALID of an interrupt state table into the entry of its VM: words 2 and 3, as TYPE encodes. */
    private void markIst(final L2VmTable vmtes, final int vmId, final int type, final boolean valid)
    {
        store(vmtes, vmId, type, L2Vmte.withIstValid(vmtes.loadPlain(vmId, type), valid));
    }

    private static void store(final L2VmTable vmtes, final int vmId, final int wordIndex, final long word)
    {
        if (vmtes.loadPlain(vmId, wordIndex) != word)
        {
            vmtes.storePlain(vmId, wordIndex, word);
        }
    }

    private boolean install(final InterruptSpace space, final long word)
    {
        final IstShape shape = rules.checked(space.isSpi(), L2Vmte.ID_BITS.getInt(word), L2Vmte.ISTSZ.getInt(word),
            L2Vmte.IST_L2SZ.getInt(word), L2Vmte.STRUCTURE.isSet(word));        // B-VMT-13, M-IST

        return shape != null && life.install(space, shape, L2Vmte.istAddress(word));
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
            if (vm.space(type).table() != null)
            {
                life.remove(vm.space(type));
            }
        }
        vm.index().clear();
        owners.remove(vm);
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
