package org.gale.engine.storm;

import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.support.StateDeclarations;
import org.gale.engine.support.StateRoles;
import org.junit.jupiter.api.Test;

class StormDeclarationsTest
{
    private static final int LEFT = 107;

    @Test
    void shouldDeclareTheFieldsOfEachClassWithState()
    {
        StateDeclarations.check(StateRoles.of(StormDeclarationsTest.class, "storm.roles"), LatencyRecorder.class,
            StormDeclarationsTest.class, "storm.undeclared", LEFT);
    }
}
