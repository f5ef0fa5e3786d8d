package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.host.Pinning;

/**
 * Processors in an order.
 *
 * @param all each once
 */
public record CpuList(List<Integer> all)
{
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

    public CpuList
    {
        all = List.copyOf(all);
    }

    /**
     * Reads a list such as {@code 0-3,8}.
     *
     * @throws IllegalArgumentException if it is none, with a message for the user
     */
    public static CpuList parse(final String text)
    {
        final List<Integer> cpus = new ArrayList<>();
        for (final String range : text.split(",", -1))
        {
            final Matcher matcher = RANGE.matcher(range.strip());
            final int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : Pinning.CPU_LIMIT;
            final int last =
                first == Pinning.CPU_LIMIT || matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first || last >= Pinning.CPU_LIMIT)
            {
                throw new IllegalArgumentException("'" + text + "' is no list of processors (write 0-3,8)");
            }
            for (int cpu = first; cpu <= last; cpu++)
            {
                cpus.add(cpu);
            }
        }
        if (new HashSet<>(cpus).size() < cpus.size())
        {
            throw new IllegalArgumentException("'" + text + "' names a processor twice");
        }

        return new CpuList(cpus);
    }

    /** Returns the text that {@link #parse} reads back. */
    public String text()
    {
        return String.join(",", all.stream().map(String::valueOf).toList());
    }

    @Override
    public String toString()
    {
        return text();
    }
}
