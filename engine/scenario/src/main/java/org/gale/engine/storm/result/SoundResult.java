package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Outcome;

/** Judge of results and of their sums by the laws of {@link Soundness}. Pure functions. */
public final class SoundResult
{
    private SoundResult()
    {
    }

    /**
     * Returns a result with its verdict, or one that is broken where it contradicts itself. A result that failed stays
     * as it is: it says so.
     *
     * @param asked what was asked of the storm
     */
    public static StormResult judged(final StormResult result, final Asked asked)
    {
        return judged(result, asked, List.of());
    }

    /**
     * Returns a result with its verdict, like {@link #judged(StormResult, Asked)}, or one that breaks other laws.
     *
     * @param others laws that it breaks, by second readings of its figures
     */
    public static StormResult judged(final StormResult result, final Asked asked, final List<String> others)
    {
        if (result.verdict().failure() != null)
        {
            return result;
        }
        final List<String> faults = new ArrayList<>(Soundness.faults(ResultBooks.of(result, asked)));
        faults.addAll(others);

        return broken(result, faults);
    }

    /**
     * Returns the sum of results, broken where it is not what its parts add up to.
     *
     * @param parts    that ran at one time
     * @param outliers the most outliers that the storm shows
     */
    public static StormResult sum(final List<StormResult> parts, final int outliers)
    {
        final StormResult sum = ResultSum.of(parts, outliers);

        return sum.verdict().failure() != null ? sum :
            broken(sum, Soundness.faults(ResultBooks.ofSum(sum, parts, outliers)));
    }

    /** Returns the sum of the results of shares, which may have started apart, judged as {@link #sum} does it. */
    public static StormResult sumOfShares(final List<StormResult> parts, final int outliers)
    {
        final StormResult sum = ResultSum.ofShares(parts, outliers);

        return broken(sum, Soundness.faults(ResultBooks.ofSum(sum, parts, outliers)));
    }

    /** Returns the message of a result that breaks a law. */
    public static String message(final String fault)
    {
        return message("result", fault);
    }

    /**
     * Returns the message of what a command writes or says, and breaks a law.
     *
     * @param what is broken: a result, a report, a file of it
     */
    public static String message(final String what, final String fault)
    {
        return "P14 broken: the " + what + " contradicts itself: " + fault;
    }

    private static StormResult broken(final StormResult result, final List<String> faults)
    {
        return faults.isEmpty() ? result : result.with(new StormVerdict(Outcome.INVARIANT_BROKEN,
            message(String.join("; ", faults)), null,
            result.verdict().stop(), result.verdict().interrupted(), StormEnd.FAILED, result.verdict().partition()));
    }
}
