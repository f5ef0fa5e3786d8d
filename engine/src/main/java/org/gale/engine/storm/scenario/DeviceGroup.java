package org.gale.engine.storm.scenario;

/**
 * Group of equal devices of a VM, which share their traffic.
 *
 * @param name    unique in its VM
 * @param values  number of devices, and events and spread of each, those that were given
 * @param traffic that they send
 */
public record DeviceGroup(String name, SettingValues values, Traffic traffic)
{
}
