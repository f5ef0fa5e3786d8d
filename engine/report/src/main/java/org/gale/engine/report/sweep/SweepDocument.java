package org.gale.engine.report.sweep;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.gale.engine.report.document.IfThere;

/** Head of a joined sweep as a document. */
public record SweepDocument(@JsonUnwrapped Names names, @JsonUnwrapped Axes axes, @JsonUnwrapped Runs counts)
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
    public record Runs(Long points, Long runs, Long results, List<Integer> missing, List<Failed> failed,
        List<Bounded> notBracketed)
    {
    }

    /**
     * Run whose search is not bracketed.
     *
     * @param run      number of the run
     * @param value    lowest or highest value of the search, at which it ended
     * @param holds    true if the condition holds there
     * @param figure   of the condition
     * @param measured figure at the value; null if it was not measured
     */
    public record Bounded(int run, String value, boolean holds, String figure, BigDecimal measured)
    {
    }

    /**
     * Run that ended with a failure.
     *
     * @param run  number of the run
     * @param exit code of its process
     * @param cause of the end: {@code exit}, a signal or a limit
     */
    public record Failed(int run, int exit, String cause)
    {
    }
}
