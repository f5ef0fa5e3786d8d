package org.gale.engine.storm.virtual;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.monitor.UserMonitor;
import org.gale.engine.storm.run.VectorWitness;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.witness.MigrationJudge;
import org.gale.ringbuf.CommandWord;

/**
 * Writer of the commands of a run in virtual time. A command is applied as soon as it stands in its frame, because what
 * happens next depends on what it does. The frame is appended when it is full, and when a digest or a snapshot is due.
 * These fall by commands and virtual time alone, so that equal runs have equal journals. Each instant has one TIME in
 * front of its commands, and a message that was due earlier has one of its own. Nothing of a frame leaves before it is
 * appended. Owned by one thread.
 * <pre>
 *   frame   TIME  INSN  INSN   TIME  MSI  ...   TIME  INSN |
 *   applied ....................................^           appended when it is full
 * </pre>
 */
final class CommandWriter implements CommandSink
{
    /** Bytes of the longest command and the TIME in front of it. */
    private static final int ROOM_BYTES = (CommandWord.WORD_LIMIT + 2) * Long.BYTES;
    private static final long NEVER = -1;

    private final Machine machine;
    private final ItsDeal deal;
    private final FrameLog log;
    private final RecordSchedule records;
    private final VectorWitness witness;                            // null where devices have no vectors
    private MigrationJudge judge;                                   // null where no VM migrates
    private UserMonitor monitor;                                    // null where Gale is the monitor
    private boolean isFollowed;                                     // by one of these three
    private VirtualClock clock;
    private long offsetNs;                                          // of its 0, on the clock of the journal
    private final UnsafeBuffer asked = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private UnsafeBuffer frame;
    private int at;
    private int limit;
    private int count;
    /** Whether the frame is appended, as it is while it is checked. */
    private boolean isAppended;
    private long sequence;
    private long commandsBefore;
    private long baseNs = NEVER;
    private long sentNs = NEVER;

    /** @param witness of the vectors, or null where devices have none */
    CommandWriter(
        final Machine machine, final ItsDeal deal, final FrameLog log, final VirtualClock clock,
        final SnapshotSchedule schedule, final VectorWitness witness)
    {
        this.machine = machine;
        this.deal = deal;
        this.log = log;
        this.clock = clock;
        this.records = new RecordSchedule(machine, log, schedule, clock.nanoTime());
        this.witness = witness;
        this.isFollowed = witness != null;
        sequence = log.nextSequence() - 1;
        begin();
    }

    /**
     * Goes on with the commands of the next partition, whose clock begins anew: in the journal partitions follow one
     * another.
     */
    void next(final VirtualClock ofPartition)
    {
        offsetNs += clock.nanoTime();
        clock = ofPartition;
    }

    /** Returns the bytes of the journal. */
    long journalBytes()
    {
        return log.bytes();
    }

    /** Returns the time of the journal. */
    private long nowNs()
    {
        return offsetNs + clock.nanoTime();
    }

    /** Sets a check at each digest, which gets the number of the last command applied. */
    void atDigest(final LongConsumer check)
    {
        records.atDigest(witness == null ? check : check.andThen(witness::check));
    }

    /** Has the witness of vectors compare what is unplugged with a number; a negative one is not compared. */
    void expectPlugs(final LongSupplier plugged)
    {
        witness.expectPlugs(plugged);
    }

    /** Has a judge follow all commands, as VMs migrate. */
    void judgedBy(final MigrationJudge ofMigrations)
    {
        judge = ofMigrations;
        isFollowed = true;
    }

    /** Has the process of a user answer to the commands of functions. */
    void answeredBy(final UserMonitor ofUser)
    {
        monitor = ofUser;
        isFollowed |= ofUser != null;
    }

    /** {@return what the judge of the migrations has found; null while it has found nothing} */
    MigrationJudge.Finding found()
    {
        return judge.found();
    }

    /** Returns the number of the last command applied. */
    long sequence()
    {
        return sequence;
    }

    /** Returns the number of commands that are applied and not appended. */
    long beyond()
    {
        return isAppended ? 0 : count;
    }

    /** Writes a command of the set-up, which has no time. */
    @Override
    public void accept(final DirectBuffer command, final int words)
    {
        reserve();
        frame.putBytes(at, command, 0, words * Long.BYTES);
        apply(at + words * Long.BYTES);
    }

    /** Writes the TIME of an instant unless its commands have begun. */
    void time()
    {
        reserve();
        if (nowNs() != sentNs)
        {
            write(nowNs());
        }
    }

    /** Returns the frame, which behind {@link #time} has room for a command at {@link #at}. */
    UnsafeBuffer frame()
    {
        return frame;
    }

    /** Returns the offset of the next command. */
    int at()
    {
        return at;
    }

    /**
     * Writes an event that is due now or was at an earlier time, to the ITS of its device.
     *
     * @param word event, as an MSI word
     */
    void msi(final long word, final long intendedNs)
    {
        time(offsetNs + intendedNs);
        if (deal.areShort())
        {
            frame.putLong(at, deal.shortWord(word));
            apply(at + Long.BYTES);
        }
        else
        {
            frame.putLong(at, deal.longWord(word));
            frame.putLong(at + Long.BYTES, deal.longOperand(word));
            apply(at + 2 * Long.BYTES);
        }
    }

    /** Writes an instruction of a guest. Returns its result. */
    long instruction(final int pe, final int code, final long operand)
    {
        time();
        apply(Commands.insn(frame, at, pe, Commands.VEL1, code, operand));

        return machine.outputs().lastValue();
    }

    /**
     * Applies the command that was written at {@link #at}.
     *
     * @param end offset behind it
     */
    void apply(final int end)
    {
        if (monitor == null)
        {
            applyNow(end);
            return;
        }
        final int bytes = end - at;
        final int words = monitor.ask(frame, at);
        if (words > 0)
        {
            final long ofTimeNs = baseNs;
            asked.putBytes(0, frame, at, bytes);
            for (int first = 0; first < words; first += MsixVerb.DATA_LIMIT)
            {
                again(ofTimeNs);
                applyNow(monitor.answer(frame, at, first, words));
            }
            again(ofTimeNs);
            frame.putBytes(at, asked, 0, bytes);
        }
        applyNow(at + bytes);
    }

    /** Has room for a command, with the TIME that the frame before had. */
    private void again(final long ofTimeNs)
    {
        reserve();
        if (baseNs != ofTimeNs)
        {
            write(ofTimeNs);
        }
    }

    private void applyNow(final int end)
    {
        final int start = at;
        if (isFollowed)
        {
            applying(start);
        }
        at = machine.apply(frame, start);
        assert at == end : at + " is not " + end;
        count++;
        sequence++;
        if (isFollowed)
        {
            applied(start);
        }
        if (!machine.outputs().hasRoom())
        {
            machine.outputs().clear();
        }
    }

    private void applying(final int start)
    {
        if (witness != null)
        {
            witness.applying(frame, start, sequence + 1);
        }
        if (judge != null)
        {
            judge.before(frame, start);
        }
    }

    private void applied(final int start)
    {
        if (judge != null)
        {
            judge.applied(frame, start);
        }
        if (monitor != null)
        {
            monitor.applied();
        }
        if (witness != null)
        {
            witness.applied(sequence);
        }
    }

    /**
     * Checks the answer of a host verb that was applied.
     *
     * @throws IllegalStateException if the machine refused it
     */
    void checkOk(final String verb)
    {
        if (machine.outputs().lastValue() != 0)
        {
            throw new IllegalStateException(
                "the machine refuses " + verb + ": " + machine.outputs().lastValue() + " at command " + sequence);
        }
    }

    /**
     * Appends what is due, and checks it. Called between two instants.
     *
     * @throws JournalRefusedException if the log refuses the frame
     */
    void poll()
    {
        if (records.isSnapshotDue(nowNs(), sequence))
        {
            append();
            snapshot();
        }
        else if (records.isDigestDue(sequence))
        {
            append();
            digest();
        }
    }

    /**
     * Takes a snapshot and a digest, as the last of a run.
     *
     * @return the digest of the run
     */
    long finish()
    {
        append();
        if (log.takesSnapshots())
        {
            snapshot();
        }
        else
        {
            digest();
        }

        return machine.runDigest();
    }

    private void begin()
    {
        frame = log.frame();
        at = log.payloadOffset();
        limit = at + log.payloadLimit() - ROOM_BYTES;
        count = 0;
        isAppended = false;
        commandsBefore = machine.commandCount();
        baseNs = NEVER;                                             // a frame is understood alone
        sentNs = NEVER;
    }

    /** Writes a TIME with an intended time, unless it is that of the last TIME, of this instant. */
    private void time(final long intendedNs)
    {
        reserve();
        if (intendedNs != baseNs || nowNs() != sentNs)
        {
            write(intendedNs);
        }
    }

    private void write(final long intendedNs)
    {
        baseNs = intendedNs;
        sentNs = nowNs();
        applyNow(Commands.time(frame, at, baseNs, sentNs));
    }

    private void reserve()
    {
        if (at > limit)
        {
            append();
        }
    }

    /**
     * Appends the commands up to one that broke a promise, unchecked, so that a replay comes to it. Where the log
     * refuses them they stay {@link #beyond} it.
     */
    void appendBroken()
    {
        if (count > 0 && !isAppended)
        {
            isAppended = offered() == AppendResult.APPENDED;
        }
    }

    private void append()
    {
        if (count == 0)
        {
            return;
        }
        final int start = log.payloadOffset();
        check(offered() == AppendResult.APPENDED);
        isAppended = true;
        records.invariantCheck().checkFrame(frame, start, at, sequence - count, commandsBefore);
        machine.outputs().clear();
        log.reserveAhead(false);
        begin();
    }

    /** Offers the frame to the log until it is ready, and returns the answer. */
    private AppendResult offered()
    {
        final int start = log.payloadOffset();
        log.time(nowNs());
        AppendResult result = log.appendCommands(count, at - start);
        for (int turn = 0; result == AppendResult.NOT_READY; turn++)
        {
            log.awaitSpace(turn);
            result = log.appendCommands(count, at - start);
        }

        return result;
    }

    private void snapshot()
    {
        records.snapshot(sequence);
        digest();
        records.snapshots().taken(nowNs(), nowNs());
    }

    private void digest()
    {
        check(records.digest(sequence));
        begin();
    }

    private void check(final boolean isAccepted)
    {
        if (!isAccepted)
        {
            throw new JournalRefusedException(log.failure(), sequence - count);
        }
    }
}
