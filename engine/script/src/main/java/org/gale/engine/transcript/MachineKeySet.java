package org.gale.engine.transcript;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.gale.engine.config.MachineConfig;

/**
 * Set of keys that are put over those of a transcript's machine line. Immutable.
 *
 * @param words {@code KEY=VALUE}, each key once; empty for the machine of the transcript
 */
public record MachineKeySet(List<String> words)
{
    /** Set without keys. */
    public static final MachineKeySet NONE = new MachineKeySet(List.of());

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Copies the list. */
    public MachineKeySet
    {
        words = List.copyOf(words);
    }

    /**
     * Parses words of a {@code machine} line with blanks between them.
     *
     * @throws IllegalArgumentException if there are none, or if no machine has such a key with such a value
     */
    public static MachineKeySet parse(final String text)
    {
        final String keys = text.strip();
        if (keys.isEmpty())
        {
            throw new IllegalArgumentException("there is no key (write 'its.cache=eager')");
        }
        final MachineKeySet set = new MachineKeySet(List.of(SPACES.split(keys)));
        MachineConfig.checkWords(set.words);

        return set;
    }

    /** Returns the keys as one line, with one blank between two words. */
    public String text()
    {
        return String.join(" ", words);
    }

    /** Returns whether two sets have the same keys with the same words, in whatever order. */
    public boolean isSame(final MachineKeySet other)
    {
        return Set.copyOf(words).equals(Set.copyOf(other.words));
    }

    /** Returns the words of a machine line, without those whose keys this set has, and the words of this set. */
    List<String> over(final List<String> given)
    {
        final Set<String> names = new HashSet<>();
        words.forEach(word -> names.add(name(word)));
        final List<String> all = new ArrayList<>(given);
        all.removeIf(word -> names.contains(name(word)));
        all.addAll(words);

        return all;
    }

    private static String name(final String word)
    {
        return word.substring(0, Math.max(word.indexOf('='), 0));
    }
}
