package org.gale.benchmarks;

import java.util.List;

/**
 * Measured values of a row.
 *
 * @param values  one value per round, at least one
 * @param details further findings, one line each
 */
record BenchmarkMeasurement(List<Double> values, List<String> details)
{
    double median()
    {
        final List<Double> sorted = values.stream().sorted().toList();
        final int middle = sorted.size() / 2;

        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least()
    {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most()
    {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
