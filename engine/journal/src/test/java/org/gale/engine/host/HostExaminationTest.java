package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HostExaminationTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, SPOILS", "2, NOTE", "3, GOOD"})
    void shouldJudgeTheCores(final int cores, final HostFinding.Level level)
    {
        assertEquals(level, examination(cores).cores().level());
    }

    @ParameterizedTest
    @CsvSource({"0.50, GOOD", "0.51, SPOILS"})
    void shouldJudgeTheLoad(final String load, final HostFinding.Level level) throws IOException
    {
        write("proc/loadavg", load + " 9.0 9.0 1/200 99\n");

        assertEquals(level, examination(2).load().level());
    }

    @ParameterizedTest
    @CsvSource({"performance, GOOD", "powersave, SPOILS"})
    void shouldJudgeTheGovernor(final String governor, final HostFinding.Level level) throws IOException
    {
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        write("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", governor + "\n");

        assertEquals(level, examination(2).governor().level());
    }

    @ParameterizedTest
    @CsvSource({"cpu.max, max 100000, GOOD", "cpu.max, 50000 100000, SPOILS", "cpu/cpu.cfs_quota_us, -1, GOOD",
        "cpu/cpu.cfs_quota_us, 50000, SPOILS"})
    void shouldJudgeTheControlGroup(final String file, final String text, final HostFinding.Level level)
        throws IOException
    {
        write("sys/fs/cgroup/" + file, text + "\n");

        assertEquals(level, examination(2).controlGroup().level());
    }

    @ParameterizedTest
    @CsvSource({"10, GOOD", "11, SPOILS"})
    void shouldJudgeStolenTime(final int steal, final HostFinding.Level level) throws IOException
    {
        write("proc/stat", "cpu  " + (1_000 - steal) + " 0 0 0 0 0 0 " + steal + " 0 0\n");

        assertEquals(level, examination(2).stolen().level());
    }

    @ParameterizedTest
    @CsvSource({"[always] madvise never, NOTE", "always [madvise] never, GOOD"})
    void shouldJudgeHugePages(final String text, final HostFinding.Level level) throws IOException
    {
        write("sys/kernel/mm/transparent_hugepage/enabled", text + "\n");

        assertEquals(level, examination(2).hugePages().level());
    }

    @ParameterizedTest
    @CsvSource({"100, GOOD", "101, SPOILS"})
    void shouldJudgeTheCostOfTheClock(final long costNs, final HostFinding.Level level)
    {
        assertEquals(level, examination(2).clock(costNs).level());
    }

    @Test
    void shouldSayWhatItDoesNotKnow()
    {
        final HostExamination nothing = examination(4);

        assertEquals("not known here", nothing.load().state());
        assertEquals("not known here", nothing.governor().state());
        assertEquals("not known here", nothing.controlGroup().state());
        assertEquals("not known here", nothing.stolen().state());
        assertEquals("not known here", nothing.hugePages().state());
        assertEquals(HostFinding.Level.NOTE, nothing.waits().level());
    }

    @Test
    void shouldShowWhatItFound() throws IOException
    {
        write("sys/fs/cgroup/cpu.max", "50000 100000\n");
        write("proc/stat", "cpu 970 1 1 1 1 1 1 24\ncpu0 1\n");
        assertEquals("3 ns a read", examination(3).clock(3).state());
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");

        assertEquals("limited to 50000 100000 us", examination(3).controlGroup().state());
        assertEquals("2.40 % since the start", examination(3).stolen().state());
        assertEquals("tsc, 3 ns a read", examination(3).clock(3).state());
        write("proc/stat", "cpu 970 1 1 1 1 1 1\ncpu0 1\n");
        assertEquals("not known here", examination(3).stolen().state());
        Files.delete(directory.resolve("sys/fs/cgroup/cpu.max"));
        write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
        assertEquals("limited to 50000 us", examination(3).controlGroup().state());
    }

    @Test
    void shouldExamineEveryPropertyOnce()
    {
        assertEquals(List.of("cores", "load", "governor", "control group", "stolen time", "huge pages", "waits",
            "clock"), examination(3).findings().stream().map(HostFinding::subject).toList());
    }

    private HostExamination examination(final int cores)
    {
        return new HostExamination(directory.resolve("proc"), directory.resolve("sys"), cores);
    }

    private void write(final String file, final String text) throws IOException
    {
        final Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
