package org.gale.engine.storm.engines;

import java.util.function.BooleanSupplier;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.run.Session;
import org.gale.engine.storm.run.StormListener;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.run.StormSession;

/** Factory of the sessions of storms: of one engine, or of several. */
public final class Sessions
{
    private Sessions()
    {
    }

    /**
     * Makes the session of a storm.
     *
     * @param machines   makes the machines
     * @param runs       makes the runs
     * @param version    of Gale, for journals and reports
     * @param listener   shows each step
     * @param interrupts true once the user wants an end
     * @throws OutcomeException if the host lacks the space for the journals
     */
    public static Session of(final EnginesPlan plan, final StormMachines machines, final StormRuns runs,
        final String version, final StormListener listener, final BooleanSupplier interrupts)
    {
        return plan.count() == 1 ?
            new StormSession(plan.whole(), machines, runs, version, listener, interrupts) :
            new EnginesSession(plan, machines, runs, version, listener, interrupts);
    }
}
