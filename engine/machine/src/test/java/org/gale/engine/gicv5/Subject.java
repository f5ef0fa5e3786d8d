package org.gale.engine.gicv5;

import org.gale.engine.machine.CandidateKind;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.IccIcsrEl1;
import org.gale.tables.register.SystemRegister;

/**
 * Interrupt that a rule is tried on: an LPI or an SPI, physical or of a VM, and the LPI whose entry is the first word
 * of RAM. Rules hold for all alike, so a test of one is run on all.
 */
enum Subject
{
    LPI(false, false, 7),
    FIRST_LPI(false, false, 0),
    SPI(false, true, 7),
    VIRTUAL_LPI(true, false, 7),
    VIRTUAL_SPI(true, true, 7);

    /** VM of the virtual ones. */
    static final int VM = 1;

    private final boolean virtual;
    private final boolean spi;
    private final int id;

    Subject(final boolean virtual, final boolean spi, final int id)
    {
        this.virtual = virtual;
        this.spi = spi;
        this.id = id;
    }

    /** Makes a machine of two PEs where every interrupt is at reset, and VPEs 0 and 1 are resident on PEs 0 and 1. */
    static Rig rig(final String keys)
    {
        final Rig rig = new Rig("pes=2 min_lpi_id_bits=4 " + keys);
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM, 8));
        rig.vmTable();
        rig.simpleVm(VM, 8);
        for (int pe = 0; pe < 2; pe++)
        {
            rig.enableCpu(pe, 31);
            rig.enableGuest(pe, 31);
            rig.enter(pe, VM, pe);
        }

        return rig;
    }

    int intid()
    {
        return spi ? Rig.spi(id) : Rig.lpi(id);
    }

    int vmId()
    {
        return virtual ? VM : Rig.PHYSICAL;
    }

    /** Returns the EL whose CD instructions act on the interrupt. */
    int el()
    {
        return virtual ? Rig.VEL1 : Rig.EL1;
    }

    void enable(final Rig rig)
    {
        rig.enable(0, el(), intid(), true);
    }

    void disable(final Rig rig)
    {
        rig.enable(0, el(), intid(), false);
    }

    void pend(final Rig rig, final boolean pending)
    {
        rig.pend(0, el(), intid(), pending);
    }

    void priority(final Rig rig, final int priority)
    {
        rig.priority(0, el(), intid(), priority);
    }

    void target(final Rig rig, final int target)
    {
        rig.target(0, el(), intid(), target, false);
    }

    void level(final Rig rig, final boolean level)
    {
        rig.handlingMode(0, el(), intid(), level);
    }

    void deactivate(final Rig rig, final int pe)
    {
        rig.deactivate(pe, el(), intid());
    }

    /**
     * Acknowledges on a PE.
     *
     * @return the interrupt's INTID if it was acknowledged
     */
    int acknowledge(final Rig rig, final int pe)
    {
        return rig.acknowledge(pe, el());
    }

    void drop(final Rig rig, final int pe)
    {
        rig.drop(pe, el());
    }

    /** Returns whether the interrupt is signalled on a PE. */
    boolean isSignalled(final Rig rig, final int pe)
    {
        return (rig.machine().signals(pe) & (virtual ? 4 : 1)) != 0;
    }

    /** Returns whether the interrupt, or any, is the candidate on a PE. */
    boolean isCandidate(final Rig rig, final int pe)
    {
        return rig.machine().candidate(
            pe, virtual ? CandidateKind.OF_RESIDENT : CandidateKind.FORWARDED) != 0;
    }

    /** Returns ICC_ICSR_EL1 after CDRCFG, or after VDRCFG for a virtual interrupt. */
    long config(final Rig rig)
    {
        if (virtual)
        {
            rig.vd(GicInstruction.VDRCFG, VM, intid(), 0);
        }
        else
        {
            rig.insn(0, Rig.EL1, GicInstruction.CDRCFG, Integer.toUnsignedLong(intid()));
        }

        return rig.sysr(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1);
    }

    boolean isPending(final Rig rig)
    {
        return IccIcsrEl1.PENDING.isSet(config(rig));
    }

    boolean isActive(final Rig rig)
    {
        return IccIcsrEl1.ACTIVE.isSet(config(rig));
    }
}
