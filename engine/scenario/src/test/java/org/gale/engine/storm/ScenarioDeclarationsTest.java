package org.gale.engine.storm;

import org.gale.engine.storm.result.Load;
import org.gale.engine.support.StateDeclarations;
import org.gale.engine.support.StateRoles;
import org.junit.jupiter.api.Test;

public class ScenarioDeclarationsTest
{
    private static final int LEFT = 36;

    @Test
    void shouldDeclareTheFieldsOfEachClassWithState()
    {
        StateDeclarations.check(StateRoles.of(ScenarioDeclarationsTest.class, "scenario.roles"), Load.class,
            ScenarioDeclarationsTest.class, "scenario.undeclared", LEFT);
    }
}
