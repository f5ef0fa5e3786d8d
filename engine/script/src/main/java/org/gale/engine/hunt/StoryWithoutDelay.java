package org.gale.engine.hunt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/**
 * Story of a run that fails though no operation is late. A session is played again with {@code strict=1}. The books of
 * its machine name entries that software stored after an operation had read them, registers that kept their value,
 * operations that were ignored, and software errors. Used once, by one thread.
 */
final class StoryWithoutDelay
{
    private static final int NOTE_LIMIT = 6;
    private static final int SHOWN = 90;
    private static final Set<String> STORES =
        Set.of("writeb", "writew", "writel", "writeq", "write", "memset", "b64write");
    /** Registers that are read-only while the table that they describe is valid. */
    private static final Set<String> DESCRIBING =
        Set.of("IRS_IST_CFGR", "IRS_VMT_CFGR", "ITS_DT_CFGR", "ITS_DT_BASER");

    private final OperationLog log = new OperationLog();
    private final List<Watched> watched = new ArrayList<>();
    /** Notes by what they say without places and numbers, in the order of the commands. */
    private final Map<String, Note> notes = new LinkedHashMap<>();
    private Machine machine;
    private int readsSeen;
    private int reportsSeen;
    private int ignoredSeen;

    private StoryWithoutDelay()
    {
    }

    /**
     * Tells what the books of the machines say.
     *
     * @param run  the run, without a delay
     * @param keys KEY=VALUE words of its machines
     * @return lines without the limit of a story; empty if the books say nothing
     */
    static List<String> of(final HuntRun run, final List<String> keys) throws IOException
    {
        final List<String> strict = new ArrayList<>(keys);
        strict.removeIf(word -> word.startsWith(MachineKeys.STRICT.name() + '='));
        strict.add(MachineKeys.STRICT.name() + "=1");
        final List<String> story = new ArrayList<>();
        int number = 0;
        for (final HuntSession session : run.sessions())
        {
            final StoryWithoutDelay one = new StoryWithoutDelay();
            one.play(SessionLines.withKeys(session.input(), strict));
            for (final List<String> note : one.told())
            {
                number++;
                story.add(number + ". " + note.get(0));
                note.subList(1, note.size()).forEach(line -> story.add("   " + line));
            }
        }

        return story;
    }

    private void play(final List<String> lines)
    {
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession again = new ProtocolSession(words -> MachineTarget.create(words,
            (MachineTarget.LenientLogs)this::begin), reply))
        {
            for (int i = 0; i < lines.size() && !again.isEnded(); i++)
            {
                final String line = lines.get(i).replaceFirst("#.*", "").strip();
                final byte[] bytes = lines.get(i).getBytes(StandardCharsets.ISO_8859_1);
                again.execute(bytes, 0, bytes.length);
                reply.clear();
                if (machine != null && !line.isEmpty())
                {
                    note(line);
                }
            }
        }
    }

    private CommandLog begin(final Machine made)
    {
        machine = made;
        if (made.operationDelays() != null)                                     // null of a GICv4 host
        {
            made.operationDelays().observedBy(log);
        }

        return CommandLog.NONE;
    }

    private void note(final String line)
    {
        final String[] words = line.split("\\s+", -1);
        final String where = "command " + machine.commandCount() + " (" +
            (line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line) + ')';
        if (STORES.contains(words[0]) && words.length > 2)
        {
            final long address = address(words[1]);
            if (machine.memory().contains(address, 1))
            {
                noteStores(where);
            }
            else
            {
                noteKept(words, address, where);
            }
        }
        for (; readsSeen < log.reads().size(); readsSeen++)
        {
            watch(log.reads().get(readsSeen), where);
        }
        for (; reportsSeen < log.reports().size(); reportsSeen++)
        {
            final String text = log.reports().get(reportsSeen).text();
            if (watched.stream().noneMatch(one -> one.stored == machine.commandCount()))
            {
                add(text.replaceAll("\\(.*|[0-9]+", ""), where + ": " + text);
            }
        }
        final List<IgnoredOperation> ignored = machine.namedIgnoredOperations();
        for (; ignoredSeen < ignored.size(); ignoredSeen++)
        {
            final IgnoredOperation one = ignored.get(ignoredSeen);
            add(one.register(), where + ": " + one.register() + " was ignored, because " + one.before() +
                " of command " + one.begun() + " was under way");
        }
    }

    private void watch(final OperationLog.EntryRead read, final String where)
    {
        watched.removeIf(other -> other.read.address() == read.address());
        if (read.word() == 0)
        {
            watched.add(new Watched(read, machine.memory().load(read.address(), Long.BYTES), where));
        }
    }

    /** Notes the entries that an operation found empty, and that software has stored now. */
    private void noteStores(final String where)
    {
        for (final Watched one : watched)
        {
            final long word = machine.memory().load(one.read.address(), Long.BYTES);
            if (one.note == null && word != one.left)
            {
                one.stored = machine.commandCount();
                one.note = List.of(
                    one.read.operation().name() + " of " + one.where + " read the entry at 0x" +
                    Long.toHexString(one.read.address()) + " as 0",
                    "software stored it afterwards, with " + where,
                    "software left out that store before the operation, or swapped them (" + one.read.rule() + ')');
            }
        }
    }

    private void noteKept(final String[] words, final long address, final String where)
    {
        final int size = words[0].equals("writeq") ? Long.BYTES : Integer.BYTES;
        final RegisterFrame frame = machine.frames().find(address, size);
        for (final FrameRegister register : frame == null ? List.<FrameRegister>of() : frame.registers().registers())
        {
            if (DESCRIBING.contains(register.name()) && frame.base() + register.offset() == address &&
                address(words[2]) != 0 && machine.peek(address, size) == 0)
            {
                add(register.name(), where + ": " + register.name() + " stayed 0, because its table was valid (M-CFG)");
            }
        }
    }

    private void add(final String kind, final String text)
    {
        final Note known = notes.putIfAbsent(kind, new Note(text));
        if (known != null)
        {
            known.more++;
        }
    }

    private static long address(final String word)
    {
        try
        {
            return word.startsWith("0x") ? Long.parseUnsignedLong(word.substring(2), 16) : Long.parseLong(word);
        }
        catch (final NumberFormatException ex)
        {
            return -1;                                          // the session refused it
        }
    }

    /** Returns the notes: entries that no later operation has read again, and then the others. */
    private List<List<String>> told()
    {
        final List<List<String>> told = new ArrayList<>();
        watched.stream().filter(one -> one.note != null).forEach(one -> told.add(one.note));
        notes.values().forEach(note -> told.add(List.of(note.first + (note.more == 0 ? "" : "; and " +
            note.more + " more of this kind"))));

        return told.subList(0, Math.min(told.size(), NOTE_LIMIT));
    }

    /** First note of a kind, and how many others there are. */
    private static final class Note
    {
        private final String first;
        private int more;

        private Note(final String first)
        {
            this.first = first;
        }
    }

    /** Entry that an operation found empty. */
    private static final class Watched
    {
        private final OperationLog.EntryRead read;
        private final long left;
        private final String where;
        private long stored;
        private List<String> note;

        private Watched(final OperationLog.EntryRead read, final long left, final String where)
        {
            this.read = read;
            this.left = left;
            this.where = where;
        }
    }
}
