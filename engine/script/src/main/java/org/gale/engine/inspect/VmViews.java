package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ValidVms;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsVmDbr;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeHppir;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VmIdBits;
import org.gale.tables.vm.VmTableShape;
import org.gale.tables.vm.Vpete;

/**
 * Views of the VM table and the tables that it points to. The validity of VMs and VPEs is what the IRS has latched
 * (M-LIVE); the entries are RAM's. Owned by the thread that owns the machine.
 */
final class VmViews
{
    private final Machine machine;
    private final PhysicalMemory memory;
    private final InterruptQueries queries;
    private final ViewJson answer;

    VmViews(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.memory = machine.memory();
        this.queries = InterruptQueries.of(machine);
        this.answer = answer;
    }

    /** Writes base and shape of the VM table, and the VMs that are valid. */
    void vmt(final ViewRequest request) throws IOException
    {
        ViewChecks.checkVirtual(machine, request);
        final long baser = baser();
        final VmTableShape shape = shape();
        answer.word("IRS_VMT_BASER", baser, IrsVmtBaser.FIELDS);
        answer.word("IRS_VMT_CFGR", cfgr(), IrsVmtCfgr.FIELDS);
        answer.flag("valid", IrsVmtBaser.VALID.isSet(baser));
        answer.text("structure", shape.twoLevel() ? "two-level" : "linear");
        answer.number("entries", shape.entryCount());
        if (shape.twoLevel() && IrsVmtBaser.VALID.isSet(baser))
        {
            level1(IrsVmtBaser.ADDR.address(baser), shape, request.has(View.Option.ALL));
        }
        answer.beginList("vms");
        for (int vmId = queries.nextVm(0); vmId >= 0 && answer.beginEntry(); vmId = queries.nextVm(vmId + 1))
        {
            answer.number("VM_ID", vmId);
            answer.address("address", queries.vmteAddress(vmId));
            answer.number("vpe_ids", queries.vpeLimit(vmId));
            answer.number("valid_vpes", validVpes(vmId));
            answer.flag("lpis", queries.table(machine.accounts().vmOwner(vmId), Intid.TYPE_LPI) != null);
            answer.flag("spis", queries.table(machine.accounts().vmOwner(vmId), Intid.TYPE_SPI) != null);
            answer.endEntry();
        }
        answer.endList();
    }

    /** Writes the entry of a VM, which need not be valid. */
    void vmte(final ViewRequest request) throws IOException
    {
        ViewChecks.checkVirtual(machine, request);
        final long number = request.number(View.Option.VM);
        final int vmId = (int)Math.min(number, Integer.MAX_VALUE);
        final long address = queries.vmteAddress(vmId);
        if (address < 0)
        {
            throw new IllegalArgumentException("VM " + number + " has no entry in a VM table that is valid (" +
                ValidVms.text(InterruptQueries.of(machine)) + ")");
        }

        final boolean isInRam = memory.contains(address, L2Vmte.LENGTH);
        answer.number("VM_ID", vmId);
        answer.flag("valid", queries.isVmValid(vmId));
        answer.address("address", address);
        answer.flag("in_ram", isInRam);
        final long l1Address = IrsVmtBaser.ADDR.address(baser()) + shape().l1OffsetBytes(vmId);
        if (shape().twoLevel() && memory.contains(l1Address, L1Vmte.LENGTH))
        {
            answer.word("L1_VMTE", memory.loadLong(l1Address), L1Vmte.FIELDS);
        }
        if (isInRam)
        {
            answer.beginObject("L2_VMTE");
            answer.word("VM", word(address, L2Vmte.VM_WORD), L2Vmte.VM_FIELDS);
            answer.word("VPET", word(address, L2Vmte.VPET_WORD), L2Vmte.VPET_FIELDS);
            answer.word("LPI_IST", word(address, L2Vmte.LPI_IST_WORD), L2Vmte.IST_FIELDS);
            answer.word("SPI_IST", word(address, L2Vmte.SPI_IST_WORD), L2Vmte.IST_FIELDS);
            answer.endObject();
        }
        answer.word("IRS_VM_DBR", queries.vmDoorbell(vmId), IrsVmDbr.FIELDS);
    }

    /** Writes the VPE table of a VM: entries that are valid or not zero. */
    void vpet(final ViewRequest request) throws IOException
    {
        final int vmId = ViewChecks.validVm(machine, request);
        final int end = queries.vpeLimit(vmId);
        final boolean all = request.has(View.Option.ALL);
        answer.number("VM_ID", vmId);
        answer.address("address", queries.vpeteAddress(vmId, 0));
        answer.number("entries", end);
        answer.beginList("VPETE");
        for (int id = nextVpete(vmId, 0, all); id >= 0 && answer.beginEntry(); id = nextVpete(vmId, id + 1, all))
        {
            final InterruptQueries.VpeState vpe = queries.vpe(vmId, id);
            final long address = queries.vpeteAddress(vmId, id);
            answer.number("VPE_ID", id);
            answer.flag("valid", vpe != null);
            answer.numberOrNull("PE", vpe == null ? -1 : vpe.residentPe());
            if (memory.contains(address, Vpete.LENGTH))
            {
                answer.decoded(memory.loadLong(address), Vpete.FIELDS);
            }
            answer.endEntry();
        }
        answer.endList();
    }

    /** Writes a VPE: its entry, and its state in the IRS, which keeps none in the descriptor. */
    void vped(final ViewRequest request) throws IOException
    {
        final int vmId = ViewChecks.validVm(machine, request);
        final int vpeId = ViewChecks.vpe(machine, request, vmId);
        final long address = queries.vpeteAddress(vmId, vpeId);
        final InterruptQueries.VpeState vpe = queries.vpe(vmId, vpeId);
        final boolean isInRam = memory.contains(address, Vpete.LENGTH);
        answer.number("VM_ID", vmId);
        answer.number("VPE_ID", vpeId);
        answer.flag("valid", vpe != null);
        answer.address("address", address);
        answer.flag("in_ram", isInRam);
        if (isInRam)
        {
            answer.word("VPETE", memory.loadLong(address), Vpete.FIELDS);
            descriptor(Vpete.vpedAddress(memory.loadLong(address)));
        }
        if (vpe != null)
        {
            answer.numberOrNull("PE", vpe.residentPe());
            answer.word("IRS_VPE_DBR", vpe.doorbell(), IrsVpeDbr.FIELDS);
            answer.word("IRS_VPE_CR0", IrsVpeCr0.DPS.with(0, vpe.excluded()), IrsVpeCr0.FIELDS);
            answer.word("IRS_VPE_HPPIR", vpe.candidate() == Candidate.NONE ? 0 :
                IrsVpeHppir.HPPIV.mask() | Candidate.intid(vpe.candidate()), IrsVpeHppir.FIELDS);
        }
    }

    private void descriptor(final long address) throws IOException              // B-VPE-2: opaque, 8 bytes
    {
        answer.beginObject("VPED");
        answer.address("address", address);
        if (memory.contains(address, Long.BYTES))
        {
            answer.text("word", ViewJson.hex(memory.loadLong(address)));
        }
        answer.endObject();
    }

    private void level1(final long base, final VmTableShape shape, final boolean all) throws IOException
    {
        final WordScan scan = new WordScan(memory, answer);
        final int end = shape.l1Entries();
        answer.beginList("L1_VMTE");
        for (long i = scan.next(base, 0, end, all); i >= 0 && answer.beginEntry(); i = scan.next(base, i + 1, end, all))
        {
            answer.number("index", i);
            answer.number("first_VM_ID", i * VmTableShape.L2_ENTRIES);
            answer.decoded(scan.word(base, i), L1Vmte.FIELDS);
            answer.endEntry();
        }
        answer.endList();
    }

    private int validVpes(final int vmId)
    {
        int count = 0;
        for (int vpeId = queries.nextVpe(vmId, 0); vpeId >= 0; vpeId = queries.nextVpe(vmId, vpeId + 1))
        {
            count++;
        }

        return count;
    }

    private int nextVpete(final int vmId, final int fromId, final boolean all)
    {
        for (int id = fromId; id < queries.vpeLimit(vmId); id++)
        {
            final long address = queries.vpeteAddress(vmId, id);
            final boolean isInRam = memory.contains(address, Vpete.LENGTH);
            if (queries.vpe(vmId, id) != null || (isInRam && (all || memory.loadLong(address) != 0)))
            {
                return id;
            }
        }

        return -1;
    }

    private long word(final long address, final int index)
    {
        return memory.loadLong(address + (long)index * Long.BYTES);
    }

    private long baser()
    {
        return machine.peek(machine.config().value(MachineKeys.IRS_CONFIG) + IrsVmtBaser.OFFSET, Long.BYTES);
    }

    private int cfgr()
    {
        return (int)machine.peek(machine.config().value(MachineKeys.IRS_CONFIG) + IrsVmtCfgr.OFFSET, Integer.BYTES);
    }

    /** Returns the shape of the table. It is latched while the table is valid, and cannot be written then (M-CFG). */
    private VmTableShape shape()
    {
        final int bits = Math.min(IrsVmtCfgr.VM_ID_BITS.get(cfgr()), machine.config().value(MachineKeys.VM_ID_BITS));

        return VmTableShape.of(new VmIdBits(bits), IrsVmtCfgr.STRUCTURE.isSet(cfgr()));
    }
}
