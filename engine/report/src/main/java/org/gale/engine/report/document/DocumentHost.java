package org.gale.engine.report.document;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Host of a storm: what ran it, its journal, and all that names a command, a digest or an engine. On the virtual clock
 * the rest of the document is equal on every host and for any number of engines.
 *
 * @param runS           time that the run took; null on the wall clock, where it is the storm's
 * @param replayRatePerS null on the wall clock, whose replay has it
 * @param resumed        null of a storm that began
 */
public record DocumentHost(@JsonUnwrapped Platform platform, @IfThere Number runS, @IfThere Number replayRatePerS,
    Resumed resumed, String ramFile, @JsonUnwrapped Proof proof, @JsonUnwrapped Commands commands,
    @JsonUnwrapped Division division)
{
    /** Program, JDK and processors that ran the storm. */
    public record Platform(String version, String jdk, Long cores)
    {
    }

    /**
     * Point at which a storm was resumed.
     *
     * @param earlierName torn frames by their earlier name
     */
    public record Resumed(Long sequence, @JsonProperty("residue_frames") Long earlierName, Long tornFrames,
        Long firstCommand, Long offered, Long delivered)
    {
    }

    /**
     * Proof of the storm.
     *
     * @param digest of its commands
     * @param replay null of a storm that was not replayed
     */
    public record Proof(Journal journal, String digest, Replay replay)
    {
    }

    /**
     * Journal of the storm.
     *
     * @param directory      null of a storm without one
     * @param mode           null on the virtual clock
     * @param commandsBeyond commands that are not in the journal; null on the wall clock
     */
    public record Journal(String directory, @IfThere String mode, Long commands, Long frames, Long bytes,
        Number bytesPerCommand, @IfThere Long commandsBeyond, Boolean verified)
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
     * Commands of what the document names without them, in the order of its lists.
     *
     * @param outliers  commands that made them pending
     * @param stopped   command of the interrupt that ended the storm; null without
     * @param intervals journals of the intervals
     * @param failure   words of the failure with its command and journal; null where the document has no others
     */
    public record Commands(List<HostPlace> outliers, @IfThere HostPlace stopped, List<Written> intervals,
        @IfThere String failure)
    {
    }

    /**
     * Place of a command.
     *
     * @param engine whose journal has it; null of a storm that one ran
     */
    public record HostPlace(Long command, @IfThere Long engine)
    {
    }

    /** Bytes of the journal that an interval has added. */
    public record Written(Long journalBytes)
    {
    }

    /**
     * Division of a storm over engines and hosts.
     *
     * @param ofEngines null of a storm that one ran
     * @param share     of the storm; null of a whole one
     * @param part      all that a sum of the shares needs of this one; null of a whole storm
     * @param ofShares  null of a report that is no sum
     */
    public record Division(@JsonUnwrapped Engines ofEngines, @IfThere String share, @IfThere JsonNode part,
        @JsonUnwrapped Shares ofShares)
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
        @JsonUnwrapped Applied journal, String drainedReason)
    {
    }

    /**
     * Shares of a storm whose reports were added.
     *
     * @param sharesMissing    shares that are not among them; null if none is
     * @param sharesStartSpanS time from the first start to the last; null on the virtual clock
     * @param sharesRate       how the rate came about; null on the virtual clock
     */
    public record Shares(List<OfShare> shares, @IfThere List<String> sharesMissing, @IfThere Number sharesStartSpanS,
        @IfThere String sharesRate)
    {
    }

    /**
     * Share of a storm, with the host that ran it and its own figures.
     *
     * @param engines number of engines that ran it
     */
    public record OfShare(String share, @JsonUnwrapped Platform platform, Long engines, @JsonUnwrapped Engine figures)
    {
    }

    /**
     * Events of an engine.
     *
     * @param held null of an engine whose vectors hold nothing
     */
    public record Events(
        Long offered, Long delivered, Long coalesced, Long pending, @IfThere Long held, Long rejected)
    {
    }

    /** Commands of an engine in its journal, and their digest. */
    public record Applied(Long commands, Long frames, Long bytes, String digest)
    {
    }
}
