package org.gale.engine.storm.model;

import org.gale.engine.storm.setting.Distribution;

/**
 * Shape of a virtio device: its queues and how it serves them.
 *
 * @param depth         requests of a queue in flight, from 1
 * @param fixed         time that a batch takes before its requests
 * @param each          time that each request of a batch takes behind it
 * @param hasEventIndex true if the driver asks for one notification at a time, false if it switches them on and off
 * @param isBatched     true if the device completes a batch at once, false if it completes each request alone
 */
record VirtioShape(int depth, Distribution fixed, Distribution each, boolean hasEventIndex, boolean isBatched)
{
}
