package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Account;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Candidate;
import org.gale.tables.operand.Intid;

/**
 * Invariant checks of an IRS: the interrupts that are owed, the candidate indexes and the signal thresholds must agree
 * with the tables in RAM and the residency. Nothing changes. Owned by the thread that owns the machine.
 */
public final class IrsChecks
{
    /** Number of ids that one call of {@link #nextStale} compares. */
    private static final int STALE_IDS = 256;
    private static final int NONE = -1;

    private final InterruptOwner physical;
    private final ValidOwners owners;
    private final Residency residency;

    IrsChecks(
        final InterruptOwner physical,
        final ValidOwners owners,
        final Residency residency)
    {
        this.physical = physical;
        this.owners = owners;
        this.residency = residency;
    }

    /**
     * Compares Pending in RAM with what is owed, for one owner: the cheap check of P1 and P2.
     *
     * @param ownerId any int; an owner that is not valid has no difference
     * @param after   the INTID found before, or −1 for the first
     * @return the first INTID after that one that differs and is not excused, or −1
     */
    public int nextDifference(final int ownerId, final int after)
    {
        final InterruptOwner owner = owners.of(ownerId);
        final int first = after < 0 ? Intid.TYPE_LPI : Intid.type(after);
        int found = NONE;
        for (int type = first; owner != null && found < 0 && type <= Intid.TYPE_SPI; type++)
        {
            final InterruptSpace space = owner.space(type);
            final int fromId = after >= 0 && type == first ? Intid.id(after) + 1 : 0;
            final int id = new Differences(space).nextJudged(fromId);
            found = id < 0 ? NONE : space.intid(id);
        }

        return found;
    }

    /**
     * Returns the number of interrupts of an owner that are pending in RAM. A held level counts if it is owed.
     *
     * @param ownerId any int; an owner that is not valid has none
     */
    public long pending(final int ownerId)
    {
        final InterruptOwner owner = owners.of(ownerId);

        return owner == null ? 0 :
            new Differences(owner.space(Intid.TYPE_LPI)).pending() +
            new Differences(owner.space(Intid.TYPE_SPI)).pending();
    }

    /**
     * Returns the differences of excused interrupts of an owner.
     *
     * @param ownerId any int; an owner that is not valid has none
     */
    public Accounts.OfSoftware ofSoftware(final int ownerId)
    {
        final InterruptOwner owner = owners.of(ownerId);
        if (owner == null || (!owner.space(Intid.TYPE_LPI).account().hasExcused() &&
            !owner.space(Intid.TYPE_SPI).account().hasExcused()))
        {
            return Accounts.OfSoftware.NONE;
        }
        long withdrawn = 0;
        long events = 0;
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final Account account = owner.space(type).account();
            final Differences differences = new Differences(owner.space(type));
            for (int id = differences.next(0); id >= 0; id = differences.next(id + 1))
            {
                withdrawn += account.isExcused(id) && account.isOwed(id) ? 1 : 0;
                events += account.isExcused(id) && !account.isOwed(id) ? 1 : 0;
            }
        }

        return new Accounts.OfSoftware(withdrawn, events);
    }

    /**
     * Returns an LPI of an owner that is not what it was ranked as, among the next {@link #STALE_IDS} of its ids.
     *
     * @param ownerId any int; an owner that is not valid has none
     * @return its encoded INTID, or −1
     */
    public int nextStale(final int ownerId)
    {
        final InterruptOwner owner = owners.of(ownerId);
        final ReadyLpis ready = owner == null ? ReadyLpis.NOBODY : owner.lpis().ready();
        final int from = ready.check(STALE_IDS);
        final int id = owner == null ? NONE : owner.firstStale(from, from + STALE_IDS);

        return id < 0 ? NONE : owner.lpis().intid(id);
    }

    /**
     * Returns whether the index of an owner holds each candidate of its tables, and no other. Costs a scan of the
     * tables.
     */
    public boolean isIndexSound(final int ownerId)
    {
        final InterruptOwner owner = owners.of(ownerId);

        return owner == null || owner.isIndexSound();
    }

    /**
     * Returns whether the invariant of {@link SignalThreshold} holds for a PE.
     *
     * @param asserted        true if its physical signal is asserted
     * @param sufficientBelow candidates below this priority value are of sufficient priority
     */
    public boolean coversPhysical(final int pe, final boolean asserted, final int sufficientBelow)
    {
        final SignalThreshold threshold = physical.index().threshold(pe);

        return threshold == null || threshold.covers(asserted, sufficientBelow);
    }

    /** Checks, like {@link #coversPhysical}, the virtual signal of a PE and the VPE that is resident there, if any. */
    public boolean coversVirtual(final int pe, final boolean asserted, final int sufficientBelow)
    {
        final Vpe vpe = residency.residentOn(pe);

        return vpe == null || vpe.candidates().threshold().covers(asserted, sufficientBelow);
    }

    /**
     * Returns the next VPE of a VM that has a candidate which nothing presents: the VPE is not resident, and no
     * doorbell is requested. A VPE that a link took away is left to software (M-LINKDOWN).
     *
     * @param ownerId any int; only a valid VM has VPEs
     * @param vpeId   from which to search
     * @return the VPE, or −1
     */
    public int nextSilentVpe(final int ownerId, final int vpeId)
    {
        final Vm vm = owners.vmOf(ownerId);
        for (Vpe vpe = vm == null ? null : vm.nextVpe(vpeId); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
        {
            if (!vpe.isResident() && !vpe.isDoorbellArmed() && !vpe.isUnlinked() &&
                vm.index().best(vpe.vpeId()) != Candidate.NONE)
            {
                return vpe.vpeId();
            }
        }

        return NONE;
    }

    /**
     * Returns the best candidate of a VPE that {@link #nextSilentVpe} found.
     *
     * @return a word of {@link Candidate}
     */
    public long silentCandidate(final int ownerId, final int vpeId)
    {
        assert nextSilentVpe(ownerId, vpeId) == vpeId : "not silent: owner=" + ownerId + ", vpeId=" + vpeId;

        return owners.vmOf(ownerId).index().best(vpeId);
    }

    /**
     * Checks the invariant of {@link SignalThreshold} for the VPEs of a VM that are not resident.
     *
     * @param ownerId any int; only a valid VM has VPEs
     * @return the first VPE whose doorbell might not ring for a new candidate, or −1
     */
    public int firstDeafVpe(final int ownerId)
    {
        final Vm vm = owners.vmOf(ownerId);
        for (Vpe vpe = vm == null ? null : vm.nextVpe(0); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
        {
            final SignalThreshold threshold = vm.index().threshold(vpe.vpeId());
            if (!vpe.isResident() && threshold != null && !threshold.covers(false, SignalThreshold.EVERYTHING))
            {
                return vpe.vpeId();
            }
        }

        return NONE;
    }

    /** Returns the owners that are valid, for tests. */
    ValidOwners owners()
    {
        return owners;
    }
}
