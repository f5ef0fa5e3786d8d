package org.gale.engine.storm.result;

import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.storm.scenario.Setting;

/**
 * Deliberate mistake that a storm was asked for as a negative control, and how often it acted.
 *
 * @param name     setting with its value, such as {@code monitor=pba-zero}
 * @param acted    interrupts that the mistake dropped, misdirected or hid, 0 or more; a storm that is resumed counts
 *                 from the snapshot that it begins with
 * @param idle     clause that says what did not come about in a storm in which it never acted
 * @param tried    setting by which it acts more often
 * @param trial    value of that setting to try
 * @param effect   of each act
 * @param spurious interrupts that found nothing to do, by group of devices: of a mistake that is only work
 */
public record StormControl(String name, long acted, String idle, Setting<?> tried, String trial, Effect effect,
    Map<String, Long> spurious)
{
    /** Makes the control of a mistake by which interrupts are lost. */
    public StormControl(
        final String name, final long acted, final String idle, final Setting<?> tried, final String trial)
    {
        this(name, acted, idle, tried, trial, Effect.LOST, Map.of());
    }

    /** Returns the control of this part of a storm and of another one. */
    StormControl plus(final StormControl other)
    {
        final Map<String, Long> sums = new TreeMap<>(spurious);
        other.spurious.forEach((place, count) -> sums.merge(place, count, Long::sum));

        return new StormControl(name, acted + other.acted, idle, tried, trial, effect, sums);
    }
}
