package org.gale.engine.cli.journal;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.Opcodes;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NearestName;
import org.gale.ringbuf.CommandWord;

/**
 * Breaks at commands of a kind, with the beginning of their text as {@code gale replay --step} shows it: {@code MSI},
 * {@code MSI device 3}, {@code HOST v4 ENABLE}. Owned by the main thread.
 */
final class CommandBreaks
{
    private static final Pattern KIND = Pattern.compile("[A-Za-z_]+");
    private static final List<String> KINDS = Opcodes.names();

    private final boolean isGicv4;
    private final Set<String> beginnings = new LinkedHashSet<>();

    /** Creates breaks at commands of a machine, whose kind says which families of HOST commands there are. */
    CommandBreaks(final MachineConfig config)
    {
        this.isGicv4 = config.gicv4() != null;
    }

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
     * @throws IllegalArgumentException with a sentence for the user, if the machine has no such kind, family or verb
     */
    String add(final List<String> words)
    {
        if (!KINDS.contains(words.get(0)))
        {
            throw new IllegalArgumentException("'" + words.get(0) + "' is no kind of command" +
                NearestName.hint(words.get(0), KINDS) + " (there are: " + String.join(", ", KINDS) + ")");
        }
        if (words.get(0).equals(Opcodes.name(CommandWord.HOST)))
        {
            checkVerb(words);
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

    /** Checks family and verb of a HOST command, if the words name them. A journal holds no query. */
    private void checkVerb(final List<String> words)
    {
        final Map<String, List<String>> families = families();
        final String family = words.size() > 1 ? words.get(1) : null;
        final List<String> verbs = families.get(family);
        if (family != null && verbs == null)
        {
            throw new IllegalArgumentException("'" + family + "': a " + (isGicv4 ? "GICv4 host" : "GICv5") +
                " has no such family of commands" + NearestName.hint(family, families.keySet()) +
                " (there are: " + String.join(", ", families.keySet()) + ")");
        }
        if (words.size() > 2 && !verbs.contains(words.get(2)))
        {
            throw new IllegalArgumentException("'" + words.get(2) + "' is no verb of " + family + " in a journal" +
                NearestName.hint(words.get(2), verbs) + " (there are: " + String.join(", ", verbs) + ")");
        }
    }

    /** Returns the names of the commands of each family of the machine. */
    private Map<String, List<String>> families()
    {
        final Map<String, List<String>> families = new LinkedHashMap<>();
        families.put(isGicv4 ? "v4" : "kvm", isGicv4 ?
            Stream.of(V4Verb.values()).filter(verb -> !verb.isQuery()).map(V4Verb::name).toList() :
            Stream.of(KvmVerb.values()).filter(verb -> !verb.isQuery()).map(KvmVerb::name).toList());
        families.put("msix", Stream.of(MsixVerb.values()).filter(verb -> !verb.isQuery()).map(MsixVerb::name).toList());
        families.put("irqfd",
            Stream.of(IrqfdVerb.values()).filter(verb -> !verb.isQuery()).map(IrqfdVerb::name).toList());

        return families;
    }
}
