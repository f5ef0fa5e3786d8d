package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Group of VMs of one shape.
 *
 * @param name    unique among groups and phases
 * @param values  number of VMs, and VPEs and LPIs of each, those that were given
 * @param devices of each VM, in the order in which devices and LPIs are numbered
 */
public record VmGroup(String name, SettingValues values, List<DeviceGroup> devices)
{
}
