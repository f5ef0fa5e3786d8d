package org.gale.engine.hunt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.LateOperation;
import org.gale.engine.machine.Machine;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/**
 * Story of a run that failed: for each operation whose delay is needed, the command that began it, the commands that
 * came before it took effect, and what software should have waited for. Pure functions.
 */
final class Story
{
    /** Limit of the lines of a story. */
    static final int LINE_LIMIT = 20;

    private static final int OPERATION_LIMIT = 5;
    private static final int BETWEEN_LIMIT = 2;
    private static final int SHOWN = 90;
    private static final Set<String> POLLS = Set.of("readl", "readq", "clock_step");

    private Story()
    {
    }

    /**
     * Tells what happened in a run.
     *
     * @param run    the run
     * @param keys   KEY=VALUE words of its machines
     * @param needed names of the operations whose delays are needed
     */
    static List<String> of(final HuntRun run, final List<String> keys, final Set<String> needed) throws IOException
    {
        final List<String> story = new ArrayList<>();
        int told = 0;
        for (int i = 0; i < run.sessions().size(); i++)
        {
            final HuntSession session = run.sessions().get(i);
            final TreeMap<Long, String> commands = new TreeMap<>();
            for (final OperationLog.Entry entry : session.log().entries())
            {
                final boolean isNeeded = needed.contains(entry.operation().name()) && entry.operation().delay() != 0;
                if (isNeeded && told < OPERATION_LIMIT)
                {
                    if (commands.isEmpty())
                    {
                        commands.putAll(commands(session, keys));
                    }
                    told++;
                    tell(story, told, i + 1, entry, commands);
                    if (entry.operation().kind() == LateKind.FILL && needed.stream().noneMatch(Story::isInvalidation))
                    {
                        story.add("   no such invalidation came after the last change of the entry: it is missing,");
                        story.add("   it named another event, or it came before the change");
                    }
                }
            }
        }
        if (needed.size() > told)
        {
            story.add("and " + (needed.size() - told) + " more operations, which the schedule has");
        }

        return story.subList(0, Math.min(story.size(), LINE_LIMIT));
    }

    private static boolean isInvalidation(final String operation)
    {
        return operation.startsWith("ITS_INV_");
    }

    private static void tell(
        final List<String> story, final int number, final int session, final OperationLog.Entry entry,
        final NavigableMap<Long, String> commands)
    {
        final LateOperation operation = entry.operation();
        final String where = session == 1 ? "" : "session " + session + ", ";
        story.add(number + ". " + operation.name() + " began with " + where + command(operation.command(), commands));
        if (operation.kind().isChoice())
        {
            final String what = switch (operation.kind())
            {
                case FILL -> "the ITS kept the entry that it had read";
                case EVICTION -> "the ITS dropped the entry that it had kept, and read RAM again";
                case TRIGGER -> "the IWB sent no event for the new trigger mode of an enabled wire";
                case WRITE_BACK -> "the IRS wrote its copy of the entry over the store of software";
                case IMAGE -> "the IRS held the Pending bit, and RAM did not show it";
                case REREAD -> "the IRS read the entry again, which a store made invalid after IRS_VMAP_VMR or " +
                    "IRS_VMAP_VPER had made it valid";
                default -> "the operation read its other registers with its write";
            };
            story.add("   " + what + (operation.kind() == LateKind.EVICTION ? ", as it may at any time" :
                "; the architecture allows this until " + operation.order()) + " (" + operation.kind().rule() + ")");
            return;
        }
        final long end = entry.acted() == 0 ? Long.MAX_VALUE : entry.acted();
        story.add("   and took effect " + (entry.acted() == 0 ? "after the last command" : "at the end of command " +
            entry.acted() + ", " + NumberText.counted(entry.acted() - operation.command(), "command") + " later") +
            between(
            commands.subMap(operation.command() + 1, Math.max(end, operation.command() + 1) + (end ==
            Long.MAX_VALUE ? 0 : 1))));
        story.add("   software went on without " + operation.order() + " (" + operation.kind().rule() + ")");
    }

    private static String between(final Map<Long, String> commands)
    {
        final List<String> others = new ArrayList<>();
        for (final Map.Entry<Long, String> command : commands.entrySet())
        {
            if (!POLLS.contains(command.getValue().split("\\s+", 2)[0]) && others.size() < BETWEEN_LIMIT)
            {
                others.add(command.getKey() + " (" + command.getValue() + ")");
            }
        }

        return others.isEmpty() ? "" : ", after " + String.join(" and ", others);
    }

    private static String command(final long number, final NavigableMap<Long, String> commands)
    {
        final Map.Entry<Long, String> line = commands.ceilingEntry(number);

        return "command " + number + (line == null ? "" : " (" + line.getValue() + ")");
    }

    /** Returns the lines of a session by the number of the last command of each. */
    private static Map<Long, String> commands(final HuntSession session, final List<String> keys) throws IOException
    {
        final Machine[] machine = new Machine[1];
        final ReplyBuffer reply = new ReplyBuffer();
        final Map<Long, String> commands = new TreeMap<>();
        try (ProtocolSession again = new ProtocolSession(words -> MachineTarget.create(words,
            (MachineTarget.LenientLogs)made ->
            {
                machine[0] = made;
                return CommandLog.NONE;
            }), reply))
        {
            for (final String line : SessionLines.withKeys(session.input(), keys))
            {
                final byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                again.execute(bytes, 0, bytes.length);
                reply.clear();
                if (machine[0] != null && !again.isEnded())
                {
                    commands.putIfAbsent(machine[0].commandCount(),
                        line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line.strip());
                }
            }
        }

        return commands;
    }
}
