package org.gale.engine.command;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@link StepFailure}. */
@Tag("M-MIG-1")
class StepFailureTest
{
    @ParameterizedTest
    @EnumSource(MigrationStep.class)
    void shouldFailOnceOrTwice(final MigrationStep step)
    {
        final int once = StepFailure.of(step, false);
        final int twice = StepFailure.of(step, true);

        assertEquals(step, StepFailure.step(once));
        assertEquals(step, StepFailure.step(twice));
        assertFalse(StepFailure.isTwice(once));
        assertTrue(StepFailure.isTwice(twice));
        assertEquals(once, StepFailure.next(twice));
        assertEquals(0, StepFailure.next(once));
    }

    @Test
    void shouldBeOfStepsThatMayFailSoOften()
    {
        for (int code = -1; code <= 2 * StepFailure.LAST; code++)
        {
            final boolean isOnce = code >= 1 && code <= 6;
            final boolean isTwice = code == 8 + 5 || code == 8 + 6;
            assertEquals(code == 0 || isOnce || isTwice, StepFailure.isValid(code), Integer.toString(code));
        }
        assertFalse(StepFailure.isValid(1L << 32 | 1));
        assertNull(StepFailure.step(0));
    }
}
