package org.gale.engine.storm.engines;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;

/** Verdict on a storm from those on its engines. Pure functions. */
final class VerdictSum
{
    private VerdictSum()
    {
    }

    /** Returns the verdict. The failure is that of the engine whose outcome is the first in rank. */
    static StormVerdict of(final List<StormResult> parts)
    {
        final List<StormVerdict> verdicts = parts.stream().map(StormResult::verdict).toList();
        final Outcome outcome = Outcome.firstOfStorms(verdicts.stream().map(StormVerdict::outcome).toList());
        final int failed = failed(verdicts, outcome);
        final StormVerdict.Stop stop = verdicts.stream().map(StormVerdict::stop).filter(Objects::nonNull)
            .min(Comparator.comparingLong(one -> one.explained() == null ? 0 : one.explained().atNs())).orElse(null);
        final boolean isInterrupted = failed < 0 && verdicts.stream().anyMatch(StormVerdict::interrupted);

        return new StormVerdict(outcome,
            failed < 0 ? null : "engine " + failed + ": " + verdicts.get(failed).failure(),
            failed < 0 ? null : verdicts.get(failed).broken(), stop, isInterrupted,
            failed >= 0 ? StormEnd.FAILED : isInterrupted ? StormEnd.INTERRUPTED :
            stop != null ? StormEnd.CONDITION : ofSources(verdicts));
    }

    /** {@return the engine that failed with an outcome, or −1} */
    private static int failed(final List<StormVerdict> verdicts, final Outcome outcome)
    {
        for (int i = 0; i < verdicts.size(); i++)
        {
            if (verdicts.get(i).failure() != null && verdicts.get(i).outcome() == outcome)
            {
                return i;
            }
        }

        return -1;
    }

    /** Returns why the sources ended: by count if each engine offered its part, else by the first other reason. */
    private static StormEnd ofSources(final List<StormVerdict> verdicts)
    {
        return verdicts.stream().map(StormVerdict::end).filter(end -> end != StormEnd.COUNT).findFirst()
            .orElse(StormEnd.COUNT);
    }
}
