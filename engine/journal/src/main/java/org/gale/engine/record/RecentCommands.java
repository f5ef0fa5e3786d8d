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
    public static final long LIMIT_BYTES = 4L << 20;

    private static final int FIRST_CHUNK_WORDS = 1 << 10;
    private static final int CHUNK_LIMIT_WORDS = 1 << 17;
    /** Number of the parts, at least, of a full log: the oldest is forgotten as a whole. */
    private static final int CHUNKS = 8;
    private static final int RECORD_LIMIT_WORDS = CommandWord.WORD_LIMIT + 1 + CommandTouches.LIMIT;

    private final CommandTouches touches;
    private final CommandText text;
    private final long limitBytes;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private long bytes;
    private Chunk last;
    private long sequence;
    private long count;
    private boolean isComplete;

    /** Part of the log, to which commands are added. */
    private static final class Chunk
    {
        final long[] words;
        /** Sequence number of the command before the first, and what the machine had counted by then. */
        final long sequence;
        final long count;
        int end;

        Chunk(final long[] words, final long sequence, final long count)
        {
            this.words = words;
            this.sequence = sequence;
            this.count = count;
        }

        int lengthBytes()
        {
            return words.length * Long.BYTES;
        }

        /** Returns a copy of what was added. */
        Part part()
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[end * Long.BYTES]);
            for (int i = 0; i < end; i++)
            {
                buffer.putLong(i * Long.BYTES, words[i]);
            }

            return new Part(buffer, buffer.capacity(), sequence, count);
        }
    }

    /** Part of the log, for questions. */
    private record Part(DirectBuffer buffer, int end, long sequence, long count)
    {
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
        final int length = CommandWord.length(word);
        final int touched = touches.of(frame, offset);
        if (last == null || last.words.length - last.end < RECORD_LIMIT_WORDS)
        {
            addChunk();
        }
        final long[] words = last.words;
        int at = last.end;
        for (int i = 0; i < length; i++)
        {
            words[at++] = frame.getLong(offset + (i << 3));
        }
        words[at++] = (long)touches.flags() << Integer.SIZE | touched;
        for (int i = 0; i < touched; i++)
        {
            words[at++] = touches.word(i);
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
            final Part part = newest.next().part();
            final Deque<int[]> hits = new ArrayDeque<>();
            int index = 0;
            for (int at = 0; at < part.end(); at = next(part, at))
            {
                index++;
                final int touched = at + (CommandWord.length(part.buffer().getLong(at)) << 3);
                if (condition.takes(part.buffer(), at, touched + Long.BYTES, (int)part.buffer().getLong(touched)))
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
                found.add(command(part, hit[0], hit[1]));
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
        for (final Chunk stored : chunks)
        {
            final Part part = stored.part();
            long counted = part.count();
            int index = 0;
            for (int at = 0; counted < number && at < part.end(); at = next(part, at))
            {
                index++;
                counted += CommandWord.opcode(part.buffer().getLong(at)) == CommandWord.TIME ? 0 : 1;
                if (counted == number && part.count() < number)
                {
                    return command(part, index, at);
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
        for (final Chunk stored : chunks)
        {
            final Part part = stored.part();
            for (int at = 0; at < part.end(); at = next(part, at))
            {
                final long word = part.buffer().getLong(at);
                final int opcode = CommandWord.opcode(word);
                if ((opcode == CommandWord.MSI || opcode == CommandWord.MSI_LONG) &&
                    (flags(part, at) & CommandTouches.REJECTED) != 0)
                {
                    final long second = opcode == CommandWord.MSI ? 0 : part.buffer().getLong(at + Long.BYTES);
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
        for (final Chunk stored : chunks)
        {
            final Part part = stored.part();
            for (int at = 0; at < part.end(); at = next(part, at))
            {
                final long word = part.buffer().getLong(at);
                final GicInstruction instruction = CommandWord.opcode(word) == CommandWord.INSN &&
                    Commands.pe(word) == pe && Commands.el(word) != Commands.VEL1 ?
                    GicInstruction.byCode(Commands.code(word)) : null;
                if (instruction != null && instruction.family() == GicInstruction.Family.CD &&
                    instruction.operandUse() == GicInstruction.OperandUse.NEEDED)
                {
                    intid = GicCdIntid.intid(part.buffer().getLong(at + Long.BYTES)) & 0xffff_ffffL;
                }
            }
        }

        return intid;
    }

    private Command command(final Part part, final int index, final int at)
    {
        final StringBuilder shown = new StringBuilder();
        text.append(shown, part.buffer(), at, part.end());

        final long word = part.buffer().getLong(at);
        final int flags = flags(part, at);
        final boolean isUnlinked = (flags & CommandTouches.UNLINKED) != 0;
        shown.append(isUnlinked ? " (no effect: the link was down, M-LINKINS)" :
            (flags & CommandTouches.IGNORED) != 0 ? " (ignored: another operation waited)" :
            (flags & CommandTouches.UNREACHABLE) != 0 ? " (no effect: not reachable, B-INT-17)" :
            (flags & CommandTouches.REJECTED) != 0 ? " (rejected, B-ITS-3)" : "");

        return new Command(part.sequence() + index, shown.toString(), isUnlinked ? Commands.pe(word) : -1);
    }

    private static int flags(final Part part, final int at)
    {
        return (int)(part.buffer().getLong(at + (CommandWord.length(part.buffer().getLong(at)) << 3)) >>> Integer.SIZE);
    }

    private static int next(final Part part, final int at)
    {
        final int touched = at + (CommandWord.length(part.buffer().getLong(at)) << 3);

        return touched + Long.BYTES + ((int)part.buffer().getLong(touched) << 3);
    }

    private void addChunk()
    {
        final int length = last == null ? FIRST_CHUNK_WORDS :
            (int)Math.min(2L * last.words.length, Math.min(CHUNK_LIMIT_WORDS, limitBytes / CHUNKS / Long.BYTES));
        long[] words = null;
        while (bytes + (long)length * Long.BYTES > limitBytes && !chunks.isEmpty())
        {
            bytes -= chunks.getFirst().lengthBytes();
            words = chunks.removeFirst().words;
            isComplete = false;
        }
        last = new Chunk(words != null && words.length == length ? words : new long[length], sequence, count);
        bytes += last.lengthBytes();
        chunks.addLast(last);
    }
}
