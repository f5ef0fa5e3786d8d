package org.gale.engine.storm.sweep;

import java.math.BigDecimal;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepSearch;

/** Bisection of a search: lowest value first, then the highest one, then the middle of what is left. */
final class SweepBisection
{
    private final SweepSearch search;
    private BigDecimal low;
    private BigDecimal high;
    private BigDecimal tried;
    private int tries;
    private int lowTry;

    SweepBisection(final SweepSearch search)
    {
        this.search = search;
        this.tried = search.span().from();
    }

    /** {@return the value of the next try, or null if the search is over} */
    String next()
    {
        return tried == null ? null : search.span().text(tried);
    }

    /**
     * Takes the result of the try of {@link #next}.
     *
     * @param holds true if the condition holds at its value
     */
    void tried(final boolean holds)
    {
        tries++;
        if (holds)
        {
            high = tried;
        }
        else
        {
            low = tried;
            lowTry = tries;
        }
        tried = low == null || tries == SweepSearch.TRY_LIMIT ? null : following();
    }

    /** Returns the value to try behind at least one at which the condition did not hold; null if there is none. */
    private BigDecimal following()
    {
        if (high == null)
        {
            return tries == 1 ? search.span().to() : null;
        }

        return search.span().middle(low, high);
    }

    /** Returns the number of values that were tried. */
    int tries()
    {
        return tries;
    }

    /** Returns the result as of now. A search is bracketed once the condition held at one value, and at another not. */
    RunEnd.Found found()
    {
        if (low != null && high != null)
        {
            return new RunEnd.Found(search.key(), search.span().text(low), lowTry, tries);
        }
        final BigDecimal bound = low == null ? high : low;

        return new RunEnd.Found(search.key(), null, tries, tries,
            bound == null ? null : new RunEnd.Bound(search.span().text(bound), low == null));
    }
}
