package org.gale.engine.gicv5.irs;

import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsVpeDbr;

/** A VPE that is valid: where it is resident, and its doorbell. Opaque outside this package. */
final class Vpe
{
    /** Not resident anywhere. */
    static final int NOWHERE = -1;
    /** The bits of IRS_VPE_DBR. */
    static final long DBR_MASK = IrsVpeDbr.INTID.mask() | IrsVpeDbr.DBPM.mask() | IrsVpeDbr.REQ_DB.mask() |
        IrsVpeDbr.DBV.mask();

    private final Vm vm;
    private final int vpeId;
    private int residentPe = NOWHERE;
    private TargetCandidates candidates;
    private boolean excludedFromOneOfN;
    private long doorbell;
    private boolean unlinked;

    /** Creates a VPE that becomes valid, without doorbell settings (B-VPE-3). */
    Vpe(final Vm vm, final int vpeId)
    {
        this.vm = vm;
        this.vpeId = vpeId;
    }

    Vm vm()
    {
        return vm;
    }

    int vpeId()
    {
        return vpeId;
    }

    int residentPe()
    {
        return residentPe;
    }

    /** Returns the VPE's candidates. */
    TargetCandidates candidates()
    {
        return candidates;
    }

    boolean isResident()
    {
        return residentPe != NOWHERE;
    }

    void residentPe(final int pe)
    {
        assert pe == NOWHERE || residentPe == NOWHERE : "VPE " + vpeId + " of PE " + residentPe + " goes to " + pe;
        residentPe = pe;
        candidates = pe == NOWHERE ? null : vm.index().ofOrNew(vpeId);
    }

    /** Returns whether DPS excludes the VPE from 1ofN selection (B-VPE-7). */
    boolean isExcludedFromOneOfN()
    {
        return excludedFromOneOfN;
    }

    void excludeFromOneOfN(final boolean excluded)
    {
        excludedFromOneOfN = excluded;
    }

    /** {@return the doorbell settings as IRS_VPE_DBR shows them; REQ_DB says whether a request is outstanding} */
    long doorbell()
    {
        return doorbell;
    }

    void doorbell(final long dbr)
    {
        doorbell = dbr;
        unlinked &= !IrsVpeDbr.REQ_DB.isSet(dbr);
    }

    /** Returns whether the link of its PE took the VPE away, and nothing has been asked of it since. */
    boolean isUnlinked()                                                        // M-LINKDOWN
    {
        return unlinked;
    }

    void unlinked(final boolean isUnlinked)
    {
        unlinked = isUnlinked;
    }

    /** Passes what only machines have whose links change. */
    void linkState(final StateStream stream)
    {
        unlinked = stream.flag(unlinked);
    }

    /** Passes everything but the residency through a stream. */
    void state(final StateStream stream)
    {
        doorbell = stream.bits("IRS_VPE_DBR", doorbell, DBR_MASK);
        excludedFromOneOfN = stream.flag(excludedFromOneOfN);
    }

    /** Asks for a doorbell at non-residency: the mask becomes the one given (B-DB-7). */
    void requestDoorbell(final int mask)
    {
        doorbell = IrsVpeDbr.DBPM.set(IrsVpeDbr.REQ_DB.with(doorbell, true), mask);
    }

    void cancelDoorbell()
    {
        doorbell = IrsVpeDbr.REQ_DB.with(doorbell, false);
        assert !isDoorbellArmed() : "VPE " + vpeId;
    }

    boolean isDoorbellArmed()                                                   // B-DB-1
    {
        return !isResident() && IrsVpeDbr.DBV.isSet(doorbell) && IrsVpeDbr.REQ_DB.isSet(doorbell);
    }
}
