package org.gale.engine.device;

import org.gale.engine.support.StateRoles;

/** Declarations of the fields of devices, for all their tests. */
public final class DeviceRoles
{
    public static final StateRoles ROLES = StateRoles.of(DeviceRoles.class, "device.roles");

    private DeviceRoles()
    {
    }
}
