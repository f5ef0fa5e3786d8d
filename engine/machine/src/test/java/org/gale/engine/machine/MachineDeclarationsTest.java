package org.gale.engine.machine;

import org.gale.engine.support.StateDeclarations;
import org.junit.jupiter.api.Test;

class MachineDeclarationsTest
{
    private static final int LEFT = 45;

    @Test
    void shouldDeclareTheFieldsOfEachClassWithState()
    {
        StateDeclarations.check(
            MachineRoles.ROLES, MachineCore.class, MachineRoles.class, "machine.undeclared", LEFT);
    }
}
