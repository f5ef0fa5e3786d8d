package org.gale.engine.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Full check of a machine behind the cheap {@link InvariantCheck}: candidate indexes, presented interrupts and tables
 * are compared with RAM, and direct injection with its invariants. Costs a scan of all tables. Changes nothing. Owned
 * by the thread that owns the machine.
 */
final class FullCheck
{
    private static final int NOTHING = 32;
    private static final int TARGETS = 1 << 16;

    private final Machine machine;
    /** Lowest priority value of a candidate by its target, of the VM at hand. */
    private final int[] lowest = new int[TARGETS];

    FullCheck(final Machine machine)
    {
        this.machine = machine;
    }

    /**
     * Violation of a promise.
     *
     * @param promise such as {@code P4}, or an invariant such as {@code V4-INV-4}
     * @param owner   the encoded {@link OwnerId}, or {@link OwnerId#NONE}
     * @param text    who is concerned, and how
     */
    record Finding(String promise, int owner, String text)
    {
    }

    /** Returns the first promise that is broken, or null. */
    Finding first()
    {
        return machine.queries() instanceof DirectQueries direct ?
            direct(direct) : tables(InterruptQueries.of(machine));
    }

    private Finding tables(final InterruptQueries queries)
    {
        Finding found = overlap(machine.accounts(), queries);
        for (int pe = 0; found == null && pe < machine.config().pes(); pe++)
        {
            found = physical(queries, pe);
        }
        for (int vmId = queries.nextVm(0); found == null && vmId >= 0; vmId = queries.nextVm(vmId + 1))
        {
            found = virtual(queries, machine.accounts().vmOwner(vmId), vmId);
        }

        return found;
    }

    /** Checks that no two interrupt state tables share a byte, so that a store into one changes no other (P3). */
    private static Finding overlap(final Accounts accounts, final InterruptQueries queries)
    {
        final List<Extent> extents = new ArrayList<>();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
            {
                addExtents(extents, owner, queries.table(owner, type));
            }
        }
        extents.sort(Comparator.comparingLong(Extent::begin));
        for (int i = 1; i < extents.size(); i++)
        {
            final Extent before = extents.get(i - 1);
            final Extent after = extents.get(i);
            if (after.begin() <= before.last())
            {
                return new Finding("P3", after.owner(), "an interrupt state table of " +
                    OwnerId.name(before.owner()) + " overlaps one of " + OwnerId.name(after.owner()));
            }
        }

        return null;
    }

    private static void addExtents(final List<Extent> extents, final int owner, final InterruptStateTable table)
    {
        final int end = table == null ? 0 : table.shape().entryCount();
        for (int id = 0; id < end; id = table.endIdOfL2(id))
        {
            final long begin = table.locate(id);
            final long last = table.locate(table.endIdOfL2(id) - 1);
            if (begin >= 0 && last >= 0)
            {
                extents.add(new Extent(owner, begin, last));
            }
        }
    }

    /** Places of the first and the last entry of a linear or a level 2 table. */
    private record Extent(int owner, long begin, long last)
    {
    }

    private Finding physical(final InterruptQueries queries, final int pe)
    {
        final long word = machine.candidate(pe, CandidateKind.FORWARDED);
        final int owner = machine.accounts().physicalOwner();

        return word == 0 || isCandidate(queries, owner, word & ~Machine.CANDIDATE_VALID) ? null :
            new Finding("P4", owner, "PE " + pe + " is presented an interrupt that is no candidate");
    }

    private Finding virtual(final InterruptQueries queries, final int owner, final int vmId)
    {
        findLowest(queries, owner);
        for (int vpeId = queries.nextVpe(vmId, 0); vpeId >= 0; vpeId = queries.nextVpe(vmId, vpeId + 1))
        {
            final long candidate = queries.vpe(vmId, vpeId).candidate();
            final boolean isPresented = candidate != Candidate.NONE;
            if (isPresented && !isCandidate(queries, owner, candidate))
            {
                return new Finding("P4", owner,
                    OwnerId.name(owner) + " VPE " + vpeId + " is presented an interrupt that is no candidate");
            }
            if (lowest[vpeId] < (isPresented ? Candidate.priority(candidate) : NOTHING))
            {
                return new Finding("P4", owner, OwnerId.name(owner) + " VPE " + vpeId +
                    ": a candidate of priority " + lowest[vpeId] + " is not presented");
            }
        }

        return null;
    }

    private void findLowest(final InterruptQueries queries, final int owner)
    {
        Arrays.fill(lowest, NOTHING);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptStateTable table = queries.table(owner, type);
            final int end = table == null ? 0 : table.shape().entryCount();
            for (int id = end == 0 ? -1 : table.nextNonZero(0, end); id >= 0; id = table.nextNonZero(id + 1, end))
            {
                final int iste = table.loadPlain(id);
                if (L2Iste.isCandidate(iste) && !L2Iste.isOneOfN(iste))
                {
                    final int target = L2Iste.iaffid(iste);
                    lowest[target] = Math.min(lowest[target], L2Iste.priority(iste));
                }
            }
        }
    }

    /** Returns whether the entry in RAM is a candidate of the priority that is presented. */
    private static boolean isCandidate(final InterruptQueries queries, final int owner, final long candidate)
    {
        final long entry = queries.entry(owner, Candidate.intid(candidate));

        return entry >= 0 && L2Iste.isCandidate((int)entry) &&
            L2Iste.priority((int)entry) == Candidate.priority(candidate);
    }

    /** Checks the invariants V4-INV-1 to V4-INV-16 of a host that switches direct injection per vCPU. */
    private static Finding direct(final DirectQueries queries)
    {
        for (int number = 1; number <= DirectQueries.INVARIANT_COUNT; number++)
        {
            final String violation = queries.violation(number);
            if (violation != null)
            {
                return new Finding("V4-INV-" + number, OwnerId.NONE, violation);
            }
        }

        return null;
    }
}
