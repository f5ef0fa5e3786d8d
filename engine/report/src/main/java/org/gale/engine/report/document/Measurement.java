package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Section of a report about the measured part of its storm: its warm-up, what the host took from it, and its slowest
 * interrupts.
 *
 * @param stalls  null on the virtual clock, as are notes and moments
 * @param stopped null of a storm that no condition ended
 * @param notStationary thirds of the measured part that differ; null of a storm that is stationary, or too short
 */
public record Measurement(Long measuredNs, Warmup warmup, @IfThere Stalls stalls, @IfThere List<String> notes,
    List<Outlier> outliers, Stopped stopped, @IfThere List<Moment> moments,
    @IfThere NotStationary notStationary)
{
    /**
     * Means over the thirds of the measured part, by the steps of the heat map.
     *
     * @param figures that differ, by their names in reports
     */
    public record NotStationary(List<String> figures, List<Number> responseNs, List<Number> ratePerS)
    {
    }

    /** Part of the storm before the measured one. */
    public record Warmup(String ending, Long ns, Long offered, Long delivered)
    {
    }

    /** Times that the host took; null where it has no source of them. */
    public record Stalls(@JsonAnySetter Map<String, Wait> threads, Long stolenNs, Long throttledNs,
        List<String> missing, List<String> tailByHost)
    {
    }

    /** Times for which a thread did not run. */
    public record Wait(Long waitNs, Long longestNs)
    {
    }

    /** Moment at which the host took a thread from its processor. */
    public record Moment(String kind, String thread, Long atNs, Long lengthNs)
    {
    }

    /** Condition that ended the storm, and the interrupt that met it; null if a request did. */
    public record Stopped(String condition, Outlier outlier)
    {
    }

    /**
     * Slow interrupt.
     *
     * @param serviceNs null on the virtual clock, as is the cause
     * @param atNs      since the first offer; less than 0 of one from a lane before it
     * @param path      to its guest; null on the wall clock
     */
    public record Outlier(Long responseNs, @IfThere Long serviceNs, @Signed Long atNs, Long vm,
        @JsonUnwrapped Interrupt interrupt, Map<String, Long> stages, @JsonUnwrapped Cause host,
        @IfThere String path)
    {
    }

    /** Number of an interrupt: of an LPI, of a PPI and its vCPU, or of an SPI. */
    public record Interrupt(@IfThere Long ppi, @IfThere Long vpe, @IfThere Long spi, @IfThere Long lpi)
    {
    }

    /** Cause of a slow interrupt, and how long both overlap. */
    public record Cause(String cause, Long overlapNs, Long resolutionNs)
    {
    }
}
