package org.gale.engine.report.document;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * End of a document: what proves its storm, its history, and how it ended.
 *
 * @param replay  null of a storm that was not replayed
 * @param heat    null of a storm without samples
 * @param failure null of a sound one
 * @param host    what differs between hosts; on the wall clock that stands at the head, and here are engines, if any
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

    /**
     * Host of a storm.
     *
     * @param model   null on the wall clock
     * @param share   of the storm; null of a whole one
     * @param engines null of a storm that one ran
     */
    public record Host(@JsonUnwrapped OfModel model, @IfThere String share, @JsonUnwrapped Engines engines)
    {
    }

    /** Host of a storm on the virtual clock. */
    public record OfModel(@JsonUnwrapped Head.Platform platform, String journal, String ramFile, Head.Resumed resumed,
        Number runS, Number replayRatePerS)
    {
    }

    /**
     * Engines of a storm.
     *
     * @param enginesBound  what their number was bound by; null where it was given
     * @param enginesFewerS time for which fewer than all ran
     */
    public record Engines(List<Engine> engines, String enginesBound, Number enginesFewerS)
    {
    }

    /** Engine of a storm, with its part of the accounting and its own rate and digest. */
    public record Engine(@JsonUnwrapped Events events, Number elapsedS, Number ratePerS, Long responseP99Ns,
        @JsonUnwrapped Commands journal, String drainedReason)
    {
    }

    /** Events of an engine. */
    public record Events(Long offered, Long delivered, Long coalesced, Long pending, Long rejected)
    {
    }

    /** Commands of an engine in its journal, and their digest. */
    public record Commands(Long commands, Long frames, Long bytes, String digest)
    {
    }
}
