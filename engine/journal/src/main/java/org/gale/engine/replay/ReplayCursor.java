package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.CommandText;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.RecentCommands;
import org.gale.ringbuf.CommandWord;

/**
 * Cursor over the commands of a journal, with the machine as it is after the command where the cursor stands. Moves
 * forward command by command, and back from the nearest snapshot. Digests are not compared. Owned by one thread.
 */
public final class ReplayCursor implements AutoCloseable
{
    private static final long START = -1;
    private static final long RECENT_COMMANDS = 1 << 20;            // applied anew, at least, for the log of the last
    private static final long PROGRESS_STEPS = 1023;                // mask of the steps after which progress is told

    private final Path journal;
    private final MachineFactory machines;
    private final CommandCursor cursor = new CommandCursor();
    private JournalSource source;
    private Machine machine;
    private FramePlayer player;
    private Consumer<Outputs> watch;
    private CommandText texts;
    private LongConsumer progress = place -> { };
    private RecentCommands recent;
    private long recentSequence;
    /** Snapshots in memory, or null. */
    private MemorySnapshots snapshots;
    /** True after a failure in the middle of a move: the place in the journal is not that of the machine. */
    private boolean isLost;
    private long sequence;
    /** Offset of the next command in the frame, and behind its last. */
    private int at;
    private int end;

    private ReplayCursor(final Path journal, final MachineFactory machines)
    {
        this.journal = journal;
        this.machines = machines;
    }

    /**
     * Opens a journal, and stands after a command.
     *
     * @param sequence number of the command, 0 for the beginning
     * @throws IOException if there is no journal, it is damaged, or it ends before that command
     */
    public static ReplayCursor open(final Path journal, final long sequence, final MachineFactory machines)
        throws IOException
    {
        final ReplayCursor cursor = new ReplayCursor(journal, machines);
        cursor.restart(sequence);

        return cursor;
    }

    /**
     * Opens a journal, and stands at its beginning: at reset, or after the first snapshot if the beginning is purged.
     *
     * @throws IOException if there is no journal, or it is damaged
     */
    public static ReplayCursor openAtStart(final Path journal, final MachineFactory machines) throws IOException
    {
        final ReplayCursor cursor = new ReplayCursor(journal, machines);
        cursor.restart(START);

        return cursor;
    }

    /**
     * Opens a journal, and stands at its beginning, as {@link #openAtStart(Path, MachineFactory)} does.
     *
     * @param snapshots taken while the cursor moves; each later move begins with the nearest one. The journal may be
     *                  one that a process is writing
     */
    public static ReplayCursor openAtStart(
        final Path journal, final MachineFactory machines, final MemorySnapshots snapshots) throws IOException
    {
        final ReplayCursor cursor = new ReplayCursor(journal, machines);
        cursor.snapshots = snapshots;
        cursor.restart(START);

        return cursor;
    }

    /**
     * Opens a journal, and stands at its end.
     *
     * @throws IOException if there is no journal, or it is damaged
     */
    public static ReplayCursor openAtEnd(final Path journal, final MachineFactory machines) throws IOException
    {
        final ReplayCursor cursor = new ReplayCursor(journal, machines);
        cursor.restart(Long.MAX_VALUE);

        return cursor;
    }

    /** Returns the number of the last command applied, 0 at the beginning. */
    public long sequence()
    {
        return sequence;
    }

    /** Returns the machine, until the cursor moves back. */
    public Machine machine()
    {
        return machine;
    }

    /**
     * Moves to a command, forward or back.
     *
     * @throws ReplayException if the journal ends before that command: the cursor then stands at its end; or if that
     *     command is purged: the cursor then stays
     */
    public void to(final long target) throws IOException
    {
        if (snapshots != null)
        {
            seek(target);
            return;
        }
        if (target >= sequence)
        {
            forward(target);
            return;
        }
        final long here = sequence;
        try
        {
            restart(target);
        }
        catch (final ReplayException ex)
        {
            if (ex.reason() == ReplayException.Reason.TOO_SHORT)
            {
                restart(here);
            }
            throw ex;
        }
    }

    /** Moves to a command by the nearest snapshot, in memory or in the journal. */
    private void seek(final long target) throws IOException
    {
        if (source == null)
        {
            restart(START);
        }
        watch(outputs -> { });                              // a scan that was ended has left its own
        final MemorySnapshots.Kept kept = snapshots.upTo(target);
        final boolean isBehind = isLost || target < sequence;
        snapshots.near(target);
        if (kept != null && (isBehind || kept.sequence() > sequence))
        {
            isLost = true;
            restore(kept);
        }
        else if (isBehind)
        {
            restart(START);
        }
        isLost = true;
        if (target - sequence > RECENT_COMMANDS)
        {
            jump(target);
        }
        else
        {
            forward(target);
        }
        isLost = false;
    }

    /** Replaces the machine by a snapshot in memory. */
    private void restore(final MemorySnapshots.Kept kept) throws IOException
    {
        final Machine made = source.machine(machines);
        machine.close();
        machine = made;
        machine.restore(kept.reader());
        player = new FramePlayer(machine, ReplayOptions.WHOLE_FRAMES);
        watch(outputs -> { });
        source.seek(kept.position());
        sequence = kept.sequence();
        at = 0;
        end = 0;
    }

    /**
     * Sets the consumer of the progress while the cursor moves.
     *
     * @param consumer takes the number of the last command applied
     */
    public void progress(final LongConsumer consumer)
    {
        progress = consumer;
    }

    /** Sets the receiver of the outputs of the commands that follow, until the cursor moves back. */
    public void watch(final Consumer<Outputs> outputWatch)
    {
        watch = outputWatch;
        player.watch(watch);
    }

    /**
     * Returns the log of the last commands up to here. It is made by replaying again: from the beginning, or in a long
     * journal from a snapshot. The machine is another one afterwards, in an equal state.
     *
     * @throws IOException if the journal cannot be read
     */
    public RecentCommands recentCommands() throws IOException
    {
        if (recent == null || recentSequence != sequence)
        {
            final long here = sequence;
            restart(here > RECENT_COMMANDS ? here - RECENT_COMMANDS : START);
            final RecentCommands made = new RecentCommands(machine, sequence);
            while (sequence < here && hasCommand())
            {
                final int offset = at;
                player.watch(outputs -> made.applied(source.frame(), offset));
                apply(offset + (CommandWord.length(source.frame().getLong(offset)) << 3));
                sequence++;
            }
            player.watch(watch);
            recent = made;
            recentSequence = sequence;
        }

        return recent;
    }

    /**
     * Returns a word of the next command.
     *
     * @param index 0 for the first; below the length of the command
     * @return 0, which begins no command, at the end of the journal
     */
    public long nextWord(final int index) throws IOException
    {
        return hasCommand() ? source.frame().getLong(at + (index << 3)) : 0;
    }

    /**
     * Moves forward to a command, or to the end of the journal if it comes first, by a snapshot where one lies between.
     *
     * @param target not before the command where the cursor stands
     */
    void jump(final long target) throws IOException
    {
        final JournalPosition snapshot = source.lastSnapshot(target, null);
        if (snapshot != null && snapshot.chain().nextSequence() - 1 > sequence)
        {
            restart(target);
        }
        else
        {
            forward(target);
        }
    }

    /** Moves back to the beginning: to reset, or to the first snapshot if the beginning is purged. */
    void toStart() throws IOException
    {
        restart(START);
    }

    /**
     * Applies the next command.
     *
     * @return its text with the name of its step, if it is one of a transition; null at the end of the journal
     */
    public String step() throws IOException
    {
        if (!hasCommand())
        {
            return null;
        }
        final StringBuilder text = new StringBuilder();
        final int next = texts.append(text, source.frame(), at, end);
        final StepAnswer answer = StepAnswer.of(source.frame().getLong(at));
        if (answer == null)
        {
            apply(next);
        }
        else
        {
            answered(next, answer);
            answer.appendTo(text);
        }
        sequence++;
        if ((sequence & PROGRESS_STEPS) == 0)
        {
            progress.accept(sequence);
        }

        return text.toString();
    }

    /**
     * Returns the text of the next command.
     *
     * @return the text without the name of a step, or null at the end of the journal
     */
    public String nextText() throws IOException
    {
        return hasCommand() ? text(at) : null;
    }

    /** Reads up to the next command; returns false at the end of the journal. */
    boolean isFrameThere() throws IOException
    {
        return hasCommand();
    }

    /** Returns the frame of the next command. */
    DirectBuffer frame()
    {
        return source.frame();
    }

    /** Returns the offset of the next command in its frame, bytes. */
    int frameOffset()
    {
        return at;
    }

    /** Returns the end of the commands of the frame, bytes. */
    int frameEnd()
    {
        return end;
    }

    /** Returns the time of the frame since the first phase of its run began, ns. */
    long frameNs()
    {
        return source.timeNs();
    }

    /**
     * Applies commands of the frame.
     *
     * @param next  offset behind the last one, bytes
     * @param count of the commands
     */
    void applyUpTo(final int next, final int count) throws IOException
    {
        apply(next);
        sequence += count;
        if (snapshots != null && at == end)
        {
            snapshots.passed(machine, sequence, sequence, source.position());
        }
    }

    /** Applies the next command; a command must be there. */
    void single() throws IOException
    {
        applyUpTo(at + (CommandWord.length(source.frame().getLong(at)) << 3), 1);
    }

    /** Returns the text of a command of the frame at an offset, bytes. */
    String text(final int offset)
    {
        final StringBuilder text = new StringBuilder();
        texts.append(text, source.frame(), offset, end);

        return text.toString();
    }

    @Override
    public void close() throws IOException
    {
        if (source != null)
        {
            source.close();
            source = null;
        }
        if (machine != null)
        {
            machine.close();
            machine = null;
        }
    }

    private void restart(final long target) throws IOException
    {
        close();
        boolean isOpen = false;
        try
        {
            source = snapshots == null ? JournalSource.open(journal) : JournalSource.openShared(journal);
            final SnapshotStart start = target == START ? SnapshotStart.first(source, Long.MAX_VALUE, machines) :
                SnapshotStart.nearest(source, target, machines);
            machine = start.machine();
            player = new FramePlayer(machine, ReplayOptions.WHOLE_FRAMES);
            watch(outputs -> { });
            texts = new CommandText(machine.config());
            sequence = start.sequence();
            at = 0;
            end = 0;
            forward(target);
            isOpen = true;
        }
        finally
        {
            if (!isOpen)
            {
                close();
            }
        }
    }

    private void forward(final long target) throws IOException
    {
        while (sequence < target)
        {
            if (!hasCommand())
            {
                if (target == Long.MAX_VALUE)
                {
                    return;
                }
                throw new ReplayException(ReplayException.Reason.TOO_SHORT,
                    "no command " + target + ": the journal ends after command " + sequence);
            }
            cursor.wrap(source.frame(), at, end);
            long count = 0;
            while (sequence + count < target && cursor.next())
            {
                count++;
            }
            apply(cursor.nextOffset());
            sequence += count;
            if (snapshots != null && at == end)
            {
                snapshots.passed(machine, sequence, target, source.position());
            }
            progress.accept(sequence);
        }
    }

    private void answered(final int next, final StepAnswer answer) throws IOException
    {
        player.watch(outputs ->
        {
            answer.accept(outputs);
            watch.accept(outputs);
        });
        apply(next);
        player.watch(watch);
    }

    private void apply(final int next) throws IOException
    {
        try
        {
            player.apply(source.frame(), at, next);
        }
        catch (final CommandException ex)
        {
            throw source.damaged("after command " + sequence + ": " + ex.getMessage(), ex);
        }
        at = next;
    }

    /** Reads frames up to one with a command that is not applied yet; returns false at the end. */
    private boolean hasCommand() throws IOException
    {
        while (at == end)
        {
            if (!source.next())
            {
                return false;
            }
            if (source.isCommands())
            {
                at = 0;
                end = source.length();
            }
        }

        return true;
    }
}
