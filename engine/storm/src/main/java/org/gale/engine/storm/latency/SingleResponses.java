package org.gale.engine.storm.latency;

import java.util.function.IntUnaryOperator;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;

/**
 * Responses of sampled interrupts on the wall clock that are recorded one by one, where a whole batch cannot share a
 * record. The stamps of its batch describe an interrupt. Owned by the engine's thread.
 */
final class SingleResponses
{
    private final ResponseSink sink;
    private final BatchStamps stamps;
    private final SampledInterrupt interrupt = new SampledInterrupt();
    /** Null where the machine has no routes. */
    private DirectQueries queries;
    private IntUnaryOperator numbers = vm -> vm;

    /**
     * Creates the records.
     *
     * @param stamps of the batches that interrupts came with
     */
    SingleResponses(final ResponseSink sink, final BatchStamps stamps)
    {
        this.sink = sink;
        this.stamps = stamps;
    }

    /** Sets the numbers by which the host names VMs that migrate. */
    void numbers(final IntUnaryOperator ofVms)
    {
        numbers = ofVms;
    }

    /** Watches the routes of a machine that has any. */
    void watch(final Machine machine)
    {
        if (machine.queries() instanceof DirectQueries direct)
        {
            queries = direct;
            sink.keepRoutes();
        }
    }

    /**
     * Records an interrupt that was acknowledged, and not raised since.
     *
     * @param lpiId      ID of its LPI, or the number of an {@link org.gale.engine.storm.result.Outlier#timer}
     * @param batch      slot of its batch
     * @param index      of its command among those that were drained with the batch
     * @param intendedNs intended time
     * @param enteredNs  time at which the guest was entered; 0 if it was resident when the LPI was signalled
     */
    void record(
        final int vmId,
        final int lpiId,
        final int batch,
        final int index,
        final long intendedNs,
        final long enteredNs,
        final long nowNs)
    {
        final int phase = stamps.phase(batch);
        final Route route = queries == null || numbers.applyAsInt(vmId) < 0 ? null :
            queries.arrival(numbers.applyAsInt(vmId), lpiId);
        if (sink.record(vmId, phase, route, nowNs - intendedNs))
        {
            sink.add(stamps.stamped(batch, interrupt.command(stamps.command(batch) + index).vmId(vmId).lpiId(lpiId)
                .intendedNs(intendedNs).enteredNs(enteredNs).nowNs(nowNs)), phase);
        }
    }
}
