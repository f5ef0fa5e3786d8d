package org.gale.engine.inspect;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IccPcrEl1;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.SystemRegister;

/**
 * Last part of an explanation: what the CPU interface of a PE makes of a candidate, physical or virtual. Owned by the
 * thread that owns the machine.
 */
final class ExplainedCpu
{
    private static final int EL1 = 1;
    private static final int EL2 = 2;
    private static final int PRIORITY_MASK = 0x1f;
    private static final int IDLE_PRIORITY = 32;

    private final Machine machine;
    private final int pe;
    private final boolean isVirtual;
    private final ExplainedFacts facts;

    ExplainedCpu(final Machine machine, final int pe, final boolean isVirtual, final ExplainedFacts facts)
    {
        this.machine = machine;
        this.pe = pe;
        this.isVirtual = isVirtual;
        this.facts = facts;
    }

    /** Returns the word of a system register. */
    static long register(final Machine machine, final int pe, final SystemRegister register)
    {
        return machine.registerValue(pe, register.lowestEl() == EL1 ? EL1 : EL2, register.code());
    }

    /**
     * Adds what keeps a candidate of the PE from its signal, or that nothing does.
     *
     * @param intid    type and ID
     * @param priority of the candidate
     */
    void judge(final int intid, final int priority)
    {
        final String register = isVirtual ? "ICH_VMCR_EL2.EN" : "ICC_CR0_EL1.EN";
        if (!isEnabled())
        {
            facts.reason("interface-disabled", register + " of PE " + pe + " is 0: no interrupt is signalled (" +
                (isVirtual ? "B-VIN-6" : "B-CPU-5") + ")", "pe", pe, "virtual", isVirtual);
        }
        if (isVirtual && Intid.type(intid) != Intid.TYPE_PPI && IchContextrEl2.IRICHPPIDIS.isSet(
            register(machine, pe, SystemRegister.ICH_CONTEXTR_EL2)))
        {
            facts.reason("candidate-disabled", "ICH_CONTEXTR_EL2.IRICHPPIDIS of PE " + pe +
                " is 1: virtual SPIs and LPIs do not count (B-RES-5)", "pe", pe);
        }
        final int unimplemented = PRIORITY_MASK >>> machine.config().cpuPriBits();
        final int mask = mask();
        if (priority > (mask | unimplemented))
        {
            facts.reason("masked", "priority " + priority + " is not within the mask " + mask + " of PE " + pe +
                (isVirtual ? ": ICH_VMCR_EL2.VPMR" : ": ICC_PCR_EL1") + " (B-CPU-6)",
                "pe", pe, "virtual", isVirtual, "priority", priority, "mask", mask);
        }
        final int running = running(machine, pe, isVirtual);
        if (priority >= running)
        {
            facts.reason("running", "priority " + priority + " is not higher than the running priority " + running +
                " of PE " + pe + (isVirtual ? ": ICH_APR_EL2" : ": ICC_APR_EL1") + " (B-CPU-6, B-CPU-8)",
                "pe", pe, "virtual", isVirtual, "priority", priority, "running", running);
        }
        final long best = best();
        if (best < Candidate.of(priority, intid))
        {
            facts.reason("behind", "behind " + name(Candidate.intid(best)) + " of priority " +
                Candidate.priority(best) + ", the best candidate of PE " + pe + " (B-CPU-1, M-TIE)",
                "pe", pe, "virtual", isVirtual, "intid", Integer.toUnsignedLong(Candidate.intid(best)));
        }
        if (facts.isClear())
        {
            facts.reason(ExplainedFacts.SIGNALLED, "signalled to PE " + pe + ": " + (isVirtual ? "virq" : "irq") +
                " waits for its acknowledge (B-CPU-18)", "pe", pe, "virtual", isVirtual);
        }
    }

    private boolean isEnabled()
    {
        return isVirtual ? IchVmcrEl2.EN.isSet(register(machine, pe, SystemRegister.ICH_VMCR_EL2)) :
            IccCr0El1.EN.isSet(register(machine, pe, SystemRegister.ICC_CR0_EL1));
    }

    private int mask()
    {
        return isVirtual ? IchVmcrEl2.VPMR.getInt(register(machine, pe, SystemRegister.ICH_VMCR_EL2)) :
            IccPcrEl1.PRIORITY.getInt(register(machine, pe, SystemRegister.ICC_PCR_EL1));
    }

    /**
     * Returns the running priority of a CPU interface, physical or virtual (B-CPU-8).
     *
     * @return 0 to 31, or 32 if no priority is active
     */
    static int running(final Machine machine, final int pe, final boolean isVirtual)
    {
        final int active = (int)register(
            machine, pe, isVirtual ? SystemRegister.ICH_APR_EL2 : SystemRegister.ICC_APR_EL1);

        return active == 0 ? IDLE_PRIORITY : Integer.numberOfTrailingZeros(active);
    }

    /** Returns the best candidate of the PE, or {@link Candidate#NONE}. */
    private long best()
    {
        return Math.min(
            candidate(isVirtual ? CandidateKind.OF_RESIDENT : CandidateKind.FORWARDED),
            candidate(isVirtual ? CandidateKind.VIRTUAL_PPI : CandidateKind.PPI));
    }

    private long candidate(final CandidateKind kind)
    {
        final long word = machine.candidate(pe, kind);

        return word == 0 ? Candidate.NONE : word & ~Machine.CANDIDATE_VALID;
    }

    private String name(final int intid)
    {
        final int owner = isVirtual ? InterruptQueries.of(machine).residentOwner(pe) : OwnerId.NONE;

        return (owner == OwnerId.NONE ? "" : "VM " + OwnerId.vmId(owner) + ' ') +
            IstViews.typeName(Intid.type(intid)) + ' ' + Intid.id(intid);
    }
}
