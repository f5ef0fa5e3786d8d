package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.flow.StormPace;
import org.gale.engine.storm.latency.Outlier;
import org.gale.engine.storm.latency.OutlierCause;
import org.gale.engine.storm.latency.Stalls;
import org.gale.engine.storm.setting.StopCondition;
import org.gale.engine.storm.setting.ThreadCpus;
import org.gale.engine.storm.setting.Warmup;

/**
 * Measured part of a storm, which follows its warm-up.
 *
 * @param warmup    warm-up before it
 * @param ns        length of the measured part, ns
 * @param offered   events offered in the measured part
 * @param delivered interrupts that guests acknowledged in the measured part
 * @param stalls    what the host took from the measured part
 * @param pace      of the generator
 * @param outliers  slowest sampled responses, the slowest first, each with its cause
 * @param stop      interrupt or stall that ended the run; null if none did
 * @param moments   longest slow moments of each kind and thread, the earliest first
 * @param cpus      processors that threads were to be pinned to
 * @param notes     messages about threads that could not be pinned, and about events that were not sampled
 */
public record StormMeasurement(
    Warmup.Past warmup,
    long ns,
    long offered,
    long delivered,
    Stalls stalls,
    StormPace pace,
    List<Explained> outliers,
    Stop stop,
    List<Moment> moments,
    ThreadCpus cpus,
    List<String> notes)
{
    /** Outlier with its cause, and the time of its acknowledge since the first offer. */
    public record Explained(Outlier outlier, OutlierCause cause, long atNs)
    {
    }

    /**
     * Slow moment of a thread.
     *
     * @param label   kind in words
     * @param thread  engine, generator or JVM
     * @param startNs time since the first offer
     * @param ns      length
     */
    public record Moment(String label, String thread, long startNs, long ns)
    {
    }

    /**
     * End of a run by its condition.
     *
     * @param condition that was met
     * @param explained interrupt that met it; null for a stall
     */
    public record Stop(StopCondition condition, Explained explained)
    {
    }

    /** Begins a measured part. */
    public static StormMeasurementBuilder builder()
    {
        return new StormMeasurementBuilder();
    }

    /** Returns the events offered a second. */
    public double offeredPerS()
    {
        return offered * 1e9 / ns;
    }

    /** Returns the interrupts delivered a second. */
    public double deliveredPerS()
    {
        return delivered * 1e9 / ns;
    }
}
