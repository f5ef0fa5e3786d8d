package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.file.Path;

import org.agrona.concurrent.SystemNanoClock;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

@Timeout(300)
class LaneWatcherTest
{
    private static final int CAPACITY = 1024;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheExceptionWhenAFileCannotBeWatched() throws IOException
    {
        final LaneFile file = LaneFile.create(directory.resolve("lane-00"), CAPACITY, 0);
        final LaneWatcher watcher = new LaneWatcher(
            new LaneFile[] { file }, new SpscVarHandleArrayQueue<>(2), SystemNanoClock.INSTANCE);

        watcher.doWork();
        assertNull(watcher.failure());
        file.dispose();

        assertEquals(0, watcher.doWork());
        assertNotNull(watcher.failure());
    }
}
