package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.IaffidMap;
import org.gale.engine.machine.Candidate;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * One owner of SPIs and LPIs with the candidates among them: the physical side, whose targets are PEs, or a VM, whose
 * targets are its VPEs.
 */
class InterruptOwner
{
    /** The target of an interrupt that is never delivered: its IAFFID names nobody (B-INT-13). */
    static final int NOBODY = IaffidMap.NOBODY;

    private final int id;
    private final int targetCount;
    private final boolean oneOfN;
    private final IaffidMap iaffids;
    private final CandidateIndex index;
    private final Ledger ledger;
    private final InterruptSpace lpis;
    private final InterruptSpace spis;

    /**
     * @param id          the encoded {@link OwnerId}
     * @param targetCount number of PEs, or of VPE ids of the VM
     * @param oneOfN      true to let interrupts be routed to any target (ONE_N, VIRT_ONE_N)
     * @param bank        the physical SPIs; null for a VM
     * @param iaffids     PEs by IAFFID, for the physical side of a board; null where an IAFFID is the target
     */
    InterruptOwner(
        final int id,
        final int targetCount,
        final int idBits,
        final boolean oneOfN,
        final PagePool pool,
        final Ledger ledger,
        final SpiBank bank,
        final IaffidMap iaffids)
    {
        this.iaffids = iaffids;
        this.id = id;
        this.targetCount = targetCount;
        this.oneOfN = oneOfN;
        this.index = new CandidateIndex(pool, targetCount, idBits, iaffids == null);
        this.ledger = ledger;
        this.lpis = new InterruptSpace(this, Intid.TYPE_LPI, null);
        this.spis = new InterruptSpace(this, Intid.TYPE_SPI, bank);
    }

    /**
     * Returns the number of the owner.
     *
     * @return the encoded {@link OwnerId}
     */
    final int id()
    {
        return id;
    }

    boolean isPhysical()
    {
        return OwnerId.isPhysical(id);
    }

    int targetCount()
    {
        return targetCount;
    }

    CandidateIndex index()
    {
        return index;
    }

    Ledger ledger()
    {
        return ledger;
    }

    InterruptSpace lpis()
    {
        return lpis;
    }

    InterruptSpace spis()
    {
        return spis;
    }

    /**
     * Returns the interrupt space of a type.
     *
     * @return null if the type is neither LPI nor SPI
     */
    InterruptSpace space(final int type)
    {
        return type == Intid.TYPE_LPI ? lpis : type == Intid.TYPE_SPI ? spis : null;
    }

    /** Returns the target under which the index files an entry. */
    int target(final int iste)
    {
        if (oneOfN && L2Iste.isOneOfN(iste))
        {
            return CandidateIndex.ONE_OF_N;
        }
        final int iaffid = L2Iste.iaffid(iste);
        if (iaffids != null)
        {
            return iaffids.pe(iaffid);                                          // T-PE-6, M-PENO: NOBODY in a gap
        }

        return iaffid < targetCount ? iaffid : NOBODY;
    }

    boolean hasOneOfN()
    {
        return oneOfN;
    }

    boolean isChangedSinceSave()
    {
        return lpis.isChangedSinceSave() || spis.isChangedSinceSave();
    }

    void changed()                                                              // M-QUIESCE
    {
        lpis.changedSinceSave(true);
    }

    void saved()
    {
        lpis.changedSinceSave(false);
        spis.changedSinceSave(false);
    }

    /**
     * Files every candidate of a table that has become valid, and counts what it finds pending (M-PENDIMG).
     *
     * @return the first id that is pending, or −1
     */
    int adopt(final InterruptSpace space, final int fromId, final int endId)
    {
        final InterruptStateTable table = space.table();
        int first = -1;
        for (int id = table.nextNonZero(fromId, endId); id >= 0; id = table.nextNonZero(id + 1, endId))
        {
            if (space.isReachable(id))
            {
                final int iste = table.loadPlain(id);
                if (L2Iste.isPending(iste))
                {
                    space.account().event(id);
                    first = first < 0 ? id : first;
                }
                file(space, id, iste);
            }
        }

        return first;
    }

    /** Takes every candidate of a table out of the index, before the table goes. */
    void abandon(final InterruptSpace space)
    {
        index.removeAll(space.isSpi());
        space.account().unmapped();
    }

    /** Returns whether the index holds each candidate of the tables, and no other: it is derived from them (P4). */
    boolean isIndexSound()
    {
        long count = 0;
        boolean isSound = true;
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptSpace space = space(type);
            for (int id = nextCandidate(space, 0); id >= 0; id = nextCandidate(space, id + 1))
            {
                final int iste = space.table().loadPlain(id);
                isSound &= index.contains(space.target(id, iste), L2Iste.priority(iste), space.intid(id));
                count++;
            }
        }

        return isSound && count == index.count();
    }

    /**
     * Returns the first LPI that is not what it was ranked as: its entry has another priority or target, or it is ready
     * and its event would have to go through its entry (P4).
     *
     * @param fromId first id that is looked at
     * @param endId  end of these ids
     * @return its id, or −1
     */
    int firstStale(final int fromId, final int endId)
    {
        final InterruptStateTable table = lpis.table();
        final int end = table == null ? 0 : Math.min(endId, lpis.ready().ids());
        for (int id = fromId; id < end; id++)
        {
            final int bit = lpis.ready().bitOf(id);
            if (bit >= 0 && !isRankedAs(bit, id, table.contains(id) ? table.loadPlain(id) : 0))
            {
                return id;
            }
        }

        return -1;
    }

    private boolean isRankedAs(final int bit, final int id, final int iste)
    {
        final boolean isIdle = !L2Iste.isPending(iste) && !L2Iste.isActive(iste);

        return lpis.ready().candidate(bit) == Candidate.of(L2Iste.priority(iste), lpis.intid(id)) &&
            lpis.ready().vpeOf(bit) == L2Iste.iaffid(iste) && L2Iste.isEnabled(iste) && !L2Iste.isLevel(iste) &&
            !L2Iste.isOneOfN(iste) && (isIdle || !lpis.ready().isReady(id));
    }

    /** Makes the index, which is empty, from the tables. */
    private void makeIndex()
    {
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptSpace space = space(type);
            for (int id = nextCandidate(space, 0); id >= 0; id = nextCandidate(space, id + 1))
            {
                final int iste = space.table().loadPlain(id);
                index.add(space.target(id, iste), L2Iste.priority(iste), space.intid(id));
            }
        }
    }

    /** {@return the first id from an id on whose entry is a candidate of a target, or −1} */
    private int nextCandidate(final InterruptSpace space, final int fromId)
    {
        final InterruptStateTable table = space.table();
        final int end = table == null ? 0 : table.shape().entryCount();
        int id = end == 0 ? -1 : table.nextNonZero(fromId, end);
        while (id >= 0 && !isFiled(space, id))
        {
            id = table.nextNonZero(id + 1, end);
        }

        return id;
    }

    private boolean isFiled(final InterruptSpace space, final int id)
    {
        final int iste = space.table().loadPlain(id);

        return L2Iste.isCandidate(iste) && space.isReachable(id) && space.target(id, iste) != NOBODY;
    }

    /**
     * Passes the index through a stream where the tables may not say what is in it: software that makes tables overlap
     * stores into one through another, and the index knows nothing of that (B-IST-5). Elsewhere it is derived, and made
     * anew where the tables were restored.
     */
    void indexState(final StateStream stream, final boolean mayOverlap)
    {
        if (mayOverlap)
        {
            index.state(stream, targetCount);
        }
        else if (stream.isRestoring())
        {
            deriveIndex();
        }
    }

    /** Makes the index anew from the tables. */
    void deriveIndex()
    {
        index.clear();
        makeIndex();
    }

    /**
     * Adds a candidate that becomes reachable to the index, or removes one that becomes unreachable. The entry stays as
     * it is.
     */
    void refile(final InterruptSpace space, final int id, final int iste, final boolean reachable)
    {
        final int target = target(iste);
        if (target != NOBODY && reachable)
        {
            index.add(target, L2Iste.priority(iste), space.intid(id));
        }
        else if (target != NOBODY)
        {
            index.remove(target, L2Iste.priority(iste), space.intid(id));
        }
    }

    private void file(final InterruptSpace space, final int id, final int iste)
    {
        final int target = space.target(id, iste);
        if (L2Iste.isCandidate(iste) && target != NOBODY)
        {
            index.add(target, L2Iste.priority(iste), space.intid(id));
        }
    }
}
