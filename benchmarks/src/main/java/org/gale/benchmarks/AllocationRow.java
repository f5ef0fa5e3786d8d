package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Row about the allocation of a benchmark's operation. The harness allocates a little in every iteration, on the same
 * thread, so that the value is never exactly 0.
 *
 * @param subject the benchmark that must not allocate
 */
record AllocationRow(String name, String what, Target target, JmhCase subject) implements Row
{
    @Override
    public String command(final Effort effort)
    {
        return subject.command(effort);
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final JmhCase.Cost cost = subject.run(effort);
            values.add(cost.bytes());
            details.add(String.format(Locale.ROOT,
                "round %d: %.5f B/op; %.5f B/op by -prof gc, with the harness; %.2f ns",
                round + 1, cost.bytes(), cost.allBytes(), cost.wallNs()));
        }

        return new BenchmarkMeasurement(values, details);
    }
}
