package org.gale.engine.storm.result;

import org.gale.engine.storm.scenario.Setting;

/**
 * Deliberate mistake that a storm was asked for as a negative control, and how often it acted.
 *
 * @param name  setting with its value, such as {@code monitor=pba-zero}
 * @param acted interrupts that the mistake dropped, misdirected or hid, 0 or more; a storm that is resumed counts from
 *              the snapshot that it begins with
 * @param idle  clause that says what did not come about in a storm in which it never acted
 * @param tried setting by which it acts more often
 * @param trial value of that setting to try
 */
public record StormControl(String name, long acted, String idle, Setting<?> tried, String trial)
{
    /** Returns the control of this part of a storm and of another one. */
    StormControl plus(final StormControl other)
    {
        return new StormControl(name, acted + other.acted, idle, tried, trial);
    }
}
