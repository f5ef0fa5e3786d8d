package org.gale.engine.storm.setting;

import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;

/** Conditions that end a run: the first sampled interrupt after the warm-up, or the first stall, that meets one. */
public final class StopConditions
{
    /** Metric of the stalls of engine and generator. */
    public static final String STALL = "stall";
    /** Form of the conditions. A metric is that of an interrupt, in whole or a stage, or {@link #STALL}. */
    public static final Condition.Form FORM = new Condition.Form(
        Pattern.compile("\\s*([a-z]+)\\s*(>=?)\\s*(\\S+)\\s*"), "no condition (try 'response > 1ms')",
        List.of("response", "service", "late", "queued", "translated", "signalled", "woken", "acknowledged", STALL),
        true);

    private StopConditions()
    {
    }

    /** Returns those of some conditions that are on stalls. */
    public static Conditions ofStalls(final Conditions all)
    {
        return all.of(STALL::equals);
    }

    /** Returns those of some conditions that are on sampled interrupts. */
    public static Conditions ofInterrupts(final Conditions all)
    {
        return all.of(metric -> !metric.equals(STALL));
    }
}
