package org.gale.engine.report.document;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Latencies of a document, in nanoseconds: of the storm, of a VM, of a group or phase, and of an interval. */
public final class Latencies
{
    private Latencies()
    {
    }

    /**
     * Latency: its number of samples and its percentiles by their keys, each null with too few samples.
     *
     * @param exact null where means are not exact
     */
    public record Times(Long count, @JsonUnwrapped Mean exact, @JsonAnySetter Map<String, Long> percentiles)
    {
        /** Returns the latency of its figures. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Times of(final Map<String, BigDecimal> figures)
        {
            final Map<String, Long> percentiles = new LinkedHashMap<>();
            figures.forEach((key, figure) -> percentiles.put(key, figure == null ? null : figure.longValue()));
            percentiles.remove("mean");
            final Long count = percentiles.remove("count");

            return new Times(count, new Mean(figures.get("mean")), percentiles);
        }
    }

    /**
     * Exact mean.
     *
     * @param mean null without a sample, or where the sum is not known
     */
    public record Mean(Number mean)
    {
    }

    /** Point of a curve, written as a list: a percentile, and the time that it does not exceed. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Point(@Required Number percentile, @Required Long ns)
    {
    }

    /** Number of the measured interrupts, and how many of them were sampled. */
    public record Sampled(String sampled, Long delivered)
    {
    }

    /** Latencies of the storm. */
    public record OfStorm(@JsonUnwrapped Sampled samples, @JsonUnwrapped Whole whole, Map<String, List<Point>> curves,
        Map<String, Times> stages, @IfThere Map<String, Long> deliveredByRoute, @IfThere Map<String, Times> routes,
        List<OfVm> vms)
    {
        private static final Whole NONE = new Whole(null, null, null, null);

        public OfStorm
        {
            whole = whole == null ? NONE : whole;
        }
    }

    /** Latencies of interrupts and requests that are no stage. */
    public record Whole(Times response, @IfThere Times handled, @IfThere Times service, @IfThere Times request)
    {
    }

    /** Response of a VM. */
    public record OfVm(Long vm, Times response)
    {
    }

    /**
     * Latencies of an interval, or of a point of a sweep, by their names.
     *
     * @param whole  latencies that are no stage
     * @param stages of the response, and of the handler behind it
     */
    public record ByName(@JsonAnySetter Map<String, Times> whole, @IfThere Map<String, Times> stages)
    {
    }

    /**
     * Latencies of a group or phase.
     *
     * @param encoded histograms by the names of their latencies
     */
    public record OfPart(@IfThere Long delivered, Times response, @IfThere Times handled, @IfThere Times request,
        @IfThere Times senderWait, @IfThere Map<String, String> encoded)
    {
    }
}
