package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControls;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StormSettings;

/** Measurements of a run on the wall clock that has ended, and its verdict. On the engine's thread. */
final class WallResult
{
    private final RunOptions options;
    private final Machine machine;
    private final FrameLog log;
    private final RunProducers producers;
    private final WallBooks books;
    private final WallGuests guests;
    private final RunMeter meter;

    WallResult(
        final RunOptions options,
        final Machine machine,
        final FrameLog log,
        final RunProducers producers,
        final WallBooks books,
        final WallGuests guests,
        final RunMeter meter)
    {
        this.options = options;
        this.machine = machine;
        this.log = log;
        this.producers = producers;
        this.books = books;
        this.guests = guests;
        this.meter = meter;
    }

    /**
     * Closes the log with the verdict, and returns the result with the totals of the journal then.
     *
     * @param redelivered   interrupts that the run delivered again
     * @param isInterrupted true if the run was asked to end
     */
    StormResult closed(final EngineRun engine, final long redelivered, final boolean isInterrupted)
    {
        final StormResult result = result(engine, redelivered, isInterrupted);
        if (engine.isLogOpen())
        {
            log.close(result.verdict().ofRun(log.nextSequence() - 1));
        }
        final StormResult ended = result.with(new JournalTotals(engine.commands(),
            options.resumed().frames() + log.appendedFrames(), log.bytes(), machine.digest(), engine.runDigest()));

        return log.failure() == null ? ended : ended.refused(log.failure().message());
    }

    private StormResult result(final EngineRun engine, final long redelivered, final boolean isInterrupted)
    {
        final long lastApplyNs = engine.lastApplyNs();
        if (engine.cause() instanceof MigrationFailedException failed)
        {
            books.run.ledgers().hold(failed.vm(), failed.pending(), books.verbs.waiting());
        }
        final EventAccount before = options.resumed().account();
        final RunBooks.Accounts accounts = books.run.close(before, EventAccount.counted(before.pending(),
            books.tally.offered() + guests.carried(), books.tally.delivered() - redelivered),
            options.workload().accounting(machine), groups -> books.sent(groups, guests.timers()));
        final long firstOfferNs = producers.generator().firstOfferNs();
        final long elapsedNs = firstOfferNs == 0 ? 1 : Math.max(1, lastApplyNs - firstOfferNs);
        final MeasuredRates rates = meter.rates(lastApplyNs);
        final StormActions actions = actions(firstOfferNs, rates);

        final StormResult result = new StormResult(
            books.run.totals(accounts, elapsedNs, rates.ns(), producers.attached(), actions),
            rates,
            meter.generator(producers.refused(), producers.words()),
            meter.latencies(lastApplyNs, books.deliveries.deliveries(rates.delivered()), books.run.places()),
            meter.host(lastApplyNs),
            null,
            null,
            end(engine, meter.stop(lastApplyNs), accounts, isInterrupted).verdict(actions),
            books.history.result());

        return SoundResult.judged(
            result.with(new StormControls(options.workload().controls(machine)), !engine.isAbandoned()),
            asked(), engine.isAbandoned() ? List.of() : faults(result, lastApplyNs));
    }

    private StormActions actions(final long firstOfferNs, final MeasuredRates rates)
    {
        if (guests.migrations() == null)
        {
            return options.workload().actions(firstOfferNs);
        }
        books.lived.settle();

        return options.workload().hostModel().reporter()
            .apply(options.workload().done(guests.migrations().done()))
            .with(books.lived.responses(books.deliveries.deliveries(rates.delivered()).all()));
    }

    /** Returns the laws that a result breaks, by second readings of its figures. */
    private List<String> faults(final StormResult result, final long lastApplyNs)
    {
        final List<String> faults = new ArrayList<>(meter.faults(result.generator(), lastApplyNs));
        faults.addAll(meter.stopFaults(result));
        faults.addAll(options.workload().faults(result.totals().accounting().rows()));
        if (guests.migrations() != null)
        {
            faults.addAll(guests.migrations().faults());
        }
        Optional.ofNullable(books.run.sources().laws().workFault(result.totals(), result.latencies()))
            .ifPresent(faults::add);

        return faults;
    }

    private Asked asked()
    {
        final Asked asked = Asked.of(options.config(), options.workload().topology(), 0);

        return options.resumed().isNone() ? asked : asked.resumed(guests.carried());
    }

    private RunBooks.End end(final EngineRun engine, final StormVerdict.Stop stop, final RunBooks.Accounts accounts,
        final boolean isInterrupted)
    {
        if (engine.isAbandoned())
        {
            return new RunBooks.End(null, null, null, null, true, false);
        }
        final String failure = failure(engine.cause());
        final InvariantBrokenException untaken = failure == null ? books.proof.untaken(engine.commands()) : null;

        return new RunBooks.End(failure, failure == null ? fault(accounts, untaken) : null,
            engine.cause() instanceof InvariantBrokenException ex ? ex : untaken, stop, isInterrupted,
            options.resumed().offered() + producers.generator().offered() >=
                options.config().value(StormSettings.COUNT));
    }

    /** {@return what is wrong with a run that came to its end, or null} */
    private String fault(final RunBooks.Accounts accounts, final InvariantBrokenException untaken)
    {
        final String fault = books.run.fault(accounts, producers.words(), producers.generator().offered(),
            books.tally.offered() - producers.lanes().attachedEvents());

        if (fault != null || untaken != null)
        {
            return fault != null ? fault : untaken.summary();
        }
        final String unfinished = producers.fault();

        return unfinished != null ? unfinished : books.proof.stalled();
    }

    /** Returns the message of the exception or of the journal's failure that ended the run, or null. */
    private String failure(final RuntimeException cause)
    {
        if (cause != null)
        {
            return cause.getMessage();
        }

        return log.failure() == null ? null : log.failure().message();
    }
}
