package org.gale.engine.report.document;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Interval of about a second of a document. */
public record DocumentInterval(@JsonUnwrapped Span span, @JsonUnwrapped Counts counts, Latencies.ByName latencyNs)
{
    /** Time of an interval. */
    public record Span(Number startS, Number lengthS, Boolean warmup)
    {
    }

    /**
     * Counts of an interval.
     *
     * @param completionsPerS null where no device has a model
     * @param laneWords       null on the virtual clock
     */
    public record Counts(Long offered, Long delivered, Number ratePerS, @IfThere Number completionsPerS,
        Long pending, @IfThere Long laneWords)
    {
    }
}
