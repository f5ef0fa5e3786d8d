package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Command lines of the storms of a sweep. Immutable.
 *
 * @param job     file of the job that all runs have
 * @param ownKeys keys of the sweep that are keys of the job itself, each of which has an option
 */
public record StormWords(Path job, Set<String> ownKeys)
{
    /**
     * Returns the words that follow {@code gale}.
     *
     * @param seed null for that of the job
     */
    public List<String> of(final Map<String, String> values, final Long seed)
    {
        final List<String> words = new ArrayList<>(List.of("storm", job.toString()));
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            words.addAll(ownKeys.contains(value.getKey()) ? StormOptions.assigned(value.getKey(), value.getValue()) :
                List.of(JobCommand.SET, value.getKey() + '=' + value.getValue()));
        }
        if (seed != null)
        {
            words.addAll(List.of("--seed", Long.toString(seed)));
        }

        return words;
    }

    /** Returns the command of a storm as a shell takes it. */
    public String text(final Map<String, String> values, final Long seed)
    {
        final StringBuilder text = new StringBuilder("gale");
        of(values, seed).forEach(word -> text.append(' ').append(ShellWords.quoted(word)));

        return text.toString();
    }
}
