package org.gale.engine.storm.result.sweep;

import java.util.Map;
import java.util.Set;
import org.gale.engine.storm.scenario.JobText;

/**
 * Plan of a sweep with all that identifies it.
 *
 * @param plan        runs by their numbers
 * @param hash        of the effective sweep, the effective jobs of its points and the version, in hexadecimal digits
 * @param version     of the program
 * @param sweepText   file of the sweep as one line, whose job is the other text
 * @param jobText     file of the job as one line, without the files of the host that it names
 * @param traces      hashes of the traces that storms read, by their paths, sorted
 * @param isShort     true if each storm ends before the JVM has compiled its code
 * @param hasJournals true if each storm keeps a journal, which a command may name
 * @param ownKeys     keys of the sweep that are keys of the job itself, without a dot and no variables
 */
public record PlannedSweep(
    SweepPlan plan,
    String hash,
    String version,
    String sweepText,
    String jobText,
    Map<String, String> traces,
    boolean isShort,
    boolean hasJournals,
    Set<String> ownKeys)
{
    /** Limit of the file of a plan, with the hashes of traces. */
    static final int FILE_LIMIT = 16 << 20;
    /** Limit of the files of sweep and job, with a line feed. */
    static final int TEXT_LIMIT = JobText.LIMIT + 1;
}
