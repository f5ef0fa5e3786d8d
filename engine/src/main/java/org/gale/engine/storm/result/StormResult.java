package org.gale.engine.storm.result;

import org.gale.engine.storm.scenario.StormConfig;

/**
 * Measurements of a storm. The text report and the JSON report are written from them and carry equal numbers.
 *
 * @param config    the storm
 * @param totals    of the whole run
 * @param rates     of the measured part
 * @param latencies of the measured part
 * @param host      effects of the host on the measured part
 * @param journal   commands of the run, and their digests
 * @param verdict   end of the run
 * @param history   figures of each second
 * @param actions   between the events, such as transitions of vCPUs
 */
public record StormResult(
    StormConfig config,
    StormTotals totals,
    StormRates rates,
    StormLatencies latencies,
    HostEffects host,
    JournalTotals journal,
    StormVerdict verdict,
    StormHistory history,
    StormActions actions)
{
    /** Returns whether the storm ran on the virtual clock, so that its times are those of a model. */
    public boolean isModelled()
    {
        return modelled() != null;
    }

    /** {@return the model of a storm on the virtual clock; null on the wall clock} */
    public Modelled modelled()
    {
        return totals.modelled();
    }

    /** Returns whether the storm had traffic of its own; if not, all events came from attached producers. */
    public boolean hasOwnTraffic()
    {
        return totals.attached() == null || rates.lag().getTotalCount() > 0;
    }
}
