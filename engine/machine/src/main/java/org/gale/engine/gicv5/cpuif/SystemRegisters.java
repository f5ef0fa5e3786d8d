package org.gale.engine.gicv5.cpuif;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Candidate;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IccHppirEl1;
import org.gale.tables.register.IccIdr0El1;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.SystemRegister;

/**
 * System registers of a CPU interface. Where the current domain is virtual, the {@code ICC_*_EL1} names access the
 * {@code ICV_*} state (B-VIN-2).
 */
public final class SystemRegisters
{
    private static final long LINKED = IccCr0El1.LINK.mask() | IccCr0El1.LINK_IDLE.mask();      // M-LINKFIX, M-LINKV
    private static final long VCTLR_EN = 1;
    private static final int CRM_SHIFT = 3;
    private static final int FIRST_PRIORITYR_CRM = 14;

    private final MachineConfig config;
    private final boolean isFull;
    private final Irs irs;
    /** Links of the PEs; null if they are fixed. */
    private final Links links;

    /**
     * Makes the registers of all PEs of a machine.
     *
     * @param links of the PEs; null if they are fixed
     */
    public SystemRegisters(final MachineConfig config, final Irs irs, final Links links)
    {
        this.links = links;
        this.config = config;
        this.isFull = config.virtual();
        this.irs = irs;
    }

    /**
     * Reads a register that is readable at the EL of the access.
     *
     * @return the encoded register
     */
    public long read(final CpuInterface cpu, final SystemRegister register, final boolean virtual)
    {
        final int bank = register.code() & 1;
        switch (register)
        {
            case ICC_IDR0_EL1: return idr0();
            case ICC_HPPIR_EL1: return hppir(cpu, virtual);
            case ICC_ICSR_EL1: return cpu.icsr();
            case ICC_IAFFIDR_EL1: return virtual ? Math.max(0, irs.residentVpe(cpu.pe())) :
                irs.board().iaffids().iaffid(cpu.pe());
            case ICC_APR_EL1: return Integer.toUnsignedLong(cpu.priorities(virtual).apr());
            case ICC_PCR_EL1: return cpu.priorities(virtual).pcr();
            case ICC_CR0_EL1: return IccCr0El1.EN.with(
                virtual || links == null ? LINKED : links.cr0(cpu.pe()), cpu.priorities(virtual).isEnabled());
            case ICH_APR_EL2: return Integer.toUnsignedLong(cpu.priorities(true).apr());
            case ICH_HPPIR_EL2: return hppir(cpu, true);                        // M-HPPIR
            case ICH_VMCR_EL2: return vmcr(cpu);
            case ICH_VCTLR_EL2: return cpu.vctlr();
            case ICH_CONTEXTR_EL2: return cpu.contextr();
            case ICH_HFGRTR_EL2: return cpu.trap(0);
            case ICH_HFGWTR_EL2: return cpu.trap(1);
            case ICH_HFGITR_EL2: return cpu.trap(2);
            case ICH_PPI_DVIR0_EL2:
            case ICH_PPI_DVIR1_EL2: return cpu.directlyInjected(bank);
            case ICH_PPI_HVIR0_EL2:
            case ICH_PPI_HVIR1_EL2: return cpu.hidden(bank);
            case ICH_PPI_ENABLER0_EL2:
            case ICH_PPI_ENABLER1_EL2: return cpu.virtualPpis().enabled(bank);
            case ICH_PPI_PENDR0_EL2:
            case ICH_PPI_PENDR1_EL2: return cpu.virtualPpis().pending(bank);
            case ICH_PPI_ACTIVER0_EL2:
            case ICH_PPI_ACTIVER1_EL2: return cpu.virtualPpis().active(bank);
            default:
                return register.lowestEl() == 1 ? readPpi(cpu, register, virtual) :
                    cpu.virtualPpis().priorities(priorityRegister(register));
        }
    }

    /** Writes a register that is writable at the EL of the access. */
    public void write(final CpuInterface cpu, final SystemRegister register, final boolean virtual, final long value)
    {
        final int bank = register.code() & 1;
        switch (register)
        {
            case ICC_ICSR_EL1:
                cpu.icsr(value);
                break;
            case ICC_APR_EL1:
                cpu.priorities(virtual).apr(value);
                break;
            case ICC_PCR_EL1:
                cpu.priorities(virtual).pcr(value);
                break;
            case ICC_CR0_EL1:
                cpu.priorities(virtual).enable(IccCr0El1.EN.isSet(value));
                if (!virtual && links != null)                                  // M-LINKV, M-LINKFIX
                {
                    links.write(cpu.pe(), IccCr0El1.LINK.isSet(value));
                }
                break;
            case ICH_APR_EL2:
                cpu.priorities(true).apr(value);
                break;
            case ICH_VMCR_EL2:                                                  // B-VIN-5, M-VMCR
                cpu.priorities(true).enable(IchVmcrEl2.EN.isSet(value));
                cpu.priorities(true).pcr(IchVmcrEl2.VPMR.get(value));
                break;
            case ICH_VCTLR_EL2:
                cpu.vctlr(value & VCTLR_EN);  // B-VIN-3: no legacy interface
                break;
            case ICH_CONTEXTR_EL2:
                if (links != null && IchContextrEl2.V.isSet(value) && !irs.isLinked(cpu.pe()))
                {
                    links.unlinked();                                           // M-LINKINS
                }
                cpu.contextr(value);
                break;
            case ICH_HFGRTR_EL2:
                cpu.trap(0, value);
                break;
            case ICH_HFGWTR_EL2:
                cpu.trap(1, value);
                break;
            case ICH_HFGITR_EL2:
                cpu.trap(2, value);
                break;
            case ICH_PPI_DVIR0_EL2:
            case ICH_PPI_DVIR1_EL2:
                cpu.directlyInjected(bank, value);
                break;
            case ICH_PPI_HVIR0_EL2:
            case ICH_PPI_HVIR1_EL2:
                cpu.hidden(bank, value);
                break;
            case ICH_PPI_ENABLER0_EL2:
            case ICH_PPI_ENABLER1_EL2:
                cpu.virtualPpis().enabled(bank, value);
                break;
            case ICH_PPI_PENDR0_EL2:
            case ICH_PPI_PENDR1_EL2:
                cpu.virtualPpis().pending(bank, value);
                break;
            case ICH_PPI_ACTIVER0_EL2:
            case ICH_PPI_ACTIVER1_EL2:
                cpu.virtualPpis().active(bank, value);
                break;
            default:
                if (register.lowestEl() == 1)
                {
                    writePpi(cpu, register, virtual, value);
                }
                else
                {
                    cpu.virtualPpis().priorities(priorityRegister(register), value, -1L);
                }
                break;
        }
    }

    /** Returns whether a register exists at an EL, for a read or for a write. EL3 does not exist. */
    public boolean isDefined(final SystemRegister register, final int el, final boolean virtual, final boolean write)
    {
        final boolean exists = register != null && (write ? register.isWritable() : register.isReadable());

        return exists && (el == 1 || (el == 2 && isFull)) && (!virtual || isFull) &&
            register.lowestEl() <= (virtual ? 1 : el);
    }

    private long idr0()
    {
        final int idBits = config.value(MachineKeys.ID_BITS) > 16 ? 1 : 0;

        return IccIdr0El1.PRI_BITS.set(IccIdr0El1.ID_BITS.set(0L, idBits), config.cpuPriBits() - 1);
    }

    private static long hppir(final CpuInterface cpu, final boolean virtual)    // B-CPU-12
    {
        final long hppi = cpu.sufficientHppi(virtual);

        return hppi == Candidate.NONE ? 0 : IccHppirEl1.HPPIV.mask() | Candidate.intid(hppi);
    }

    private static long vmcr(final CpuInterface cpu)
    {
        final PriorityState state = cpu.priorities(true);

        return IchVmcrEl2.VPMR.set(IchVmcrEl2.EN.with(0L, state.isEnabled()), state.pcr());
    }

    private static long readPpi(final CpuInterface cpu, final SystemRegister register, final boolean virtual)
    {
        final int bank = register.code() & 1;
        final PpiBank ppis = virtual ? cpu.virtualPpis() : cpu.ppis();
        final long visible = virtual ? ~cpu.hidden(bank) : -1L;                 // B-VPP-5
        switch (register)
        {
            case ICC_PPI_HMR0_EL1:
            case ICC_PPI_HMR1_EL1:
                return cpu.implemented().levelBank(bank) & visible;
            case ICC_PPI_ENABLER0_EL1:
            case ICC_PPI_ENABLER1_EL1:
                return ppis.enabled(bank) & visible;
            case ICC_PPI_CACTIVER0_EL1:
            case ICC_PPI_CACTIVER1_EL1:
            case ICC_PPI_SACTIVER0_EL1:
            case ICC_PPI_SACTIVER1_EL1:
                return ppis.active(bank) & visible;
            case ICC_PPI_CPENDR0_EL1:
            case ICC_PPI_CPENDR1_EL1:
            case ICC_PPI_SPENDR0_EL1:
            case ICC_PPI_SPENDR1_EL1:
                return (virtual ? cpu.virtualPending(bank) : ppis.pending(bank)) & visible;
            default:
                return ppis.priorities(priorityRegister(register)) &
                    bytesOf(visible(cpu, register, virtual), priorityRegister(register));
        }
    }

    private static void writePpi(
        final CpuInterface cpu, final SystemRegister register, final boolean virtual, final long value)
    {
        final int bank = register.code() & 1;
        final PpiBank ppis = virtual ? cpu.virtualPpis() : cpu.ppis();
        final long visible = virtual ? ~cpu.hidden(bank) : -1L;
        final long bits = value & visible;
        final long edges = bits & cpu.implemented().bank(bank) & ~cpu.implemented().levelBank(bank);  // B-CPU-24
        switch (register)
        {
            case ICC_PPI_ENABLER0_EL1:
            case ICC_PPI_ENABLER1_EL1:
                ppis.enabled(bank, bits | (ppis.enabled(bank) & ~visible));
                break;
            case ICC_PPI_CACTIVER0_EL1:
            case ICC_PPI_CACTIVER1_EL1:
                ppis.active(bank, ppis.active(bank) & ~bits);
                break;
            case ICC_PPI_SACTIVER0_EL1:
            case ICC_PPI_SACTIVER1_EL1:
                ppis.active(bank, ppis.active(bank) | bits);
                break;
            case ICC_PPI_CPENDR0_EL1:
            case ICC_PPI_CPENDR1_EL1:
                cpu.setPpiPending(bank, edges, false, virtual);
                break;
            case ICC_PPI_SPENDR0_EL1:
            case ICC_PPI_SPENDR1_EL1:
                cpu.setPpiPending(bank, edges, true, virtual);                  // B-TRAP-11
                break;
            default:
                ppis.priorities(priorityRegister(register), value, visible(cpu, register, virtual));
                break;
        }
    }

    /** Returns the mask of the visible PPIs 64 × bank … of a PRIORITYR, as bits of the register's bank. */
    private static long visible(final CpuInterface cpu, final SystemRegister register, final boolean virtual)
    {
        return virtual ? ~cpu.hidden(priorityRegister(register) >>> 3) : -1L;
    }

    private static long bytesOf(final long visible, final int priorityRegister)
    {
        long bytes = 0;
        for (int i = 0; i < Long.BYTES; i++)
        {
            final long bit = (visible >>> (((priorityRegister & 7) << 3) + i)) & 1;
            bytes |= -bit & (0xffL << (i << 3));
        }

        return bytes;
    }

    private static int priorityRegister(final SystemRegister register)
    {
        return ((((register.code() >>> CRM_SHIFT) & 15) - FIRST_PRIORITYR_CRM) << 3) + (register.code() & 7);
    }
}
