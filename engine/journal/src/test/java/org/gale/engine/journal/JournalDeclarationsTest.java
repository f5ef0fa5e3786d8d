package org.gale.engine.journal;

import org.gale.engine.support.StateDeclarations;
import org.gale.engine.support.StateRoles;
import org.junit.jupiter.api.Test;

class JournalDeclarationsTest
{
    private static final int LEFT = 51;

    @Test
    void shouldDeclareTheFieldsOfEachClassWithState()
    {
        StateDeclarations.check(StateRoles.of(JournalDeclarationsTest.class, "journal.roles"), JournalWriter.class,
            JournalDeclarationsTest.class, "journal.undeclared", LEFT);
    }
}
