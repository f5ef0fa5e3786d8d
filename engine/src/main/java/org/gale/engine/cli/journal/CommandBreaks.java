package org.gale.engine.cli.journal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.gale.engine.command.Opcodes;
import org.gale.engine.config.NearestName;

/**
 * Breaks at commands of a kind, with the beginning of their text as {@code gale replay --step} shows it: {@code MSI},
 * {@code MSI device 3}, {@code HOST v4 ENABLE}. Owned by the main thread.
 */
final class CommandBreaks
{
    private static final Pattern KIND = Pattern.compile("[A-Za-z_]+");
    private static final List<String> KINDS = Opcodes.names();

    private final Set<String> beginnings = new LinkedHashSet<>();

    /** Returns whether the first operand of {@code break} is a kind of command, and not a field: it has no digit. */
    static boolean isKind(final List<String> operands)
    {
        return !operands.isEmpty() && KIND.matcher(operands.get(0)).matches();
    }

    /**
     * Adds a break.
     *
     * @param words kind of command, and further words of its text
     * @return the break as a text
     * @throws IllegalArgumentException with a sentence for the user, if there is no such kind
     */
    String add(final List<String> words)
    {
        if (!KINDS.contains(words.get(0)))
        {
            throw new IllegalArgumentException("'" + words.get(0) + "' is no kind of command" +
                NearestName.hint(words.get(0), KINDS) + " (there are: " + String.join(", ", KINDS) + ")");
        }
        final String beginning = String.join(" ", words);
        beginnings.add(beginning);

        return beginning;
    }

    /** Removes a break, and returns whether there was one of these words. */
    boolean remove(final List<String> words)
    {
        return beginnings.remove(String.join(" ", words));
    }

    /** Returns whether there is a break at a command. */
    boolean isAt(final String command)
    {
        for (final String beginning : beginnings)
        {
            if (command.startsWith(beginning) &&
                (command.length() == beginning.length() || command.charAt(beginning.length()) == ' '))
            {
                return true;
            }
        }

        return false;
    }
}
