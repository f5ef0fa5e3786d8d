package org.gale.tests.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AwaitTest
{
    @Test
    void shouldReturnWhenTheConditionHolds()
    {
        final AtomicInteger polls = new AtomicInteger();

        Await.until(() -> polls.incrementAndGet() == 3, Duration.ofMinutes(5), "three polls");

        assertEquals(3, polls.get());
    }

    @Test
    void shouldNameWhatWasAwaitedWhenTheTimeoutPasses()
    {
        final AssertionError error = assertThrows(
            AssertionError.class, () -> Await.until(() -> false, Duration.ofMillis(1), "a miracle"));

        assertEquals("not within 1 ms: a miracle", error.getMessage());
    }

    @Test
    void shouldStopWhenTheThreadIsInterrupted()
    {
        Thread.currentThread().interrupt();

        assertThrows(AssertionError.class, () -> Await.until(() -> false, Duration.ofSeconds(10), "a miracle"));

        assertTrue(Thread.interrupted());
    }
}
