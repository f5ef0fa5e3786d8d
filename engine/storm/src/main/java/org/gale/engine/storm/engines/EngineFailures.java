package org.gale.engine.storm.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.run.Session;

/** Failures of the engines of a storm, of which the first in rank is named. Pure functions. */
final class EngineFailures
{
    /** Outcomes after which the journal of an engine is evidence, which no resume may change. */
    static final List<Outcome> EVIDENCE =
        List.of(Outcome.INTERNAL, Outcome.JOURNAL_DAMAGED, Outcome.INVARIANT_BROKEN, Outcome.DIVERGED);

    private EngineFailures()
    {
    }

    /**
     * Ends a storm whose engines have thrown something.
     *
     * @param failures of each engine, null for none
     * @throws OutcomeException the first in rank, with the number of its engine
     */
    static void check(final List<Throwable> failures)
    {
        final Outcome first = Outcome.firstOfStorms(failures.stream().map(EngineFailures::outcome).toList());
        for (int i = 0; i < failures.size(); i++)
        {
            final Throwable failure = failures.get(i);
            if (failure != null && outcome(failure) == first)
            {
                throw failure instanceof OutcomeException ?
                    new OutcomeException(first, "engine " + i + ": " + failure.getMessage(), failure) :
                    new IllegalStateException("engine " + i + " failed: " + failure, failure);
            }
        }
    }

    private static Outcome outcome(final Throwable failure)
    {
        return failure == null ? Outcome.OK :
            failure instanceof OutcomeException known ? known.outcome() : Outcome.INTERNAL;
    }

    /**
     * Notes in the directory of a storm which engine's journal is evidence, or that all are where no engine has the
     * outcome and their sum does. A host that refuses leaves the journals, which say what their engines do.
     */
    static void note(final Path directory, final List<Session.End> ends, final Outcome outcome)
    {
        final int engine = IntStream.range(0, ends.size())
            .filter(i -> ends.get(i).report().outcome() == outcome).findFirst().orElse(-1);
        try
        {
            if (engine < 0)
            {
                EnginesDirectory.failSum(directory, outcome);
                return;
            }
            final StormResult result = ends.get(engine).report().result();
            final InvariantBrokenException broken = result.verdict().broken();
            EnginesDirectory.fail(directory, engine, outcome,
                broken == null ? result.journal().commands() : broken.sequence());
        }
        catch (final IOException ex)
        {
            return;                                                             // the journal itself says it, too
        }
    }

    /**
     * {@return the engine whose failure is that of the storm, or −1}
     *
     * @param stop of the storm by its condition; null without
     */
    static int named(final List<Session.End> ends, final Outcome outcome, final List<StormResult> results,
        final StormVerdict.Stop stop)
    {
        int any = -1;
        for (int i = 0; i < ends.size() && outcome == Outcome.CHECK_FAILED && stop != null; i++)
        {
            if (stop.isSame(results.get(i).verdict().stop()))
            {
                return i;
            }
        }
        for (int i = 0; i < ends.size(); i++)
        {
            if (ends.get(i).report().failure() != null)
            {
                if (ends.get(i).report().outcome() == outcome)
                {
                    return i;
                }
                any = any < 0 ? i : any;
            }
        }

        return any;
    }
}
