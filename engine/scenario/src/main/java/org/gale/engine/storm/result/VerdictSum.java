package org.gale.engine.storm.result;

import java.util.List;
import java.util.Objects;
import org.gale.engine.config.Outcome;

/** Verdict on a storm from those on its parts. Pure functions. */
final class VerdictSum
{
    /** Ends of storms, each of which says more about the whole than those behind it. */
    private static final List<StormEnd> ENDS = List.of(StormEnd.FAILED, StormEnd.STUCK, StormEnd.INTERRUPTED,
        StormEnd.CONDITION, StormEnd.DURATION);

    private VerdictSum()
    {
    }

    /** Returns the verdict. The failure is that of the part whose outcome is the first in rank. */
    static StormVerdict of(
        final List<StormResult> parts, final StormActions actions, final StormControls controls)
    {
        final List<StormVerdict> verdicts = parts.stream().map(StormResult::verdict).toList();
        final Outcome outcome = Outcome.firstOfStorms(verdicts.stream().map(StormVerdict::outcome).toList());
        final int failed = failed(verdicts, outcome);
        final StormVerdict.Stop stop = verdicts.stream().map(StormVerdict::stop).filter(Objects::nonNull)
            .min(StormVerdict.Stop.ORDER).orElse(null);
        final boolean isInterrupted = failed < 0 && verdicts.stream().anyMatch(StormVerdict::interrupted);

        final boolean isEmpty = !actions.empty().isEmpty() || !controls.silent().isEmpty();

        return new StormVerdict(outcome != Outcome.SKIPPED || isEmpty ? outcome : Outcome.OK,
            failed < 0 ? null : verdicts.get(failed).failure(),
            failed < 0 ? null : verdicts.get(failed).broken(), stop, isInterrupted,
            end(verdicts), failed < 0 ? 0 : verdicts.get(failed).partition());
    }

    /** {@return the part that failed with an outcome, of several the one with the lowest partition; or −1} */
    private static int failed(final List<StormVerdict> verdicts, final Outcome outcome)
    {
        int found = -1;
        for (int i = 0; i < verdicts.size(); i++)
        {
            final StormVerdict one = verdicts.get(i);
            if (one.failure() != null && one.outcome() == outcome &&
                (found < 0 || one.partition() < verdicts.get(found).partition()))
            {
                found = i;
            }
        }

        return found;
    }

    /** Returns why the sources ended: by count if each part offered its own, unless one of them ended otherwise. */
    private static StormEnd end(final List<StormVerdict> verdicts)
    {
        final List<StormEnd> ends = verdicts.stream().map(StormVerdict::end).toList();

        return ENDS.stream().filter(ends::contains).findFirst().orElse(StormEnd.COUNT);
    }
}
