package org.gale.engine.gicv5.cpuif;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Candidate;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IchContextrEl2;

/**
 * CPU interface of one PE: priorities and PPIs of the physical and of the virtual domain, the residency register, and
 * the forwarded interrupts. Owned by the thread that owns the machine.
 */
public final class CpuInterface
{
    /** Bit of {@link #signals()} for an interrupt of the current physical domain. */
    public static final int IRQ = 1;
    /** Bit of {@link #signals()} for a virtual interrupt. */
    public static final int VIRQ = 4;

    private final int pe;
    private final boolean nmi;
    private final PpiSet implemented;
    private final Irs irs;
    private final PriorityState priorities;
    private final PriorityState virtualPriorities;
    private final PpiBank ppis;
    private final PpiBank virtualPpis;
    private final long[] directlyInjected = new long[2];
    private final long[] hidden = new long[2];
    private final long[] traps = new long[3];
    private long icsr;
    private long contextr;
    private long vctlr;
    private int signals;

    /** Makes a CPU interface at reset (B-CPU-7). */
    public CpuInterface(final int pe, final MachineConfig config, final Irs irs)
    {
        this.pe = pe;
        this.nmi = config.value(MachineKeys.NMI);
        this.implemented = config.value(MachineKeys.PPIS);
        this.irs = irs;
        this.priorities = new PriorityState(config.cpuPriBits());
        this.virtualPriorities = new PriorityState(config.cpuPriBits());
        this.ppis = new PpiBank(implemented, config.cpuPriBits());
        this.virtualPpis = new PpiBank(implemented, config.cpuPriBits());
    }

    /** Returns the PE's number, which is its IAFFID. */
    public int pe()
    {
        return pe;
    }

    /** {@return the encoded best physical PPI, or {@link Candidate#NONE}} */
    public long ppiCandidate()
    {
        return ppis.best(ppis.pending(0), ppis.pending(1));
    }

    /** {@return the encoded best virtual PPI, or {@link Candidate#NONE}} */
    public long virtualPpiCandidate()
    {
        if (!virtualPpis.isAnyPending() && !ppis.isAnyPending())                // the usual case
        {
            return Candidate.NONE;
        }

        return virtualPpis.best(virtualPending(0) & ~hidden[0], virtualPending(1) & ~hidden[1]);    // B-VPP-5
    }

    /** {@return the encoded physical HPPI of any priority, {@link Candidate#NONE} while the interface is disabled} */
    long physicalHppi()                                                         // B-CPU-1, B-CPU-2, B-CPU-5
    {
        return priorities.isEnabled() ? Math.min(ppiCandidate(), irs.candidate(pe)) : Candidate.NONE;
    }

    /** {@return the encoded virtual HPPI of any priority, or {@link Candidate#NONE}} */
    long virtualHppi()                                                          // B-VIN-6, B-RES-5, M-V0
    {
        if (!virtualPriorities.isEnabled())
        {
            return Candidate.NONE;
        }
        final long ofIrs = IchContextrEl2.IRICHPPIDIS.isSet(contextr) ? Candidate.NONE : irs.virtualCandidate(pe);

        return Math.min(virtualPpiCandidate(), ofIrs);
    }

    PriorityState priorities(final boolean virtual)
    {
        return virtual ? virtualPriorities : priorities;
    }

    PpiBank ppis()
    {
        return ppis;
    }

    PpiBank virtualPpis()
    {
        return virtualPpis;
    }

    PpiSet implemented()
    {
        return implemented;
    }

    /** {@return the encoded HPPI of a domain if it has sufficient priority, else {@link Candidate#NONE}} */
    long sufficientHppi(final boolean virtual)                                  // B-CPU-6, B-CPU-12
    {
        final long hppi = virtual ? virtualHppi() : physicalHppi();

        return Candidate.priority(hppi) < priorities(virtual).threshold() ? hppi : Candidate.NONE;
    }

    /** Returns whether CDNMIA, not CDIA, acknowledges an interrupt of a priority. */
    boolean isNmi(final int priority)                                           // B-CPU-15
    {
        return nmi && priority == 0;
    }

    /** Drives the wire of a PPI. A PPI that does not exist or has no wire does not change (M-WIRE). */
    public void drivePpi(final int ppi, final boolean high)                     // B-CPU-24
    {
        if (implemented.contains(ppi) && (implemented.levelBank(ppi >>> 6) & (1L << ppi)) != 0)
        {
            final int bank = ppi >>> 6;
            final long bit = 1L << ppi;
            ppis.pending(bank, high ? ppis.pending(bank) | bit : ppis.pending(bank) & ~bit);
        }
    }

    /** Makes a PPI active; with handling mode edge, it is no longer pending. */
    void activatePpi(final int ppi, final boolean virtual)                      // B-INT-6, B-TRAP-6, B-VPP-4
    {
        final int bank = ppi >>> 6;
        final long bit = 1L << ppi;
        final PpiBank bankOf = virtual ? virtualPpis : ppis;
        bankOf.active(bank, bankOf.active(bank) | bit);
        assert implemented.contains(ppi) : "no PPI " + ppi;
        if ((implemented.levelBank(bank) & bit) == 0)
        {
            setPpiPending(bank, bit, false, virtual);
        }
    }

    void deactivatePpi(final int ppi, final boolean virtual)                    // B-INT-9
    {
        if (implemented.contains(ppi))
        {
            final PpiBank bankOf = virtual ? virtualPpis : ppis;
            bankOf.active(ppi >>> 6, bankOf.active(ppi >>> 6) & ~(1L << ppi));
        }
    }

    /** Sets or clears PENDING of PPIs. A directly injected virtual PPI has the PENDING of its physical PPI. */
    void setPpiPending(final int bank, final long bits, final boolean pending, final boolean virtual)
    {
        final long shared = virtual ? bits & directlyInjected[bank] : bits;
        final long own = virtual ? bits & ~directlyInjected[bank] : 0;
        ppis.pending(bank, pending ? ppis.pending(bank) | shared : ppis.pending(bank) & ~shared);
        virtualPpis.pending(bank, pending ? virtualPpis.pending(bank) | own : virtualPpis.pending(bank) & ~own);
    }

    /** {@return the mask of the PENDING bits of a bank of virtual PPIs, as selection sees them} */
    long virtualPending(final int bank)                                         // B-VPP-2, B-TRAP-15
    {
        final long direct = directlyInjected[bank];

        return (virtualPpis.pending(bank) & ~direct) | (ppis.pending(bank) & direct);
    }

    long directlyInjected(final int bank)
    {
        return directlyInjected[bank];
    }

    void directlyInjected(final int bank, final long value)
    {
        directlyInjected[bank] = value & implemented.bank(bank);
    }

    long hidden(final int bank)
    {
        return hidden[bank];
    }

    void hidden(final int bank, final long value)
    {
        hidden[bank] = value & implemented.bank(bank);
    }

    long icsr()
    {
        return icsr;
    }

    void icsr(final long value)                                                 // B-VIN-10
    {
        icsr = value;
    }

    long vctlr()
    {
        return vctlr;
    }

    void vctlr(final long value)
    {
        vctlr = value;
    }

    long trap(final int index)                                                  // M-TRAP
    {
        return traps[index];
    }

    void trap(final int index, final long value)
    {
        traps[index] = value;
    }

    long contextr()
    {
        return contextr;
    }

    /** Writes ICH_CONTEXTR_EL2. */
    void contextr(final long value)                                             // B-RES-1, B-RES-6, M-CTX, M-CTXRD
    {
        final boolean valid = IchContextrEl2.V.isSet(value);
        irs.leave(pe, !valid && IchContextrEl2.DB.isSet(value), IchContextrEl2.DBPM.getInt(value));
        final boolean failed = valid &&                                         // M-LINKINS: also while unlinked
            !irs.enter(pe, IchContextrEl2.VM.getInt(value), IchContextrEl2.VPE.getInt(value));
        contextr = IchContextrEl2.F.with(value, failed);                        // B-TRAP-23
        assert (irs.residentVpe(pe) >= 0) == (valid && !failed) : "PE " + pe + " has another context than VPE";
    }

    /** Clears V of ICH_CONTEXTR_EL2: the link of the PE has taken its VPE away. */
    void residencyEnded()                                                       // M-LINKDOWN
    {
        contextr = IchContextrEl2.V.with(contextr, false);
    }

    /** {@return the signals as they were last settled, bits {@link #IRQ} and {@link #VIRQ}} */
    public int signals()
    {
        return signals;
    }

    /**
     * Settles the physical signal and sets the threshold of further candidates in the IRS.
     *
     * @return true if the signal changed
     */
    public boolean settlePhysical()                                             // B-CPU-18, B-CPU-19
    {
        final boolean irq = sufficientHppi(false) != Candidate.NONE;
        irs.physicalSettled(pe, irq, priorities.threshold());

        return signal(IRQ, irq);
    }

    /**
     * Settles the virtual signal and sets the threshold of further candidates in the IRS.
     *
     * @return true if the signal changed
     */
    public boolean settleVirtual()                                              // B-CPU-19, B-VIN-6
    {
        final int ofIrs = IchContextrEl2.IRICHPPIDIS.isSet(contextr) ? PriorityState.IDLE : irs.virtualPriority(pe);
        final boolean virq =
            Math.min(ofIrs, Candidate.priority(virtualPpiCandidate())) < virtualPriorities.threshold();
        irs.virtualSettled(pe, virq, virtualThreshold());

        return signal(VIRQ, virq);
    }

    /**
     * Returns whether the signals agree with the candidates, and would follow the next candidate (P5). This is the
     * invariant of the signal thresholds, checked between commands.
     */
    public boolean isSettled()
    {
        final boolean irq = sufficientHppi(false) != Candidate.NONE;
        final boolean virq = sufficientHppi(true) != Candidate.NONE;

        return signals == ((irq ? IRQ : 0) | (virq ? VIRQ : 0)) &&
            irs.checks().coversPhysical(pe, irq, priorities.threshold()) &&
            irs.checks().coversVirtual(pe, virq, virtualThreshold());
    }

    private boolean signal(final int bit, final boolean asserted)
    {
        final int before = signals;
        signals = asserted ? before | bit : before & ~bit;

        return signals != before;
    }

    /** Returns the priority value below which a virtual interrupt of the IRS has sufficient priority. */
    int virtualThreshold()
    {
        return IchContextrEl2.IRICHPPIDIS.isSet(contextr) ? 0 : virtualPriorities.threshold();
    }

    /** Returns whether all virtual interrupts come from the IRS: no virtual PPI competes, and none is an NMI. */
    boolean isVirtualIrsAlone()
    {
        return !nmi && virtualPpiCandidate() == Candidate.NONE;
    }

    /**
     * Acknowledges the HPPI of a domain if it has sufficient priority.
     *
     * @param virtual true to acknowledge in the virtual domain
     * @param asNmi   true to acknowledge as CDNMIA, false as CDIA
     * @return the encoded result of CDIA or CDNMIA
     */
    long acknowledge(final boolean virtual, final boolean asNmi)                // B-CPU-13, B-CPU-14, B-CPU-16
    {
        long hppi = sufficientHppi(virtual);
        while (hppi != Candidate.NONE && isNmi(Candidate.priority(hppi)) == asNmi)
        {
            if (activate(hppi, virtual))
            {
                priorities(virtual).acknowledged(Candidate.priority(hppi));     // B-CPU-9
                return GicCdIa.of(Candidate.intid(hppi));
            }
            hppi = sufficientHppi(virtual);
        }

        return GicCdIa.NONE;
    }

    /**
     * Acknowledges the HPPI of a domain, as {@link #acknowledge} does, with an effect that comes later.
     *
     * @return the encoded result of CDIA or CDNMIA; {@link GicCdIa#NONE} if nothing is acknowledged so
     */
    long acknowledgeLate(final boolean virtual, final boolean asNmi, final LateAcknowledges late)   // M-ORD-7
    {
        final long hppi = sufficientHppi(virtual);
        if (hppi == Candidate.NONE || isNmi(Candidate.priority(hppi)) != asNmi || !late.takes(pe, virtual, hppi))
        {
            return GicCdIa.NONE;
        }
        priorities(virtual).acknowledged(Candidate.priority(hppi));

        return GicCdIa.of(Candidate.intid(hppi));
    }

    private boolean activate(final long hppi, final boolean virtual)
    {
        final int intid = Candidate.intid(hppi);
        if (Intid.type(intid) != Intid.TYPE_PPI)
        {
            return irs.acknowledge(pe, virtual, hppi);
        }
        activatePpi(Intid.id(intid), virtual);

        return true;
    }

    /** Passes all registers and the signals. The IRS knows which VPE is resident. */
    public void state(final StateStream stream)
    {
        priorities.state(stream);
        virtualPriorities.state(stream);
        ppis.state(stream);
        virtualPpis.state(stream);
        for (int bank = 0; bank < 2; bank++)
        {
            directlyInjected[bank] =
                stream.bits("directly injected PPIs", directlyInjected[bank], implemented.bank(bank));
            hidden[bank] = stream.bits("hidden PPIs", hidden[bank], implemented.bank(bank));
        }
        stream.words(traps);
        icsr = stream.word(icsr);
        contextr = stream.word(contextr);
        vctlr = stream.word(vctlr);
        signals = (int)stream.bits("signals", signals, IRQ | VIRQ);
    }
}
