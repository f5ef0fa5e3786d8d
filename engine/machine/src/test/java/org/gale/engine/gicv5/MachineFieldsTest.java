package org.gale.engine.gicv5;

import org.gale.engine.machine.MachineRoles;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a restored machine: each is as it was saved, and is seen in image and digest. */
class MachineFieldsTest
{
    @ParameterizedTest(name = "board {0}")
    @ValueSource(longs = {5, 13})
    void shouldBeAsSavedWhenRestored(final long seed)
    {
        new StateHarness<>(MachineRoles.ROLES, "state", StateRole.SAVED, new UsedMachine.Driver(seed, true))
            .rounds(4).twins(1).checkSaved();
    }
}
