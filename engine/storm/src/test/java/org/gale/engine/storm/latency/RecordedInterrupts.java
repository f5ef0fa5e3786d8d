package org.gale.engine.storm.latency;

import org.gale.engine.machine.Route;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;

/** Interrupts on the virtual clock as tests record them. */
public final class RecordedInterrupts
{
    /** Time of a handler that does not end. */
    public static final long RUNS = Outlier.RUNS;

    private RecordedInterrupts()
    {
    }

    /** Records an interrupt of these figures, in the order in which a recorder takes them, and its handler's end. */
    public static void record(
        final VirtualLatencies latencies,
        final long command,
        final int vm,
        final int lpi,
        final int shownLpi,
        final int phase,
        final Route route,
        final InterruptPath path,
        final long intendedNs,
        final long... stagesNs)
    {
        latencies.interrupt().command(command).vmId(vm).lpiId(shownLpi).intendedNs(intendedNs)
            .modelled(path, stagesNs[0], stagesNs[1], stagesNs[2], stagesNs[3]);
        final int row = latencies.record(lpi, phase, route);
        if (stagesNs[4] != RUNS)
        {
            latencies.interrupt().deactivatedNs(stagesNs[4]).row(row);
            latencies.handled(lpi, phase);
        }
    }
}
