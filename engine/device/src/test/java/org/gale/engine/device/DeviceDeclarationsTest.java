package org.gale.engine.device;

import org.gale.engine.support.StateDeclarations;
import org.junit.jupiter.api.Test;

class DeviceDeclarationsTest
{
    private static final int LEFT = 23;

    @Test
    void shouldDeclareTheFieldsOfEachClassWithState()
    {
        StateDeclarations.check(DeviceRoles.ROLES, DeviceMaker.class, DeviceRoles.class, "device.undeclared", LEFT);
    }
}
