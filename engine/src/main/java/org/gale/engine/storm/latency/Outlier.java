package org.gale.engine.storm.latency;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of the slowest sampled responses of a run, with the times of its stages on the engine's clock, ns.
 *
 * @param command      number of the command that made the interrupt pending
 * @param vmId         of the interrupt
 * @param lpiId        of the interrupt
 * @param intendedNs   intended time of its event
 * @param sentNs       time of its offer
 * @param drainedNs    time at which the engine took it from the lane
 * @param translatedNs time at which the ITS had translated its batch
 * @param raisedNs     time at which its PE was signalled
 * @param enteredNs    time at which its guest was entered, if it was not resident; else {@code raisedNs}
 * @param nowNs        time of the acknowledge
 */
public record Outlier(
    long command,
    int vmId,
    int lpiId,
    long intendedNs,
    long sentNs,
    long drainedNs,
    long translatedNs,
    long raisedNs,
    long enteredNs,
    long nowNs)
{
    /** Returns the response time, ns. */
    public long responseNs()
    {
        return nowNs - intendedNs;
    }

    /** Returns the service time, ns. */
    public long serviceNs()
    {
        return nowNs - drainedNs;
    }

    /** Returns the stages by name, ns, in the order in which an interrupt passes them. They add up to the response. */
    public Map<String, Long> stages()
    {
        final Map<String, Long> stages = new LinkedHashMap<>();
        stages.put("late", sentNs - intendedNs);
        stages.put("queued", drainedNs - sentNs);
        stages.put("translated", translatedNs - drainedNs);
        stages.put("signalled", raisedNs - translatedNs);
        if (enteredNs != raisedNs)
        {
            stages.put("woken", enteredNs - raisedNs);
        }
        stages.put("acknowledged", nowNs - enteredNs);
        stages.put("deactivated", 0L);

        return stages;
    }

    /** Returns the name of the longest stage. */
    public String longestStage()
    {
        return stages().entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
