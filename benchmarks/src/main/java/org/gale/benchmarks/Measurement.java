package org.gale.benchmarks;

import java.util.List;

/**
 * What was measured for a row.
 *
 * @param values  one of each round, at least one
 * @param details what else is to be said, a line each
 */
record Measurement(List<Double> values, List<String> details)
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
