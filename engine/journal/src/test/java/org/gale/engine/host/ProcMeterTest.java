package org.gale.engine.host;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProcMeterTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReadStolenTimeInTicks() throws IOException
    {
        write("proc/stat", "cpu  491144 1251260 301408 307550 1486 0 1040 4669 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");

        assertEquals(46_690_000_000L, meter().stolenNs());
    }

    @Test
    void shouldMissStolenTimeInALineThatIsTooShortOrHoldsNoNumber() throws IOException
    {
        write("proc/stat", "cpu 1 2 3 4 5 6 7\n");
        assertEquals(HostMeter.MISSING, meter().stolenNs());
        write("proc/stat", "cpu 1 2 3 4 5 6 7 many\n");
        assertEquals(HostMeter.MISSING, meter().stolenNs());
        write("proc/stat", "cpu 1 2 3 4 5 6 7 8\n");
        assertEquals(80_000_000, meter().stolenNs());
    }

    @Test
    void shouldReadTheTimesOfTheCompilers() throws IOException
    {
        final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
        final long beforeNs = TimeUnit.MILLISECONDS.toNanos(bean.getTotalCompilationTime());
        final long compilerNs = meter().compilerNs();

        assertTrue(beforeNs > 0 && beforeNs <= compilerNs, () -> beforeNs + " then " + compilerNs);
        assertTrue(compilerNs <= TimeUnit.MILLISECONDS.toNanos(bean.getTotalCompilationTime()));
        task(11, "gale-engine", "500 70 3");
        assertEquals(HostMeter.MISSING, meter().compilerCpuNs());
    }

    @Test
    void shouldReadThrottledTimeOfVersion2() throws IOException
    {
        write("proc/self/cgroup", "0::/user/one\n");
        write("groups/user/one/cpu.stat", "usage_usec 7\nthrottled_usec 12\n");

        assertEquals(12_000, meter().throttledNs());
    }

    @Test
    void shouldReadThrottledTimeOfVersion1() throws IOException
    {
        write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,cpuacct:/one\n0::/\n");
        write("groups/cpu,cpuacct/one/cpu.stat", "nr_throttled 1\nthrottled_time 12345\n");

        assertEquals(12_345, meter().throttledNs());
    }

    @Test
    void shouldReadThrottledTimeWhenAContainerSeesItsGroupAsTheRoot() throws IOException
    {
        write("proc/self/cgroup", "1:cpu:/not/to/be/seen\n");
        write("groups/cpu/cpu.stat", "throttled_time 9\n");

        assertEquals(9, meter().throttledNs());
    }

    @Test
    void shouldReadTheWaitsOfThreadsOfOurs() throws IOException
    {
        task(11, "gale-engine", "500 70 3");
        task(12, "gale-helper", "500 3 3");
        task(13, "gale-helper", "500 4 3");
        task(14, "C2 CompilerThre", "500 900 3");
        task(15, "gale-short", "500");

        assertEquals(Map.of(11L, wait("gale-engine", 70), 12L, wait("gale-helper", 3), 13L, wait("gale-helper", 4)),
            meter().waits());
    }

    @Test
    void shouldSayWhichSourcesAreMissing() throws IOException
    {
        write("proc/self/cgroup", "0::/\n");
        write("groups/cpu.stat", "usage_usec 7\n");
        write("proc/stat", "cpu 1 2 3\n");

        assertEquals(HostMeter.MISSING, meter().stolenNs());
        assertEquals(HostMeter.MISSING, meter().throttledNs());
        assertEquals(Map.of(), meter().waits());
    }

    @Test
    void shouldNameTheCallingThreadForTheKernelToo()
    {
        final String name = Thread.currentThread().getName();
        final String before = ThreadName.set("gale-test-of-names");
        try
        {
            assertEquals(name, before);
            final String kernels = "gale-test-of-na";
            assertEquals("gale-test-of-names", Thread.currentThread().getName());
            final Map<Long, HostMeter.ThreadWait> waits = ProcMeter.INSTANCE.waits();
            assertTrue(waits.isEmpty() || waits.get(ThreadName.id()).name().equals(kernels));
        }
        finally
        {
            ThreadName.set(before);
        }
    }

    private static HostMeter.ThreadWait wait(final String name, final long waitNs)
    {
        return new HostMeter.ThreadWait(name, waitNs);
    }

    private HostMeter meter()
    {
        return new ProcMeter(directory.resolve("proc"), directory.resolve("groups"));
    }

    private void task(final int tid, final String name, final String schedstat) throws IOException
    {
        write("proc/self/task/" + tid + "/comm", name + "\n");
        write("proc/self/task/" + tid + "/schedstat", schedstat + "\n");
    }

    private void write(final String file, final String text) throws IOException
    {
        final Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
