package org.gale.engine.storm.virtual;

import org.gale.engine.storm.topology.VmNumbers;

/**
 * Events and messages of a partition that are held, and how its host numbers VMs.
 *
 * @param events that vectors hold; null where devices have none
 * @param front  messages that a monitor holds; null where no VM migrates
 */
record HeldParts(HeldEvents events, PinWaits pins, FrontMessages front, VmNumbers numbers)
{
}
