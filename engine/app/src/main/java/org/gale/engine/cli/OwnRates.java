package org.gale.engine.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.plan.RatesJob;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.gale.engine.trace.text.InterruptRates;

/**
 * Timers and IPIs among the rates of interrupts: models of a job, in which each VPE has the mean of all CPUs. Owned by
 * one thread.
 */
final class OwnRates
{
    private static final long HZ_LIMIT = 100_000;
    private static final double IPI_LEAST = 0.001;
    private static final int KIND_LIMIT = 16;
    private static final double NEAR = 1.1;

    private final InterruptRates rates;
    private final List<InterruptRates.Pair> streams = new ArrayList<>();
    private final List<InterruptRates.Pair> timers = new ArrayList<>();
    private final List<InterruptRates.Pair> ipis = new ArrayList<>();

    /** Takes the pairs that a job has as timers or IPIs; others remain streams of devices. */
    OwnRates(final InterruptRates rates)
    {
        this.rates = rates;
        for (final InterruptRates.Pair pair : rates.pairs())
        {
            (pair.kind() == VectorKind.TIMER ? timers : pair.kind() == VectorKind.IPI ? ipis : streams).add(pair);
        }
        if (hz() < 1 || hz() > HZ_LIMIT)
        {
            streams.addAll(timers);
            timers.clear();
        }
        if (rates.cpus().size() < 2 || meanPerS(ipis) < IPI_LEAST)
        {
            streams.addAll(ipis);
            ipis.clear();
        }
    }

    /** Returns the pairs of devices. */
    List<InterruptRates.Pair> streams()
    {
        return streams;
    }

    /** Returns timers and IPIs as a job has them. */
    RatesJob.OwnInterrupts ofJob()
    {
        final long rows = ipis.stream().map(InterruptRates.Pair::label).distinct().count();
        final int kinds = (int)(rows < 2 ? rows : Math.min(KIND_LIMIT, rows + 1));

        return new RatesJob.OwnInterrupts(timers.isEmpty() ? 0 : hz(), meanPerS(ipis), kinds);
    }

    /** Returns what became of timers and IPIs, a line each. */
    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        if (!timers.isEmpty())
        {
            lines.add("timer: " + NumberText.count(hz()) + " ticks a second of each VPE, as PPI 27" + span(timers));
        }
        if (!ipis.isEmpty())
        {
            lines.add("ipi: " + NumberText.rate(meanPerS(ipis)) + " of each VPE to another, drawn evenly" + span(ipis));
        }

        return lines;
    }

    /** Returns how far CPUs are from the mean, if any is. */
    private String span(final List<InterruptRates.Pair> pairs)
    {
        final double[] ofCpus = new double[rates.cpus().size()];
        pairs.forEach(pair -> ofCpus[pair.cpu()] += rates.perS(pair.count()));
        final double least = Arrays.stream(ofCpus).min().orElse(0);
        final double most = Arrays.stream(ofCpus).max().orElse(0);

        return most <= least * NEAR ? "" :
            "; CPUs took " + NumberText.rate(least) + " to " + NumberText.rate(most) + ", of which this is the mean";
    }

    private long hz()
    {
        return Math.round(meanPerS(timers));
    }

    private double meanPerS(final List<InterruptRates.Pair> pairs)
    {
        return rates.perS(pairs.stream().mapToLong(InterruptRates.Pair::count).sum()) / rates.cpus().size();
    }
}
