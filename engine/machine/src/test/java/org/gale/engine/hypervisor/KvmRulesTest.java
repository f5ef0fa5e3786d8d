package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gale.engine.command.Semantics;
import org.junit.jupiter.api.Test;

class KvmRulesTest
{
    @Test
    void shouldFollowTheNewestRulesInTheVersionThatIsWritten()
    {
        assertEquals(new KvmRules(true, true, true, true, true), KvmRules.of(Semantics.VERSION));
        assertEquals(KvmRules.NEWEST, KvmRules.of(8));
    }

    @Test
    void shouldFollowTheRulesBeforeInVersion7()
    {
        assertEquals(new KvmRules(false, false, false, false, false), KvmRules.of(7));
    }
}
