package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.host.HostFinding;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoctorCommandTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldExamineTheHostAndSayWhatItMeans()
    {
        final StringWriter out = new StringWriter();
        final int exitCode = GaleCommand.run(GaleCommand.commandLine(MachineTarget::create), new PrintWriter(out),
            new PrintWriter(out), "doctor", directory.resolve("run1").toString());

        assertTrue(List.of(ExitCode.OK, ExitCode.CHECK_FAILED).contains(exitCode), out.toString());
        for (final String subject : List.of("cores", "load", "governor", "control group", "stolen time", "huge pages",
            "waits", "clock", "file system", "free space", "permission"))
        {
            assertTrue(out.toString().contains(' ' + subject + ' '), out.toString());
        }
        assertTrue(out.toString().endsWith(exitCode == ExitCode.OK ?
            "nothing spoils a measurement here\n" : "a measurement here is spoiled\n"), out.toString());
    }

    @Test
    void shouldEndWithTheWorstFinding()
    {
        assertEquals(ExitCode.OK, DoctorCommand.exitCode(List.of(finding(HostFinding.Level.NOTE))));
        assertEquals(ExitCode.CHECK_FAILED, DoctorCommand.exitCode(
            List.of(finding(HostFinding.Level.SPOILS), finding(HostFinding.Level.GOOD))));
        assertEquals(ExitCode.RESOURCES, DoctorCommand.exitCode(
            List.of(finding(HostFinding.Level.LACKS), finding(HostFinding.Level.SPOILS))));
    }

    private static HostFinding finding(final HostFinding.Level level)
    {
        return new HostFinding("load", level, "1", "");
    }
}
