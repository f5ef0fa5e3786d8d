package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CompilerThreadsTest
{
    private static final int NO_THREAD = 4_194_303;                             // the kernel's limit: never in use here

    @TempDir
    private Path tasks;

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadTheClockOfEachCompiler() throws IOException
    {
        final Path self = Path.of("/proc/thread-self").toRealPath();
        task(self.getFileName().toString(), "C2 CompilerThre");
        final CompilerThreads compilers = new CompilerThreads(tasks);
        final long beforeNs = ProcMeter.INSTANCE.threadCpuNs();

        final long cpuNs = compilers.cpuNs();

        assertTrue(beforeNs <= cpuNs && cpuNs <= ProcMeter.INSTANCE.threadCpuNs(), beforeNs + " " + cpuNs);
    }

    @Test
    void shouldLeaveOtherThreadsOut() throws IOException
    {
        task("1", "gale-engine");

        assertEquals(HostMeter.MISSING, new CompilerThreads(tasks).cpuNs());
    }

    @Test
    void shouldSayThatTheSourceIsMissingWhenThreadsCannotBeListed()
    {
        assertEquals(HostMeter.MISSING, new CompilerThreads(tasks.resolve("none")).cpuNs());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldFindTheCompilersAgainWhenOneHasEnded() throws IOException
    {
        task(Integer.toString(NO_THREAD), "C1 CompilerThre");
        final CompilerThreads compilers = new CompilerThreads(tasks);
        Files.delete(tasks.resolve(Integer.toString(NO_THREAD)).resolve("comm"));
        Files.delete(tasks.resolve(Integer.toString(NO_THREAD)));
        task(Path.of("/proc/thread-self").toRealPath().getFileName().toString(), "C1 CompilerThre");

        assertEquals(HostMeter.MISSING, compilers.cpuNs());
        assertTrue(compilers.cpuNs() > 0);
    }

    private void task(final String tid, final String name) throws IOException
    {
        Files.writeString(Files.createDirectories(tasks.resolve(tid)).resolve("comm"), name + "\n");
    }
}
