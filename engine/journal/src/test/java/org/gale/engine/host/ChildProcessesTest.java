package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class ChildProcessesTest
{
    private static final long LONG_NS = TimeUnit.HOURS.toNanos(1);
    /** Bytes that each program has at least, with the pages of its libraries. */
    private static final long PROGRAM_BYTES = 64 * 1024;

    private final ChildProcesses processes = new ChildProcesses();

    @TempDir
    private Path directory;

    @Test
    void shouldShowWhatAProcessWroteAndHowItEnded() throws IOException
    {
        final ChildProcesses.Child child = start(
            "sh", "-c", "cat; echo \"$1\"; echo \"$2\" >&2; exit 7", "0", "a b", "c");
        awaitEnd(child);

        assertEquals(7, child.exitCode());
        assertEquals("a b\n", Files.readString(directory.resolve("out")));
        assertEquals("c\n", Files.readString(directory.resolve("err")));
        assertEquals(0, child.residentBytes());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldEndAProcessWhenAskedTo() throws IOException
    {
        final ChildProcesses.Child stopped = start("sleep", "600");
        final ChildProcesses.Child killed = start("sleep", "600");
        assertTrue(stopped.isAlive());
        assertTrue(killed.isAlive());
        final long residentBytes = loadedBytes(stopped);
        stopped.stop();
        awaitEnd(stopped);
        killed.kill();
        awaitEnd(killed);

        assertEquals(128 + 15, stopped.exitCode());
        assertEquals(128 + 9, killed.exitCode());
        assertTrue(residentBytes > PROGRAM_BYTES && residentBytes % 1024 == 0, "residentBytes=" + residentBytes);
    }

    @Test
    void shouldEndItsWaitWhenItIsWoken()
    {
        processes.wake();
        processes.wake();
        processes.await(LONG_NS);

        assertFalse(Thread.interrupted());
    }

    @Test
    void shouldKeepTheInterruptOfItsOwner()
    {
        Thread.currentThread().interrupt();
        processes.await(LONG_NS);

        assertTrue(Thread.interrupted());
    }

    @Test
    void shouldMakeNamesThatDiffer()
    {
        final String token = ChildProcesses.token();

        assertTrue(token.matches(ProcessHandle.current().pid() + "-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), token);
        assertNotEquals(token, ChildProcesses.token());
    }

    private ChildProcesses.Child start(final String... words) throws IOException
    {
        return processes.start(List.of(words), directory.resolve("out"), directory.resolve("err"));
    }

    /** Returns the resident size of a process once its program is loaded, or the last one if it ends before. */
    private static long loadedBytes(final ChildProcesses.Child child)
    {
        long bytes = child.residentBytes();
        while (bytes <= PROGRAM_BYTES && child.isAlive())
        {
            Thread.onSpinWait();
            bytes = child.residentBytes();
        }

        return bytes;
    }

    private void awaitEnd(final ChildProcesses.Child child)
    {
        while (child.isAlive())
        {
            processes.await(LONG_NS);
        }
        assertFalse(child.isAlive());
    }
}
