package org.gale.engine.report.sweep;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.IfThere;

/** Head of a joined sweep as a document. */
record SweepDocument(@JsonUnwrapped Names names, @JsonUnwrapped Axes axes, @JsonUnwrapped Runs counts)
{
    /** Schema of the file, and the sweep that it is of. */
    public record Names(String schema, String sweep, String plan, boolean modelled)
    {
    }

    /**
     * Axes of the sweep, and what its report shows.
     *
     * @param config of all runs; null if it is not known
     */
    public record Axes(List<SweepOutline.Parameter> parameters, List<Long> seeds, List<String> groups,
        List<String> phases, SweepOutline.Shown report, String search, @IfThere JsonNode config)
    {
    }

    /** Numbers of points and runs, and the runs without figures. */
    public record Runs(Long points, Long runs, Long results, List<Integer> missing, List<SweepHead.Failed> failed,
        List<SweepHead.Bounded> notBracketed)
    {
    }
}
