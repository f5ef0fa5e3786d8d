package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Numbers of the steps that a host verb makes fail; journals hold them. */
class FailableStepsTest
{
    @Test
    void shouldFindEachStepOfKvmByItsNumber()
    {
        final List<String> steps = new ArrayList<>();
        for (int number = 1; KvmStep.byNumber(number) != null; number++)
        {
            final KvmStep step = KvmStep.byNumber(number);
            assertEquals(number, step.number());
            steps.add(step + " " + step.failure() + (step.isCommand() ? " command" : ""));
        }

        assertEquals(List.of("PPI_ALLOC ENOMEM", "VM_ID ENOSPC", "DB_DOMAIN ENOMEM", "DB_IRQ ENOMEM", "VMD ENOMEM",
            "VPET ENOMEM", "VPED ENOMEM", "SPI_IST ENOMEM", "LPI_IST ENOMEM", "VMT_L2_MAP ETIMEDOUT command",
            "VMTE_MAKE_VALID ETIMEDOUT command", "VMTE_MAKE_INVALID ETIMEDOUT command",
            "VPE_MAKE_VALID ETIMEDOUT command", "SPI_VIST_MAKE_VALID ETIMEDOUT command",
            "LPI_VIST_MAKE_VALID ETIMEDOUT command", "LPI_VIST_MAKE_INVALID ETIMEDOUT command"), steps);
        assertNull(KvmStep.byNumber(0));
        assertNull(KvmStep.byNumber(-1));
    }

    @Test
    void shouldFindEachStepOfATransitionByItsNumber()
    {
        assertEquals("E2, E5, D5", V4FailableStep.NAMES);
        assertEquals(V4FailableStep.E2, V4FailableStep.byNumber(1));
        assertEquals(V4FailableStep.E5, V4FailableStep.byNumber(2));
        assertEquals(V4FailableStep.D5, V4FailableStep.byNumber(3));
        assertEquals(3, V4FailableStep.D5.number());
        assertNull(V4FailableStep.byNumber(0));
        assertNull(V4FailableStep.byNumber(4));
        assertNull(V4FailableStep.byNumber(1L << 32 | 1));
    }
}
