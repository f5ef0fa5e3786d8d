package org.gale.engine.report.verdict;

import java.util.List;

/**
 * Verdicts of one command.
 *
 * @param command  by which users know it, such as {@code gale gate}
 * @param all      in the order of the command line
 * @param measures that it has beside them
 */
public record Verdicts(String command, List<Verdict> all, List<Measure> measures)
{
    public Verdicts
    {
        all = List.copyOf(all);
        measures = List.copyOf(measures);
    }

    /** Returns the number of verdicts of a status. */
    public long count(final Verdict.Status status)
    {
        return all.stream().filter(verdict -> verdict.status() == status).count();
    }
}
