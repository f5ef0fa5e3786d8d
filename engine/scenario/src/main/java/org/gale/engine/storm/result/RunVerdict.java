package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Verdict on the interrupts of one run, the same in its text, on its page and where its report is read: what was lost
 * or invented, and what is unproved. Immutable.
 *
 * @param remainder of the accounting
 * @param doubt     for which nothing is proved, in words; null for none
 * @param unseen    what no witness saw, in words
 */
public record RunVerdict(long remainder, String doubt, List<String> unseen)
{
    private static final Pattern PROMISE = Pattern.compile("\\bP[0-9]{1,2}\\b|Little's law");
    private static final Pattern OPEN = Pattern.compile("\\bUnproved: ([0-9,]+ events?)\\b");

    public RunVerdict
    {
        unseen = List.copyOf(unseen);
    }

    /** Returns the verdict on a run by its result, before its journal is replayed. */
    public static RunVerdict of(final StormDescription description, final StormResult result)
    {
        final StormVerdict verdict = result.verdict();
        final StormAccounting accounting = result.totals().accounting();
        final String doubt = !verdict.isBroken() ? unproved(verdict.failure(), accounting.offered()) :
            verdict.broken() == null ? broken(verdict.failure()) : broken(verdict.broken().promise());

        return of(accounting.remainder(), doubt,
            description.config().value(StormSettings.LATENCY) != 0,
            result.totals().attached() == null ? 0 : result.totals().attached().events());
    }

    /** Returns the verdict on a run by its report, which may say that the replay broke a promise. */
    public static RunVerdict of(final StormReport report)
    {
        final RunVerdict live = of(report.description(), report.result());

        return live.doubt == null && report.outcome() == Outcome.INVARIANT_BROKEN ?
            new RunVerdict(live.remainder, broken(report.failure()), live.unseen) : live;
    }

    /**
     * Returns the verdict on a run.
     *
     * @param doubt    for which nothing is proved; null for none
     * @param isTimed  false if the times of interrupts were not taken
     * @param attached events of attached producers
     */
    public static RunVerdict of(
        final long remainder, final String doubt, final boolean isTimed, final long attached)
    {
        final List<String> unseen = new ArrayList<>();
        if (!isTimed)
        {
            unseen.add("times (latency off)");
        }
        if (attached > 0)
        {
            unseen.add("what attached producers meant to send");
        }

        return new RunVerdict(remainder, doubt, unseen);
    }

    /** Returns the doubt about a run that broke the promise which its failure names. */
    public static String broken(final String failure)
    {
        final Matcher promise = PROMISE.matcher(failure == null ? "" : failure);

        return (promise.find() ? promise.group() : "a law") + " is broken";
    }

    /**
     * Returns the doubt about a run that failed before its first event, or while a monitor of a user had events; null
     * for another run.
     */
    public static String unproved(final String failure, final long offered)
    {
        final Matcher events = OPEN.matcher(failure == null ? "" : failure);

        return events.find() ? events.group(1) + " when the storm failed" :
            failure != null && offered == 0 ? "the storm failed before its first event" : null;
    }

    /** Returns whether the run proves that no interrupt was lost and none invented. */
    public boolean isProven()
    {
        return remainder == 0 && doubt == null;
    }

    /** Returns the verdict in words. */
    public String text()
    {
        if (remainder != 0)
        {
            return words(remainder);
        }

        return doubt != null ? "unproved: " + doubt : "no interrupt lost, none invented" +
            (unseen.isEmpty() ? "" : "; unproved: " + String.join(", ", unseen));
    }

    /** {@return a remainder that is not 0 in words} */
    public static String words(final long remainder)
    {
        return remainder > 0 ? "lost" : "invented";
    }
}
