package org.gale.tests.attach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.gale.engine.lanes.LaneClaim;
import org.gale.engine.lanes.LeftLanes;
import org.gale.ringbuf.CloseReason;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineDeathTest
{
    private static final int PRODUCERS = 3;
    private static final long CLOSED_WITHIN_MS = 1_000;

    @TempDir
    private Path home;

    @Test
    void shouldCloseEveryLaneAndEndWithinASecondWhenTheEngineDies() throws Exception
    {
        final Path directory = home.resolve("lanes");
        try (ChildProcess dying = ChildProcess.java(DyingEngine.class, directory.toString()))
        {
            dying.await("ready");
            try (LaneClaim outside = LaneClaim.claim(directory))
            {
                dying.tell();
                for (int i = 0; i < PRODUCERS; i++)
                {
                    final String[] closed = dying.await("closed").split(" ", -1);
                    assertTrue(Long.parseLong(closed[0]) < CLOSED_WITHIN_MS, closed[0] + " ms");
                    assertEquals(CloseReason.AGENT_FAILED.name(), closed[1]);
                }
                assertEquals(0, dying.exit());
                Await.until(outside.producer()::isClosed, AttachedStorm.PATIENCE, "the file is closed");
                assertEquals(CloseReason.AGENT_FAILED, outside.producer().closeReason());
                outside.producer().publish();
                assertFalse(outside.producer().offer(2L << 60));
            }
        }
    }

    @Test
    void shouldFindTheLanesOfAProcessOnceItIsKilled() throws Exception
    {
        final Path directory = home.resolve("lanes");
        try (ChildProcess engine = ChildProcess.java(DyingEngine.class, directory.toString()))
        {
            engine.await("ready");
            assertEquals(List.of(), LeftLanes.find(home));
            engine.kill();
        }

        assertEquals(List.of(directory), LeftLanes.find(home));
        LeftLanes.remove(directory);

        assertFalse(Files.exists(directory));
    }
}
