package org.gale.engine.storm.virtual;

import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.scenario.PhaseClock;

/**
 * Plan of a run in virtual time: what is offered, its targets, and its limits.
 *
 * @param book       of the private interrupts
 * @param span       limits of the events that are offered; those that a vCPU sends at one instant are not divided
 * @param sliceLimit of the slices without an interrupt that is raised or handled, in which each vCPU that waits for a
 *                   PE has had one
 * @param held       events that vectors hold; null where devices have none
 * @param front      messages that a monitor holds; null where no VM migrates
 */
record LoopPlan(
    DueEvents events, EventTargets targets, PhaseClock phases, PrivateBook book, RunSpan span, int sliceLimit,
    HeldEvents held, FrontMessages front)
{
}
