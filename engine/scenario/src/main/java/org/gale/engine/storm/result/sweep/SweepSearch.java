package org.gale.engine.storm.result.sweep;

import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.storm.scenario.Place;

/**
 * Search for the highest value of a key at which a condition does not hold yet.
 *
 * @param key   path or variable of the job
 * @param span  from the lowest to the highest value
 * @param until condition on the report of a run
 * @param place of the key in the file
 */
public record SweepSearch(String key, SweepSpan span, Condition until, Place place)
{
    /** Limit of the runs of one search. */
    public static final int TRY_LIMIT = 20;

    /** Returns the texts of the lowest and the highest value. */
    public List<String> ends()
    {
        return List.of(span.text(span.from()), span.text(span.to()));
    }

    /** Returns the search as a line of the plan shows it. */
    public String text()
    {
        return key + '=' + span.text(span.from()) + '-' + span.text(span.to()) + " until " + until.text();
    }
}
