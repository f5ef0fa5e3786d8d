package org.gale.engine.storm.latency;

import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;

/**
 * Conditions that end a run at a sampled interrupt, and the first interrupt that met one. On the engine's thread; read
 * after the run.
 */
public final class ResponseStops
{
    private final Condition[] conditions;
    private final SampledInterrupt interrupt = new SampledInterrupt();
    private Condition metBy;

    public ResponseStops(final Conditions conditions)
    {
        this.conditions = conditions.all().toArray(new Condition[0]);
    }

    /** Returns true if no interrupt can meet a condition. */
    public boolean isEmpty()
    {
        return conditions.length == 0;
    }

    /** Returns the interrupt that the caller describes before {@link #check}, until one has met a condition. */
    SampledInterrupt interrupt()
    {
        return interrupt;
    }

    /** Compares the interrupt with the conditions, in the order in which they were written. */
    void check()
    {
        for (int i = 0; i < conditions.length && metBy == null; i++)
        {
            metBy = conditions[i].holds((double)interrupt.metricNs(conditions[i].metric())) ? conditions[i] : null;
        }
    }

    /** Returns the condition that an interrupt met, or null. */
    public Condition metBy()
    {
        return metBy;
    }

    /** Returns the interrupt that met the condition, or null. */
    public Outlier met()
    {
        return metBy == null ? null : interrupt.outlier();
    }
}
