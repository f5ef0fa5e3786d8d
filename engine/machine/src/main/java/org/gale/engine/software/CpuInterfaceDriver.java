package org.gale.engine.software;

import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdAff;
import org.gale.tables.operand.GicVdIntid;
import org.gale.tables.operand.GicVdPri;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.SystemRegister;

/** Driver of CPU interfaces, as a hypervisor at EL2 uses them. */
public final class CpuInterfaceDriver
{
    private static final int EL2 = 2;
    private final Cpu cpu;

    /** Makes a driver of the CPU interfaces of all PEs. */
    public CpuInterfaceDriver(final Cpu cpu)
    {
        this.cpu = cpu;
    }

    /**
     * Makes a VPE resident on a PE.
     *
     * @param mask priority mask of its virtual CPU interface; 31 accepts every priority
     */
    public void enter(final int pe, final int vmId, final int vpeId, final int mask)
    {
        write(pe, SystemRegister.ICH_VMCR_EL2, IchVmcrEl2.VPMR.set(IchVmcrEl2.EN.mask(), mask));
        write(pe, SystemRegister.ICH_CONTEXTR_EL2,
            IchContextrEl2.VPE.set(IchContextrEl2.VM.set(IchContextrEl2.V.mask(), vmId), vpeId));
    }

    /** Takes the link of a PE up, and disables its physical interface, which a hypervisor of VMs alone leaves so. */
    public void link(final int pe)                                              // T-LINK-3
    {
        write(pe, SystemRegister.ICC_CR0_EL1, IccCr0El1.LINK.mask());
    }

    /** Gives an LPI of a VM its priority and target, and enables it; on PE 0. */
    public void configure(final int vmId, final int lpiId, final int vpeId, final int priority)
    {
        final int intid = Intid.of(Intid.TYPE_LPI, lpiId);
        execute(GicInstruction.VDPRI, GicVdPri.of(vmId, intid, priority));
        execute(GicInstruction.VDAFF, GicVdAff.of(vmId, vpeId, intid, false));
        execute(GicInstruction.VDEN, GicVdIntid.of(vmId, intid));
    }

    private void write(final int pe, final SystemRegister register, final long value)
    {
        cpu.writeRegister(pe, EL2, register.code(), value);
    }

    private void execute(final GicInstruction instruction, final long operand)
    {
        cpu.instruction(0, EL2, instruction.code(), operand);
    }
}
