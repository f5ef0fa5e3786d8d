package org.gale.engine.storm.latency;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of the slowest sampled responses of a run, with the times of its stages on the engine's clock, ns.
 *
 * @param command    number of the command that made the interrupt pending
 * @param vmId       of the interrupt
 * @param lpiId      of the interrupt
 * @param intendedNs intended time of its event
 * @param batch      times that the interrupt shares with its batch
 * @param enteredNs  time at which its guest was entered, if it was not resident; else that of the signal
 * @param nowNs      time of the acknowledge
 */
public record Outlier(
    long command,
    int vmId,
    int lpiId,
    long intendedNs,
    Batch batch,
    long enteredNs,
    long nowNs)
{
    /**
     * Times of the stages that the interrupts of a batch pass together, ns.
     *
     * @param sentNs       time of the offer
     * @param drainedNs    time at which the engine took the batch from the lane
     * @param translatedNs time at which the ITS had translated the batch
     * @param raisedNs     time at which the PEs were signalled
     */
    public record Batch(long sentNs, long drainedNs, long translatedNs, long raisedNs)
    {
    }

    /** Returns the response time, ns. */
    public long responseNs()
    {
        return nowNs - intendedNs;
    }

    /** Returns the service time, ns. */
    public long serviceNs()
    {
        return nowNs - batch.drainedNs;
    }

    /** Returns the stages by name, ns, in the order in which an interrupt passes them. They add up to the response. */
    public Map<String, Long> stages()
    {
        final Map<String, Long> stages = new LinkedHashMap<>();
        stages.put("late", batch.sentNs - intendedNs);
        stages.put("queued", batch.drainedNs - batch.sentNs);
        stages.put("translated", batch.translatedNs - batch.drainedNs);
        stages.put("signalled", batch.raisedNs - batch.translatedNs);
        if (enteredNs != batch.raisedNs)
        {
            stages.put("woken", enteredNs - batch.raisedNs);
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
