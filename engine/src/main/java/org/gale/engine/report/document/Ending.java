package org.gale.engine.report.document;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * End of a document: what proves its storm, its history, and how it ended.
 *
 * @param replay  null of a storm that was not replayed
 * @param heat    null of a storm without samples
 * @param failure null of a sound one
 * @param host    what differs between hosts; null on the wall clock, where it stands at the head
 */
public record Ending(Journal journal, String digest, Replay replay, List<Interval> intervals, Long intervalsDropped,
    @IfThere Heat heat, String failure, ExitCode exit, @IfThere Host host)
{
    /**
     * Journal of the storm.
     *
     * @param mode           null on the virtual clock
     * @param commandsBeyond commands that are not in the journal; null on the wall clock
     */
    public record Journal(@IfThere String mode, Long commands, Long frames, Long bytes, Number bytesPerCommand,
        @IfThere Long commandsBeyond, Boolean verified)
    {
    }

    /**
     * Replay of the storm.
     *
     * @param ratePerS null on the virtual clock
     */
    public record Replay(String digest, @IfThere Number ratePerS, Long firstCommand, Boolean equal)
    {
    }

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

    /** Host of a storm on the virtual clock. */
    public record Host(@JsonUnwrapped Head.Platform platform, String journal, String ramFile, Head.Resumed resumed,
        Number runS, Number replayRatePerS)
    {
    }
}
