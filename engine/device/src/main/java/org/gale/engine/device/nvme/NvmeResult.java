package org.gale.engine.device.nvme;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.storm.model.Mistake;

/**
 * Result of a run of a controller.
 *
 * @param accounts       of the admin queue and of each I/O queue
 * @param decided        interrupts of each I/O queue, as the model of the drive decides on them in virtual time
 * @param differing      queues for which the model decides on other interrupts, or whose interrupts were not carried
 *                       out; -1 where the stamps were too many to compare
 * @param drive          requests and data
 * @param resets         of the controller
 * @param wrongDoorbells stores to doorbells that named no entry of a queue
 * @param wrong          deliberate mistake of the drive, and what its doorbells lost
 * @param isCoalescing   true if an interrupt was ever for several completions by the job or by the guest's feature
 */
public record NvmeResult(List<QueueAccount> accounts, List<Long> decided, long differing, Drive drive, long resets,
    long wrongDoorbells, boolean isCoalescing, Wrong wrong)
    implements ServedFunction.Result
{
    /**
     * Requests and data of a run.
     *
     * @param requests     of the run
     * @param inFlight     of them at its end
     * @param bytesRead    of all requests
     * @param bytesWritten of all requests
     * @param mismatches   blocks that were read otherwise than they were written
     * @param fault        how the data differs from what the guest asked for; null where it does not
     */
    public record Drive(
        long requests, long inFlight, long bytesRead, long bytesWritten, long mismatches, String fault)
    {
    }

    /**
     * Deliberate mistake of a drive, requests whose doorbells it has not taken, and entries that it wrote too late.
     *
     * @param mistake  null of a right drive
     * @param acted    how often
     * @param lost     requests that were not fetched though the guest has rung for them
     * @param invented entries that the guest consumed before they were written
     * @param named    the first of these, a line for each doorbell or entry
     */
    public record Wrong(Mistake mistake, long acted, long lost, long invented, List<String> named)
    {
        /** Returns whether the drive was asked for a mistake that had nothing to act on. */
        public boolean isIdle()
        {
            return mistake != null && acted == 0;
        }
    }

    @Override
    public Outcome outcome()
    {
        final boolean isBroken =
            drive.mismatches() > 0 || drive.fault() != null || differing > 0 || sum(NvmeFigure.LOST) > 0 ||
            wrong.lost() + wrong.invented() > 0;
        final boolean isOpen = sum(NvmeFigure.LATE) > 0 || isIncomplete() || drive.requests() == 0 || wrong.isIdle();

        return isBroken ? Outcome.INVARIANT_BROKEN : isOpen ? Outcome.SKIPPED : Outcome.OK;
    }

    @Override
    public String broken()
    {
        return outcome() != Outcome.INVARIANT_BROKEN ? null : wrong.lost() + wrong.invented() > 0 ?
            wrong.named().get(0) :
            sum(NvmeFigure.LOST) > 0 ?
            NumberText.counted(sum(NvmeFigure.LOST), "interrupt") + " lost" : drive.mismatches() > 0 ?
            NumberText.counted(drive.mismatches(), "block") + " read otherwise than written" :
            drive.fault() != null ? drive.fault() :
            NumberText.counted(differing, "queue") + " with other interrupts than the model decides on";
    }

    /** Returns whether a request of the run was not consumed at its end. */
    public boolean isIncomplete()
    {
        return drive.inFlight() > 0 || sum(NvmeFigure.PENDING) > 0;
    }

    /** Figures that queues have. */
    public enum NvmeFigure
    {
        POSTED, CONSUMED, DROPPED, PENDING, POLLED, INTERRUPTS, WITHHELD, LOST, LATE
    }

    /** Returns a figure of a queue. */
    public static long of(final QueueAccount account, final NvmeFigure figure)
    {
        return switch (figure)
        {
            case POSTED -> account.posted();
            case CONSUMED -> account.consumed();
            case DROPPED -> account.dropped();
            case PENDING -> account.pending();
            case POLLED -> account.polled();
            case INTERRUPTS -> account.interrupts();
            case WITHHELD -> account.withheld();
            case LOST -> account.lost();
            case LATE -> account.late();
        };
    }

    /** Returns the sum of a figure over all queues. */
    public long sum(final NvmeFigure figure)
    {
        return accounts.stream().mapToLong(account -> of(account, figure)).sum();
    }
}
