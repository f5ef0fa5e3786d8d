package org.gale.engine.machine;

/**
 * Deliberate mistake that a machine was asked for, and how often it acted. A mistake that had nothing to lose did not
 * act. Counts are no part of the state: after a restore they begin at 0.
 *
 * @param name   key with its value, or verb, by which the mistake was asked for, such as {@code monitor=pba-zero}
 * @param acted  events that were dropped, misdirected or left without their doorbell, pending bits that were answered
 *               as clear, or steps that failed; 0 or more
 * @param losing true if each act loses an interrupt; false of a failure, which is rolled back
 */
public record Control(String name, long acted, boolean losing)
{
}
