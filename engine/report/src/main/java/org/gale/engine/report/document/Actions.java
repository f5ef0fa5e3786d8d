package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;

/** Actions between the events of a document's storm. */
public record Actions(@JsonAnySetter Map<String, ActionKind> kinds, Timeline timeline)
{
    /** Actions of a kind. */
    public record ActionKind(String asked, Long due, Long begun, Long completed, Boolean keptUp)
    {
    }

    /**
     * Slices of the time of the run, and a number for each.
     *
     * @param startNs since the first offer, and maybe before it
     */
    public record Timeline(@Signed Long startNs, Long sliceNs, List<Long> ended, List<Long> openNs, List<Long> heldNs,
        List<Long> moves)
    {
    }
}
