package org.gale.engine.cli.golden;

import java.util.List;
import java.util.regex.Pattern;

/** Part of an output that differs between hosts, builds or runs, and what golden files have in its place. */
record GoldenMask(Pattern pattern, String replacement)
{
    /** Masks of all golden files: whatever else differs is a change. */
    static final List<GoldenMask> ALL = List.of(
        // The build and the host.
        of("gale \\(no version[^)]*\\)", "gale VERSION"),
        of("Gale \\(no version[^)]*\\)", "Gale VERSION"),
        of("gale=\\(no version[^)]*\\)", "gale=VERSION"),
        of("(\"version\" ?: ?)\"[^\"]*\"", "$1\"VERSION\""),
        of("(<td>version</td>\\n<td>)[^<]*", "$1VERSION"),
        of("JDK \\d[\\w.+-]*", "JDK N"),
        of("(\"jdk\" ?: ?)\"[^\"]*\"", "$1\"JDK\""),
        of("(<td>jdk</td>\\n<td>)[^<]*", "$1JDK"),
        of("· \\d+ cores?\\b", "· N cores"),
        of("(\"cores\" ?: ?)\\d+", "$1N"),
        of("(data-json=\"/host/cores\">)[\\d,]+", "$1N"),
        // Time that passed on the host.
        of("(\"(?:run_s|replay_rate_per_s|begin_s)\" ?: ?)[\\d.eE-]+", "$1N"),
        of("(\"begin_s\":N,\"elapsed_s\":)[\\d.eE-]+(,\"rate_per_s\":)\\d+", "$1N$2N"),
        of("(data-json=\"/host/(?:run_s|replay_rate_per_s)\">)[\\d,.]+", "$1N"),
        of("(?m)^(replay {3})[\\d.,]+ [kMG]?/s", "$1RATE"),
        of("(?m)^(commands [\\d,]+ in )[\\d.]+ s", "$1N s"),
        // Hashes of the build, and names that are drawn.
        of("\\bplan [0-9a-f]{32}", "plan HASH"),
        of("(\"plan\" ?: ?)\"[0-9a-f]{32}\"", "$1\"HASH\""),
        of("gale-[0-9a-f]{6}\\b", "gale-TEMPORARY"));

    private static GoldenMask of(final String pattern, final String replacement)
    {
        return new GoldenMask(Pattern.compile(pattern), replacement);
    }

    /** Returns a text with each mask put on. */
    static String masked(final String text)
    {
        String masked = text;
        for (final GoldenMask mask : ALL)
        {
            masked = mask.pattern.matcher(masked).replaceAll(mask.replacement);
        }

        return masked;
    }
}
