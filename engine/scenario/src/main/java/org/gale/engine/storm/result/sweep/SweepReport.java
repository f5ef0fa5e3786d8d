package org.gale.engine.storm.result.sweep;

import java.util.List;

/**
 * Figure that the report of a sweep shows.
 *
 * @param of name of a figure of each run's report, such as {@code response.p99}
 * @param by parameters over which it is shown, at most three; empty for the first two of the sweep
 */
public record SweepReport(String of, List<String> by)
{
    /** Report of a sweep that names none. */
    public static final SweepReport DEFAULT = new SweepReport("response.p99", List.of());

    static final int BY_LIMIT = 3;
}
