package org.gale.engine.cli.journal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.command.Opcodes;
import org.gale.engine.inspect.Inspector;

/** Words that complete a line of the prompt. */
final class StepWords
{
    private static final Set<String> WITHOUT_OPERAND = Set.of("continue", "c", "history", "help", "quit", "q");

    private StepWords()
    {
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
            return StepConsole.COMMANDS.keySet().stream().map(usage -> usage.split(" ", -1)[0]).distinct().toList();
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
}
