package org.gale.engine.storm.result;

import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** Sum of histograms of one latency, with the exact sum and maximum of all. Pure functions. */
final class HistogramSum
{
    private HistogramSum()
    {
    }

    /**
     * Returns the sum of histograms. Where only one has samples, it is that one.
     *
     * @param parts some of which may be null, for those without the latency
     * @return the sum, or null if all are
     */
    public static Histogram of(final List<Histogram> parts)
    {
        final List<Histogram> all = parts.stream().filter(Objects::nonNull).toList();
        final List<Histogram> some = all.stream().filter(part -> part.getTotalCount() > 0).toList();
        if (some.size() <= 1)
        {
            return all.isEmpty() ? null : some.isEmpty() ? all.get(0) : some.get(0);
        }
        final Histogram first = some.get(0);
        final Histogram sum = new LatencyHistogram(
            first.getHighestTrackableValue(),
            some.stream().mapToInt(Histogram::getNumberOfSignificantValueDigits).min().orElseThrow());
        some.forEach(sum::add);

        return sum;
    }
}
