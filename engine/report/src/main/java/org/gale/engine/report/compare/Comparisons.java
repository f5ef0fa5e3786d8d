package org.gale.engine.report.compare;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;

/**
 * Comparisons with one file: those of all pairs, and the reports without a pair, of which nothing is known. Each form
 * says the outcome of both.
 *
 * @param all at least one
 */
public record Comparisons(List<Comparison> all, List<ComparedPairs.Unmatched> unmatched)
{
    public Comparisons
    {
        all = List.copyOf(all);
        unmatched = List.copyOf(unmatched);
    }

    /** Returns the most severe outcome. */
    public Outcome outcome()
    {
        return Outcome.first(Stream.concat(all.stream().map(Comparison::outcome),
            unmatched.stream().map(report -> Outcome.SKIPPED)).toArray(Outcome[]::new));
    }

    /** Returns how many pairs and reports without a pair have an outcome. */
    long count(final Outcome outcome)
    {
        return all.stream().filter(one -> one.outcome() == outcome).count() +
            (outcome == Outcome.SKIPPED ? unmatched.size() : 0);
    }
}
