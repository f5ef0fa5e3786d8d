package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Rounds in which two measurements take turns. Which one begins changes from round to round. Pure functions. */
final class Rounds
{
    private Rounds()
    {
    }

    /** Measurement of one side in one round. */
    @FunctionalInterface
    interface Side<T>
    {
        T measure() throws MeasurementException;
    }

    /** Value of a round. */
    @FunctionalInterface
    interface Value<T>
    {
        double of(T ours, T other) throws MeasurementException;
    }

    /** Line that describes a round. */
    @FunctionalInterface
    interface Line<T>
    {
        String of(T ours, T other, double value) throws MeasurementException;
    }

    /**
     * Measures both sides in each round.
     *
     * @param value of a round
     * @param line  of a round, behind its number
     * @throws MeasurementException if a measurement fails
     */
    static <T> BenchmarkMeasurement of(final int rounds, final Side<T> ours, final Side<T> other,
        final Value<T> value, final Line<T> line) throws MeasurementException
    {
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < rounds; round++)
        {
            final boolean isOursFirst = round % 2 == 1;
            final T first = (isOursFirst ? ours : other).measure();
            final T second = (isOursFirst ? other : ours).measure();
            final T mine = isOursFirst ? first : second;
            final T theirs = isOursFirst ? second : first;
            values.add(value.of(mine, theirs));
            details.add("round " + (round + 1) + ": " + line.of(mine, theirs, values.get(round)));
        }

        return new BenchmarkMeasurement(values, details);
    }
}
