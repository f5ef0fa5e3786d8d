package org.gale.engine.storm.sweep;

/**
 * Plan of a sweep with all that identifies it.
 *
 * @param plan      runs by their numbers
 * @param hash      of the effective sweep, the effective jobs of its points and the version, in hexadecimal digits
 * @param version   of the program
 * @param sweepText file of the sweep as one line, whose job is the other text
 * @param jobText   file of the job as one line, without the files of the host that it names
 */
public record PlannedSweep(SweepPlan plan, String hash, String version, String sweepText, String jobText)
{
}
