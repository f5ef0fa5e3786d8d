package org.gale.engine.host;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the small parts of this room. */
class HostPartsTest
{
    /** Agent that has ended. */
    private record Ended(Throwable failure) implements RunningAgent
    {
        @Override
        public void wake()
        {
            throw new AssertionError("it has ended");
        }

        @Override
        public void end()
        {
            throw new AssertionError("it has ended");
        }
    }

    @Test
    void shouldThrowTheFailureOfAnAgent()
    {
        final Error failure = new StackOverflowError("too deep");
        final IllegalStateException thrown =
            assertThrows(IllegalStateException.class, () -> new Ended(failure).checkFailure());

        assertEquals("an agent failed: java.lang.StackOverflowError: too deep", thrown.getMessage());
        assertSame(failure, thrown.getCause());
        assertDoesNotThrow(() -> new Ended(null).checkFailure());
    }

    @Test
    void shouldMissEverySourceWhereAHostHasNone()
    {
        final HostMeter none = HostMeter.NONE;

        assertEquals(List.of(-1L, -1L, -1L, -1L, -1L), List.of(none.compilerNs(), none.compilerCpuNs(),
            none.threadCpuNs(), none.stolenNs(), none.throttledNs()));
        assertEquals(Map.of(), none.waits());
    }

    @Test
    void shouldSayTheLevelOfAFindingInAWord()
    {
        assertEquals(List.of("ok", "note", "spoils", "lacks"),
            Stream.of(HostFinding.Level.values()).map(HostFinding.Level::label).toList());
    }

    @Test
    void shouldReadTheClockOfTheJvm()
    {
        final long beforeNs = System.nanoTime();
        final long nowNs = HostClock.nanoTime();

        assertTrue(nowNs - beforeNs >= 0 && System.nanoTime() - nowNs >= 0, () -> beforeNs + " then " + nowNs);
    }

    @Test
    void shouldSeeWhetherTheCallingThreadHasEnded() throws InterruptedException
    {
        final CallingThread[] made = new CallingThread[1];
        final Thread thread = new Thread(() -> made[0] = new CallingThread());
        thread.start();
        thread.join();

        assertTrue(new CallingThread().isAlive());
        assertFalse(made[0].isAlive());
    }
}
