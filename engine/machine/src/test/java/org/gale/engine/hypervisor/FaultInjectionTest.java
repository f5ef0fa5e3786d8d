package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.engine.command.KvmStep;
import org.junit.jupiter.api.Test;

class FaultInjectionTest
{
    private final FaultInjection faults = new FaultInjection();

    @Test
    void shouldFailTheNthStepOnce()
    {
        faults.arm(KvmStep.VPED, 2);

        assertFalse(faults.fails(KvmStep.VPED));
        assertTrue(faults.fails(KvmStep.VPED));
        assertFalse(faults.fails(KvmStep.VPED));
    }

    @Test
    void shouldCountStepsOfEachNameByThemselves()
    {
        faults.arm(KvmStep.VPED, 1);

        assertFalse(faults.fails(KvmStep.VMD));
        assertTrue(faults.fails(KvmStep.VPED));
    }

    @Test
    void shouldReplaceAnOlderRequestOfTheName()
    {
        faults.arm(KvmStep.VMD, 1);
        faults.arm(KvmStep.VMD, 2);

        assertFalse(faults.fails(KvmStep.VMD));
        assertTrue(faults.fails(KvmStep.VMD));
    }
}
