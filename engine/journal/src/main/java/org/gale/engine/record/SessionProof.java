package org.gale.engine.record;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.gale.engine.accounting.FreshBreaks;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.witness.SessionWitness;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;

/**
 * Proof of P1, P2, P4, P5 and P6 in a session or a replay, which go on after a broken promise, so that a debugger can
 * inspect it. Each command compares the interrupts that it touches. A scan compares everything. Where the assertions
 * of {@link InvariantCheck} are on, a scan checks P3 and P4 in full, too. A {@link SessionWitness} follows commands
 * that are applied one by one, and says P1 and P2 where the machine's own books agree with a mistake. Each loss of an
 * interrupt is reported once, and so is each other finding. Owned by the thread that owns the machine.
 */
public final class SessionProof
{
    /** Limit of the findings of scans that are remembered. Beyond it scans tell nothing new. */
    static final int REMEMBERED_LIMIT = 1 << 16;

    private static final int OWNER_MASK = OwnerId.LIMIT - 1;
    private static final long LOST = 1L << 62;
    private static final String INVARIANT = "V4-INV-";

    private final Machine machine;
    private final Accounts accounts;
    private final PendingMismatch mismatch;
    private final PromiseScan scan;
    private final boolean isDirect;
    /** Witnesses next to the machine; null where commands are applied many at a time. */
    private final SessionWitness witness;
    /** Interrupts that were reported and still differ, by their keys. */
    private final LongHashSet told = new LongHashSet();
    private final Set<String> toldFindings = new HashSet<>();
    private final Map<String, Notice> notices = new LinkedHashMap<>();
    private boolean hasNotices;
    /** First finding on each broken promise. */
    private final Map<String, ClosingPayload.Broken> broken = new LinkedHashMap<>();
    private InvariantBrokenException first;
    private long sequence;
    /** Last command after which everything was compared, and after which what is owed was. */
    private long soundSequence;
    private long owedSequence;
    private long since;
    /** Last command after which the machine's own books had something to say on P1, and on P2. */
    private long lostSequence = -1;
    private long inventedSequence = -1;
    /** Losses and inventions that the witnesses alone have found. */
    private Losses witnessed = Losses.NONE;

    /**
     * Creates the proof of a machine, to which no command was applied or which was restored.
     *
     * @param isWitnessed true if {@link #applied} follows each command
     */
    public SessionProof(final Machine machine, final boolean isWitnessed)
    {
        this.machine = machine;
        this.accounts = machine.accounts();
        this.mismatch = accounts.firstMismatch();
        this.scan = new PromiseScan(machine, InvariantCheck.isFull(), this::scanned);
        this.isDirect = machine.queries() instanceof DirectQueries;
        this.witness = isWitnessed ? new SessionWitness(machine, this::witnessed, this::found) : null;
    }

    /**
     * Broken promise, as a notice reports it.
     *
     * @param promise  such as {@code P1}
     * @param sentence finding on the first interrupt or PE, and the commands that broke the promise
     * @param count    number of findings
     */
    public record Notice(String promise, String sentence, long count)
    {
        /** Returns promise and sentence, and how many more there are. */
        public String line()
        {
            return promise + ' ' + sentence +
                (count == 1 ? "" : " (and " + NumberText.count(count - 1) + " more)");
        }

        private Notice plus(final long more)
        {
            return new Notice(promise, sentence, count + more);
        }
    }

    /** Takes note of what witnesses have to know before a command is applied alone. */
    public void before(final DirectBuffer frame, final int offset)
    {
        if (witness != null)
        {
            witness.before(frame, offset);
        }
    }

    /** Returns whether the commands of a frame have to be applied one by one, each with {@link #before}. */
    public boolean isAlone(final DirectBuffer frame, final int offset, final int endOffset)
    {
        return witness != null && witness.concernsAny(frame, offset, endOffset);
    }

    /**
     * Checks what a command found at the interrupts that it touched. A transition of a GICv4 host touches all that it
     * moves: after a HOST command of such a host all that is owed is compared.
     *
     * @param offset     of the command, which {@link #before} has seen, bytes
     * @param atSequence number of the command
     */
    public void applied(final DirectBuffer frame, final int offset, final long atSequence)
    {
        sequence = atSequence;
        final boolean isTold = touched();
        if (witness != null)
        {
            witness.applied(frame, offset, isTold);
        }
        if (isDirect && CommandWord.opcode(frame.getLong(offset)) == CommandWord.HOST)
        {
            since = owedSequence;
            scan.owed();
            owedSequence = sequence;
        }
    }

    /**
     * Checks what the commands of a frame found at the interrupts that they touched.
     *
     * @param offset         of the first command applied, bytes
     * @param endOffset      of the end of the last one, bytes
     * @param beforeSequence number of the command before the first
     * @param lastSequence   number of the last one
     * @param count          {@link Machine#commandCount} before the first
     */
    public void appliedFrame(final DirectBuffer frame, final int offset, final int endOffset,
        final long beforeSequence, final long lastSequence, final long count)
    {
        final boolean isNamed = mismatch.isFresh() && first == null && mismatch.command() > count;
        sequence = isNamed ? beforeSequence +
            CommandCursor.place(frame, offset, endOffset, mismatch.command() - count) : lastSequence;
        touched();
    }

    /**
     * Checks everything.
     *
     * @param atSequence number of the last command applied
     */
    public void scan(final long atSequence)
    {
        scanFrom(atSequence);
        scan.all(sequence);
        scanWitnesses();
        compared();
    }

    /**
     * Checks everything but candidates that no index holds. They are compared only after so many commands that it costs
     * little.
     *
     * @param atSequence number of the last command applied
     */
    public void scanAtDigest(final long atSequence)
    {
        scanFrom(atSequence);
        scan.atDigest(sequence);
        scanWitnesses();
        compared();
    }

    private void scanWitnesses()
    {
        if (witness != null)
        {
            witness.scan();
        }
    }

    /** Returns the first promise that was broken, with its commands, or null. */
    public InvariantBrokenException first()
    {
        return first;
    }

    /** Returns the verdict for the closing frame of a journal: the broken promises, or how the session ended. */
    public ClosingPayload verdict(final Outcome otherwise)
    {
        return new ClosingPayload((broken.isEmpty() ? otherwise : Outcome.INVARIANT_BROKEN).exitCode(),
            List.copyOf(broken.values()));
    }

    /** Returns the losses of the machine, with those that witnesses found. A query; costs a scan of the tables. */
    public Losses losses()
    {
        return Losses.of(machine).plus(witnessed);
    }

    /** Takes the notices since the last take: at most one notice for each promise. */
    public List<Notice> take()
    {
        if (!hasNotices)
        {
            return List.of();
        }
        hasNotices = false;
        final List<Notice> taken = List.copyOf(notices.values());
        notices.clear();

        return taken;
    }

    private void scanFrom(final long atSequence)
    {
        sequence = atSequence;
        touched();
        since = soundSequence;
    }

    private void compared()
    {
        owedSequence = sequence;
        soundSequence = sequence;
    }

    /** Checks what commands found. Returns whether they found anything. */
    private boolean touched()
    {
        since = sequence - 1;
        boolean isTold = mismatch.isFresh();
        if (isTold)
        {
            touched(true);
            touched(false);
            mismatch.take();
        }
        final FunctionAccounts functions = machine.functions();
        final FreshBreaks breaks = functions == null ? null : functions.freshBreaks();
        if (breaks != null && breaks.first() != null)
        {
            toldFindings.add(breaks.first());                                   // a scan finds the same again
            tell("P1", OwnerId.NONE, Accounts.NO_INTID, breaks.first(), byCommand(), breaks.count());
            breaks.take();
            isTold = true;
        }

        return isTold;
    }

    /** Takes a finding of a witness. */
    private void witnessed(final boolean isLost, final String who, final String sentence)
    {
        tell(PromiseScan.promise(isLost), OwnerId.NONE, Accounts.NO_INTID, who + sentence, byCommands(), 1);
        witnessed = witnessed.with(isLost, who);
    }

    /** Reports what commands found, less interrupts that are reported already. */
    private void touched(final boolean isLost)
    {
        final PendingMismatch.Fresh fresh = mismatch.fresh(isLost);
        final long count = fresh.count() == 0 ? 0 : fresh.count() - settled(isLost);
        if (count > 0)
        {
            final String finding = scan.finding(fresh, isLost);
            noted(isLost);
            tell(PromiseScan.promise(isLost), fresh.owner(), fresh.intid(), finding, byCommand(), count);
            if (fresh.isAcknowledged())
            {
                toldFindings.add(finding);                                      // a scan finds the same again
            }
            final long key = key(fresh.owner(), fresh.intid(), isLost);
            if (differs(key))
            {
                told.add(key);
            }
        }
    }

    /** Forgets interrupts that were reported and that a command has settled since, and returns how many. */
    private long settled(final boolean isLost)
    {
        final long before = told.size();
        told.removeIfLong(key -> isLost == isLost(key) && !differs(key));

        return before - told.size();
    }

    /** Takes a finding of a scan. An invariant of direct injection says no more than the P1 before it. */
    private void scanned(final PromiseScan.Kind kind, final String promise, final int owner, final int intid,
        final String finding)
    {
        if (first != null && promise.startsWith(INVARIANT))
        {
            return;
        }
        final boolean isNew = (kind == PromiseScan.Kind.OTHER || kind == PromiseScan.Kind.ACKNOWLEDGED) ?
            toldFindings.size() < REMEMBERED_LIMIT && toldFindings.add(finding) :
            told.size() < REMEMBERED_LIMIT && told.add(key(owner, intid, kind == PromiseScan.Kind.LOST));
        if (isNew)
        {
            noted(promise.equals(PromiseScan.promise(true)));
            tell(promise, owner, intid, finding, byCommands(), 1);
        }
    }

    /** Takes a finding of a witness on an interrupt, unless the machine's own books have it. */
    private void found(final boolean isLost, final int owner, final int intid, final String finding)
    {
        final boolean isOfInterrupt = intid != Accounts.NO_INTID;
        final long key = key(owner, intid, isLost);
        if (sequence == (isLost ? lostSequence : inventedSequence) || (isOfInterrupt && told.contains(key)))
        {
            return;
        }
        final String name = isOfInterrupt ? Losses.name(machine, owner, intid) : "";
        witnessed = witnessed.with(isLost, isOfInterrupt ? name : finding);
        tell(PromiseScan.promise(isLost), owner, intid, name + finding, byCommands(), 1);
        if (isOfInterrupt && differs(key))
        {
            told.add(key);
        }
    }

    private void noted(final boolean isLost)
    {
        if (isLost)
        {
            lostSequence = sequence;
        }
        else
        {
            inventedSequence = sequence;
        }
    }

    private void tell(final String promise, final int owner, final int intid, final String finding,
        final String commands, final long count)
    {
        if (first == null)
        {
            first = new InvariantBrokenException(promise, finding, owner, intid, since, sequence);
        }
        broken.putIfAbsent(promise, new ClosingPayload.Broken(promise, finding, sequence));
        hasNotices = true;
        notices.merge(promise, new Notice(promise, finding + commands, count), (told, more) -> told.plus(more.count));
    }

    /** Returns the commands between what was compared last and now. */
    private String byCommands()
    {
        return since + 1 >= sequence ? byCommand() : "; right at the check after command " + NumberText.count(since) +
            ", wrong at the check after command " + NumberText.count(sequence);
    }

    private String byCommand()
    {
        return "; command " + NumberText.count(sequence);
    }

    private boolean differs(final long key)
    {
        final int owner = (int)(key >>> Integer.SIZE) & OWNER_MASK;
        final int intid = (int)key;
        final Ledger ledger = accounts.ledger(owner);

        return ledger != null && ledger.isOwed(Intid.isSpi(intid), Intid.id(intid)) == isLost(key) &&
            (accounts.nextDifference(owner, before(intid)) == intid ||
            accounts.nextInvented(owner, before(intid)) == intid);
    }

    /** Returns the INTID before one, or −1 before the first. */
    private static int before(final int intid)
    {
        return Intid.id(intid) == 0 ? Intid.isSpi(intid) ? Intid.of(Intid.TYPE_LPI, Intid.ID_LIMIT - 1) :
            Accounts.NO_INTID : intid - 1;
    }

    private static long key(final int owner, final int intid, final boolean isLost)
    {
        return (isLost ? LOST : 0) | (long)owner << Integer.SIZE | Integer.toUnsignedLong(intid);
    }

    private static boolean isLost(final long key)
    {
        return (key & LOST) != 0;
    }
}
