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
 */
public record StormReport(
    StormDescription description, StormResult result, StormProof proof, String failure, Outcome outcome)
{
}
