package org.gale.engine.device.msix;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.pci.ServedFunction;
import org.gale.engine.device.proof.VectorProof;

/**
 * Result of a run of the closed loop.
 *
 * @param vectors  proofs of all vectors
 * @param injected messages that were left out on purpose, each of which has to be lost
 * @param resets   of the device, and switches of MSI-X
 * @param isStopped whether no handler was alive for longer than the settle time
 */
public record MsixResult(List<VectorProof> vectors, long injected, long resets, boolean isStopped)
    implements ServedFunction.Result
{
    @Override
    public Outcome outcome()
    {
        final boolean isBroken = vectors.stream().anyMatch(vector -> !vector.isKept() || vector.lost() > 0);
        final boolean isOpen = isStopped || isIncomplete() || sent() == 0;

        return isBroken ? Outcome.INVARIANT_BROKEN : isOpen ? Outcome.SKIPPED : Outcome.OK;
    }

    /** Returns whether a message was in flight at the end. */
    public boolean isIncomplete()
    {
        return vectors.stream().anyMatch(VectorProof::isInFlight);
    }

    /** Returns the messages that were sent. */
    public long sent()
    {
        return vectors.stream().mapToLong(VectorProof::sent).sum();
    }

    /** Returns the stores of the guest that no message explains. */
    public long invented()
    {
        return vectors.stream().mapToLong(VectorProof::invented).sum();
    }

    /** Returns the messages that were lost. */
    public long lost()
    {
        return vectors.stream().mapToLong(VectorProof::lost).sum();
    }
}
