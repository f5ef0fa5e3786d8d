package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;

/**
 * Laws of the conditions that end a run on the wall clock, by the figures of its result: a run that goes on has no
 * figure that meets one, and one that a condition ends has. Used once.
 */
final class StopLaws
{
    private static final String STALL = "stall";

    private final StormResult result;
    private final List<String> faults = new ArrayList<>();

    private StopLaws(final StormResult result)
    {
        this.result = result;
    }

    /**
     * Returns the laws that the end of a run breaks.
     *
     * @param conditions of the run, whose measured part has begun
     */
    static List<String> faults(final Conditions conditions, final StormResult result)
    {
        final StopLaws laws = new StopLaws(result);
        conditions.all().forEach(laws::check);

        return laws.faults;
    }

    private void check(final Condition condition)
    {
        final String[] words = condition.metric().split("[.]", -1);
        final String metric = words[words.length - 1];
        if (metric.equals(STALL))
        {
            final long ns = result.host().stalls().threads().stream().filter(thread ->
                !thread.name().equals(Stalls.HELPERS)).mapToLong(Stalls.OfThread::longestNs).max().orElse(0);
            check(condition, ns, ns);
            return;
        }
        final Histogram samples = samples(words, Latency.valueOf(metric.toUpperCase(Locale.ROOT)));
        if (samples != null)
        {
            final long ns = samples.getTotalCount() == 0 ? 0 : samples.getMaxValue();
            check(condition, samples.lowestEquivalentValue(ns), samples.highestEquivalentValue(ns));
        }
    }

    /** {@return the samples of a latency of all, of a group, of a phase, or of a group in a phase; null without} */
    private Histogram samples(final String[] words, final Latency latency)
    {
        if (words.length == 1)
        {
            return result.latencies().of(latency);
        }
        final Function<Part, Stream<Part>> within =
            part -> part.groups().stream().filter(group -> group.name().equals(words[0]));
        final Stream<Part> parts = words.length > 2 ?
            result.totals().phases().stream().filter(phase -> phase.name().equals(words[1])).flatMap(within) :
            Stream.concat(result.totals().groups().stream(), result.totals().phases().stream())
            .filter(part -> part.name().equals(words[0]));

        return parts.map(part -> part.of(latency)).filter(times -> times != null).map(Part.Times::samples).findFirst()
            .orElse(null);
    }

    private void check(final Condition condition, final long leastNs, final long mostNs)
    {
        final StormVerdict.Stop stop = result.verdict().stop();
        if (stop == null && condition.holds((double)leastNs))
        {
            faults.add("a run was to end by " + condition.text() + ", its longest one is " +
                NumberText.count(leastNs) + " ns, and the run goes on");
        }
        final boolean isMet = stop != null && stop.condition().equals(condition);
        if (isMet && !condition.holds((double)mostNs))
        {
            faults.add("the run ends by " + condition.text() + ", and its longest one is " +
                NumberText.count(mostNs) + " ns");
        }
        if (isMet && stop.explained() != null)
        {
            check(condition, stop.explained().outlier());
        }
    }

    /** Checks the interrupt that ends a run: it is one of the group of its condition, and meets one on responses. */
    private void check(final Condition condition, final Outlier outlier)
    {
        final String first = condition.metric().split("[.]", -1)[0];
        int vm = 0;
        for (final Part group : result.totals().groups())
        {
            final boolean isIn = outlier.vmId() >= vm && outlier.vmId() < vm + group.vms();
            vm += group.vms();
            if (group.name().equals(first) && !isIn)
            {
                faults.add("the run ends by " + condition.text() + " with an interrupt of VM " + outlier.vmId());
            }
        }
        if (condition.metric().endsWith(Latency.RESPONSE.label()) && !condition.holds((double)outlier.responseNs()))
        {
            faults.add("the run ends by " + condition.text() + " with a response of " +
                NumberText.count(outlier.responseNs()) + " ns");
        }
    }
}
