package org.gale.engine.storm.scenario;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.figure.Latency;

/** Conditions that end a run: the first sampled interrupt after the warm-up, or the first stall, that meets one. */
public final class StopConditions
{
    /** Metric of the stalls of engine and generator. */
    public static final String STALL = "stall";
    /**
     * Form of the conditions. A metric is that of an interrupt, in whole or a stage, or {@link #STALL}. Names of a
     * group and a phase may stand in front of it.
     */
    public static final Condition.Form FORM = new Condition.Form(
        Pattern.compile("\\s*((?:[A-Za-z0-9_-]{1,32}[.]){0,2}[a-z]+)\\s*(>=?)\\s*(\\S+)\\s*"),
        "no condition (try 'response > 1ms')",
        Stream.concat(Stream.of(Latency.values())
        .filter(latency -> latency != Latency.REQUEST && !latency.isLater()).map(Latency::label),
        Stream.of(Latency.REQUEST.label(), STALL)).toList(), true);

    private StopConditions()
    {
    }

    /** Returns the conditions that are on stalls. */
    public static Conditions ofStalls(final Conditions all)
    {
        return all.of(STALL::equals);
    }

    /** Returns the conditions that are on sampled interrupts. */
    public static Conditions ofInterrupts(final Conditions all)
    {
        return all.of(metric -> !metric.equals(STALL));
    }
}
