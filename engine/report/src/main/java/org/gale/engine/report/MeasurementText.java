package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.Pinning;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ThreadCpus;
import org.gale.engine.storm.scenario.Warmup;

/** Lines about the measured part of a storm. Pure functions. */
public final class MeasurementText
{
    private static final String DOT = " \u00b7 ";
    /** Share of the generator's rate below which the measured part has a rate of its own. */
    private static final double WHOLE = 0.99;

    private MeasurementText()
    {
    }

    /** Returns the line of the warm-up. */
    static String warmup(final Warmup.Past warmup)
    {
        if (warmup.ending() == Warmup.Ending.NONE)
        {
            return "warm-up  none: rates and latencies hold the start";
        }
        final List<String> parts = new ArrayList<>();
        parts.add(NumberText.seconds(warmup.ns()));
        parts.add(NumberText.count(warmup.delivered()) + " delivered");
        parts.add(warmup.ending().label());
        if (warmup.ending().isKept())
        {
            parts.add("rates and latencies are those of a cold start");
        }

        return "warm-up  " + String.join(DOT, parts);
    }

    /**
     * Returns the sentence that says why a rate was not kept. A rate is as asked only where it was so over the whole
     * measured part, which is the time that the column of rates divides by.
     */
    public static String pace(final StormResult result)
    {
        final MeasuredRates rates = result.rates();
        final GeneratorPace pace = result.generator().pace();
        final String asked = "offered " + NumberText.rate(pace.askedPerS());
        final boolean isWhole = rates.offeredPerS() >= WHOLE * pace.reachedPerS();
        final boolean isSlow = NumberText.rate(pace.reachedPerS()).equals(NumberText.rate(pace.askedPerS()));
        final String over = NumberText.rate(pace.reachedPerS()) + " while the generator ran, " +
            (rates.isOffered() ? NumberText.rate(rates.offeredPerS()) : "none") + " measured";
        final String reached = asked + " asked, " + (!isWhole ? over :
            isSlow && pace.leastPerS() < pace.reachedPerS() ?
            NumberText.rate(pace.leastPerS()) + " reached in the slowest second" :
            NumberText.rate(pace.reachedPerS()) + " reached") + ": ";
        final boolean isAlike = isWhole && pace.reachedPerS() >= WHOLE * rates.offeredPerS();
        final String asAsked = !isAlike ? asked + " asked, " + over + ", and " : pace.shortSeconds() == 0 ?
            asked + " as asked, but " :
            asked + " asked, " + NumberText.rate(pace.leastPerS()) + " reached in the slowest second, and ";

        return switch (pace.limit())
        {
            case NONE -> isAlike ? asked + " as asked" : asked + " asked, " + over;
            case GENERATOR -> reached + "the generator was the limit";
            case ENGINE -> reached + "the engine was the limit";
            case IN_FLIGHT -> reached + NumberText.count(pace.skipped()) + " skipped at the limit in flight";
            case LANE -> asAsked + "the lane was full for " + percent(pace.fullShare()) +
                " of the time: the engine was the limit";
            case LAG -> asAsked + "late: " + late(result);
            case MODELS -> "models of devices went on late, this host cannot keep up with them: " + late(result) +
                ". Take fewer devices, or the virtual clock";
        };
    }

    private static String late(final StormResult result)
    {
        final GeneratorPace pace = result.generator().pace();

        return "lag " + tail(result.generator().lag()) + ' ' + NumberText.count(pace.lagNs()) + " ns, response " +
            tail(result.latencies().response()) + ' ' + NumberText.count(pace.responseNs()) + " ns";
    }

    /** Returns the name of the figure that stands for a tail: with too few samples a percentile is the maximum. */
    static String tail(final Histogram histogram)
    {
        return LatencySummary.at(histogram, LatencySummary.TAIL) == LatencySummary.NONE ? "max" : "p99";
    }

    /** Returns a sentence on lines of the width of the text; a further line begins with two spaces. */
    static List<String> wrapped(final String sentence)
    {
        final int at = sentence.length() <= ReportLine.WIDTH ? -1 : sentence.lastIndexOf(", ", ReportLine.WIDTH - 1);

        return at < 0 ? List.of(sentence) : List.of(sentence.substring(0, at + 1), "  " + sentence.substring(at + 2));
    }

    /** Returns the words for whether a rate was kept. */
    public static String keptUp(final boolean isTrue)
    {
        return isTrue ? "kept up" : "did not keep up";
    }

    /** Returns the parts of the line of stalls; empty if there are none to show. */
    public static List<String> stalls(final Stalls stalls)
    {
        final List<String> parts = new ArrayList<>();
        for (final Stalls.OfThread thread : stalls.threads())
        {
            final String wait = thread.waitNs() == HostMeter.MISSING ? "" :
                ' ' + percent(stalls.share(thread)) + (parts.isEmpty() ? " of the run" : "");
            final String longest = thread.longestNs() == 0 ? "" :
                (wait.isEmpty() ? "" : ",") + " longest " + milliseconds(thread.longestNs());
            parts.add(thread.name() + (wait + longest).replaceAll("^$", " none seen"));
        }
        if (stalls.stolenNs() != HostMeter.MISSING)
        {
            parts.add("stolen " + percent(stalls.stolenShare()));
        }
        if (stalls.throttledNs() != HostMeter.MISSING)
        {
            parts.add("throttled " + percent(stalls.throttledShare()));
        }
        if (!stalls.missing().isEmpty() && !stalls.threads().isEmpty())
        {
            parts.add("not known here: " + String.join(", ", stalls.missing()));
        }

        return parts;
    }

    /** Returns the lines that name the host as the maker of the tail; none if the engine made it. */
    public static List<String> tail(final Stalls stalls)
    {
        final String head = "the host, not Gale, made long latencies:";
        final String reasons = String.join(", ", stalls.reasons());
        if (reasons.isEmpty())
        {
            return List.of();
        }

        return head.length() + 1 + reasons.length() > ReportLine.WIDTH ?
            List.of(head, "  " + reasons) : List.of(head + ' ' + reasons);
    }

    /** Returns the lines about threads that are pinned to processors; none if no thread was to be. */
    static List<String> pinned(final HostEffects host)
    {
        final ThreadCpus cpus = host.cpus();
        final List<String> lines = new ArrayList<>();
        if (!cpus.isAny())
        {
            final List<String> parts = new ArrayList<>();
            add(parts, "engine", cpus.engine());
            add(parts, "generator", cpus.generator());
            add(parts, "helpers", cpus.helpers());
            lines.add("pinned   " + String.join(DOT, parts));
        }
        host.notes().forEach(note -> lines.add("note     " + note));

        return lines;
    }

    private static void add(final List<String> parts, final String threads, final int cpu)
    {
        if (cpu != Pinning.ANY)
        {
            parts.add(threads + " to processor " + cpu);
        }
    }

    private static String percent(final double share)
    {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String milliseconds(final long ns)
    {
        return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }

    /** Returns the line that says whether a storm was drained, and why its sources ended. */
    static String drained(final StormEnd end)
    {
        return "drained  " + (end.isDrained() ? "yes: " : "no: ") + end.text();
    }
}
