package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvmVcpuTest
{
    private final KvmVcpu vcpu = new KvmVcpu(new KvmVm(0), 0, 0);

    @Tag("K-PND-1")
    @Tag("K-PND-2")
    @Tag("K-T-13")
    @ParameterizedTest(name = "APR {0}, mask {1}")
    @CsvSource({"0, 31, 32", "0, 0, 1", "1, 31, 0", "0x80000000, 31, 31", "0x80000000, 15, 16", "0x10100, 31, 8"})
    void shouldTakeTheStricterOfMaskAndRunningPriority(final String apr, final int mask, final int effective)
    {
        vcpu.isEnabled = true;
        vcpu.activePriorities = (int)(long)Long.decode(apr);
        vcpu.priorityMask = mask;

        assertEquals(effective, vcpu.effectiveMask());
    }

    @Tag("K-PND-1")
    @Test
    void shouldLetNothingPassWhileTheInterfaceIsDisabled()
    {
        vcpu.priorityMask = 31;

        assertEquals(0, vcpu.effectiveMask());
    }

    @Tag("K-PPI-4")
    @Test
    void shouldBeWokenByAKickOnlyIfItIsBlocked()
    {
        vcpu.kick();
        assertFalse(vcpu.isWoken);
        vcpu.isBlocked = true;
        vcpu.kick();
        assertTrue(vcpu.isWoken);
    }
}
