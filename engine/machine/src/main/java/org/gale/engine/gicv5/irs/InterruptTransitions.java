package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.TurnLog;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIcsrEl1;

/**
 * State transitions of SPIs and LPIs, physical and virtual. Each transition stores the entry, updates the candidate
 * index and the account, and marks the targets whose signals may change. No other class changes an entry.
 *
 * <p>An interrupt that cannot be reached does not change. A software error is reported only if a table access failed
 * (B-INT-17).
 */
final class InterruptTransitions
{
    private static final int SELECTION = L2Iste.PENDING.mask() | L2Iste.ACTIVE.mask() | L2Iste.ENABLE.mask() |
        L2Iste.IRM.mask() | L2Iste.PRIORITY.mask() | L2Iste.IAFFID.mask();

    private static final long UNREACHABLE = -1;

    /** Pending, Active and Enable: an interrupt that is merely enabled becomes a candidate with its next edge. */
    private static final int IDLE = L2Iste.PENDING.mask() | L2Iste.ACTIVE.mask() | L2Iste.ENABLE.mask();

    static
    {
        assert (SELECTION & IDLE) == IDLE : "a state of the idle ones does not select";
    }

    private final Residency residency;
    private final ErrorSites errors;
    private final PendingCheck check;
    private final int priorityMask;
    /** Ready LPIs that are written to their entries. */
    private final int[] written = new int[ReadyLpis.TAKEN_LIMIT];
    private long unreachable;

    /**
     * @param priBits implemented priority bits, the top ones of five
     */
    InterruptTransitions(
        final Residency residency, final ErrorSites errors, final PendingCheck check, final int priBits)
    {
        this.residency = residency;
        this.errors = errors;
        this.check = check;
        this.priorityMask = (-1 << (5 - priBits)) & 31;
    }

    /**
     * Makes an interrupt pending, or not, by an event of a kind of {@link EventKind}. Returns false if the interrupt
     * cannot be reached.
     */
    boolean event(final InterruptSpace space, final int id, final int kind)     // B-INT-3, M-HM
    {
        final long at = locate(space, id);
        if (at < 0)
        {
            return false;
        }
        final int iste = entry(space, id, at);
        if (kind == EventKind.CLEAR)
        {
            clearPending(space, id, at, iste);
            return true;
        }
        final boolean level = kind == EventKind.SET_LEVEL;
        if (!(level && L2Iste.isPending(iste) && L2Iste.isLevel(iste)))         // a level that is held does not rise
        {
            space.account().event(id);
        }
        replace(space, id, at, iste, L2Iste.withHm(iste | L2Iste.PENDING.mask(), level));
        return true;
    }

    /**
     * Applies an event that an ITS has translated, as {@link #event} does. Counts the event if it sets Pending and the
     * LPI cannot be reached.
     *
     * @param space null if the VM of the translation is not valid
     */
    boolean translatedEvent(final InterruptSpace space, final int id, final int kind)   // B-ITS-6
    {
        final boolean isReached = space != null && event(space, id, kind);
        if (!isReached && kind != EventKind.CLEAR)
        {
            unreachable++;
        }

        return isReached;
    }

    /**
     * Applies a SET_EDGE event that an ITS has translated: the hot path of {@link #translatedEvent}, with an equal
     * effect.
     *
     * @param space null if the VM of the translation is not valid
     * @return whether the command must be settled, as {@link #pend} says, or an error waits for the name of its site
     */
    boolean translatedEdge(final InterruptSpace space, final int id)            // B-INT-3, B-INT-5, B-ITS-6
    {
        final long at = space == null ? UNREACHABLE : locate(space, id);
        if (at < 0)
        {
            unreachable++;
            return errors.hasHeld();
        }

        return raise(space, id, at, L2Iste.HM.mask());
    }

    /**
     * Sets Pending, leaves HM as it is, and returns whether the command must be settled: whether a signal may change,
     * or Pending was not what is owed.
     */
    boolean pend(final InterruptSpace space, final int id)                      // B-INT-4, B-INT-5
    {
        final long at = locate(space, id);

        return at >= 0 && raise(space, id, at, 0);
    }

    void setPending(final InterruptSpace space, final int id, final boolean pending)    // B-INT-4, B-INT-5
    {
        if (pending)
        {
            pend(space, id);
            return;
        }
        final long at = locate(space, id);
        if (at >= 0)
        {
            clearPending(space, id, at, entry(space, id, at));
        }
    }

    void setEnable(final InterruptSpace space, final int id, final boolean enable)      // B-INT-11
    {
        final long at = locate(space, id);
        if (at >= 0)
        {
            final int iste = entry(space, id, at);
            replace(space, id, at, iste, L2Iste.withEnable(iste, enable));
        }
    }

    void setPriority(final InterruptSpace space, final int id, final int priority)      // B-INT-12
    {
        final long at = locate(space, id);
        if (at >= 0)
        {
            final int iste = entry(space, id, at);
            replace(space, id, at, iste, L2Iste.withPriority(iste, priority & priorityMask));
        }
    }

    void setTarget(final InterruptSpace space, final int id, final int iaffid, final boolean oneOfN)   // B-INT-13
    {
        final long at = locate(space, id);
        if (at >= 0)
        {
            final int iste = entry(space, id, at);
            final boolean irm = oneOfN && space.owner().hasOneOfN();           // B-INT-14, M-IRM
            replace(space, id, at, iste, L2Iste.withIrm(L2Iste.withIaffid(iste, iaffid), irm));
        }
    }

    void setHandlingMode(final InterruptSpace space, final int id, final boolean level) // B-INT-15
    {
        final long at = locate(space, id);
        if (at >= 0)
        {
            final int iste = entry(space, id, at);
            if (!level && L2Iste.isPending(iste) && !space.account().isOwed(id))
            {
                space.account().event(id);               // a held level becomes a latched edge
            }
            replace(space, id, at, iste, L2Iste.withHm(iste, level));
        }
    }

    void deactivate(final InterruptSpace space, final int id)                   // B-INT-8
    {
        final long at = locate(space, id);
        if (at >= 0)
        {
            final int iste = entry(space, id, at);
            replace(space, id, at, iste, L2Iste.deactivated(iste));
            assert !isActive(space, at) : "deactivated and active: id=" + id;
        }
    }

    private static boolean isActive(final InterruptSpace space, final long at)
    {
        return L2Iste.ACTIVE.isSet(space.table().loadAt(at));
    }

    /**
     * Activates a candidate, and clears Pending of an edge in the same step. Returns false if its entry is no candidate
     * any more: software has made tables overlap, and stored into one through another (B-IST-5).
     */
    boolean acknowledge(final InterruptSpace space, final int id)               // B-INT-6
    {
        final long at = space.locate(id);
        final int iste = at < 0 ? 0 : space.table().loadAt(at);
        if (!L2Iste.isCandidate(iste))
        {
            noCandidate(space, id, at, iste);
            return false;
        }
        acknowledged(space, id, iste);
        replace(space, id, at, iste, L2Iste.acknowledged(iste));
        assert isActive(space, at) : "acknowledged and not active: id=" + id;

        return true;
    }

    /**
     * Activates and deactivates the candidates that a guest's turn took out of the index. Each entry is stored once. A
     * candidate whose entry is none any more is passed over, as in {@link #acknowledge}. Ends in front of the first
     * candidate of another space.
     *
     * @param fromIndex index of the first candidate, which is an interrupt of the space
     * @return the index behind the last candidate, negated if the last is a held level, which stays a candidate
     */
    int completeTaken(final InterruptSpace space, final long[] candidates, final int fromIndex, final int endIndex,
        final int pe, final TurnLog log)                                        // B-INT-6, B-INT-8
    {
        int index = fromIndex;
        while (index < endIndex && space.holds(Candidate.intid(candidates[index])))
        {
            final int intid = Candidate.intid(candidates[index++]);
            final int id = Intid.id(intid);
            final long at = space.locate(id);
            final int iste = at < 0 ? 0 : space.table().loadAt(at);
            if (L2Iste.isCandidate(iste))
            {
                acknowledged(space, id, iste);
                log.acknowledged(pe, intid);
                if (L2Iste.isLevel(iste))
                {
                    return -index;                                              // B-SPI-7: pending all the time
                }
                space.table().storeAt(at, L2Iste.deactivated(L2Iste.acknowledged(iste)));
                space.ready().idle(id);
                space.changedSinceSave(true);
            }
            else
            {
                noCandidate(space, id, at, iste);
            }
        }

        return index;
    }

    /** Says that a VPE, which is resident, has a ready LPI that may change its signal. */
    void readyChanged(final InterruptSpace space, final int vpeId)
    {
        residency.candidatesChanged(space.owner(), vpeId);
    }

    /** Writes Pending of the ready LPIs of a VPE to their entries, which become candidates of the index. */
    void writeBack(final InterruptSpace space, final int vpeId)
    {
        final int count = space.ready().take(vpeId, written);
        for (int i = 0; i < count; i++)
        {
            final int id = space.ready().id(written[i]);
            final long at = space.locate(id);
            final int now = space.table().loadAt(at) | L2Iste.PENDING.mask();
            check.compare(space, id, now);                                      // what is pending must be owed
            space.table().storeAt(at, now);
            space.ready().busy(id);
            fileIdle(space, id, now);
        }
        space.ready().emptied(vpeId);
        space.changedSinceSave(true);
    }

    private void acknowledged(final InterruptSpace space, final int id, final int iste)
    {
        if (space.account().acknowledged(id, L2Iste.isLevel(iste)))
        {
            check.acknowledgedInvented(space, id);
        }
    }

    /** {@return the value of ICC_ICSR_EL1 that describes the interrupt; F alone if it cannot be reached} */
    long requestConfig(final InterruptSpace space, final int id)                // B-INT-16
    {
        final long at = space == null ? UNREACHABLE : locate(space, id);
        if (at < 0)
        {
            return IccIcsrEl1.UNREACHABLE;
        }
        final int iste = entry(space, id, at);

        return IccIcsrEl1.of(space.owner().hasOneOfN() ? iste : iste & ~L2Iste.IRM.mask());
    }

    /** Takes over what software stored into a live entry (M-LIVE). From then on the interrupt is excused. */
    void softwareStored(final InterruptSpace space, final int id, final int before)
    {
        final int now = space.table().loadPlain(id);
        check.compare(space, id, before);
        space.ready().forget(id);
        space.account().excuse(id);
        if (before == now)
        {
            return;
        }
        if (!L2Iste.isPending(now))
        {
            space.account().cleared(id);
        }
        else if (!L2Iste.isPending(before) || (!L2Iste.isLevel(now) && !space.account().isOwed(id)))
        {
            space.account().event(id);                                          // a held level may become an edge
        }
        space.changedSinceSave(true);
        reindex(space, id, before, now);
    }

    /** Counts an event that no ITS has translated and that has reached no LPI. */
    void missed()
    {
        unreachable++;
    }

    /** Returns the number of events of devices that would have set Pending of an LPI that cannot be reached. */
    long unreachable()
    {
        return unreachable;
    }

    /** Passes counts through a stream. */
    void counts(final StateStream stream)
    {
        unreachable = stream.word(unreachable);
    }

    private boolean raise(final InterruptSpace space, final int id, final long at, final int cleared)
    {
        final int before = space.table().loadAt(at);
        final boolean isNew = space.account().event(id);
        boolean isNews = isNew == L2Iste.isPending(before) && check.differsAtEvent(space, id, before, !isNew);
        final int now = (before | L2Iste.PENDING.mask()) & ~cleared;
        if (before != now)
        {
            space.table().storeAt(at, now);
            space.ready().busy(id);
            space.changedSinceSave(true);
            if ((before & IDLE) == L2Iste.ENABLE.mask())
            {
                isNews |= fileIdle(space, id, now);
            }
        }

        return isNews;
    }

    /** Loads the entry that a command is about to change or to report, and compares its Pending with what is owed. */
    private int entry(final InterruptSpace space, final int id, final long at)
    {
        final int iste = space.table().loadAt(at);
        check.compare(space, id, iste);

        return iste;
    }

    /** Compares an entry that was a candidate and is none any more. */
    private void noCandidate(final InterruptSpace space, final int id, final long at, final int iste)
    {
        if (at >= 0)
        {
            check.compare(space, id, iste);
        }
    }

    private void clearPending(final InterruptSpace space, final int id, final long at, final int iste)
    {
        space.account().cleared(id);
        replace(space, id, at, iste, L2Iste.withPending(iste, false));
        assert !L2Iste.isPending(space.table().loadAt(at)) : "cleared and pending: id=" + id;
    }

    /**
     * {@return the place of the entry; negative if it cannot be reached, where a failed table access is reported}
     */
    private long locate(final InterruptSpace space, final int id)
    {
        final long at = space.locate(id);
        if (at < 0)
        {
            report(space, id);
        }

        return at;
    }

    private void report(final InterruptSpace space, final int id)               // M-SWERR
    {
        final int status = space.status(id);
        if (status == InterruptStateTable.L1_ABORT || status == InterruptStateTable.L2_ABORT)
        {
            errors.report(
                status == InterruptStateTable.L1_ABORT ? SoftwareErrors.L1_ISTE_READ : SoftwareErrors.L2_ISTE_ACCESS,
                space.owner().id(), space.intid(id), space.table().faultAddress(id));
        }
    }

    private void replace(
        final InterruptSpace space, final int id, final long at, final int before, final int now)
    {
        if (before != now)
        {
            space.table().storeAt(at, now);
            space.ready().forget(id);
            space.changedSinceSave(true);
            if (((before ^ now) & SELECTION) != 0)
            {
                reindex(space, id, before, now);
            }
        }
    }

    private void reindex(final InterruptSpace space, final int id, final int before, final int now)
    {
        final InterruptOwner owner = space.owner();
        if (L2Iste.isCandidate(before))
        {
            final int target = space.target(id, before);
            if (target != InterruptOwner.NOBODY)
            {
                owner.index().remove(target, L2Iste.priority(before), space.intid(id));
                residency.candidatesChanged(owner, target);
            }
        }
        if (L2Iste.isCandidate(now))
        {
            file(owner, space, id, now);
        }
    }

    /** Adds an entry that was no candidate to the index. */
    private boolean fileIdle(final InterruptSpace space, final int id, final int iste)
    {
        final TargetCandidates near = L2Iste.isOneOfN(iste) ? null : space.index().near(L2Iste.iaffid(iste));
        if (near == null)
        {
            return file(space.owner(), space, id, iste);
        }
        final boolean isNews = near.add(L2Iste.priority(iste), space.intid(id));
        if (isNews)
        {
            residency.candidatesChanged(space.owner(), L2Iste.iaffid(iste));
        }

        return isNews;
    }

    private boolean file(final InterruptOwner owner, final InterruptSpace space, final int id, final int iste)
    {
        final int target = space.target(id, iste);
        if (target == InterruptOwner.NOBODY || !space.index().add(target, L2Iste.priority(iste), space.intid(id)))
        {
            return false;
        }
        residency.candidatesChanged(owner, target);

        return true;
    }
}
