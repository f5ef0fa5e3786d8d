package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.Candidate;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeHppir;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.register.IrsVpeStatusr;

/** IRS_VPE_SELR, IRS_VPE_DBR, IRS_VPE_CR0, IRS_VPE_HPPIR and IRS_VPE_STATUSR: what software asks of one VPE. */
final class VpeSelection
{
    private static final long SELR_MASK =
        IrsVpeSelr.VM_ID.mask() | IrsVpeSelr.VPE_ID.mask() | IrsVpeSelr.S.mask();

    private final ValidOwners owners;
    private final Residency residency;
    private final boolean oneOfN;
    /** Selections of all IRSs. */
    private final VpeSelection[] all;
    private long selr;
    private long dbr;
    private boolean valid;

    /** @param all selections of all IRSs, this one among them before the first access */
    VpeSelection(
        final ValidOwners owners, final Residency residency, final boolean oneOfN, final VpeSelection[] all)
    {
        this.all = all;
        this.owners = owners;
        this.residency = residency;
        this.oneOfN = oneOfN;
    }

    void state(final StateStream stream)
    {
        selr = stream.bits("IRS_VPE_SELR", selr, SELR_MASK);
        dbr = stream.bits("IRS_VPE_DBR", dbr, Vpe.DBR_MASK);
        valid = stream.flag(valid);
    }

    long selr()
    {
        return selr;
    }

    /** {@return the value of IRS_VPE_DBR: sampled when the VPE was selected, or written since (B-VPE-5)} */
    long dbr()
    {
        return dbr;
    }

    /**
     * Selects a VPE if the write carries S.
     *
     * @param written mask of the bits that the write carries
     */
    void select(final long value, final long written)                           // B-VPE-4, M-HALF
    {
        final long s = IrsVpeSelr.S.mask() & written;
        selr = value & (IrsVpeSelr.VM_ID.mask() | IrsVpeSelr.VPE_ID.mask() | s);
        if (IrsVpeSelr.S.isSet(selr))                                          // M-ACT: stored in any case
        {
            final Vpe vpe = selected();
            valid = vpe != null;
            dbr = valid ? vpe.doorbell() : 0;
        }
    }

    /**
     * Replaces the doorbell settings of the selected VPE, and its request if the write carries REQ_DB.
     *
     * @param written mask of the bits that the write carries
     */
    void writeDbr(final long value, final long written)                         // B-VPE-5, M-DB0
    {
        final Vpe vpe = valid ? selected() : null;
        valid = vpe != null;
        if (valid)
        {
            final long request = IrsVpeDbr.REQ_DB.mask() & ~written;            // M-HALF: it stays as it is
            dbr = (value & Vpe.DBR_MASK & ~request) | (vpe.doorbell() & request);
            vpe.doorbell(dbr);
            for (final VpeSelection other : all)
            {
                other.written(vpe, dbr);
            }
            residency.vpeChanged(vpe.vm(), vpe);
        }
    }

    /** Shows what another IRS wrote to the doorbell of the VPE that this one has selected. */
    private void written(final Vpe vpe, final long value)                       // M-VMTALL
    {
        dbr = valid && selected() == vpe ? value : dbr;
    }

    int cr0()
    {
        final Vpe vpe = valid ? selected() : null;

        return vpe != null && vpe.isExcludedFromOneOfN() ? IrsVpeCr0.DPS.mask() : 0;
    }

    void writeCr0(final int value)                                              // B-VPE-7
    {
        final Vpe vpe = valid ? selected() : null;
        valid = vpe != null;
        if (valid && oneOfN)
        {
            vpe.excludeFromOneOfN(IrsVpeCr0.DPS.isSet(value));
            residency.oneOfNTakersChanged(vpe.vm());
        }
    }

    /** {@return the best candidate of the selected VPE at this moment, whatever the masks say (B-VPE-8)} */
    long hppir()
    {
        final Vpe vpe = valid ? selected() : null;
        final long best = vpe == null ? Candidate.NONE : vpe.vm().index().best(vpe.vpeId());

        return best == Candidate.NONE ? 0 : IrsVpeHppir.HPPIV.mask() | Candidate.intid(best);
    }

    int status()
    {
        return IrsVpeStatusr.V.with(IrsVpeStatusr.IDLE.mask(), valid);
    }

    private Vpe selected()
    {
        final Vm vm = owners.vm(IrsVpeSelr.VM_ID.getInt(selr));

        return vm == null ? null : vm.vpe(IrsVpeSelr.VPE_ID.getInt(selr));
    }
}
