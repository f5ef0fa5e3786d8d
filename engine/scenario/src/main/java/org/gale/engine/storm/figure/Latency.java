package org.gale.engine.storm.figure;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Latencies of interrupts and of requests, in the order of reports. The stages of an interrupt follow each other. */
public enum Latency
{
    /** Time from the intended offer to the acknowledge. */
    RESPONSE(Clocks.BOTH, Clocks.BOTH),
    /** Time from the intended offer to the end of the handler; a guest of the wall clock has none. */
    HANDLED(Clocks.VIRTUAL, Clocks.VIRTUAL),
    /** Time from the drain of the lane to the acknowledge. */
    SERVICE(Clocks.WALL, Clocks.WALL),
    /** Time of a request of a device. */
    REQUEST(Clocks.BOTH, Clocks.BOTH),
    /** Stage until the generator sent the interrupt. */
    LATE(Clocks.WALL, Clocks.WALL),
    /** Stage in the lane. */
    QUEUED(Clocks.WALL, Clocks.WALL),
    /** Stage until the ITS has translated the event. */
    TRANSLATED(Clocks.WALL, Clocks.WALL),
    /** Stage until the interrupt is signalled. */
    SIGNALLED(Clocks.BOTH, Clocks.BOTH),
    /** Stage until the guest was entered; only of an interrupt that waited for that. */
    WOKEN(Clocks.BOTH, Clocks.BOTH),
    /** Stage until a PE is free; only of an interrupt that waited for one. */
    WAITING(Clocks.VIRTUAL, Clocks.VIRTUAL),
    /** Stage until the acknowledge. */
    ACKNOWLEDGED(Clocks.BOTH, Clocks.BOTH),
    /** Stage behind the response, until the handler ends. It takes no time on the wall clock. */
    DEACTIVATED(Clocks.BOTH, Clocks.VIRTUAL),
    /** Stage after the handler, until the softirq of the interrupt ends; only of an interrupt that has one. */
    SOFTIRQ(Clocks.VIRTUAL, Clocks.VIRTUAL),
    /** Stage after the handler, until the thread of the interrupt ends; only of an interrupt that has one. */
    THREAD(Clocks.VIRTUAL, Clocks.VIRTUAL);

    /** All stages, in the order in which an interrupt passes them. */
    public static final List<Latency> STAGES = of(Latency::isStage);

    /** Clocks of storms. */
    private enum Clocks
    {
        WALL, VIRTUAL, BOTH;

        boolean has(final boolean isVirtual)
        {
            return this != (isVirtual ? WALL : VIRTUAL);
        }
    }

    private final Clocks reported;
    private final Clocks timed;
    private final String label = name().toLowerCase(Locale.ROOT);

    Latency(final Clocks reported, final Clocks timed)
    {
        this.reported = reported;
        this.timed = timed;
    }

    /** Returns the latencies of interrupts that storms on a clock have, without those of later work. */
    public static List<Latency> ofInterrupts(final boolean isVirtual)
    {
        return of(one -> one != REQUEST && !one.isLater() && one.reported.has(isVirtual));
    }

    /** Returns the stages that storms on a clock have, without those of later work. */
    public static List<Latency> stages(final boolean isVirtual)
    {
        return of(one -> one.isStage() && !one.isLater() && one.reported.has(isVirtual));
    }

    private static List<Latency> of(final Predicate<Latency> which)
    {
        return Stream.of(values()).filter(which).toList();
    }

    /** {@return the latency of a name, or null} */
    public static Latency of(final String label)
    {
        return of(one -> one.label.equals(label)).stream().findFirst().orElse(null);
    }

    /** Returns the name, as users write it. */
    public String label()
    {
        return label;
    }

    /** Returns whether this is a stage: of the response, or of the handler behind it. */
    public boolean isStage()
    {
        return compareTo(LATE) >= 0;
    }

    /** Returns whether this is a stage of the response. */
    public boolean isOfResponse()
    {
        return isStage() && this != DEACTIVATED && !isLater();
    }

    /** Returns whether this is a stage of work that follows a handler, which only some jobs have. */
    public boolean isLater()
    {
        return this == SOFTIRQ || this == THREAD;
    }

    /** Returns whether a run need not have the stage. */
    public boolean isOptional()
    {
        return this == WOKEN || this == WAITING || isLater();
    }

    /** Returns whether the latency may be more than 0 on a clock. */
    public boolean isTimed(final boolean isVirtual)
    {
        return timed.has(isVirtual);
    }

    /** Returns the pointer from a report, or from a part or interval of one. */
    public String path()
    {
        return "/latency_ns/" + (isStage() ? "stages/" : "") + label;
    }
}
