package org.gale.engine.storm.virtual;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.run.MigrationFailedException;
import org.gale.engine.storm.run.RunBooks;
import org.gale.engine.storm.scenario.Warmup;

/** Measurements of a partition of a storm in virtual time, and its verdict. Owned by the thread of the run. */
final class PartitionResult
{
    private final HostModel model;
    private final VirtualClock clock;
    private final PartitionBooks books;
    private final PartitionHost host;
    private final VirtualLoop loop;
    private final RunSpan span;
    private final VirtualProof proof;
    private final PartitionModel simulated;

    PartitionResult(
        final HostModel model,
        final VirtualClock clock,
        final PartitionBooks books,
        final PartitionHost host,
        final VirtualLoop loop,
        final RunSpan span,
        final VirtualProof proof,
        final PartitionModel simulated)
    {
        this.model = model;
        this.clock = clock;
        this.books = books;
        this.host = host;
        this.loop = loop;
        this.span = span;
        this.proof = proof;
        this.simulated = simulated;
    }

    /**
     * End of the run of a partition.
     *
     * @param cause      of a run that did not come to its end; null for one that did
     * @param isStopping true if the user asked for an end
     * @param hasBegun   true if the set-up came to its end
     * @param hitNs      time at which a condition was met, ns
     * @param warmed     sums at the end of a warm-up that ended itself; null of a run without one
     */
    record End(RuntimeException cause, boolean isStopping, boolean hasBegun, long hitNs, WarmedUp warmed)
    {
    }

    /**
     * Returns the measurements of the partition, without a journal, which is that of its engine.
     *
     * @param rows   of the workload
     * @param realNs time that the host needed
     */
    StormResult of(final End end, final List<AccountingRow> rows, final long realNs)
    {
        final long endNs = Math.max(1, clock.nanoTime());
        host.pins.finish();
        if (end.cause != null)
        {
            host.virtual.counts().forwarded -= loop.delivery().unforwarded();   // messages that were not applied
        }
        final MigrationFailedException failed = end.cause instanceof MigrationFailedException ex ? ex : null;
        final long waiting = failed == null ? 0 : loop.delivery().fronted();
        if (failed != null)
        {
            books.run.ledgers().hold(failed.vm(), failed.pending(), waiting);
        }
        final RunBooks.Accounts accounts = books.run.close(EventAccount.NONE,
            EventAccount.counted(0, loop.applied() + waiting, books.taken.delivered()), proof.rows(rows),
            groups -> SentEvents.of(groups, group -> books.due.sent(group) -
            (end.cause == null ? 0 : loop.delivery().unapplied(group) - (isOf(failed, group) ? waiting : 0)),
            books.due::ticksHigh, group -> 0, 0));
        final StormActions actions = model.reporter().apply(host.done.get()).with(books.latencies.migrated());
        final Warmup.Past warmup = span.warmup();
        final Warmup.Past past = span.isJudged() || !end.hasBegun ? warmup :
            new Warmup.Past(Warmup.Ending.WHOLE, endNs, loop.offered(), books.taken.delivered());
        final MeasuredRates rates = new MeasuredRates(past, Math.max(1, endNs - warmup.ns()),
            loop.offered() - warmup.offered(), books.taken.delivered() - warmup.delivered());

        final StormLatencies measured = books.latencies.result(books.run.places(), 0);

        final StormTotals totals = books.run.totals(accounts, endNs, rates.ns(), null, actions);

        final Modelled modelled = simulated.result(
            end.hasBegun, endNs, realNs, accounts.accounting(), LatencySummary.of(measured.response()),
            end.warmed == null ? null : end.warmed.with(span.starts()));
        final String ofLoads =
            end.cause != null ? null : books.pending.law().backlogFault(modelled.loads(), endNs);

        return new StormResult(totals, rates, null, measured, null, modelled, null,
            verdict(end, accounts, totals, measured, ofLoads).ofPartition(simulated.number()), books.history.result());
    }

    private boolean isOf(final MigrationFailedException failed, final int group)
    {
        return failed != null && host.targets.group(failed.vm()) == group;
    }

    private StormVerdict verdict(
        final End end, final RunBooks.Accounts accounts, final StormTotals totals, final StormLatencies measured,
        final String ofLoads)
    {
        if (end.cause != null)
        {
            return new RunBooks.End(end.cause.getMessage(), null,
                end.cause instanceof InvariantBrokenException ex ? ex : null, null, end.isStopping, false)
                .verdict(totals.actions());
        }
        final VirtualProof.Finding finding = proof.finding(accounts, totals, measured);
        final String fault = finding.message();
        if (loop.stuck() != null)
        {
            return new StormVerdict(fault != null ? Outcome.INVARIANT_BROKEN : Outcome.CHECK_FAILED, fault != null ?
                fault + ", and " + loop.stuck() : loop.stuck(), null, null, end.isStopping, StormEnd.STUCK);
        }
        final StormVerdict.Stop stop = stop(end.hitNs);
        final String ofStop = fault == null && span.isJudged() ? books.pending.law().stopFault(stop) : null;
        final String unlike = fault != null || ofStop != null ? ofStop : ofLoads;

        return new RunBooks.End(null, unlike == null ? fault : SoundResult.message(unlike), finding.broken(), stop,
            end.isStopping, loop.offered() >= span.countLimit()).verdict(totals.actions());
    }

    /** {@return what met a condition that ends the run, or null} */
    private StormVerdict.Stop stop(final long hitNs)
    {
        final ResponseStops stops = books.stops;

        return stops.metBy() == null ? null : new StormVerdict.Stop(stops.metBy(), stops.met() == null ? null :
            new StormLatencies.Explained(stops.met(), OutlierCause.UNKNOWN, stops.met().nowNs()), hitNs, 0);
    }
}
