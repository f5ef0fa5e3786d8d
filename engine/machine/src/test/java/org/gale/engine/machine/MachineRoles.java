package org.gale.engine.machine;

import org.gale.engine.support.StateRoles;

/** Declarations of the fields of machines, for all their tests. */
public final class MachineRoles
{
    public static final StateRoles ROLES = StateRoles.of(MachineRoles.class, "machine.roles");

    private MachineRoles()
    {
    }
}
