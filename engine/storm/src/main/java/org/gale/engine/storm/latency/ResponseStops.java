package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.Outlier;

/**
 * Conditions that end a run at a sampled interrupt or at a request, and the first one that met one. On the engine's
 * thread; read after the run.
 */
public final class ResponseStops
{
    private final Condition[] conditions;
    /** Latency that each condition is on, or null for a stall. */
    private final Latency[] metrics;
    /** Group that each condition is on, or {@link FigureName#ALL}. */
    private final int[] groups;
    /** Phase that each condition is on, or {@link FigureName#ALL}. */
    private final int[] phases;
    private Outlier met;                                            // null if a request met the condition
    private Condition metBy;

    /**
     * Makes the conditions of a storm.
     *
     * @param groupNames names of its groups
     * @param phaseNames names of its phases
     */
    public ResponseStops(
        final Conditions conditions, final List<String> groupNames, final List<String> phaseNames)
    {
        this.conditions = conditions.all().toArray(new Condition[0]);
        this.metrics = new Latency[this.conditions.length];
        this.groups = new int[metrics.length];
        this.phases = new int[metrics.length];
        for (int i = 0; i < metrics.length; i++)
        {
            final FigureName figure = FigureName.of(this.conditions[i].metric(), groupNames, phaseNames);
            metrics[i] = Latency.of(figure.metric());
            groups[i] = groupNames.indexOf(figure.group());
            phases[i] = phaseNames.indexOf(figure.phase());
        }
    }

    /** Returns true if no interrupt can meet a condition. */
    public boolean isEmpty()
    {
        return conditions.length == 0;
    }

    /**
     * Compares an interrupt with the conditions on its part, in the order in which they were written: when it is
     * acknowledged, and again when its handler has ended.
     *
     * @param group index of the group of its VM
     * @param phase index of the phase in which it was intended
     */
    void check(final SampledInterrupt sampled, final int group, final int phase)
    {
        for (int i = 0; i < conditions.length && metBy == null; i++)
        {
            final boolean isOf = metrics[i] != null && metrics[i] != Latency.REQUEST && isOf(i, group, phase);
            metBy = isOf && conditions[i].holds((double)sampled.metricNs(metrics[i])) ? conditions[i] : null;
        }
        met = metBy == null ? null : sampled.outlier();
    }

    /**
     * Compares a request with the conditions on requests of its part, in the order in which they were written.
     *
     * @param group index of the group of its VM
     * @param phase index of the phase in which it was submitted
     */
    void checkRequest(final int group, final int phase, final long ns)
    {
        for (int i = 0; i < conditions.length && metBy == null; i++)
        {
            final boolean isMetByRequest = metrics[i] == Latency.REQUEST && isOf(i, group, phase) &&
                conditions[i].holds((double)ns);
            metBy = isMetByRequest ? conditions[i] : null;
        }
    }

    private boolean isOf(final int index, final int group, final int phase)
    {
        return (groups[index] == FigureName.ALL || groups[index] == group) &&
            (phases[index] == FigureName.ALL || phases[index] == phase);
    }

    /** Returns the condition that an interrupt or a request met, or null. */
    public Condition metBy()
    {
        return metBy;
    }

    /** {@return the interrupt that met the condition; null where none has, or a request did} */
    public Outlier met()
    {
        return met;
    }
}
