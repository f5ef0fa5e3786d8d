package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Tests of the outcomes of a stress run: a sound test that fails, a broken twin that stays hidden. */
class StressRunTest
{
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldSkipWhenATwinStaysHidden()
    {
        assertThrows(TestAbortedException.class,
            () -> StressRun.findTwins(Set.of("LaneStress.Publish"), StressRun.SHORT, 0));
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldFailWhenATestThatShouldBeSoundDidNotRun()
    {
        assertThrows(AssertionFailedError.class, () -> StressRun.assertSound("NoSuchStress", StressRun.SHORT));
    }
}
