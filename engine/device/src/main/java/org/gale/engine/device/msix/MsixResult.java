package org.gale.engine.device.msix;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.proof.VectorProof;

/**
 * Result of a run.
 *
 * @param vectors  proofs of all vectors
 * @param merged   messages that found an earlier one in their eventfd: an estimate, since the client takes them
 * @param injected messages that were left out on purpose
 * @param injects  true if messages were to be left out
 * @param isClosed whether each message was a burst, so that each of them has to be lost
 * @param resets   of the device, and switches of MSI-X
 * @param isStopped whether no handler was alive for longer than the settle time
 */
public record MsixResult(List<VectorProof> vectors, long merged, long injected, boolean injects, boolean isClosed,
    long resets, boolean isStopped) implements ServedFunction.Result
{
    private static final int DIGITS = 2;
    private static final int MERGED_SLACK = 16;

    @Override
    public Outcome outcome()
    {
        final boolean isBroken = vectors.stream().anyMatch(vector -> !vector.isKept() || vector.lost() > 0) ||
            isMergedBeyond();
        final boolean isOpen = isStopped || isIncomplete() || sent() == 0 || isControlOpen();

        return isBroken ? Outcome.INVARIANT_BROKEN : isOpen ? Outcome.SKIPPED : Outcome.OK;
    }

    @Override
    public String broken()
    {
        return outcome() != Outcome.INVARIANT_BROKEN ? null : vectors.stream().flatMap(
            vector -> vector.named().stream()).findFirst().orElse("what the guest handled is not what was sent");
    }

    /**
     * Returns whether messages were to be left out, and none of them was found: too few were sent, or earlier
     * interrupts have covered them.
     */
    public boolean isControlOpen()
    {
        return injects && leftOut().found() == 0;
    }

    /** Returns the account of the messages that were left out before silences. */
    public VectorProof.LeftOut leftOut()
    {
        return vectors.stream().map(VectorProof::leftOut).reduce(VectorProof.LeftOut.NONE, VectorProof.LeftOut::plus);
    }

    /** Returns a sum over all vectors. */
    public long sum(final ToLongFunction<VectorProof> figure)
    {
        return vectors.stream().mapToLong(figure).sum();
    }

    /** Returns whether a message was in flight at the end. */
    public boolean isIncomplete()
    {
        return vectors.stream().anyMatch(VectorProof::isPending);
    }

    /** Returns a latency over all vectors, ns. */
    public Histogram latency(final Function<VectorProof, Histogram> ofVector)
    {
        final Histogram sum = new Histogram(DIGITS);
        vectors.forEach(vector -> sum.add(ofVector.apply(vector)));

        return sum;
    }

    /**
     * Returns whether messages merged of which none may: each is looked at before the next one. One that is lost or
     * dropped may be in its eventfd still.
     */
    private boolean isMergedBeyond()
    {
        return isClosed && merged > sent() - sum(VectorProof::looked) + sent() / 2 + MERGED_SLACK;
    }

    /** Returns the messages that were sent. */
    public long sent()
    {
        return sum(VectorProof::sent);
    }

    /** Returns the stores of the guest that no message explains. */
    public long invented()
    {
        return sum(VectorProof::invented);
    }

    /** Returns the messages that were lost. */
    public long lost()
    {
        return sum(VectorProof::lost);
    }
}
