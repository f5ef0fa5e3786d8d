package org.gale.engine.gicv5.cpuif;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdHm;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdAff;
import org.gale.tables.operand.GicVdHm;
import org.gale.tables.operand.GicVdIntid;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.GicVdPri;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIcsrEl1;

import static org.gale.engine.config.MachineKeys.OPS_ORDER;

/**
 * Executor of the GIC system instructions. Every instruction completes at once, so that barriers have nothing to wait
 * for, unless the machine lets instructions wait.
 */
public final class GicInstructions
{
    private final boolean isFull;
    private final Irs irs;
    private final CpuInterface[] cpus;
    /** Links of the PEs; null if they are fixed. */
    private final Links links;
    /** Instructions that have no effect yet; null if all take effect at once. */
    private final WaitingInstructions waiting;
    /** Acknowledges whose effect on the interrupt comes later; null if it comes at once. */
    private final LateAcknowledges acknowledges;

    /**
     * Makes the executor of all PEs of a machine.
     *
     * @param links  of the PEs; null if they are fixed
     * @param delays of operations; null if all take effect at once
     */
    public GicInstructions(
        final MachineConfig config, final Irs irs, final CpuInterface[] cpus, final Links links,
        final OperationDelays delays)
    {
        this.links = links;
        this.isFull = config.virtual();
        this.irs = irs;
        this.cpus = cpus;
        this.waiting = config.value(OPS_ORDER) ?
            new WaitingInstructions(this, config.pes(), delays) : null;
        this.acknowledges = waiting == null || !delays.areOwn() ? null :
            new LateAcknowledges(irs, config.pes(), delays);
    }

    /** {@return the instructions that have no effect yet, or null if all take effect at once} */
    public WaitingInstructions waiting()
    {
        return waiting;
    }

    /** {@return the acknowledges whose effect comes later, or null if all come at once} */
    public LateAcknowledges acknowledges()
    {
        return acknowledges;
    }

    /** Returns whether an instruction is defined at an EL. EL3 does not exist, so LD instructions never are. */
    public boolean isDefined(final GicInstruction instruction, final int el, final boolean virtual)
    {
        return instruction != null && (el == 1 || (el == 2 && isFull)) && (!virtual || isFull) &&
            instruction.lowestEl() <= (virtual ? 1 : el);                       // B-VIN-7
    }

    /**
     * Executes an instruction that is defined at its EL.
     *
     * @param virtual true to execute in a virtual interrupt domain (B-VIN-1)
     * @return the destination register of CDIA and CDNMIA; 0 for the others
     */
    public long execute(
        final CpuInterface cpu, final GicInstruction instruction, final boolean virtual, final long operand)
    {
        final int owner = owner(cpu, instruction, virtual, operand);
        if (owner == OwnerId.NONE)
        {
            return 0;                                                           // B-RES-4, M-V0: a NOP
        }
        if (links != null && !irs.isLinked(cpu.pe()) && needsLink(instruction, operand))
        {
            links.unlinked();
            return fail(cpu, instruction);
        }
        if (waiting != null && waiting.takes(cpu.pe(), instruction, owner, operand))
        {
            return 0;
        }
        switch (instruction)
        {
            case CDIA: return acknowledge(cpu, virtual, false);
            case CDNMIA: return acknowledge(cpu, virtual, true);
            case CDEOI:
                cpu.priorities(virtual).drop();
                concerns(cpu, virtual);
                break;
            case CDDI:
                deactivate(cpu, virtual, owner, GicCdIntid.intid(operand));
                break;
            case GSBSYS:
                complete(cpu.pe());
                break;
            case GSBACK:
                if (acknowledges != null)
                {
                    acknowledges.complete(cpu.pe());                            // B-ORD-1, M-ORD-7
                }
                break;
            default:
                perform(cpu.pe(), instruction, owner, operand);
                break;
        }

        return 0;
    }

    /**
     * Performs an instruction on an SPI or LPI: all that it does happens in the IRS, but for the result of a query.
     *
     * @param owner of the interrupt
     */
    void perform(final int pe, final GicInstruction instruction, final int owner, final long operand)
    {
        irs.askedBy(pe);
        if (acknowledges != null)
        {
            acknowledges.completeFor(owner, GicVdIntid.intid(operand));         // M-ORD-7: the same bits of CD and VD
        }
        if (instruction.family() == GicInstruction.Family.VD)
        {
            performForVm(pe, instruction, owner, operand);
            return;
        }
        final int intid = GicCdIntid.intid(operand);
        switch (instruction)
        {
            case CDDI:
                irs.deactivate(owner, intid);
                break;
            case CDEN:
                irs.setEnable(owner, intid, true);
                break;
            case CDDIS:
                irs.setEnable(owner, intid, false);  // B-TRAP-1
                break;
            case CDPEND:
                irs.setPending(owner, intid, GicCdPend.isPending(operand));  // B-TRAP-2
                break;
            case CDPRI:
                irs.setPriority(owner, intid, GicCdPri.priority(operand));
                break;
            case CDHM:
                irs.setHandlingMode(owner, intid, GicCdHm.isLevel(operand));
                break;
            case CDAFF:
                irs.setTarget(owner, intid, GicCdAff.iaffid(operand), GicCdAff.isOneOfN(operand));
                break;
            case CDRCFG:
                cpus[pe].icsr(irs.requestConfig(owner, intid));
                break;
            default:
                break;
        }
    }

    /** {@return the owner of the interrupts that an instruction acts on, or {@link OwnerId#NONE}} */
    private int owner(
        final CpuInterface cpu, final GicInstruction instruction, final boolean virtual, final long operand)
    {
        if (instruction.family() == GicInstruction.Family.VD)
        {
            return OwnerId.vm(irs.physicalOwner(), GicVdIntid.vmId(operand));
        }

        return virtual ? irs.residentOwner(cpu.pe()) : irs.physicalOwner();
    }

    private void deactivate(final CpuInterface cpu, final boolean virtual, final int owner, final int intid)
    {
        if (Intid.type(intid) == Intid.TYPE_PPI)
        {
            cpu.deactivatePpi(Intid.id(intid), virtual);
            concerns(cpu, virtual);
        }
        else
        {
            irs.deactivate(owner, intid);
        }
    }

    private void complete(final int pe)
    {
        if (acknowledges != null)
        {
            acknowledges.complete(pe);
        }
        if (waiting != null)                                                    // B-ORD-1: else nothing is in flight
        {
            waiting.complete(pe);
        }
    }

    private long acknowledge(final CpuInterface cpu, final boolean virtual, final boolean asNmi)
    {
        long result = GicCdIa.NONE;
        if (acknowledges != null)
        {
            acknowledges.complete(cpu.pe());
            result = waiting.isHost() ? result : cpu.acknowledgeLate(virtual, asNmi, acknowledges);
        }
        if (result == GicCdIa.NONE)
        {
            result = cpu.acknowledge(virtual, asNmi);
        }
        irs.dirtyPes().mark(cpu.pe());                          // an injected PPI: PENDING changes in both domains

        return result;
    }

    /** Marks the PE after a change of its own state. A change in the IRS marks the PEs that it concerns. */
    private void concerns(final CpuInterface cpu, final boolean virtual)        // B-CPU-19
    {
        if (virtual)
        {
            irs.dirtyPes().markVirtual(cpu.pe());
        }
        else
        {
            irs.dirtyPes().markPhysical(cpu.pe());
        }
    }

    /** Returns whether an instruction acts on an SPI, an LPI or a VM, so that the link carries it. */
    private static boolean needsLink(final GicInstruction instruction, final long operand)  // M-LINKINS
    {
        return WaitingInstructions.waits(instruction, operand);
    }

    /** Answers an instruction that the link does not carry: CDRCFG and VDRCFG set F, others have no effect. */
    private static long fail(final CpuInterface cpu, final GicInstruction instruction)      // M-LINKINS
    {
        if (instruction == GicInstruction.CDRCFG || instruction == GicInstruction.VDRCFG)
        {
            cpu.icsr(IccIcsrEl1.UNREACHABLE);
        }

        return 0;
    }

    /** Performs a VD instruction, which names the VM and needs no residency (M-VDOP). */
    private void performForVm(
        final int pe, final GicInstruction instruction, final int owner, final long operand)
    {
        final int intid = GicVdIntid.intid(operand);
        switch (instruction)
        {
            case VDEN:
                irs.setEnable(owner, intid, true);
                break;
            case VDDIS:
                irs.setEnable(owner, intid, false);
                break;
            case VDPEND:
                irs.setPending(owner, intid, GicVdPend.isPending(operand));  // B-VIN-8
                break;
            case VDPRI:
                irs.setPriority(owner, intid, GicVdPri.priority(operand));
                break;
            case VDHM:
                irs.setHandlingMode(owner, intid, GicVdHm.isLevel(operand));
                break;
            case VDAFF:
                irs.setTarget(owner, intid, GicVdAff.vpeId(operand), GicVdAff.isOneOfN(operand));
                break;
            case VDDI:
                irs.deactivate(owner, intid);
                break;
            case VDRCFG:
                cpus[pe].icsr(irs.requestConfig(owner, intid));
                break;
            default: throw new IllegalStateException("not a VD instruction: " + instruction);
        }
    }
}
