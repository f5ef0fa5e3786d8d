package org.gale.engine.storm.costs;

import java.util.List;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;

/**
 * Histograms of the times of a host's functions.
 *
 * @param program   that printed them
 * @param functions with their times
 */
record HistogramText(String program, List<FunctionCost> functions) implements MeasuredText
{
    /**
     * Returns the text of some histograms.
     *
     * @param measuredNs mean of all calls of the only one; below 0 for one that was not measured
     * @throws JobException if one has no call, or another mean
     */
    static HistogramText of(final String program, final List<Histogram> all, final double measuredNs)
    {
        return new HistogramText(program, all.stream().map(one -> one.cost(measuredNs, all.stream().noneMatch(other ->
            other != one && other.row().function().equals(one.row().function())))).toList());
    }

    @Override
    public List<MeasuredCost> costs(final CostModel base)
    {
        return FunctionCost.costs(functions);
    }
}
