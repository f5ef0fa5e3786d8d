package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
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
    public Measurement measure(final Effort effort) throws MeasurementException
    {
        final List<Double> values = new ArrayList<>();
        final List<String> details = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++)
        {
            final boolean isOursFirst = round % 2 == 0;
            final JmhCase.Cost first = (isOursFirst ? ours : baseline).run(effort);
            final JmhCase.Cost second = (isOursFirst ? baseline : ours).run(effort);
            final JmhCase.Cost mine = isOursFirst ? first : second;
            final JmhCase.Cost other = isOursFirst ? second : first;
            values.add(ratio(mine.cpuNs(), other.cpuNs()));
            details.add(String.format(Locale.ROOT,
                "round %d: %.2f ns and %.2f ns, ratio %.3f; by the clock %.2f ns and %.2f ns, ratio %.3f; %.3f B/op",
                round + 1, mine.cpuNs(), other.cpuNs(), values.get(round), mine.wallNs(), other.wallNs(),
                ratio(mine.wallNs(), other.wallNs()), mine.bytes()));
        }

        return new Measurement(values, details);
    }

    private double ratio(final double mine, final double other)
    {
        return target.isAtMost() ? mine / other : other / mine;
    }
}
