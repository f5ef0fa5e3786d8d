package org.gale.engine.storm.result;

import org.gale.engine.config.Outcome;

/**
 * Report of a storm from its description to its verdict, the source of text and JSON.
 *
 * @param description properties known before the run
 * @param result      measured result
 * @param proof       proof by the journal
 * @param failure     message of the failure; null if there was none
 * @param outcome     outcome of the storm
 * @param engines     of a storm that several ran; null of one
 * @param shares      that were added, or the one that ran; null of a storm that ran as a whole
 */
public record StormReport(StormDescription description, StormResult result, StormProof proof, String failure,
    Outcome outcome, EnginesOfStorm engines, SharesOfStorm shares)
{
    /** Makes the report of a storm that one engine ran. */
    public StormReport(final StormDescription description, final StormResult result, final StormProof proof,
        final String failure, final Outcome outcome)
    {
        this(description, result, proof, failure, outcome, null, null);
    }

    /** Returns this report as that of shares. */
    public StormReport of(final SharesOfStorm some)
    {
        return new StormReport(description, result, proof, failure, outcome, engines, some);
    }

    /** Returns this report with another outcome. */
    public StormReport with(final Outcome other)
    {
        return new StormReport(description, result, proof, failure, other, engines, shares);
    }
}
