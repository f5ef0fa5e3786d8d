package org.gale.engine.storm.result;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.figure.Latency;

/**
 * End of a storm's run.
 *
 * @param outcome     outcome of the run alone, before its journal is replayed
 * @param failure     message of the failure that ended it early, or null
 * @param broken      promise that was broken, if that is the failure; else null
 * @param stop        interrupt or stall that ended the run by a condition; null if none did
 * @param interrupted true if the user ended the storm
 * @param end         reason for which nothing more was sent
 * @param partition   that it is on; of several the one that failed, 0 if none has or the storm is not divided
 */
public record StormVerdict(
    Outcome outcome, String failure, InvariantBrokenException broken, Stop stop, boolean interrupted, StormEnd end,
    int partition)
{
    /** Fault of the accounts of a run: promise and finding. */
    private static final Pattern FAULT = Pattern.compile("(P[0-9]+|Little's law)(?: is)? broken: (.+)", Pattern.DOTALL);

    /** Returns whether an invariant is broken. */
    public boolean isBroken()
    {
        return broken != null || outcome == Outcome.INVARIANT_BROKEN;
    }

    /** Returns why nothing more was sent, with what the journal proves about the run. */
    public StormEnd end(final StormProof proof)
    {
        return end.with(proof.extent());
    }

    /** Makes the verdict on a storm that is not divided. */
    public StormVerdict(final Outcome outcome, final String failure, final InvariantBrokenException broken,
        final Stop stop, final boolean interrupted, final StormEnd end)
    {
        this(outcome, failure, broken, stop, interrupted, end, 0);
    }

    /**
     * Returns the verdict for the closing frame of a journal, with the exit code of the run alone.
     *
     * @param lastSequence number of the last command, after which a fault of the accounts was seen
     */
    public ClosingPayload ofRun(final long lastSequence)
    {
        final Outcome exit = Outcome.first(outcome, interrupted ? Outcome.INTERRUPTED : Outcome.OK);

        return new ClosingPayload(exit.exitCode(),
            exit == Outcome.INVARIANT_BROKEN ? List.of(promise(lastSequence)) : List.of());
    }

    private ClosingPayload.Broken promise(final long lastSequence)
    {
        if (broken != null)
        {
            return new ClosingPayload.Broken(broken.promise(), broken.finding(), broken.sequence());
        }
        final Matcher fault = FAULT.matcher(failure);

        return fault.matches() ? new ClosingPayload.Broken(fault.group(1), fault.group(2), lastSequence) :
            new ClosingPayload.Broken("promise", failure, lastSequence);
    }

    /** Passes on the promise that was broken, if one was. */
    public void ifBroken(final Consumer<InvariantBrokenException> sink)
    {
        if (broken != null)
        {
            sink.accept(broken);
        }
    }

    /** Returns this verdict, or where it names no failure that of a journal that could not be ended. */
    StormVerdict refused(final String ofJournal)
    {
        return failure != null ? this :
            new StormVerdict(Outcome.RESOURCES, ofJournal, null, stop, interrupted, StormEnd.FAILED, partition);
    }

    /**
     * Returns the verdict on one of several engines.
     *
     * @param isNamed true if its failure names it
     */
    StormVerdict ofEngine(final int number, final boolean isNamed)
    {
        return new StormVerdict(outcome, failure == null || !isNamed ? failure : "engine " + number + ": " + failure,
            broken, stop == null ? null : stop.ofEngine(number), interrupted, end, partition);
    }

    /** Returns the verdict on a partition. */
    public StormVerdict ofPartition(final int number)
    {
        return new StormVerdict(outcome, failure, broken, stop == null ? null :
            new Stop(stop.condition, stop.explained, stop.atNs, number), interrupted, end, number);
    }

    /**
     * End of a run by its condition.
     *
     * @param condition that was met
     * @param explained interrupt that met it; null for a stall or a request
     * @param atNs      time at which it was met, since the first offer; 0 where it is not known
     * @param partition that met it; 0 of a storm that is not divided
     */
    public record Stop(Condition condition, StormLatencies.Explained explained, long atNs, int partition)
    {
        /** Order of the ends of several parts: by time, then partition. */
        static final Comparator<Stop> ORDER = (one, next) -> one.atNs == next.atNs ?
            Integer.compare(one.partition, next.partition) : Long.compare(one.atNs, next.atNs);

        /** Makes the end of a run that is not divided. */
        public Stop(final Condition condition, final StormLatencies.Explained explained)
        {
            this(condition, explained, explained == null ? 0 : explained.atNs(), 0);
        }

        private Stop ofEngine(final int number)
        {
            return new Stop(condition, explained == null ? null : explained.of(number), atNs, partition);
        }

        /** Returns whether another end is the same one, whatever engine came to it. */
        public boolean isSame(final Stop other)
        {
            return other != null && ORDER.compare(this, other) == 0;
        }

        /**
         * Returns the end of the run, in words.
         *
         * @param ofCommand words on the command that made the interrupt pending; empty for none
         */
        public String text(final String ofCommand)
        {
            if (explained == null)
            {
                return "stopped: " + condition.timeText();
            }
            final Outlier outlier = explained.outlier();
            final String stage = isOfHandler() ? Latency.DEACTIVATED.label() : outlier.longestStage();

            return "stopped: " + condition.timeText() + ": VM " + outlier.vmId() + ' ' + outlier.name() + ofCommand +
                ", took " + NumberText.count(isOfHandler() ? outlier.handledNs() : outlier.responseNs()) + " ns, " +
                NumberText.count(outlier.stages().get(stage)) + " of it " + stage +
                ". Cause: " + explained.cause().label() + '.';
        }

        /** Returns whether the condition is on the end of a handler, and not on the acknowledge. */
        private boolean isOfHandler()
        {
            final String metric = condition.metric().substring(condition.metric().lastIndexOf('.') + 1);

            return metric.equals(Latency.HANDLED.label()) || metric.equals(Latency.DEACTIVATED.label());
        }
    }
}
