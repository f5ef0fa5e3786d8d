package org.gale.engine.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Marks of a time line: what single commands of a short window did, by the account of each owner, and who was resident.
 * Owned by the thread of the cursor.
 */
final class CommandMarks
{
    /** Limit of the commands of a window. */
    static final long WINDOW_LIMIT = 1 << 13;
    /** Owner of marks that belong to none. */
    static final int NO_OWNER = -1;

    private static final int MARK_LIMIT = 24_000;
    private static final int STAY_LIMIT = 4_000;
    private static final int INSTANTS = 400;

    private final ReplayCursor cursor;
    private Map<Integer, OwnerCounts.Counts> last = new HashMap<>();
    private Map<Integer, Integer> births = Map.of();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final List<Instant> instants = new ArrayList<>();
    private long[] residents;
    private long[] since;
    private boolean isComplete = true;

    /**
     * Mark of a command in the lane of an owner.
     *
     * @param sequence number of the command
     * @param owner    of the interrupts, or {@link #NO_OWNER}
     * @param kind     raised, coalesced, acknowledged, finished, withdrawn, lost, rejected, doorbell, software error,
     *                 or the label of an {@link ActionKind}
     * @param count    how often
     */
    record Mark(long sequence, int owner, String kind, long count)
    {
    }

    /**
     * Stay of a VPE on a PE.
     *
     * @param pe       number of the PE
     * @param resident owner, route and VPE, as {@link IndexPass#residents} encodes them
     * @param from     command before its first one
     * @param to       last command
     */
    record Stay(int pe, long resident, long from, long to)
    {
    }

    /**
     * Time of a command.
     *
     * @param sequence number of the command
     * @param ns       since the first phase of its run began; not before that of an earlier instant
     */
    record Instant(long sequence, long ns)
    {
        /** Adds a time to those of earlier commands; one that is before them counts as the last one. */
        static void add(final List<Instant> instants, final long sequence, final long ns)
        {
            instants.add(new Instant(
                sequence, instants.isEmpty() ? ns : Math.max(ns, instants.get(instants.size() - 1).ns())));
        }
    }

    private CommandMarks(final ReplayCursor cursor)
    {
        this.cursor = cursor;
    }

    /**
     * Scans a window.
     *
     * @param from  command before the first one
     * @param to    last command
     * @param check called again and again; throws to end the scan
     */
    static CommandMarks of(final ReplayCursor cursor, final long from, final long to, final Runnable check)
        throws IOException
    {
        final CommandMarks marks = new CommandMarks(cursor);
        marks.scan(new CommandScan(cursor, check), from, Math.min(to, from + WINDOW_LIMIT));

        return marks;
    }

    /** Returns the marks in order. */
    List<Mark> marks()
    {
        return marks;
    }

    /** Returns times of commands of the window in order, evenly spaced, its ends among them. */
    List<Instant> instants()
    {
        return instants;
    }

    /** Returns the stays of VPEs. */
    List<Stay> stays()
    {
        return stays;
    }

    /** Returns whether no mark and no stay is left out. */
    boolean isComplete()
    {
        return isComplete;
    }

    private void scan(final CommandScan scan, final long from, final long to) throws IOException
    {
        scan.followFinished();
        scan.begin(from);
        final Machine machine = cursor.machine();
        residents = IndexPass.residents(machine);
        since = new long[residents.length];
        Arrays.fill(since, from);
        final OwnerCounts before = OwnerCounts.of(machine, from);
        last.putAll(before.owners());
        births = before.births();
        long doorbells = machine.outputs().doorbells();
        long errors = machine.softwareErrors();
        long rejected = machine.untranslated() + machine.unreachable();
        final long space = Math.max(1, (to - from) / INSTANTS);
        Instant.add(instants, from, scan.ns());
        while (cursor.sequence() < to && scan.next())
        {
            final ActionKind kind = scan.action();
            if ((cursor.sequence() - from) % space == 0 || cursor.sequence() == to)
            {
                Instant.add(instants, cursor.sequence(), scan.ns());
            }
            if (scan.opcode() == CommandWord.HOST)                              // a step of a migration is one
            {
                follow(machine.accounts());
            }
            if (scan.isOther() || scan.isTurn())
            {
                allOwners(scan.isTurn());
            }
            for (int i = 0; i < scan.touched(); i++)
            {
                owner((int)(scan.touch(i) >>> Integer.SIZE), false);
            }
            final int finished = scan.finishedOwner();
            mark(finished, "finished", finished == OwnerId.NONE ? 0 : 1);
            final long nowRejected = machine.untranslated() + machine.unreachable();
            mark(NO_OWNER, "rejected", nowRejected - rejected);
            rejected = nowRejected;
            mark(NO_OWNER, "doorbell", machine.outputs().doorbells() - doorbells);
            doorbells = machine.outputs().doorbells();
            mark(NO_OWNER, "software error", machine.softwareErrors() - errors);
            errors = machine.softwareErrors();
            if (kind != null)
            {
                mark(NO_OWNER, kind.label(), 1);
                if (scan.opcode() == CommandWord.SYSW || scan.opcode() == CommandWord.HOST)
                {
                    stays(IndexPass.residents(machine), cursor.sequence());
                }
            }
        }
        stays(new long[0], cursor.sequence());
        scan.end();
    }

    /** Has what was counted follow a VM to its new id. */
    private void follow(final Accounts accounts)
    {
        final Map<Integer, Integer> now = OwnerCounts.births(accounts, owners(accounts));
        last = new HashMap<>(OwnerCounts.followed(last, births, now));
        births = now;
    }

    private static List<Integer> owners(final Accounts accounts)
    {
        final List<Integer> owners = new ArrayList<>();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            owners.add(owner);
        }

        return owners;
    }

    private void allOwners(final boolean isTurn)
    {
        owners(cursor.machine().accounts()).forEach(owner -> owner(owner, isTurn));
    }

    private void owner(final int owner, final boolean isTurn)
    {
        final Ledger ledger = cursor.machine().accounts().ledger(owner);
        if (ledger == null)
        {
            return;
        }
        final OwnerCounts.Counts now = new OwnerCounts.Counts(ledger.offered(), ledger.delivered(),
            ledger.redelivered(), ledger.coalesced(), ledger.withdrawnCleared(), ledger.withdrawnUnmapped(),
            ledger.lost(), 0);
        final OwnerCounts.Counts more = now.less(last.getOrDefault(owner, OwnerCounts.Counts.NONE));
        last.put(owner, now);
        mark(owner, "raised", more.offered() - more.coalesced());
        mark(owner, "coalesced", more.coalesced());
        mark(owner, "acknowledged", more.delivered() + more.redelivered());
        mark(owner, "finished", isTurn ? more.delivered() + more.redelivered() : 0);
        mark(owner, "withdrawn", more.cleared() + more.unmapped());
        mark(owner, "lost", more.lost());
    }

    private void mark(final int owner, final String kind, final long count)
    {
        if (count > 0 && marks.size() < MARK_LIMIT)
        {
            marks.add(new Mark(cursor.sequence(), owner, kind, count));
        }
        isComplete &= count <= 0 || marks.size() < MARK_LIMIT;
    }

    private void stays(final long[] now, final long sequence)
    {
        for (int pe = 0; pe < residents.length; pe++)
        {
            final long next = pe < now.length ? now[pe] : -1;
            if (residents[pe] >= 0 && next != residents[pe] && stays.size() < STAY_LIMIT)
            {
                stays.add(new Stay(pe, residents[pe], since[pe], sequence));
            }
            if (next != residents[pe])
            {
                residents[pe] = next;
                since[pe] = sequence;
            }
        }
    }
}
