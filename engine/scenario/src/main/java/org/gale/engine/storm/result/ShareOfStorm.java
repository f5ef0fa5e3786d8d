package org.gale.engine.storm.result;

import org.gale.engine.storm.scenario.Share;

/**
 * Share of a storm that ran alone, with all that the sum of the storm needs of it.
 *
 * @param share     which part of the storm it is
 * @param job       effective job of the whole storm, one line
 * @param startedMs time of its begin, ms since 1970; 0 on the virtual clock
 * @param platform  that ran it
 * @param proof     by its journals
 * @param engines   number of engines that ran it
 * @param result    without logs of interrupts and traces
 */
public record ShareOfStorm(
    Share share, String job, long startedMs, Platform platform, StormProof proof, int engines, StormResult result)
{
}
