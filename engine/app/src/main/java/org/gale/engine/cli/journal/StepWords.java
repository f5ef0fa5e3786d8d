package org.gale.engine.cli.journal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.command.Opcodes;
import org.gale.engine.inspect.Inspector;

/** Commands of the prompt, and the words that complete a line of it. */
final class StepWords
{
    /** Purposes of the commands, by the command with its operands. */
    static final Map<String, String> COMMANDS = commands();

    private static final Set<String> WITHOUT_OPERAND = Set.of("continue", "c", "history", "help", "quit", "q");

    private StepWords()
    {
    }

    /** Returns the commands without their operands. */
    static List<String> names()
    {
        return COMMANDS.keySet().stream().map(usage -> usage.split(" ", -1)[0]).distinct().toList();
    }

    /**
     * Checks that a command without operands has none.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static void check(final String command, final int operandCount)
    {
        if (operandCount > 0 && WITHOUT_OPERAND.contains(command))
        {
            throw new IllegalArgumentException("'" + command + "' takes no operand");
        }
    }

    /**
     * Returns the words that may follow those of a line.
     *
     * @param before words before the one to complete
     * @param fields watched fields, and those of breaks
     * @param others fields that the machine has besides
     */
    static List<String> candidates(
        final List<String> before, final Collection<String> fields, final Collection<String> others)
    {
        if (before.isEmpty())
        {
            return names();
        }

        return switch (before.get(0))
        {
            case "inspect" -> Inspector.next(before.subList(1, before.size()));
            case "explain" -> before.size() == 1 ? all(fields, List.of("msi", "function")) : List.of();
            case "watch", "back" -> before.size() == 1 ? all(fields, others) : List.of();
            case "delete" -> before.size() == 1 ? List.copyOf(fields) : List.of();
            case "break" -> before.size() == 1 ? all(all(fields, others), Opcodes.names()) : List.of();
            default -> List.of();
        };
    }

    private static List<String> all(final Collection<String> first, final Collection<String> then)
    {
        return Stream.concat(first.stream(), then.stream()).distinct().toList();
    }

    private static Map<String, String> commands()
    {
        final Map<String, String> commands = new LinkedHashMap<>();
        commands.put("step [N]", "apply the next command, or N of them");
        commands.put("back [N]", "go back one command, or N of them");
        commands.put("back FIELD", "go back before the last change of a field, or of a comparison: FIELD = VALUE");
        commands.put("to SEQ", "go to the machine after command SEQ, past any break");
        commands.put("watch FIELD", "show each change of a field: vm3.lpi8193.pending, pe0.virq, function1.vector5");
        commands.put("break FIELD|KIND", "stop where a field changes, or at a kind of command: MSI, HOST v4 ENABLE");
        commands.put("delete FIELD|KIND", "watch a field or stop at a kind of command no longer");
        commands.put("continue", "apply commands up to a break, or to the end");
        commands.put("inspect VIEW", "show a view, as 'gale inspect' does");
        commands.put("explain FIELD", "say where an interrupt is and what keeps it: lpi5, msi DEVICE EVENT, ...");
        commands.put("diff SEQ", "compare the watched fields with those after command SEQ");
        commands.put("history", "show the last lines");
        commands.put("help", "show this list");
        commands.put("quit", "end");

        return commands;
    }
}
