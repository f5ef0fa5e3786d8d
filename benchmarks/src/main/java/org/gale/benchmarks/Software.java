package org.gale.benchmarks;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdAff;
import org.gale.tables.operand.GicVdIntid;
import org.gale.tables.operand.GicVdPri;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.SystemRegister;

/**
 * Software of a machine under test. Sets the machine up as a hypervisor does, by stores to RAM, registers and GIC
 * instructions, each a command. There is no other access to a machine. Used by the thread that owns the machine.
 */
final class Software
{
    private static final int EL2 = 2;
    private static final int PCR_LOWEST = 31;

    private final Machine machine;
    private final MachineConfig config;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[8 * Long.BYTES]);

    Software(final Machine machine)
    {
        this.machine = machine;
        this.config = machine.config();
    }

    /** Stores 8 bytes to RAM or to a register. */
    void store(final long address, final long value)
    {
        apply(Commands.store(command, 0, address, Long.BYTES, value));
    }

    /** Makes a linear VM table valid and enables the IRS. */
    void enableIrs(final long vmTable, final int vmIdBits)
    {
        storeInt(config.irsConfig() + IrsVmtCfgr.OFFSET, IrsVmtCfgr.VM_ID_BITS.set(0, vmIdBits));
        store(config.irsConfig() + IrsVmtBaser.OFFSET, IrsVmtBaser.ADDR.withAddress(IrsVmtBaser.VALID.mask(), vmTable));
        storeInt(config.irsConfig() + IrsCr0.OFFSET, IrsCr0.IRSEN.mask());
    }

    /** Makes a linear device table valid and enables the ITS. */
    void enableIts(final long deviceTable, final int deviceIdBits)
    {
        storeInt(config.itsConfig() + ItsDtCfgr.OFFSET, ItsDtCfgr.DEVICEID_BITS.set(0, deviceIdBits));
        store(config.itsConfig() + ItsDtBaser.OFFSET, deviceTable);
        storeInt(config.itsConfig() + ItsCr0.OFFSET, ItsCr0.ITSEN.mask());
    }

    /** Makes a VM of the VM table valid, with its table of LPIs and all its VPEs. */
    void makeVm(final int vmId, final int vpes)
    {
        store(config.irsConfig() + IrsVmapVmr.OFFSET, IrsVmapVmr.VM_ID.set(IrsVmapVmr.M.mask(), vmId));
        store(config.irsConfig() + IrsVmapVistr.OFFSET,
            IrsVmapVistr.TYPE.set(IrsVmapVistr.VM_ID.set(IrsVmapVistr.M.mask(), vmId), Intid.TYPE_LPI));
        for (int vpe = 0; vpe < vpes; vpe++)
        {
            store(config.irsConfig() + IrsVmapVper.OFFSET,
                IrsVmapVper.VPE_ID.set(IrsVmapVper.VM_ID.set(IrsVmapVper.M.mask(), vmId), vpe));
        }
    }

    /** Makes a VPE resident on a PE whose virtual CPU interface accepts every priority. */
    void enter(final int pe, final int vmId, final int vpe)
    {
        register(pe, SystemRegister.ICH_VMCR_EL2, IchVmcrEl2.VPMR.set(IchVmcrEl2.EN.mask(), PCR_LOWEST));
        register(pe, SystemRegister.ICH_CONTEXTR_EL2,
            IchContextrEl2.VPE.set(IchContextrEl2.VM.set(IchContextrEl2.V.mask(), vmId), vpe));
    }

    /** Gives an LPI its priority and target, and enables it. */
    void configure(final int vmId, final int lpi, final int vpe, final int priority)
    {
        final int intid = Intid.of(Intid.TYPE_LPI, lpi);
        instruction(GicInstruction.VDPRI, GicVdPri.of(vmId, intid, priority));
        instruction(GicInstruction.VDAFF, GicVdAff.of(vmId, vpe, intid, false));
        instruction(GicInstruction.VDEN, GicVdIntid.of(vmId, intid));
    }

    private void storeInt(final long address, final int value)
    {
        apply(Commands.store(command, 0, address, Integer.BYTES, value));
    }

    private void register(final int pe, final SystemRegister register, final long value)
    {
        apply(Commands.sysw(command, 0, pe, EL2, register.code(), value));
    }

    private void instruction(final GicInstruction instruction, final long operand)
    {
        apply(Commands.insn(command, 0, 0, EL2, instruction.code(), operand));
    }

    private void apply(final int endOffset)
    {
        machine.apply(command, 0, endOffset);
        machine.outputs().clear();
    }
}
