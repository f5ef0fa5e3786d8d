package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StopConditions;

/**
 * Meter of the conditions that end one run: of interrupts that are sampled, and of stalls. On the engine's thread; read
 * after the run.
 */
final class StopMeter
{
    private final HostWatch host;
    private final MsiGenerator generator;
    private final boolean isWatched;
    private final ResponseStops ofResponses;
    private final List<Condition> ofStalls;
    private final ResponseSink responses;
    private Condition stalled;
    private boolean isStopped;

    /**
     * Creates the meter.
     *
     * @param responses of the storm
     */
    StopMeter(
        final Conditions conditions, final ResponseSink responses, final HostWatch host, final MsiGenerator generator)
    {
        this.host = host;
        this.generator = generator;
        this.isWatched = !conditions.isEmpty();
        this.ofResponses = responses.stops(StopConditions.ofInterrupts(conditions));
        this.responses = responses;
        this.ofStalls = StopConditions.ofStalls(conditions).all();
    }

    /** Lets the recorder check the interrupts of the measured part. */
    void begin()
    {
        if (!ofResponses.isEmpty())
        {
            responses.stopIf(ofResponses);
        }
    }

    /**
     * Ends the run once a condition is met. Called in each duty cycle.
     *
     * @param isWarm true in the measured part
     */
    void poll(final boolean isWarm)
    {
        if (isWatched && isWarm && !isStopped && isMet())
        {
            isStopped = true;
            generator.stop();
        }
    }

    /** Returns whether a condition ended the run. */
    boolean isStopped()
    {
        return isStopped;
    }

    /**
     * Returns the interrupt or the stall that ended the run, or null.
     *
     * @param firstNs time of the first offer
     */
    StormVerdict.Stop stop(final LatencyMeter latencies, final long firstNs)
    {
        if (!isStopped)
        {
            return null;
        }

        return ofResponses.metBy() == null ? new StormVerdict.Stop(stalled, null) :
            new StormVerdict.Stop(ofResponses.metBy(), ofResponses.met() == null ? null :
                latencies.explained(ofResponses.met(), firstNs));
    }

    private boolean isMet()
    {
        final long stallNs = host.longestStallNs();
        for (final Condition condition : ofStalls)
        {
            stalled = stalled == null && condition.holds((double)stallNs) ? condition : stalled;
        }

        return ofResponses.metBy() != null || stalled != null;
    }
}
