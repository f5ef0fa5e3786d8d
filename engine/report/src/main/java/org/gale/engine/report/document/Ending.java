package org.gale.engine.report.document;

import java.util.List;

/**
 * End of a document: the history of its storm, how it ended, and its host.
 *
 * @param digest  of the accounts and sums of all partitions; null on the wall clock
 * @param heat    null of a storm without samples
 * @param failure null of a sound one
 */
public record Ending(@IfThere String digest, List<DocumentInterval> intervals, Long intervalsDropped,
    @IfThere Heat heat,
    String failure, DocumentExit exit, DocumentHost host)
{
    /**
     * Samples of the response over the time of the run.
     *
     * @param sliceNs of the time, from the first offer on
     * @param fromNs  lower end of step 0
     * @param slices  for each slice by turns a step and its number of samples
     */
    public record Heat(Long sliceNs, Long fromNs, Long stepsPerDecade, List<List<Long>> slices)
    {
    }
}
