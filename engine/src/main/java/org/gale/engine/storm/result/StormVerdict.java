package org.gale.engine.storm.result;

import org.gale.engine.config.Condition;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.record.InvariantBrokenException;

/**
 * End of a storm's run.
 *
 * @param outcome     outcome of the run alone, before its journal is replayed
 * @param failure     message of the failure that ended it early, or null
 * @param broken      promise that was broken, if that is the failure; else null
 * @param stop        interrupt or stall that ended the run by a condition; null if none did
 * @param interrupted true if the user ended the storm
 * @param end         reason for which nothing more was sent
 */
public record StormVerdict(
    Outcome outcome, String failure, InvariantBrokenException broken, Stop stop, boolean interrupted, StormEnd end)
{
    /** Returns why nothing more was sent, with what the journal proves about the run. */
    public StormEnd end(final StormProof proof)
    {
        return end.with(proof.extent());
    }

    /** Returns the verdict on one of several engines, whose failure names it. */
    StormVerdict ofEngine(final int number)
    {
        return failure == null ? this : new StormVerdict(
            outcome, "engine " + number + ": " + failure, broken, stop, interrupted, end);
    }

    /**
     * End of a run by its condition.
     *
     * @param condition that was met
     * @param explained interrupt that met it; null for a stall
     */
    public record Stop(Condition condition, StormLatencies.Explained explained)
    {
        /**
         * Returns what ended the run, in words.
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

            return "stopped: " + condition.timeText() + ": VM " + outlier.vmId() + ' ' + outlier.name() + ofCommand +
                ", took " + NumberText.count(outlier.responseNs()) + " ns, " +
                NumberText.count(outlier.stages().get(outlier.longestStage())) + " of it " + outlier.longestStage() +
                ". Cause: " + explained.cause().label() + '.';
        }
    }
}
