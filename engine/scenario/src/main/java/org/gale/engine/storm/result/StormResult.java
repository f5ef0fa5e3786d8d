package org.gale.engine.storm.result;

import java.util.List;

/**
 * Measurements of a storm. All reports are views of them and carry equal numbers. A section that a storm does not have
 * is null: generator and host on the virtual clock, the model on the wall clock.
 *
 * @param totals    of the whole run
 * @param rates     of the measured part
 * @param generator of the events; null on the virtual clock, where events need no time
 * @param latencies of the measured part
 * @param host      effects of the host on the measured part; null on the virtual clock, where it has none
 * @param model     that the times are of; null on the wall clock
 * @param journal   commands of the run, and their digests
 * @param verdict   end of the run
 * @param history   figures of each second
 */
public record StormResult(
    StormTotals totals,
    MeasuredRates rates,
    GeneratorTotals generator,
    StormLatencies latencies,
    HostEffects host,
    Modelled model,
    JournalTotals journal,
    StormVerdict verdict,
    StormHistory history)
{
    /** Returns this result with other totals of the journal. */
    public StormResult with(final JournalTotals other)
    {
        return new StormResult(totals, rates, generator, latencies, host, model, other, verdict, history);
    }

    /** Returns this result with the failure of its journal to end, unless the run had failed before. */
    public StormResult refused(final String failure)
    {
        return new StormResult(
            totals, rates, generator, latencies, host, model, journal, verdict.refused(failure), history);
    }

    /**
     * Returns this result with controls.
     *
     * @param isJudged true if the run came to its own end, so that its verdict follows from them, too
     */
    public StormResult with(final StormControls controls, final boolean isJudged)
    {
        return new StormResult(totals.with(controls), rates, generator, latencies, host, model, journal,
            isJudged ? controls.judge(verdict) : verdict, history);
    }

    /** Returns this result with rows of the accounting before those that it has. */
    public StormResult with(final List<AccountingRow> rows)
    {
        return new StormResult(
            totals.with(rows), rates, generator, latencies, host, model, journal, verdict, history);
    }

    /** Returns this result with another verdict. */
    StormResult with(final StormVerdict other)
    {
        return new StormResult(totals, rates, generator, latencies, host, model, journal, other, history);
    }

    /**
     * Returns this result as that of one of several engines, whose number its threads and samples have, and on the wall
     * clock its failure.
     */
    public StormResult ofEngine(final int number)
    {
        return new StormResult(totals, rates, generator, latencies.ofEngine(number),
            host == null ? null : host.ofEngine(number), model, journal,
            verdict.ofEngine(number, model == null), history);
    }

    /** Returns whether the rate that was asked for was kept, which it always is without a generator. */
    public boolean isRateKept()
    {
        return generator == null || generator.isKept();
    }

    /** Returns whether the storm had a generator with traffic; if not, models or attached producers sent all events. */
    public boolean isGenerated()
    {
        return generator != null && (totals.attached() == null || generator.lag().getTotalCount() > 0);
    }
}
