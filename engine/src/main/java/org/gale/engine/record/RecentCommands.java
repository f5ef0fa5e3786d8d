package org.gale.engine.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandText;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicInstruction;

/**
 * Log of the last commands of a machine, each with the interrupts that it touched, for explanations. It lies outside
 * the machine's state, digests and snapshots, and takes at most {@link #LIMIT_BYTES}: older commands are forgotten.
 * <pre>
 *   words of the command | flags and number of touches | touches, a word each
 * </pre>
 * Owned by the thread that owns the machine.
 */
public final class RecentCommands
{
    /** Limit of the length of the log, bytes. */
    public static final long LIMIT_BYTES = 64L << 20;

    private static final int FIRST_CHUNK_BYTES = 8 << 10;
    private static final int CHUNK_LIMIT_BYTES = 1 << 20;
    /** Number of the parts, at least, of a full log: the oldest is forgotten as a whole. */
    private static final int CHUNKS = 8;
    private static final int RECORD_LIMIT_BYTES =
        (CommandWord.WORD_LIMIT + 1 + CommandTouches.LIMIT) * Long.BYTES;

    private final CommandTouches touches;
    private final CommandText text;
    private final long limitBytes;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private long bytes;
    private Chunk last;
    private long sequence;
    private long count;
    private boolean isComplete;

    /** Part of the log. */
    private static final class Chunk
    {
        final UnsafeBuffer buffer;
        /** Sequence number of the command before the first, and what the machine had counted by then. */
        final long sequence;
        final long count;
        int end;

        Chunk(final int lengthBytes, final long sequence, final long count)
        {
            this.buffer = new UnsafeBuffer(new byte[lengthBytes]);
            this.sequence = sequence;
            this.count = count;
        }
    }

    /** Condition on a command. */
    @FunctionalInterface
    public interface Condition
    {
        /**
         * Returns whether a command is wanted.
         *
         * @param words   hold the command
         * @param offset  of the command, bytes
         * @param touched offset of the words of {@link CommandTouches}, bytes
         * @param count   of these words
         */
        boolean takes(DirectBuffer words, int offset, int touched, int count);
    }

    /**
     * Command of the log.
     *
     * @param sequence its number
     * @param text     mnemonic and fields, and what became of it if that is known
     * @param pe       number of the PE if it had no effect, because the link of that PE was down; −1 else
     */
    public record Command(long sequence, String text, int pe)
    {
    }

    /**
     * Creates an empty log.
     *
     * @param machine  whose commands come
     * @param sequence number of the last command that was applied, 0 for none
     */
    public RecentCommands(final Machine machine, final long sequence)
    {
        this(machine, sequence, LIMIT_BYTES);
    }

    RecentCommands(final Machine machine, final long sequence, final long limitBytes)
    {
        this.touches = new CommandTouches(machine);
        this.text = new CommandText(machine.config());
        this.sequence = sequence;
        this.count = machine.commandCount();
        this.isComplete = sequence == 0;
        this.limitBytes = limitBytes;
    }

    /**
     * Adds the command that was just applied, alone: the log of the machine's outputs holds those of this command.
     *
     * @param offset of the command, bytes
     */
    public void applied(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int length = CommandWord.length(word) << 3;
        final int touched = touches.of(frame, offset);
        if (last == null || last.buffer.capacity() - last.end < RECORD_LIMIT_BYTES)
        {
            addChunk();
        }
        final UnsafeBuffer buffer = last.buffer;
        int at = last.end;
        buffer.putBytes(at, frame, offset, length);
        at += length;
        buffer.putLong(at, (long)touches.flags() << Integer.SIZE | touched);
        at += Long.BYTES;
        for (int i = 0; i < touched; i++)
        {
            buffer.putLong(at, touches.word(i));
            at += Long.BYTES;
        }
        last.end = at;
        sequence++;
        count += CommandWord.opcode(word) == CommandWord.TIME ? 0 : 1;
    }

    /** Returns whether the log holds every command since reset. */
    public boolean isComplete()
    {
        return isComplete;
    }

    /** Returns the sequence number of the first command that the log holds. */
    long firstSequence()
    {
        return chunks.isEmpty() ? sequence + 1 : chunks.getFirst().sequence + 1;
    }

    /** Returns the length of the log, bytes. */
    long bytes()
    {
        return bytes;
    }

    /**
     * Returns the last commands that a condition takes, the newest first.
     *
     * @param limit most commands that are returned
     */
    public List<Command> last(final Condition condition, final int limit)
    {
        final List<Command> found = new ArrayList<>();
        final var newest = chunks.descendingIterator();
        while (newest.hasNext() && found.size() < limit)
        {
            final Chunk chunk = newest.next();
            final Deque<int[]> hits = new ArrayDeque<>();
            int index = 0;
            for (int at = 0; at < chunk.end; at = next(chunk, at))
            {
                index++;
                final int touched = at + (CommandWord.length(chunk.buffer.getLong(at)) << 3);
                if (condition.takes(chunk.buffer, at, touched + Long.BYTES, (int)chunk.buffer.getLong(touched)))
                {
                    hits.addLast(new int[] {index, at});
                }
                if (hits.size() > limit - found.size())
                {
                    hits.removeFirst();
                }
            }
            while (!hits.isEmpty())
            {
                final int[] hit = hits.removeLast();
                found.add(command(chunk, hit[0], hit[1]));
            }
        }

        return Collections.unmodifiableList(found);
    }

    /**
     * Returns a command by what the machine has counted with it.
     *
     * @param number as {@link Machine#commandCount} counts, which leaves TIME out
     * @return the command, or null if the log does not hold it
     */
    public Command byCount(final long number)
    {
        for (final Chunk chunk : chunks)
        {
            long counted = chunk.count;
            int index = 0;
            for (int at = 0; counted < number && at < chunk.end; at = next(chunk, at))
            {
                index++;
                counted += CommandWord.opcode(chunk.buffer.getLong(at)) == CommandWord.TIME ? 0 : 1;
                if (counted == number && chunk.count < number)
                {
                    return command(chunk, index, at);
                }
            }
        }

        return null;
    }

    /**
     * Returns the events that no table translated when they came, the newest first.
     *
     * @param limit most events that are returned
     * @return the ITS, the DeviceID and the EventID of each; none twice
     */
    public List<Event> rejected(final int limit)
    {
        final Set<Event> found = new LinkedHashSet<>();
        for (final Chunk chunk : chunks)
        {
            for (int at = 0; at < chunk.end; at = next(chunk, at))
            {
                final long word = chunk.buffer.getLong(at);
                final int opcode = CommandWord.opcode(word);
                if ((opcode == CommandWord.MSI || opcode == CommandWord.MSI_LONG) &&
                    (flags(chunk, at) & CommandTouches.REJECTED) != 0)
                {
                    final long second = opcode == CommandWord.MSI ? 0 : chunk.buffer.getLong(at + Long.BYTES);
                    final long ids = Commands.eventIds(word, second);
                    final Event event = new Event(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids);
                    found.remove(event);
                    found.add(event);
                }
            }
        }
        final List<Event> newest = new ArrayList<>(found);
        Collections.reverse(newest);

        return newest.subList(0, Math.min(limit, newest.size()));
    }

    /** Event of a device at an ITS. */
    public record Event(int its, int deviceId, int eventId)
    {
    }

    /**
     * Returns the physical INTID that an instruction on a PE has named last.
     *
     * @return the INTID, or −1 if none has
     */
    public long lastNamedBy(final int pe)
    {
        long intid = -1;
        for (final Chunk chunk : chunks)
        {
            for (int at = 0; at < chunk.end; at = next(chunk, at))
            {
                final long word = chunk.buffer.getLong(at);
                final GicInstruction instruction = CommandWord.opcode(word) == CommandWord.INSN &&
                    Commands.pe(word) == pe && Commands.el(word) != Commands.VEL1 ?
                    GicInstruction.byCode(Commands.code(word)) : null;
                if (instruction != null && instruction.family() == GicInstruction.Family.CD &&
                    instruction.operandUse() == GicInstruction.OperandUse.NEEDED)
                {
                    intid = GicCdIntid.intid(chunk.buffer.getLong(at + Long.BYTES)) & 0xffff_ffffL;
                }
            }
        }

        return intid;
    }

    private Command command(final Chunk chunk, final int index, final int at)
    {
        final StringBuilder shown = new StringBuilder();
        text.append(shown, chunk.buffer, at, chunk.end);

        final long word = chunk.buffer.getLong(at);
        final int flags = flags(chunk, at);
        final boolean isUnlinked = (flags & CommandTouches.UNLINKED) != 0;
        shown.append(isUnlinked ? " (no effect: the link was down, M-LINKINS)" :
            (flags & CommandTouches.IGNORED) != 0 ? " (ignored: another operation waited)" :
            (flags & CommandTouches.UNREACHABLE) != 0 ? " (no effect: not reachable, B-INT-17)" :
            (flags & CommandTouches.REJECTED) != 0 ? " (rejected, B-ITS-3)" : "");

        return new Command(chunk.sequence + index, shown.toString(), isUnlinked ? Commands.pe(word) : -1);
    }

    private static int flags(final Chunk chunk, final int at)
    {
        return (int)(chunk.buffer.getLong(at + (CommandWord.length(chunk.buffer.getLong(at)) << 3)) >>> Integer.SIZE);
    }

    private static int next(final Chunk chunk, final int at)
    {
        final int touched = at + (CommandWord.length(chunk.buffer.getLong(at)) << 3);

        return touched + Long.BYTES + ((int)chunk.buffer.getLong(touched) << 3);
    }

    private void addChunk()
    {
        final int length = last == null ? FIRST_CHUNK_BYTES :
            (int)Math.min(2L * last.buffer.capacity(), Math.min(CHUNK_LIMIT_BYTES, limitBytes / CHUNKS));
        while (bytes + length > limitBytes && !chunks.isEmpty())
        {
            bytes -= chunks.removeFirst().buffer.capacity();
            isComplete = false;
        }
        last = new Chunk(length, sequence, count);
        bytes += length;
        chunks.addLast(last);
    }
}
