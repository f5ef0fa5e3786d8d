package org.gale.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row that JMH measures: two benchmarks by turns, each round in JVMs of their own. The value of a round is ours by
 * the baseline, or the baseline by ours where more is better. It is that of CPU time, since both run on one thread: on
 * a machine without other work the clock says the same, and on another it says nothing.
 *
 * @param ours     the benchmark that has a target
 * @param baseline what it is compared with
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
