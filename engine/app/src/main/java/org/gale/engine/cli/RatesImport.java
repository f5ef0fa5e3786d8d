package org.gale.engine.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.plan.RatesJob;
import org.gale.engine.trace.text.InterruptRates;

/** Job of the rates of interrupts: a VPE for each CPU, and a stream for each interrupt and each CPU that took it. */
final class RatesImport
{
    private static final String JOB = "interrupts";
    private static final int NAME_LIMIT = 32;

    private final InterruptRates rates;
    private final OwnRates own;
    /** Pairs of devices that the job has, in the order of the text. */
    private final List<InterruptRates.Pair> kept;
    /** Limit of the streams, next to which timers and IPIs have a group each. */
    private final int limit;
    private final long total;
    private final long left;

    /** Keeps the busiest pairs if there are more than a job has. */
    RatesImport(final InterruptRates rates)
    {
        this.rates = rates;
        this.own = new OwnRates(rates);
        this.limit = RatesJob.STREAM_LIMIT - own.lines().size();
        this.total = sum(own.streams());
        if (own.streams().size() <= limit)
        {
            this.kept = own.streams();
        }
        else
        {
            final List<InterruptRates.Pair> busiest = own.streams().stream()
                .sorted(Comparator.comparingLong(InterruptRates.Pair::count).reversed())
                .limit(limit).toList();
            final Set<InterruptRates.Pair> set = new HashSet<>(busiest);
            this.kept = own.streams().stream().filter(set::contains).toList();
        }
        this.left = total - sum(kept);
    }

    /**
     * Returns the job as YAML.
     *
     * @param texts names of the texts
     */
    String yaml(final List<String> texts)
    {
        final List<String> head = new ArrayList<>();
        head.add("Made by gale import interrupts of " + String.join(", ", texts));
        head.add(rates.basis() + "; " + NumberText.counted(rates.cpus().size(), "CPU") + ", each a VPE" +
            (isNumbered() ? "" : " in their order: " + numbers()));
        head.add(NumberText.counted(kept.size(), "stream") + ", " + rate(total - left) + ": one for each interrupt " +
            "and each CPU that took it, named ACTION-NUMBER-cpuN");
        head.addAll(own.lines());
        if (left > 0)
        {
            head.add(leftOut());
        }
        head.add("Evenly spaced instead of Poisson: gale storm JOB.yaml --set arrivals=constant");
        final Set<String> names = new HashSet<>();

        return RatesJob.yaml(JOB, head, rates.cpus().size(), kept.stream().map(pair ->
            new RatesJob.Stream(name(pair, names), pair.cpu(), rates.perS(pair.count()))).toList(),
            own.ofJob());
    }

    /** Shows what the job has, and what it has not. */
    void show(final PrintWriter out)
    {
        out.println("imported " + NumberText.counted(kept.size(), "stream") + " of " +
            NumberText.counted(kept.stream().map(InterruptRates.Pair::label).distinct().count(), "interrupt") +
            " on " + NumberText.counted(rates.cpus().size(), "CPU") + ", " + rate(total - left) + ", from " +
            rates.basis());
        own.lines().forEach(line -> out.println("  " + line));
        if (left > 0)
        {
            out.println("  " + leftOut());
        }
    }

    private String leftOut()
    {
        return "left out: the " + NumberText.counted(own.streams().size() - kept.size(), "rarest stream") + ", " +
            rate(left) + ", as a job has at most " + NumberText.count(RatesJob.STREAM_LIMIT) + " groups of devices";
    }

    private String rate(final long count)
    {
        return NumberText.rate(rates.perS(count));
    }

    private static long sum(final List<InterruptRates.Pair> pairs)
    {
        return pairs.stream().mapToLong(InterruptRates.Pair::count).sum();
    }

    /** Returns whether the CPUs have the numbers of their VPEs. */
    private boolean isNumbered()
    {
        return rates.cpus().get(rates.cpus().size() - 1) == rates.cpus().size() - 1;
    }

    private String numbers()
    {
        return String.join(" ", rates.cpus().stream().map(String::valueOf).toList());
    }

    /** Returns a name that a job takes and no stream before has. The name of an action gives way to the numbers. */
    private String name(final InterruptRates.Pair pair, final Set<String> names)
    {
        final String numbers = plain(pair.label()) + "-cpu" + rates.cpus().get(pair.cpu());
        final String action = plain(pair.action());
        final String cut =
            plain(action.substring(0, Math.max(0, Math.min(action.length(), NAME_LIMIT - 1 - numbers.length()))));
        String name = cut.isEmpty() ? numbers : cut + '-' + numbers;
        for (int i = 2; !names.add(name); i++)
        {
            name = numbers + '-' + i;
        }

        return name;
    }

    /** Returns a text with single dashes in place of what no name has. */
    private static String plain(final String text)
    {
        return text.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
    }
}
