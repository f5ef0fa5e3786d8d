package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.latency.StormHistory;
import org.gale.engine.storm.setting.StormConfig;

/**
 * Measurements of a storm. The text report and the JSON report are written from them and carry equal numbers.
 *
 * @param config       the storm
 * @param elapsedNs    from the first offer to the last apply
 * @param ratePerS     delivered a second, after the warm-up
 * @param accounting   the identity
 * @param response     response times, ns
 * @param service      service times, ns
 * @param stages       late, queued, translated, signalled, woken if any, acknowledged, deactivated, in this order; ns
 * @param responseByVm response times per VM
 * @param lag          how far behind its clock, or without a rate behind the room it had, the generator sent, ns
 * @param reachedPerS  offered interrupts a second, while the generator ran
 * @param keptUp       true if the generator kept the rate that was asked for
 * @param refused      offers that a full lane refused
 * @param commands     commands applied, those of time included
 * @param frames       frames appended
 * @param journalBytes bytes of the journal, 0 without one
 * @param stateDigest  digest of the state at the end
 * @param runDigest    digest of commands, outputs and state
 * @param interrupted  true if the user ended the storm
 * @param failure      why it ended early, or null
 * @param outcome      that goes with it
 * @param broken       the promise that was broken, if that is why; else null
 * @param attached     what producers came to that attached, or null if nobody could
 * @param measurement  measured part, which follows the warm-up
 * @param history      figures of each second
 */
public record StormResult(
    StormConfig config,
    long elapsedNs,
    double ratePerS,
    StormAccounting accounting,
    Histogram response,
    Histogram service,
    Map<String, Histogram> stages,
    List<Histogram> responseByVm,
    Histogram lag,
    double reachedPerS,
    boolean keptUp,
    long refused,
    long commands,
    long frames,
    long journalBytes,
    long stateDigest,
    long runDigest,
    boolean interrupted,
    String failure,
    Outcome outcome,
    InvariantBrokenException broken,
    AttachTotals attached,
    StormMeasurement measurement,
    StormHistory history)
{
    /** Begins the result of a storm. */
    public static StormResultBuilder builder()
    {
        return new StormResultBuilder();
    }

    /** Returns whether the storm had traffic of its own; if not, all events came from attached producers. */
    public boolean hasOwnTraffic()
    {
        return attached == null || lag.getTotalCount() > 0;
    }

    /** Begins another result whose components are those of this one. */
    public StormResultBuilder toBuilder()
    {
        return new StormResultBuilder(this);
    }
}
