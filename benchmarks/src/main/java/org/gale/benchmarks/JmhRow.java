package org.gale.benchmarks;

import java.util.Locale;

/**
 * Row that JMH measures: two benchmarks alternate, each round in separate JVMs. The value of a round is ours divided by
 * the baseline, or the inverse where more is better. Both run on one thread, so the value is that of CPU time. On an
 * idle machine the wall clock agrees; on a busy one it means nothing.
 *
 * @param ours     the benchmark that has a target
 * @param baseline the benchmark it is compared with
 */
record JmhRow(String name, String what, Target target, JmhCase ours, JmhCase baseline) implements Row
{
    @Override
    public String command(final Effort effort)
    {
        return ours.command(effort) + '\n' + baseline.command(effort);
    }

    @Override
    public BenchmarkMeasurement measure(final Effort effort) throws MeasurementException
    {
        return Rounds.of(effort.rounds(), () -> ours.run(effort), () -> baseline.run(effort),
            (mine, other) -> ratio(mine.cpuNs(), other.cpuNs()),
            (mine, other, ratio) -> String.format(Locale.ROOT,
            "%.2f ns and %.2f ns, ratio %.3f; by the clock %.2f ns and %.2f ns, ratio %.3f; %.3f B/op",
            mine.cpuNs(), other.cpuNs(), ratio, mine.wallNs(), other.wallNs(), ratio(mine.wallNs(), other.wallNs()),
            mine.bytes()));
    }

    private double ratio(final double mine, final double other)
    {
        return target.isAtMost() ? mine / other : other / mine;
    }
}
