package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.gale.engine.report.document.IfThere;
import org.gale.engine.report.document.PointDocument;
import org.gale.engine.storm.result.sweep.RunEnd;

/** Rows of a joined sweep as documents, a line each. */
final class SweepRow
{
    private SweepRow()
    {
    }

    /**
     * Row of a run.
     *
     * @param seed   null for that of the job
     * @param values of all keys
     * @param found  value that its search found; null for none
     * @param bound  of a search that is not bracketed; null for another one
     * @param digest null of a run without a report
     */
    public record OfRun(int run, int point, @IfThere Long seed, List<String> values, int exit, @IfThere String found,
        @JsonProperty(SweepOutline.BOUND) @IfThere RunEnd.Bound bound, @IfThere String digest,
        Map<String, BigDecimal> figures)
    {
    }

    /**
     * Row of a point.
     *
     * @param values of all keys
     * @param bounds number of its runs whose search is not bracketed; null for none
     * @param joined null of a point without a run
     */
    public record OfPoint(int point, List<String> values, int results, int missing, int failed,
        @JsonProperty(SweepOutline.BOUND) @IfThere Integer bounds, @JsonUnwrapped PointDocument.Sums joined)
    {
    }
}
