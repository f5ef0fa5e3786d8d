package org.gale.engine.report.document;

import java.util.Map;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Head of a document.
 *
 * @param modelled name of the costs; null on the wall clock
 * @param vary     values that one of several runs has of its own; null of a storm that runs once
 * @param platform null on the virtual clock, where it stands at the end
 */
public record Head(@IfThere String modelled, @IfThere Map<String, String> vary, @Required String schema,
    @JsonUnwrapped Platform platform, @Signed Long seed)
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
}
