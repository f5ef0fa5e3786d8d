package org.gale.engine.storm.run;

/**
 * Counts of the devices with models of a group of VMs.
 *
 * @param group       name of the group
 * @param completions pieces of work that were completed for guests: requests, packets or buffers
 * @param interrupts  messages that the devices have sent
 */
public record DeviceCounts(String group, long completions, long interrupts)
{
}
