package org.gale.engine.report.sweep;

import org.gale.engine.config.Outcome;

/**
 * Run of a joined sweep, and the figure that a report shows.
 *
 * @param number of the run, from 0
 * @param point  of the run, from 0
 * @param seed   null for that of the job
 * @param exit   code of its process
 * @param found  value of the search whose report the run has; null for none
 * @param figure {@link Double#NaN} if the run does not have it
 */
public record SweepRunRow(int number, int point, Long seed, int exit, String found, double figure)
{
    /** Returns whether the run ended with a failure: its figures are not joined. */
    public boolean isFailed()
    {
        return !Outcome.hasResult(exit);
    }
}
